"""Index what is said in episodes: Pagefind reads each different word once, its places follow here.

Pagefind takes half a minute for a thousand episodes, and most of it for words that it has read ten
thousand times. So it gets a page with every different word, besides the pages without transcripts;
what it makes of each word (its stem, its parts, its spelling without dots) is then put where the
word is said, in its own files.
"""

import zlib
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from gzip import BadGzipFile
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from cbor2 import CBORError

from poddarkiv.search import Document, Vocabulary
from poddarkiv.search.matches import is_added, unmarked, weight_of
from poddarkiv.search.words import words_of
from poddarkiv.site.chunks import Before, Meaning, chunks
from poddarkiv.site.fragments import Shelf, rewritten
from poddarkiv.site.pagefind_files import PagefindFiles
from poddarkiv.site.pagefind_service import UnknownIndexError
from poddarkiv.site.postings import Numbers, Postings
from poddarkiv.site.together import beside

WORDS_URL = "/~words/"
"""The page with every word: nobody sees it."""
_UNREADABLE = (
    AttributeError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    BadGzipFile,
    CBORError,
    zlib.error,
)
"""What reading an index of another form ends in."""
_RESERVED = "___PAGEFIND"
"""Begins Pagefind's own marks in a text."""


class Weave:
    """What is said, to be woven into an index that Pagefind has made of everything else."""

    def __init__(self, silent: Collection[str], scratch: Path) -> None:
        """Begin with nothing said.

        Args:
            silent: Words that are shown and not indexed.
            scratch: A folder for what need not be in memory.
        """
        self._silent = frozenset(silent)
        self._scratch = scratch
        self._said = Shelf(scratch)
        self._words: list[str] = []

    def add(self, document: Document) -> None:
        """Take what is said on a page."""
        if document.said:
            self._said.put(document.url, document.said)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the documents share; all of it once all are added."""
        return self._said.vocabulary

    def words(self) -> Document:
        """Return the page with every word, for Pagefind to read as the last."""
        found = set(map(unmarked, self.vocabulary))
        # Pagefind leaves out a page without words.
        self._words = sorted(filter(self._is_indexed, found)) or ["a"]
        text = escape(" ".join(map(_legible, self._words)), quote=False)
        # The full stop at the end is what Pagefind would add to the last word.
        return Document(WORDS_URL, f"<html><body data-pagefind-body><p>{text} .</p></body></html>")

    def _is_indexed(self, word: str) -> bool:
        if not _legible(word) or word.startswith(_RESERVED):
            return False
        return not self._silent.issuperset(words_of(word) or (word,))

    def finish(self, folder: Path, progress: Callable[[], object] = lambda: None) -> list[str]:
        """Weave it into the index in `folder`.

        Args:
            folder: Where Pagefind has written it.
            progress: Called, perhaps in a copy of this process, when a page's file is written anew.

        Returns:
            The words, as the index has them, of whose places it holds only some.

        Raises:
            UnknownIndexError: Pagefind has numbered the pages, or cut the words, in another way,
                or there are more pages than an index has room for.
        """
        self._said.close()
        try:
            return self._woven(folder, progress)
        except _UNREADABLE as error:
            raise UnknownIndexError(f"{type(error).__name__}: {error}") from error

    def _woven(self, folder: Path, progress: Callable[[], object]) -> list[str]:
        files = PagefindFiles(folder)
        meta = files.read_meta()
        pages = [files.read_fragment(page[0]) for page in meta[1]]
        every = pages.pop()
        if (every["url"], every["word_count"]) != (WORDS_URL, len(self._words) + 1):
            raise ValueError("the words were cut in another way")
        listed = meta[1][:-1]
        fragments = beside(
            lambda: rewritten(files, listed, pages, self._said, progress),
            self._scratch / "fragments",
        )
        try:
            meta[2], common = self._write_words(files, meta, pages)
        finally:
            # A process that writes into the folder must not outlive this.
            meta[1] = fragments()
        files.write_meta(meta)
        return common

    def _write_words(
        self, files: PagefindFiles, meta: Sequence[Any], pages: Sequence[Any]
    ) -> tuple[list[Any], list[str]]:
        """Write the files of words anew; return their list, and the words kept only in part."""
        postings = Postings(self._scratch)
        before = Before(files.read_words(), len(pages), postings)
        files.drop_fragment(meta[1][-1][0])
        files.drop_index()
        meanings = _Meanings(self._meanings(before.known))
        for number, page in enumerate(pages):
            said = self._said.get(page["url"])
            if said:
                postings.add(*meanings.places(said.words, number, page["word_count"]))
        written = [[*ends, files.write_chunk(data)] for ends, data in chunks(before, postings)]
        return written, sorted({before.keys[key][0] for key in postings.common})

    def _meanings(self, known: Mapping[int, Meaning]) -> list[Meaning]:
        """Return what each word means, by its number; what is not indexed means nothing."""
        at = {word: position for position, word in enumerate(self._words)}
        found: list[Meaning] = []
        for word in self.vocabulary:
            meaning = known.get(at.get(unmarked(word), -1), [])
            if is_added(word):
                share = weight_of(word)
                meaning = [(key, int(weight * share)) for key, weight in meaning]
            found.append(meaning)
        return found


class _Meanings:
    """What many words mean, by their numbers."""

    def __init__(self, meanings: list[Meaning]) -> None:
        flat = [pair for meaning in meanings for pair in meaning]
        self._keys, self._weights = np.array(flat, np.int64).reshape(-1, 2).T
        self._counts = np.array([len(meaning) for meaning in meanings])
        self._starts = np.cumsum(self._counts) - self._counts

    def places(
        self, words: "array[int]", page: int, start: int
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return keys, pages, weights and positions of `words` that stand on `page`."""
        tokens = np.frombuffer(words, np.dtype(words.typecode))
        counts = self._counts[tokens]
        until = np.cumsum(counts)
        # The first meaning of each word, then its second…
        nth = np.arange(until[-1]) - np.repeat(until - counts, counts)
        which = np.repeat(self._starts[tokens], counts) + nth
        positions = np.repeat(np.arange(start, start + len(tokens)), counts)
        return self._keys[which], np.full(len(which), page), self._weights[which], positions


def _legible(word: str) -> str:
    """Return `word` without what is not seen: soft hyphens, marks of direction."""
    return word if word.isprintable() else "".join(filter(str.isprintable, word))
