"""Read and hash the encoded packets of a recording: its sound without its tags."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from poddarkiv.audio.damage import Damage
from poddarkiv.audio.track import Track
from poddarkiv.errors import AudioError
from poddarkiv.formats.mpeg import adts_length, mp3_frame
from poddarkiv.i18n import _


@dataclass(frozen=True)
class PacketSummary:
    """What a recording's packets add up to."""

    sha256: str
    """Of all packets in a row. Writing tags into the file does not change it."""
    duration: float
    """Seconds, counted packet by packet."""
    bytes: int
    """Of all packets."""
    codec: str
    bit_rates: frozenset[int]
    """Of MP3 frames: more than one when the bit rate varies."""
    cut: bool
    """Whether the file ends within a packet, or before the last one of its packet table."""
    pictures: bool
    """Whether there is moving picture, not only sound and a cover."""
    damage: tuple[Damage, ...] = ()
    trailing: tuple[int, int] | None = None
    """First byte and count of what follows the sound and is none."""


def audio_sha256(path: Path) -> str:
    """Return the SHA-256 of the recording's packets, which tagging the file leaves as it is.

    Raises:
        AudioError: The file can't be read or holds no sound.
    """
    return read_packets(path).sha256


def read_packets(path: Path) -> PacketSummary:
    """Return what the packets of the recording at `path` say; nothing is decoded.

    Raises:
        AudioError: The file can't be read or holds no sound.
    """
    track = Track(path)
    digest = hashlib.sha256()
    end, count, size = 0.0, 0, 0
    rates: set[int] = set()
    last = b""
    for each in track.packets():
        if not each.packet.size:
            continue
        last = bytes(each.packet)
        # Packets, not the file: tags are rewritten by every program, the sound by none.
        digest.update(last)
        count += 1
        size += len(last)
        end = max(end, each.end)
        frame = mp3_frame(last) if track.codec.startswith("mp3") else None
        if frame:
            rates.add(frame.bit_rate)
    if not count:
        raise AudioError(_("{name}: there is no sound in the file", name=path.name))
    return PacketSummary(
        sha256=digest.hexdigest(),
        duration=end,
        bytes=size,
        codec=track.codec,
        bit_rates=frozenset(rates),
        cut=count < track.promised_packets or _is_cut(track.codec, last),
        pictures=track.pictures,
        damage=tuple(track.damage),
        trailing=track.trailing,
    )


def _is_cut(codec: str, packet: bytes) -> bool:
    if codec.startswith("mp3"):
        frame = mp3_frame(packet)
        return frame is not None and len(packet) < frame.length
    if codec == "aac":
        return len(packet) < adts_length(packet)
    return codec == "flac" and _flac_check(packet) != 0


def _flac_check(packet: bytes) -> int:
    """Return the CRC-16 of a whole FLAC frame, whose last bytes make it 0 (RFC 9639, 9.3)."""
    check = 0
    for byte in packet:
        check ^= byte << 8
        for _bit in range(8):
            # The polynomial x^16 + x^15 + x^2 + 1 (RFC 9639, 9.3).
            check = (check << 1 ^ (0x8005 if check & 0x8000 else 0)) & 0xFFFF
    return check
