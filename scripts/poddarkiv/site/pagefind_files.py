"""Pagefind's index on disk: CBOR in gzip, each file named by what it holds.

As Pagefind 1.5.2 and 1.6.0 write them and their code in the browser reads them;
`tests/search/test_weave.py` compares with what Pagefind makes of the same text.
"""

import gzip
import hashlib
import json
import zlib
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cbor2

_SIGNATURE = b"pagefind_dcd"
"""Before the content, so that the browser sees whether a server has unpacked it already."""
_LEVEL = 5
"""Of compression: the highest makes files 2 % smaller in three times the time."""
_LETTERS = 7
"""Of a file's hash in its name."""
_WAITING = 32
"""Files that may wait to be compressed and written."""
PAGE_MEMBERS = {"1.5": 2, "1.6": 3}
"""How many members a page has in the index's list, by Pagefind's version.

1.6.0 adds one, which is empty unless `--max-fragments` joins pages' files.
"""
_META_MEMBERS = 6
"""Version, pages, files of words, filters, sorts, names of fields."""


def is_known(version: str) -> bool:
    """Whether the form of the files that this version of Pagefind writes is known."""
    return ".".join(version.split(".")[:2]) in PAGE_MEMBERS


class PagefindFiles:
    """The files of one index, to read and to write anew."""

    def __init__(self, folder: Path) -> None:
        """Read `folder/pagefind-entry.json`.

        Raises:
            ValueError: There is more than one language.
        """
        self._folder = folder
        self._entry = json.loads((folder / "pagefind-entry.json").read_bytes())
        [(self._language, self._about)] = self._entry["languages"].items()
        self._taken: dict[str, set[str]] = defaultdict(set)
        # Compressing and writing leave Python free to go on.
        self._writers = ThreadPoolExecutor(2)
        self._written: deque[Future[None]] = deque()

    def read_meta(self) -> list[Any]:
        """Return version, pages (name, words), files (from, to, name), filters, sorts, fields.

        Raises:
            ValueError: It has another form than this version of Pagefind gives it.
        """
        meta: list[Any] = cbor2.loads(self._read(self._meta_path))
        members = PAGE_MEMBERS[".".join(meta[0].split(".")[:2])]
        if len(meta) != _META_MEMBERS or any(_is_odd(page, members) for page in meta[1]):
            raise ValueError(f"Pagefind {meta[0]}: the list of pages has another form")
        return meta

    def read_words(self) -> Iterator[list[Any]]:
        """Yield each word: itself, its pages, its spellings with dots or accents with pages."""
        for path in sorted(self._folder.glob("index/*.pf_index")):
            yield from cbor2.loads(self._read(path))[0]

    def read_fragment(self, name: str) -> dict[str, Any]:
        """Return what results show of a page."""
        page: dict[str, Any] = json.loads(self._read(self._fragment_path(name)))
        return page

    def write_fragment(self, page: dict[str, Any]) -> str:
        """Write what results show of a page, and return its name."""
        data = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
        name = self._name("fragment", data)
        self._write(self._fragment_path(name), data)
        return name

    def drop_fragment(self, name: str) -> None:
        """Remove what was written of a page before, if it is still there."""
        self._fragment_path(name).unlink(missing_ok=True)

    def drop_index(self) -> None:
        """Remove the words of before."""
        for path in self._folder.glob("index/*.pf_index"):
            path.unlink()

    def write_chunk(self, data: bytes) -> str:
        """Write some words, and return the file's name."""
        name = self._name("index", data)
        self._write(self._folder / "index" / f"{name}.pf_index", data)
        return name

    def write_meta(self, meta: list[Any]) -> None:
        """Write the list of all, and the filters anew: Pagefind shuffles them at each run.

        Raises:
            OSError: A file could not be written, this one or one before.
        """
        self.flush()
        self._meta_path.unlink()
        meta[3] = sorted([key, self._sorted_filter(name)] for key, name in meta[3])
        meta[5].sort()
        data = cbor2.dumps(meta)
        self._about |= {"hash": self._name("meta", data), "page_count": len(meta[1])}
        _write(self._meta_path, data)
        entry = json.dumps(self._entry, ensure_ascii=False, separators=(",", ":"))
        (self._folder / "pagefind-entry.json").write_text(entry, encoding="utf-8")

    def flush(self) -> None:
        """Wait until all is written; nothing more can be, but the list.

        Raises:
            OSError: A file could not be written.
        """
        self._writers.shutdown()
        for written in self._written:
            written.result()

    def _sorted_filter(self, name: str) -> str:
        path = self._folder / "filter" / f"{name}.pf_filter"
        key, values = cbor2.loads(self._read(path))
        path.unlink()
        data = cbor2.dumps([key, sorted(values)])
        name = self._name("filter", data)
        _write(path.with_name(f"{name}.pf_filter"), data)
        return name

    @property
    def _meta_path(self) -> Path:
        return self._folder / f"pagefind.{self._about['hash']}.pf_meta"

    def _fragment_path(self, name: str) -> Path:
        return self._folder / "fragment" / f"{name}.pf_fragment"

    def _read(self, path: Path) -> bytes:
        return gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE)

    def _write(self, path: Path, data: bytes) -> None:
        # What waits to be written is in memory.
        if len(self._written) >= _WAITING:
            self._written.popleft().result()
        self._written.append(self._writers.submit(_write, path, data))

    def _name(self, kind: str, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        letters = _LETTERS
        while (name := f"{self._language}_{digest[:letters]}") in self._taken[kind]:
            letters += 1
        self._taken[kind].add(name)
        return name


def _is_odd(page: list[Any], members: int) -> bool:
    return len(page) != members or any(page[2:])


def _write(path: Path, data: bytes) -> None:
    # Without a time: the same content is to give the same bytes.
    packer = zlib.compressobj(_LEVEL, wbits=31)
    path.write_bytes(packer.compress(_SIGNATURE + data) + packer.flush())
