"""Read the texts in a site's files, compressed and archived ones too."""

import contextlib
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_PAGEFIND = b"pagefind_dcd"
"""Begins what Pagefind has packed: JSON, or CBOR, in which texts stand without space between."""
_ENDS = 2**20
"""Bytes at the beginning and the end of a large file that is no text: there its tags stand."""
_LARGE = 2**24


class Noise(str):
    """Binary data decoded as letters: hardly any of it is words."""

    __slots__ = ()


def read_texts(path: Path) -> Iterator[str]:
    """Yield the texts in a file: one, or one for each file that is packed in it.

    What is no text comes as `Noise`, in each way that tags are written.
    """
    if path.suffix.lower() in _WITHOUT_TEXT:
        return
    data = _unpacked(_read(path))
    if data.startswith(_ZIP):
        yield from _packed(data)
    elif data.startswith(_PAGEFIND) and data[len(_PAGEFIND) :][:1] not in b"{[":
        yield _indexed(data.removeprefix(_PAGEFIND))
    else:
        yield from _decoded(data, tagged=path.suffix.lower() in _TAGGED)


def _unpacked(data: bytes) -> bytes:
    if data.startswith(_GZIP):
        with contextlib.suppress(OSError, EOFError, zlib.error):
            return gzip.decompress(data)
    return data


def _decoded(data: bytes, *, tagged: bool) -> Iterator[str]:
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield Noise(data.decode("latin-1"))
        yield Noise(data.decode("utf-8", "ignore"))
        for form in ("utf-16-le", "utf-16-be") if tagged else ():
            for start in (0, 1):
                # The mark of the byte order stands next to the text.
                yield Noise(data[start:].decode(form, "ignore").replace("\ufeff", " "))


_WITHOUT_TEXT = frozenset((".otf", ".ttf", ".wasm", ".woff", ".woff2"))
_TAGGED = frozenset(
    (".flac", ".jpeg", ".jpg", ".m4a", ".mp3", ".mp4", ".ogg", ".opus", ".pdf", ".png", ".wav")
)
"""Files in which a text may stand in UTF-16."""


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= (2 * _ENDS if path.suffix.lower() in _TAGGED else _LARGE):
            return file.read()
        head = file.read(_ENDS)
        file.seek(-_ENDS, io.SEEK_END)
        return head + file.read()


def _packed(data: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        yield data.decode("latin-1")


def _indexed(data: bytes) -> str:
    import cbor2

    try:
        # Neighbours in an index are words of different places: nothing may reach over the mark.
        return "\n.\n".join(_strings(cbor2.loads(data)))
    except (cbor2.CBORDecodeError, ValueError):
        return data.decode("latin-1")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
