"""Read the facts of pictures when somebody asks: most commands need none."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from poddarkiv.model.picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Exif
    from PIL.ImageFile import ImageFile

_GPS = 0x8825
"""The EXIF tag that leads to the place."""


class LazyPictures(Mapping[str, Picture | None]):
    """The pictures of `media/` by name, each read once; None where the file is no picture."""

    def __init__(self, root: Path, names: Mapping[str, int]) -> None:
        self._folder = root / "media"
        self._names = names
        self._read: dict[str, Picture | None] = {}

    def __getitem__(self, name: str) -> Picture | None:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = read_picture(self._folder / name)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def read_picture(path: Path) -> Picture | None:
    """Return the facts of the picture at `path`, or None when it is none or is broken."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            # A file that is cut off opens well, and fails when its pixels are read.
            facts = Picture(
                format=image.format or "",
                width=image.width,
                height=image.height,
                mode=image.mode,
                alpha=image.mode in {"RGBA", "LA", "PA", "RGBa"} or "transparency" in image.info,
                bytes=path.stat().st_size,
                place=_GPS in _exif(path, image),
            )
            return facts if _whole(path, facts.format) else None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _exif(path: Path, image: "ImageFile") -> "Exif":
    if image.format != "PNG":
        return image.getexif()
    # Pillow would decode the whole picture, as this chunk may stand last.
    from PIL.Image import Exif

    exif = Exif()
    exif.load(_png_chunk(path, b"eXIf"))
    return exif


def _png_chunk(path: Path, wanted: bytes) -> bytes:
    """Return what the first chunk of that kind holds; empty when there is none."""
    with path.open("rb") as file:
        file.seek(8)
        while len(head := file.read(8)) == 8:
            length, kind = struct.unpack(">I4s", head)
            if kind == wanted:
                return file.read(length)
            file.seek(length + 4, 1)
    return b""


def _whole(path: Path, form: str) -> bool:
    # Decoding 9 megapixels takes a tenth of a second; the end of the file tells as much.
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64))
        end = file.read()
    if form == "JPEG":
        return b"\xff\xd9" in end
    return b"IEND" in end if form == "PNG" else True
