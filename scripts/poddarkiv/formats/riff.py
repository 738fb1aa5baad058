"""The header of a WAV file: what it says of the sound, and where that begins. No decoding."""

from dataclasses import dataclass
from typing import IO

_PLAIN = (1, 3, 6, 7)
"""PCM, floating point, A-law and mu-law: each sample has its place."""
_ADPCM = (0x02, 0x11)
"""Microsoft's and IMA's: each block holds the same number of samples."""
_EXTENSIBLE = 0xFFFE
_JOINED = (b"RIFF", b"RF64", b"BW64")
_ENDLESS = 0x7FFF0000
"""Sizes from here on are what programs write that can't go back to the header of a pipe."""


@dataclass(frozen=True, slots=True)
class WaveHeader:
    """What the chunks before the sound say."""

    bytes_a_second: float
    start: int
    """Byte at which the sound begins."""
    size: int
    """Bytes of sound that are promised."""

    @property
    def seconds(self) -> float:
        """How long the sound is, as the header says."""
        return self.size / self.bytes_a_second

    @property
    def end(self) -> int:
        """The byte after the sound, where another chunk may begin."""
        return self.start + self.size + self.size % 2

    @property
    def is_placeholder(self) -> bool:
        """Whether the size is what stands there before it is known, as in a file from a pipe."""
        return self.size == 0 or _ENDLESS <= self.size <= 0xFFFFFFFF


def read_wave_header(file: IO[bytes]) -> WaveHeader | None:
    """Return the header of the WAV, RF64 or BW64 at the start of `file`.

    None when it is broken, or does not say how much sound a byte holds.

    Source: EBU Tech 3306 (RF64); ITU-R BS.2088 (BW64).
    """
    file.seek(0)
    head = file.read(12)
    long_size, byte_rate = 0, 0.0
    while True:
        name, size = _chunk(file)
        if name == b"data":
            # RF64 writes 0xFFFFFFFF here and the size in `ds64` (EBU Tech 3306).
            wide = head[:4] in {b"RF64", b"BW64"} and size == 0xFFFFFFFF
            if not byte_rate:
                return None
            return WaveHeader(byte_rate, file.tell(), long_size if wide else size)
        if not name:
            return None
        # Chunks begin at even bytes.
        after = file.tell() + size + size % 2
        content = file.read(min(size, 28))
        if name == b"ds64":
            long_size = int.from_bytes(content[8:16], "little")
        elif name == b"fmt ":
            byte_rate = _byte_rate(content)
        file.seek(after)


def is_joined(file: IO[bytes], header: WaveHeader) -> bool:
    """Whether another file begins after the sound of the one at the start of `file`."""
    file.seek(header.end)
    return file.read(4) in _JOINED


def sound_goes_on(file: IO[bytes], header: WaveHeader, size: int) -> bool:
    """Whether over a second of the file follows the promised sound, and is no chunk.

    So it is where a size of 32 bits has wrapped (over 4 GiB), and where a recorder was cut off
    that notes it now and then.

    Args:
        file: The file.
        header: What `read_wave_header` says of it.
        size: How many bytes it has.
    """
    at = header.end
    if header.is_placeholder or size - at < header.bytes_a_second:
        return False
    while at + 8 <= size:
        file.seek(at)
        name, length = _chunk(file)
        if name in _JOINED:
            return False
        if not (name.isascii() and name.decode("latin-1").isprintable()) or at + 8 + length > size:
            return True
        at += 8 + length + length % 2
    return False


def _byte_rate(chunk: bytes) -> float:
    """Return the bytes of a second of sound by a `fmt ` chunk; 0 where it doesn't say.

    Its field of that name is what programs get wrong: ffmpeg writes another for ADPCM.
    """
    fields = (chunk[:2], chunk[4:8], chunk[12:14])
    kind, rate, block = (int.from_bytes(each, "little") for each in fields)
    if kind in _PLAIN or kind == _EXTENSIBLE:
        return float(rate * block)
    samples = int.from_bytes(chunk[18:20], "little") if kind in _ADPCM else 0
    return rate * block / samples if samples else 0.0


def _chunk(file: IO[bytes]) -> tuple[bytes, int]:
    head = file.read(8)
    return (head[:4], int.from_bytes(head[4:], "little")) if len(head) == 8 else (b"", 0)
