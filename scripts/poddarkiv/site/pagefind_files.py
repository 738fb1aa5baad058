"""Pagefind's index on disk: CBOR in gzip, each file named by what it holds.

As Pagefind 1.5.2 and 1.6.0 write them and their code in the browser reads them;
`tests/search/test_inject_postings.py` compares with what Pagefind makes of the same text.
"""

import gzip
import hashlib
import json
import zlib
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cbor2

from poddarkiv.output.links import link_or_copy

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

    def __init__(self, folder: Path, previous: Path | None = None) -> None:
        """Read `folder/pagefind-entry.json`.

        Args:
            folder: Of the index.
            previous: An earlier index, whose files are taken where they hold the same.

        Raises:
            ValueError: There is more than one language.
        """
        self._folder = folder
        self._previous = previous
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
        page: dict[str, Any] = json.loads(self._read(self._path("fragment", name)))
        return page

    def write_fragment(self, page: dict[str, Any]) -> tuple[str, str]:
        """Write what results show of a page, and return the file's name and a digest."""
        data = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
        digest = hashlib.sha256(data).hexdigest()
        name = self._name("fragment", digest)
        self._write(self._path("fragment", name), data)
        return name, digest

    def keep_fragment(self, name: str, digest: str) -> str:
        """Take what results show of a page from the earlier index, and return its name here.

        Raises:
            OSError: It isn't there.
        """
        return self._keep("fragment", name, digest)

    def write_chunk(self, data: bytes, known: Mapping[str, str]) -> tuple[str, str]:
        """Write some words, and return the file's name and a digest.

        Args:
            data: The words.
            known: The earlier index's files of words by digest.

        Raises:
            OSError: The file was to be taken from the earlier index and isn't there.
        """
        digest = hashlib.sha256(data).hexdigest()
        if digest in known:
            return self._keep("index", known[digest], digest), digest
        name = self._name("index", digest)
        self._write(self._path("index", name), data)
        return name, digest

    def drop_fragments(self) -> None:
        """Remove the files of pages and of filters, which are to be written anew."""
        for path in self._folder.glob("f*/*.pf_f*"):
            path.unlink()

    def drop_words(self) -> None:
        """Remove the files of words."""
        for path in self._folder.glob("index/*.pf_index"):
            path.unlink()

    def write_meta(self, meta: list[Any], filters: Mapping[str, Mapping[str, list[int]]]) -> None:
        """Write the list of all, and the filters: the pages by name and value.

        Raises:
            OSError: A file could not be written, this one or one before.
        """
        self.flush()
        self._meta_path.unlink()
        meta[3] = [[key, self._write_filter(key, filters[key])] for key in sorted(filters)]
        meta[5].sort()
        data = cbor2.dumps(meta)
        name = self._name("meta", hashlib.sha256(data).hexdigest())
        self._about |= {"hash": name, "page_count": len(meta[1])}
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

    def _write_filter(self, key: str, values: Mapping[str, list[int]]) -> str:
        # Sorted: Pagefind shuffles them at each run.
        data = cbor2.dumps([key, [[value, pages] for value, pages in sorted(values.items())]])
        name = self._name("filter", hashlib.sha256(data).hexdigest())
        path = self._path("filter", name)
        path.parent.mkdir(exist_ok=True)
        _write(path, data)
        return name

    @property
    def _meta_path(self) -> Path:
        return self._folder / f"pagefind.{self._about['hash']}.pf_meta"

    def _path(self, kind: str, name: str) -> Path:
        return self._folder / kind / f"{name}.pf_{kind}"

    def _keep(self, kind: str, name: str, digest: str) -> str:
        assert self._previous is not None
        now = self._name(kind, digest)
        link_or_copy(self._previous / kind / f"{name}.pf_{kind}", self._path(kind, now))
        return now

    def _read(self, path: Path) -> bytes:
        return gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE)

    def _write(self, path: Path, data: bytes) -> None:
        # What waits to be written is in memory.
        if len(self._written) >= _WAITING:
            self._written.popleft().result()
        self._written.append(self._writers.submit(_write, path, data))

    def _name(self, kind: str, digest: str) -> str:
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
