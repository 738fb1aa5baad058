"""Index what is said in episodes: Pagefind reads each different word once, its places follow here.

Pagefind takes half a minute for a thousand episodes, and most of it for words that it has read ten
thousand times. So it gets a page with every different word, besides the pages without transcripts;
what it makes of each word (its stem, its parts, its spelling without dots) is then put where the
word is said, in its own files.
"""

from collections.abc import Collection, Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from poddarkiv.i18n import _
from poddarkiv.search import Document, Said
from poddarkiv.search.documents import LIGHT
from poddarkiv.search.language import words_of
from poddarkiv.search.lexicon import MARK
from poddarkiv.site.chunks import Before, Meaning, chunks
from poddarkiv.site.pagefind_files import PagefindFiles
from poddarkiv.site.pagefind_service import SearchIndexError
from poddarkiv.site.postings import Numbers, Postings

WORDS_URL = "/~words/"
"""The page with every word: nobody sees it."""
_RESERVED = "___PAGEFIND"
"""Begins Pagefind's own marks in a text."""


class Weave:
    """What is said, to be woven into an index that Pagefind has made of everything else."""

    def __init__(self, silent: Collection[str]) -> None:
        """Begin with nothing said; words of `silent` are shown and not indexed."""
        self._silent = frozenset(silent)
        self._said: dict[str, tuple[Said, ...]] = {}
        self._words: list[str] = []
        self._unindexed: set[str] = set()

    def add(self, document: Document) -> None:
        """Take what is said on a page."""
        if document.said:
            self._said[document.url] = document.said

    def words(self) -> Document:
        """Return the page with every word, for Pagefind to read as the last."""
        found: set[str] = set()
        for said in self._said.values():
            for paragraph in said:
                found.update(paragraph.text.split())
                found.update(paragraph.also)
        # Pagefind leaves out a page without words.
        self._words = sorted(filter(self._is_indexed, found)) or ["a"]
        self._unindexed = found.difference(self._words)
        text = escape(" ".join(map(_legible, self._words)), quote=False)
        # The full stop at the end is what Pagefind would add to the last word.
        return Document(WORDS_URL, f"<html><body data-pagefind-body><p>{text} .</p></body></html>")

    def _is_indexed(self, word: str) -> bool:
        if not _legible(word) or word.startswith(_RESERVED):
            return False
        return not self._silent.issuperset(words_of(word) or (word,))

    def finish(self, folder: Path) -> None:
        """Weave it into the index in `folder`.

        Raises:
            SearchIndexError: Pagefind has numbered the pages, or cut the words, in another way.
            ValueError: There are more pages than an index has room for.
        """
        files = PagefindFiles(folder)
        meta = files.read_meta()
        pages = [files.read_fragment(name) for name, _count in meta[1]]
        every = pages.pop()
        if (every["url"], every["word_count"]) != (WORDS_URL, len(self._words) + 1):
            raise SearchIndexError(
                _(
                    "this Pagefind makes its index in another way: "
                    "pip install 'pagefind[extended]==1.5.2'"
                )
            )
        postings = Postings()
        before = Before(files.read_words(), len(pages), postings)
        files.drop_fragment(meta[1].pop()[0])
        files.drop_index()
        meanings = self._meanings(before.known)
        numbers = self._numbers()
        for number, page in enumerate(pages):
            said = self._said.pop(page["url"], None)
            if said:
                start = page["word_count"]
                tokens = _append(page, said)
                known_as = np.fromiter(map(numbers.__getitem__, tokens), np.int64, len(tokens))
                postings.add(*meanings.places(known_as, number, start))
                files.drop_fragment(meta[1][number][0])
                meta[1][number] = [files.write_fragment(page), page["word_count"]]
        meta[2] = [[*ends, files.write_chunk(data)] for ends, data in chunks(before, postings)]
        files.write_meta(meta)

    def _numbers(self) -> dict[str, int]:
        """Number the words, and behind them the same as added words; 0 is not indexed."""
        added = {f"{MARK}{w}": n for n, w in enumerate(self._words, len(self._words) + 1)}
        plain = {word: number for number, word in enumerate(self._words, 1)}
        silent = {form: 0 for word in self._unindexed for form in (word, f"{MARK}{word}")}
        return silent | added | plain

    def _meanings(self, known: Mapping[int, Meaning]) -> "_Meanings":
        plain = [known.get(position, []) for position in range(len(self._words))]
        light = [[(key, int(weight * LIGHT)) for key, weight in meaning] for meaning in plain]
        return _Meanings([[], *plain, *light])


class _Meanings:
    """What many words mean, by their numbers."""

    def __init__(self, meanings: list[Meaning]) -> None:
        flat = [pair for meaning in meanings for pair in meaning]
        self._keys, self._weights = np.array(flat, np.int64).reshape(-1, 2).T
        self._counts = np.array([len(meaning) for meaning in meanings])
        self._starts = np.cumsum(self._counts) - self._counts

    def places(
        self, tokens: Numbers, page: int, start: int
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return keys, pages, weights and positions of `tokens` that stand on `page`."""
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


def _append(page: dict[str, Any], said: tuple[Said, ...]) -> list[str]:
    """Put what is said after the text of `page`, and return its words."""
    tokens: list[str] = []
    for paragraph in said:
        location = page["word_count"] + len(tokens)
        anchor = {"element": "a", "id": paragraph.anchor, "text": "", "location": location}
        page["anchors"].append(anchor)
        tokens += paragraph.text.split()
        tokens += [f"{MARK}{word}" for word in paragraph.also]
    page["content"] = " ".join((page["content"], *tokens))
    page["word_count"] += len(tokens)
    return tokens
