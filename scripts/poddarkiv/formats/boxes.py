"""The boxes of an MP4 file (ISO 14496-12): where they are, and how long its sound is."""

from collections.abc import Iterator
from typing import IO

_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"tref")


def top_boxes(file: IO[bytes], size: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, first byte and length of each outermost box of `file`, which has `size` bytes."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        # 1 says that 64 bits follow, 0 that the box lasts to the end (ISO 14496-12, 4.2).
        if length == 1:
            length = int.from_bytes(head[8:16])
        elif length == 0:
            length = size - at
        if length < 8:
            return
        yield kind, at, length
        at += length


def sound_seconds(moov: bytes) -> float | None:
    """Return the seconds of all samples in the first sound track of a `moov` box; None without."""
    for track in _inside(moov, b"trak"):
        if any(box[16:20] == b"soun" for box in _inside(track, b"hdlr")):
            scale = _timescale(next(_inside(track, b"mdhd"), b""))
            table = next(_inside(track, b"stts"), b"")
            return _units(table) / scale if scale else None
    return None


def has_pictures(moov: bytes) -> bool:
    """Whether there is a track of moving picture: one that holds chapters' pictures is none."""
    referred = [box[8:] for track in _inside(moov, b"trak") for box in _inside(track, b"chap")]
    ids = {row[i : i + 4] for row in referred for i in range(0, len(row), 4)}
    for track in _inside(moov, b"trak"):
        header = next(_inside(track, b"tkhd"), b"")
        # Version 1 has 64-bit times before the track's id (ISO 14496-12, 8.3.2).
        at = 28 if header[8:9] == b"\1" else 20
        is_chapters = header[at : at + 4] in ids
        if not is_chapters and any(box[16:20] == b"vide" for box in _inside(track, b"hdlr")):
            return True
    return False


def _inside(box: bytes, wanted: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(box):
        length, kind = int.from_bytes(box[at : at + 4]), box[at + 4 : at + 8]
        if length < 8:
            return
        inner = box[at : at + length]
        if kind == wanted:
            yield inner
        elif kind in _CONTAINERS:
            yield from _inside(inner, wanted)
        at += length


def _timescale(mdhd: bytes) -> int:
    """Return the units a second of a media header; the times before are longer in version 1."""
    at = 28 if mdhd[8:9] == b"\1" else 20
    return int.from_bytes(mdhd[at : at + 4])


def _units(stts: bytes) -> int:
    count = int.from_bytes(stts[12:16])
    rows = (stts[at : at + 8] for at in range(16, 16 + 8 * count, 8))
    return sum(int.from_bytes(row[:4]) * int.from_bytes(row[4:]) for row in rows)
