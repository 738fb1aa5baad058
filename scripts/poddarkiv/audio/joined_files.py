"""Files that were joined end to end: where each of them begins. Nothing is decoded.

ffmpeg follows a joined MP3 or ADTS file by itself. Of Ogg, FLAC, WAV and MP4 it reads the first
file only, or stumbles at the second.
"""

import mmap
from collections.abc import Callable, Iterator, Mapping
from io import RawIOBase
from itertools import pairwise
from pathlib import Path

_STREAMINFO = b"\x00\x00\x00\x22"
"""After `fLaC`: the header of the block that comes first, with its only length."""


class FileRange(RawIOBase):
    """A range of a file, read as if it were a file."""

    def __init__(self, path: Path, first: int, last: int) -> None:
        """Open the bytes from `first` up to `last`."""
        self.first = first
        self._size = last - first
        self._at = 0
        self._file = path.open("rb")

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def seekable(self) -> bool:
        """Whether any place in it can be read: always."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the range and return it."""
        self._at = max(0, {0: 0, 1: self._at, 2: self._size}[whence] + offset)
        return self._at

    def tell(self) -> int:
        """Return the place that is read next."""
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` from here; return how many bytes came."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        self._file.seek(self.first + self._at)
        content = self._file.read(max(0, min(len(view), self._size - self._at)))
        view[: len(content)] = content
        self._at += len(content)
        return len(content)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def find_joined_files(path: Path) -> list[tuple[int, int]]:
    """Return the first byte of each file that was joined into `path`, and the one after its last.

    Raises:
        OSError: It can't be read.
    """
    size = path.stat().st_size
    if not size:
        return [(0, 0)]
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        find = _STARTS.get(content[:4]) or (_mp4_starts if content[4:8] == b"ftyp" else None)
        starts = [0, *(at for at in find(content) if at)] if find else [0]
    return list(pairwise([*starts, size]))


def _chained_ogg_starts(content: mmap.mmap) -> Iterator[int]:
    """Yield where a chain's links begin: the first pages of streams, after pages of others."""
    at, first_before = 0, True
    while (at := content.find(b"OggS\0", at)) >= 0 and at + 27 <= len(content):
        first = bool(content[at + 5] & 2)
        if first and not first_before:
            yield at
        first_before = first
        laces = content[at + 27 : at + 27 + content[at + 26]]
        at += 27 + len(laces) + sum(laces)


def _flac_starts(content: mmap.mmap) -> Iterator[int]:
    at = 4
    while (at := content.find(b"fLaC", at)) >= 0:
        if content[at + 4 : at + 8] in {_STREAMINFO, b"\x80" + _STREAMINFO[1:]}:
            yield at
        at += 4


def _wave_starts(content: mmap.mmap) -> Iterator[int]:
    at = 0
    while content[at : at + 4] == b"RIFF" and content[at + 8 : at + 12] == b"WAVE":
        if at:
            yield at
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2


def _mp4_starts(content: mmap.mmap) -> Iterator[int]:
    at = 0
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if kind == b"ftyp" and at:
            yield at
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        if size < 8:
            return
        at += size


_STARTS: Mapping[bytes, Callable[[mmap.mmap], Iterator[int]]] = {
    b"OggS": _chained_ogg_starts,
    b"fLaC": _flac_starts,
    b"RIFF": _wave_starts,
}
