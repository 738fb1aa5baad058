"""Find how long a recording is: what its header says, checked against what its packets say."""

from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from poddarkiv.audio.library_errors import tag_errors
from poddarkiv.errors import AudioError
from poddarkiv.formats import sniff
from poddarkiv.formats.mpeg import first_frame, header_seconds
from poddarkiv.formats.riff import read_wave_header
from poddarkiv.i18n import _
from poddarkiv.timecode import format_clock

_NEAR = 0.25
"""Seconds by which both may differ, since encoders pad the ends: a header that is so near knows
better where the sound itself begins and ends."""
_SHARE = 0.01
"""Of the length: from there on people who seek land in another place."""
_CUT, _CUT_SHARE = 1.0, 0.005
_ZEROS = 16
"""Bytes: an MP4 begins with a size, which has fewer zeros."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a recording's own header says of its length."""

    length: float = 0.0
    """Seconds, as mutagen makes them out; 0 when it can't."""
    promised: float | None = None
    """Seconds that the header states; None where it states nothing that has to be right."""
    bit_rate: int | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """How long a recording is, and what its editor should know of that."""

    seconds: float
    bit_rate: int | None
    advice: tuple[str, ...] = ()


def read_head(file: IO[bytes]) -> bytes:
    """Return the first bytes of `file` after tags and zeros, by which its kind is known."""
    at = file.seek(0)
    while length := sniff.id3_length(file.read(10)):
        at = file.seek(at + length)
    file.seek(at)
    head = file.read(sniff.HEAD)
    if head[:_ZEROS].strip(b"\0"):
        return head
    while head and not head.strip(b"\0"):
        head = file.read(sniff.HEAD)
    return head.lstrip(b"\0") + file.read(sniff.HEAD)


def read_header(file: IO[bytes], mime_type: str) -> Header:
    """Return what the header of the recording in `file`, of kind `mime_type`, says."""
    if mime_type == "audio/wav":
        wave = read_wave_header(file)
        return (
            Header(wave.seconds, wave.seconds, round(wave.bytes_a_second * 8)) if wave else Header()
        )
    if mime_type == "audio/aac":
        return Header()  # has none: programs guess
    info = _info(file)
    length = float(getattr(info, "length", 0.0) or 0.0)
    bit_rate = int(getattr(info, "bitrate", 0) or 0) or None
    if mime_type != "audio/mpeg":
        return Header(length, length or None, bit_rate)
    head = read_head(file)
    frames = first_frame(head)
    return Header(length, header_seconds(head[frames[0] :]) if frames else None, bit_rate)


def _info(file: IO[bytes]) -> Any:
    import mutagen

    file.seek(0)
    with suppress(AudioError), tag_errors(""):
        return getattr(mutagen.File(file), "info", None)
    return None


def resolve_length(
    name: str, header: Header, seconds: float, size: int, *, varies: bool = False
) -> Length:
    """Return the length of a recording: that of its packets, unless its header is as right.

    Args:
        name: Shown in messages.
        header: What it says.
        seconds: What the packets say.
        size: Bytes of sound.
        varies: Whether the bit rate does, where the header says nothing of it.
    """
    agrees = abs(header.length - seconds) <= _NEAR
    advice: tuple[str, ...] = ()
    if header.promised is not None and _differs(header.promised, seconds):
        stated, length = _clocks(header.promised, seconds)
        advice = (
            _(
                "{name}: its header says {told}, but the sound lasts {length}; apps show the wrong "
                "length and seek to the wrong place: save it again from the editing program",
                name=name,
                told=stated,
                length=length,
            ),
        )
    elif header.promised is None and varies:
        advice = (
            _(
                "{name}: the bit rate varies and the file has no Xing header, so apps show a wrong "
                "length and seek to the wrong place; save it again from the editing program",
                name=name,
            ),
        )
    if agrees and not (varies and header.promised is None):
        return Length(header.length, header.bit_rate, advice)
    return Length(seconds, round(size * 8 / seconds) if seconds else None, advice)


def _differs(stated: float, seconds: float) -> bool:
    return abs(stated - seconds) > max(_NEAR, _SHARE * seconds)


def _clocks(*seconds: float) -> list[str]:
    """Return times as clocks show them, or with a decimal where they would be the same."""
    shown = [format_clock(round(each)) for each in seconds]
    if len(set(shown)) < len(shown):
        shown = [_("{n} seconds", n=f"{each:.1f}") for each in seconds]
    return shown


def check_complete(name: str, stated: float | None, seconds: float, *, cut: bool) -> None:
    """Raise where a recording lacks its end.

    Args:
        name: Shown in messages.
        stated: Seconds that its header says.
        seconds: What is there.
        cut: Whether the file ends in the midst of something: else the header is wrong.

    Raises:
        AudioError: It is cut off.
    """
    missing = (stated or 0.0) - seconds
    if cut and stated and missing > max(_CUT, stated * _CUT_SHARE):
        raise AudioError(
            _(
                "{name}: the file is cut off: it says {promised} s and holds {duration} s; "
                "copy it again from the original",
                name=name,
                promised=round(stated),
                duration=round(seconds),
            )
        )
