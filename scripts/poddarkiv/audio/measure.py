"""Measure a recording: what the feed must say of it, read from the file and never guessed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from poddarkiv.audio.container import empty_message, lfs_message
from poddarkiv.audio.damage import Damage, describe_damage
from poddarkiv.audio.lengths import Length, check_complete, read_head, read_header, resolve_length
from poddarkiv.audio.loudness import measure_loudness
from poddarkiv.audio.packets import PacketSummary, read_packets
from poddarkiv.errors import AudioError, system_reason
from poddarkiv.formats import sniff
from poddarkiv.formats.players import apps_that_play
from poddarkiv.formats.riff import read_wave_header
from poddarkiv.i18n import _
from poddarkiv.model import Audio


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
    mime_type = check_kind(head, path.name)
    sound = read_packets(path)
    # M4A and MP4 begin alike; only the tracks tell.
    if sound.pictures and mime_type == "audio/x-m4a":
        mime_type = "video/mp4"
    length = _length(path, sound, mime_type)
    same = before is not None and before.audio_sha256 == sound.sha256
    # Equal packets have equal loudness, so that nothing needs decoding.
    loudness, damage = (
        (before.loudness, sound.damage) if before and same else measure_loudness(path)
    )
    audio = Audio(
        path=shown,
        bytes=size,
        duration=round(length.seconds, 3),
        mime_type=mime_type,
        sha256=digest,
        audio_sha256=sound.sha256,
        bit_rate=length.bit_rate,
        source="file",
        loudness=loudness,
    )
    advice = (*length.advice, *_advice_on_sound(sound, damage or sound.damage, path.name))
    return Measured(audio, (*advice, *advice_on_kind(mime_type, path.name)))


def _length(path: Path, sound: PacketSummary, mime_type: str) -> Length:
    with path.open("rb") as file:
        header = read_header(file, mime_type)
        cut = sound.cut or (mime_type == "audio/wav" and _is_cut_wave(file))
    check_complete(path.name, header.promised, sound.duration, cut=cut)
    varies = len(sound.bit_rates) > 1
    return resolve_length(path.name, header, sound.duration, sound.bytes, varies=varies)


def _is_cut_wave(file: IO[bytes]) -> bool:
    wave = read_wave_header(file)
    return wave is not None and not wave.is_placeholder


def _advice_on_sound(sound: PacketSummary, damage: Sequence[Damage], name: str) -> Iterator[str]:
    if damage:
        yield _(
            "{name}: is damaged at {places}; the rest is whole: export it again",
            name=name,
            places=describe_damage(damage),
        )
    if sound.trailing is not None:
        byte, count = sound.trailing
        yield _(
            "{name}: {n} bytes after the sound, from byte {byte}, are no sound; they do no harm, "
            "but a fresh copy from the original lacks them",
            name=name,
            n=count,
            byte=byte,
        )
    if sound.cut and sound.codec.startswith("mp3"):
        yield _("{name}: the last frame of the file is cut off", name=name)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of the whole file at `path`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(path: Path, shown: str) -> tuple[int, str, bytes]:
    try:
        size = path.stat().st_size
        if not size:
            raise AudioError(empty_message(shown))
        with path.open("rb") as file:
            head = read_head(file)
        return size, file_sha256(path), head
    except OSError as error:
        raise AudioError(
            _(
                "{name}: the recording can't be read ({reason})",
                name=shown,
                reason=system_reason(error),
            )
        ) from error


def read_kind(path: Path) -> str:
    """Return the MIME type of the recording at `path`, by its first bytes.

    Raises:
        AudioError: It can't be read, is no sound that we know, or its name says another kind.
    """
    try:
        with path.open("rb") as file:
            head = read_head(file)
    except OSError as error:
        reason = system_reason(error)
        raise AudioError(
            _("{name}: the recording can't be read ({reason})", name=path.name, reason=reason)
        ) from error
    return check_kind(head, path.name)


def check_kind(head: bytes, name: str) -> str:
    """Return the MIME type of the recording `name` that begins with `head`.

    Raises:
        AudioError: It is no sound that we know, or its name says that it is another kind.
    """
    if sniff.is_lfs_pointer(head):
        raise AudioError(lfs_message(name))
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
    """Return advice when apps may not play this kind of file, or play more than they need."""
    if mime_type == "video/mp4":
        return (
            _(
                "{name}: is a video: apps fetch all of it for the sound; make its sound the "
                "recording (poddarkiv new --sound) and offer the video under alternates",
                name=name,
            ),
        )
    if mime_type in sniff.IN_EVERY_APP:
        return ()
    return (
        _(
            "{name}: {mime_type} is not played by Apple Podcasts ({others}); publish MP3 or M4A",
            name=name,
            mime_type=mime_type,
            others=apps_that_play(mime_type),
        ),
    )
