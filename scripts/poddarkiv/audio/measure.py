"""Measure a recording: what the feed must say of it, read from the file and never guessed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from poddarkiv.audio.loudness import integrated
from poddarkiv.audio.packets import Sound, read_sound
from poddarkiv.audio.tagfaults import broken_tags
from poddarkiv.errors import AudioError
from poddarkiv.formats import sniff
from poddarkiv.i18n import _
from poddarkiv.model import Audio

_SLACK = 1.0
"""Seconds by which a header and the packets may differ: encoders pad the ends."""


@dataclass(frozen=True)
class Measured:
    """A recording's figures, and what an editor should know of it."""

    audio: Audio
    advice: tuple[str, ...] = ()


def measure_file(path: Path, shown: str, before: Audio | None = None) -> Measured:
    """Return what is true of the file at `path`.

    Args:
        path: The recording.
        shown: Its path from the archive's root, as the lock keeps it.
        before: What was measured last; its loudness holds as long as the sound is the same.

    Raises:
        AudioError: It is missing, empty, cut off, no sound, or named as another kind.
    """
    size, digest, head = _digest(path, shown)
    mime_type = kind_of(head, path.name)
    sound = read_sound(path)
    _check_whole(sound, path.name)
    if sound.pictures and mime_type == "audio/x-m4a":
        mime_type = "video/mp4"
    with path.open("rb") as file:
        duration, bit_rate, advice = lengths(file, path.name, sound)
    audio = Audio(
        path=shown,
        bytes=size,
        duration=round(duration, 3),
        mime_type=mime_type,
        sha256=digest,
        audio_sha256=sound.sha256,
        bit_rate=bit_rate,
        source="file",
        loudness=before.loudness
        if before is not None and before.audio_sha256 == sound.sha256
        else integrated(path),
    )
    return Measured(audio, advice + advice_on_kind(mime_type, path.name))


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of the whole file at `path`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(path: Path, shown: str) -> tuple[int, str, bytes]:
    try:
        size = path.stat().st_size
        if not size:
            raise AudioError(_("{name}: the file is empty (0 bytes)", name=shown))
        with path.open("rb") as file:
            head = file.read(10)
            file.seek(0)
            head = file.read(sniff.id3_length(head) + 16)
        return size, file_sha256(path), head
    except OSError as error:
        raise AudioError(
            _(
                "{name}: the recording can't be read ({reason})",
                name=shown,
                reason=error.strerror or error,
            )
        ) from error


def file_kind(path: Path) -> str:
    """Return the MIME type of the recording at `path`, by its first bytes.

    Raises:
        AudioError: It can't be read, is no sound that we know, or its name says another kind.
    """
    try:
        with path.open("rb") as file:
            head = file.read(10)
            file.seek(0)
            head = file.read(sniff.id3_length(head) + 16)
    except OSError as error:
        reason = error.strerror or error
        raise AudioError(
            _("{name}: the recording can't be read ({reason})", name=path.name, reason=reason)
        ) from error
    return kind_of(head, path.name)


def kind_of(head: bytes, name: str) -> str:
    """Return the MIME type of the recording `name` that begins with `head`.

    Raises:
        AudioError: It is no sound that we know, or its name says that it is another kind.
    """
    mime_type = sniff.mime_type(head)
    if mime_type is None:
        raise AudioError(
            _("{name}: the content is no sound file; MP3 or M4A was expected", name=name)
        )
    suffixes = sniff.SUFFIXES[mime_type]
    if mime_type == "audio/x-m4a":
        # Whether there are moving pictures is not seen here; both kinds begin alike.
        suffixes += sniff.SUFFIXES["video/mp4"]
    ending = Path(name).suffix.lower()
    if ending not in suffixes:
        raise AudioError(
            _(
                "{name}: the content is {mime_type}, but the name ends in “{ending}”; "
                "rename the file to {better}",
                name=name,
                mime_type=mime_type,
                ending=ending,
                better=Path(name).stem + suffixes[0],
            )
        )
    return mime_type


def advice_on_kind(mime_type: str, name: str) -> tuple[str, ...]:
    """Return advice when apps may not play this kind of file."""
    if mime_type in sniff.IN_EVERY_APP:
        return ()
    return (
        _(
            "{name}: {mime_type} is not played by Apple Podcasts; publish MP3 or M4A",
            name=name,
            mime_type=mime_type,
        ),
    )


def _check_whole(sound: Sound, name: str) -> None:
    missing = sound.promised - sound.duration
    if missing > max(_SLACK, sound.promised * 0.005):
        raise AudioError(
            _(
                "{name}: the file is cut off: it says {promised} s and holds {duration} s; "
                "copy it again from the original",
                name=name,
                promised=round(sound.promised),
                duration=round(sound.duration),
            )
        )


def lengths(
    file: IO[bytes], name: str, sound: Sound | None = None
) -> tuple[float, int | None, tuple[str, ...]]:
    """Return seconds, bits a second and advice, as the file's own header tells them.

    Args:
        file: The recording; may be far away, so little of it is read.
        name: Shown in messages.
        sound: Its packets, when they are at hand: they are right where a header is missing.
    """
    info = _info(file, name)
    duration, bit_rate = float(info.length), int(getattr(info, "bitrate", 0)) or None
    advice: list[str] = []
    if sound is not None and len(sound.bit_rates) > 1 and not _has_header(info):
        duration = sound.duration
        size = file.seek(0, 2)
        bit_rate = round(size * 8 / duration)
        advice.append(
            _(
                "{name}: the bit rate varies and the file has no Xing header, so apps show a wrong "
                "length and seek to the wrong place; save it again from the editing program",
                name=name,
            )
        )
    if sound is not None and sound.cut:
        advice.append(_("{name}: the last frame of the file is cut off", name=name))
    return duration, bit_rate, tuple(advice)


def _info(file: IO[bytes], name: str) -> Any:
    import mutagen

    with broken_tags(name):
        found = mutagen.File(file)
    if found is None or not getattr(found.info, "length", 0):
        raise AudioError(_("{name}: the length of the recording can't be read", name=name))
    return found.info


def _has_header(info: Any) -> bool:
    from mutagen.mp3 import BitrateMode

    return getattr(info, "bitrate_mode", None) not in {None, BitrateMode.UNKNOWN}
