"""The sound inside a file, without its tags: packets as the encoder made them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from poddarkiv.errors import AudioError
from poddarkiv.formats.sniff import mp3_bit_rate, mp3_frame_length
from poddarkiv.i18n import _

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream


@dataclass(frozen=True)
class Sound:
    """What the packets of a recording say together."""

    sha256: str
    """Of all packets in a row. Writing tags into the file does not change it."""
    duration: float
    """Seconds, counted packet by packet."""
    promised: float
    """Seconds that the file's own header tells; 0 when it tells nothing."""
    count: int
    codec: str
    bit_rates: frozenset[int]
    """Of MP3 frames: more than one when the bit rate varies."""
    cut: bool
    """Whether the last MP3 frame is not whole."""
    pictures: bool
    """Whether there is moving picture, not only sound and a cover."""


def audio_sha256(path: Path) -> str:
    """Return the SHA-256 of the recording's packets, which tagging the file leaves as it is.

    Raises:
        AudioError: The file can't be read or holds no sound.
    """
    return read_sound(path).sha256


def read_sound(path: Path) -> Sound:
    """Return what the packets of the recording at `path` say; nothing is decoded.

    Raises:
        AudioError: The file can't be read or holds no sound.
    """
    digest = hashlib.sha256()
    duration = 0.0
    count = 0
    rates: set[int] = set()
    last = b""
    with opened(path) as container:
        stream = container.streams.audio[0]
        codec = stream.codec_context.name
        pictures = any(not _is_cover(video) for video in container.streams.video)
        is_mp3 = codec.startswith("mp3")
        told = stream.duration * stream.time_base if stream.duration and stream.time_base else 0
        for packet in container.demux(stream):
            if not packet.size:
                continue
            content = bytes(packet)
            digest.update(content)
            count += 1
            if packet.duration and packet.time_base:
                duration += float(packet.duration * packet.time_base)
            if is_mp3:
                last = content
                rates.add(mp3_bit_rate(content))
    if not count:
        raise AudioError(_("{name}: there is no sound in the file", name=path.name))
    return Sound(
        sha256=digest.hexdigest(),
        duration=duration,
        promised=float(told),
        count=count,
        codec=codec,
        bit_rates=frozenset(rates - {0}),
        cut=is_mp3 and len(last) < mp3_frame_length(last),
        pictures=pictures,
    )


def _is_cover(stream: "VideoStream") -> bool:
    from av.stream import Disposition

    return bool(stream.disposition & Disposition.attached_pic)


@contextmanager
def opened(path: Path) -> Iterator["InputContainer"]:
    """Open the recording at `path`, which holds at least one audio stream.

    Raises:
        AudioError: It can't be read, now or later while the block runs.
    """
    import av

    try:
        with av.open(str(path), metadata_errors="replace") as container:
            # A stream of a kind that ffmpeg does not know has no codec.
            if not any(stream.codec_context for stream in container.streams.audio[:1]):
                raise AudioError(_("{name}: there is no sound in the file", name=path.name))
            yield container
    except (av.error.FFmpegError, OSError, ValueError) as error:
        # PyAV's own checks raise ValueError where a file contradicts itself.
        reason = getattr(error, "strerror", None) or error
        raise AudioError(
            _("{name}: the recording can't be read ({reason})", name=path.name, reason=reason)
        ) from error
