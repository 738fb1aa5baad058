"""Find a remote recording's length from sampled parts of it, without downloading the rest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from poddarkiv.audio.lengths import Header, check_complete, read_head
from poddarkiv.errors import AudioError
from poddarkiv.formats.boxes import has_pictures, sound_seconds, top_boxes
from poddarkiv.formats.mpeg import Frame, first_frame, mp3_frame
from poddarkiv.formats.riff import is_joined, read_wave_header, sound_goes_on
from poddarkiv.i18n import _
from poddarkiv.remote import RemoteFile

_PLACES = 12
"""Where an MP3 is looked at: another bit rate or a second file in it is met at one of them."""
_PART = 4096
"""Bytes: three frames of the highest bit rate."""
_END = 64 * 1024
_PAGES_AT = 8
"""Where the pages of an Ogg are looked at."""
_EVEN = 0.8
"""How many pages may be fewer between two places than between the next two."""


@dataclass(frozen=True, slots=True)
class SampledLength:
    """A length that was found without reading all packets."""

    seconds: float
    size: int
    """Bytes of sound."""
    pictures: bool = False
    """Whether there is moving picture too."""


def sample_length(
    file: IO[bytes], remote: RemoteFile, mime_type: str, name: str, header: Header
) -> SampledLength | None:
    """Return how much sound `remote` holds; None when that takes reading all of its packets.

    Args:
        file: Reads `remote` with large strides.
        remote: The recording.
        mime_type: Its kind.
        name: Shown in messages.
        header: What it says of its length.

    Raises:
        AudioError: The file lacks its end.
    """
    if mime_type == "audio/wav":
        return _wave(file, remote.size, name)
    if mime_type == "audio/x-m4a":
        return _mp4(file, remote.size, name)
    if mime_type == "audio/ogg":
        return _ogg(file, remote, header)
    if mime_type == "audio/mpeg":
        return _mp3(file, remote, name, header)
    return None


def _wave(file: IO[bytes], size: int, name: str) -> SampledLength | None:
    header = read_wave_header(file)
    if header is None or is_joined(file, header):
        return None
    there = size - header.start
    if header.size and not sound_goes_on(file, header, size):
        there = min(there, header.size)
    seconds = there / header.bytes_a_second
    check_complete(name, header.seconds, seconds, cut=not header.is_placeholder)
    return SampledLength(seconds, there)


def _mp4(file: IO[bytes], size: int, name: str) -> SampledLength | None:
    boxes = list(top_boxes(file, size))
    kinds = [kind for kind, _start, _size in boxes]
    if b"moof" in kinds or kinds.count(b"ftyp") != 1:
        return None
    for kind, start, length in boxes:
        if kind == b"mdat" and start + length > size:
            raise AudioError(
                _(
                    "{name}: the file is cut off: {n} bytes are missing; "
                    "copy it again from the original",
                    name=name,
                    n=start + length - size,
                )
            )
    moov = next(((start, length) for kind, start, length in boxes if kind == b"moov"), None)
    if moov is None:
        return None
    file.seek(moov[0])
    content = file.read(moov[1])
    seconds = sound_seconds(content)
    size = sum(length for kind, _start, length in boxes if kind == b"mdat")
    return None if seconds is None else SampledLength(seconds, size, has_pictures(content))


def _ogg(file: IO[bytes], remote: RemoteFile, header: Header) -> SampledLength | None:
    """Return what the last page says, when it belongs to the stream that the first began."""
    size = remote.size
    file.seek(0)
    first = file.read(18)
    file.seek(max(0, size - _END))
    end = file.read(_END)
    last = end[end.rfind(b"OggS") :] if b"OggS" in end else b""
    same = header.length and last[14:18] == first[14:18]
    return SampledLength(header.length, size) if same and _is_one_stream(remote) else None


def _is_one_stream(remote: RemoteFile) -> bool:
    """Whether pages are numbered upwards throughout: joined files may have the same serial."""
    step = max(_END, remote.size // (_PAGES_AT + 1))
    places = range(0, remote.size, step)
    found = [_page_numbers(remote.part(at, min(_END, remote.size - at))) for at in places]
    numbers = [number for part in found for number in part]
    if numbers != sorted(set(numbers)):
        return False
    firsts = [part[0] for part in found if part]
    # Where the second file begins before the second place, too few pages lie before that.
    return len(firsts) < 3 or firsts[1] - firsts[0] >= _EVEN * (firsts[2] - firsts[1])


def _page_numbers(part: bytes) -> list[int]:
    heads = (part[m.start() : m.start() + 27] for m in re.finditer(rb"OggS\0", part))
    return [int.from_bytes(head[18:22], "little") for head in heads if len(head) == 27]


def _mp3(file: IO[bytes], remote: RemoteFile, name: str, header: Header) -> SampledLength | None:
    """Return what follows from a bit rate that is the same wherever one looks."""
    start = _start(file, skip=header.promised is not None)
    if start is None:
        return None
    at, frame = start
    size = _sound_end(file, remote.size) - at
    seconds = size * 8 / frame.bit_rate
    if size <= 0 or not all(_is_like(part, frame) for part in _samples(remote, at, size)):
        return None
    end = remote.part(max(at, at + size - 2 * _PART), min(size, 2 * _PART))
    rest = _after_frames(end, frame)
    if rest is None:
        return None
    if not rest.strip(b"\0"):
        seconds, rest = seconds * (1 - len(rest) / size), b""
    check_complete(name, header.promised, seconds, cut=bool(rest))
    return SampledLength(seconds, size)


def _start(file: IO[bytes], *, skip: bool) -> tuple[int, Frame] | None:
    """Return where the first frame of sound is; `skip` passes over one that holds a header."""
    head = read_head(file)
    found = first_frame(head)
    if found is None:
        return None
    at = found[0]
    frame = mp3_frame(head[at:])
    if skip and frame:
        at += frame.length  # its bit rate may be another too
        frame = mp3_frame(head[at:])
    return (file.tell() - len(head) + at, frame) if frame else None


def _sound_end(file: IO[bytes], size: int) -> int:
    """Return where the sound ends: before an ID3v1 and an APE tag."""
    file.seek(max(0, size - _END))
    end = file.read(_END)
    if end[-128:-125] == b"TAG":
        size, end = size - 128, end[:-128]
    if end[-32:-24] == b"APETAGEX":
        has_head = bool(end[-9] & 0x80)
        size -= int.from_bytes(end[-20:-16], "little") + (32 if has_head else 0)
    return size


def _samples(remote: RemoteFile, start: int, size: int) -> Iterator[bytes]:
    for number in range(_PLACES):
        at = start + (size - _PART) * number // (_PLACES - 1) if size > _PART else start
        yield remote.part(at, min(_PART, size))


def _is_like(part: bytes, frame: Frame) -> bool:
    """Whether frames as `frame` begin within the first frame's length of `part`."""
    found = first_frame(part)
    other = mp3_frame(part[found[0] :]) if found else None
    if found is None or other is None or found[0] > frame.length + 1:
        return False
    return (other.bit_rate, other.rate, other.mono) == (frame.bit_rate, frame.rate, frame.mono)


def _after_frames(end: bytes, frame: Frame) -> bytes | None:
    """Return what follows the last whole frame in `end`: zeros, or a part of a frame.

    None when something else follows.
    """
    found = first_frame(end)
    at = found[0] if found else len(end)
    while at + 4 <= len(end):
        each = mp3_frame(end[at : at + 4])
        if each is None:
            return None if end[at:].strip(b"\0") else end[at:]
        if each.bit_rate != frame.bit_rate:
            return None
        if at + each.length > len(end):
            return end[at:]
        at += each.length
    return end[at:]
