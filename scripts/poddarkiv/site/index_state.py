"""What a search index was made with, kept so that the next build indexes only what has changed."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poddarkiv.search.earlier import LexiconState
from poddarkiv.search.matches import is_added, unmarked
from poddarkiv.site.cbor import Numbers
from poddarkiv.site.chunks import Key, Meaning
from poddarkiv.site.entries import Entries
from poddarkiv.site.fragments import IndexedPage, html_digest
from poddarkiv.site.postings import KEY_SHIFT
from poddarkiv.site.word_index import WordIndex

_HEAD = 8
"""Bytes that tell how long the JSON is."""


@dataclass(frozen=True)
class IndexState:
    """An index, as far as the next one can be made from it."""

    words: Sequence[str] = ()
    """What stands between spaces in transcripts, and what was added there, by number."""
    tokens: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    """What is said, page after page, by number."""
    lengths: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    """How many of `tokens` each page has."""
    pages: Sequence[IndexedPage] = ()
    lexicon_state: LexiconState = field(default_factory=LexiconState)
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    """What Pagefind makes of each word."""
    index: WordIndex = field(default_factory=WordIndex.empty)
    own: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Packed places in pages' own texts."""
    fields: Mapping[tuple[Key, int], list[int]] = field(default_factory=dict)
    """In which fields of a page a word stands."""
    chunks: Mapping[str, str] = field(default_factory=dict)
    """The files of words by a digest."""

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of the page at each address."""
        return {page.url: number for number, page in enumerate(self.pages)}

    @cached_property
    def offsets(self) -> Numbers:
        """Before which of `tokens` each page begins, and the end."""
        offsets: Numbers = np.append(0, np.cumsum(self.lengths))
        return offsets

    def has_speech(self, url: str, speech: str) -> bool:
        """Whether the transcript with the digest `speech` is that of the page at `url`."""
        number = self.numbers.get(url)
        return number is not None and bool(speech) and self.pages[number].speech_digest == speech

    def has(self, url: str, html: str, speech: str) -> bool:
        """Whether the page at `url` had this HTML and the transcript with this digest."""
        number = self.numbers.get(url)
        return number is not None and self.pages[number].is_same(html_digest(html), speech)

    def speakers(self, url: str) -> tuple[str, ...]:
        """Return what the speakers of a page are called."""
        return self.pages[self.numbers[url]].speakers

    def count_words(self, urls: Collection[str]) -> Mapping[int, int]:
        """Return how often each word is said on these pages, by number."""
        chosen = np.zeros(len(self.pages), bool)
        for url in urls:
            chosen[self.numbers[url]] = True
        counts = np.bincount(self.tokens[np.repeat(chosen, self.lengths)])
        words = np.flatnonzero(counts)
        found = zip(words.tolist(), counts[words].tolist(), strict=True)
        return {word: count for word, count in found if not is_added(self.words[word])}

    def pages_with(self, words: Iterable[str]) -> set[str]:
        """Return the addresses of pages where any of `words` is said."""
        wanted = set(words)
        if not wanted:
            return set()
        said = np.array([word in wanted for word in self.words], bool)
        at = np.flatnonzero(said[self.tokens]) if len(self.tokens) else np.zeros(0, np.int64)
        pages = np.unique(np.searchsorted(self.offsets, at, side="right") - 1)
        return {self.pages[number].url for number in pages.tolist()}

    def compacted(self) -> "IndexState":
        """Return the same without words that no page has: they may not be published any longer."""
        used = np.bincount(self.tokens, minlength=len(self.words)) > 0
        renumbered = (np.cumsum(used) - 1).astype(np.uint32)
        words = [word for word, is_used in zip(self.words, used.tolist(), strict=True) if is_used]
        plain, gone = set(map(unmarked, words)), set(self.words).difference(words)
        expansions = {
            t: others for t, others in self.lexicon_state.expansions.items() if t not in gone
        }
        lexicon_state = replace(
            self.lexicon_state, expansions=expansions, begins=self.lexicon_state.begins - gone
        )
        return IndexState(
            words,
            renumbered[self.tokens] if words else self.tokens,
            self.lengths,
            self.pages,
            lexicon_state,
            {word: meaning for word, meaning in self.meanings.items() if word in plain},
            *self._compacted_index(),
            self.fields,
            self.chunks,
        )

    def _compacted_index(self) -> tuple[WordIndex, Numbers]:
        index, entries = self.index, self.index.entries
        used = np.zeros(len(index.names), bool)
        used[entries.keys] = True
        # A word whose only places are those of a title's field has none here.
        numbers = np.cumsum(used) - 1
        keys = [key for key, is_used in zip(index.keys, used.tolist(), strict=False) if is_used]
        renamed = numbers[entries.keys].astype(np.int32)
        kept = Entries(renamed, entries.pages, entries.sizes, entries.counts, entries.data)
        places = self.own & ((1 << KEY_SHIFT) - 1)
        own = numbers[self.own >> KEY_SHIFT] << KEY_SHIFT | places if len(self.own) else self.own
        return WordIndex(keys, index.common, kept), own


_ARRAYS = ("tokens", "lengths", "own")
_PAGE = tuple(column.name for column in fields(IndexedPage))
_COLUMNS = ("keys", "pages", "sizes", "counts")


def pack_state(state: IndexState) -> bytes:
    """Return `state` as bytes: the length of a JSON text, the text, and arrays."""
    entries = state.index.entries
    arrays = [getattr(state, name) for name in _ARRAYS]
    arrays += [getattr(entries, name) for name in _COLUMNS]
    small = [_smallest(array) for array in arrays]
    about = {
        "words": state.words,
        "pages": [_page_row(page) for page in state.pages],
        "known": sorted(state.lexicon_state.words),
        "brought": state.lexicon_state.expansions,
        "begins": sorted(state.lexicon_state.begins),
        "meanings": state.meanings,
        "keys": state.index.keys,
        "common": state.index.common,
        "fields": [(*key, page, found) for (key, page), found in state.fields.items()],
        "chunks": state.chunks,
        "arrays": [(array.dtype.str, len(array)) for array in small],
    }
    head = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
    size = len(head).to_bytes(_HEAD, "big")
    return b"".join((size, head, *(array.tobytes() for array in small), entries.data))


def unpack_state(data: bytes) -> IndexState:
    """Return the state that `pack_state` made `data` of."""
    start = _HEAD + int.from_bytes(data[:_HEAD], "big")
    about: dict[str, Any] = json.loads(data[_HEAD:start])
    arrays: list[NDArray[Any]] = []
    for kind, length in about["arrays"]:
        array = np.frombuffer(data, kind, length, start)
        arrays.append(array)
        start += array.nbytes
    tokens, lengths, own, *columns = arrays
    numbers, pages, sizes, counts = (column.astype(np.int32) for column in columns)
    entries = Entries(numbers, pages, sizes, counts, data[start:])
    keys = [(word, spelling) for word, spelling in about["keys"]]
    expansions = {token: tuple(others) for token, others in about["brought"].items()}
    return IndexState(
        about["words"],
        tokens.astype(np.uint32),
        lengths.astype(np.int64),
        [_page(row) for row in about["pages"]],
        LexiconState(frozenset(about["known"]), expansions, frozenset(about["begins"])),
        {
            word: [((name, spelling), weight) for (name, spelling), weight in meaning]
            for word, meaning in about["meanings"].items()
        },
        WordIndex(keys, about["common"], entries),
        own.astype(np.int64),
        {((word, spelling), page): found for word, spelling, page, found in about["fields"]},
        about["chunks"],
    )


def _smallest(array: NDArray[Any]) -> NDArray[Any]:
    """Return whole numbers from 0 on in as few bytes as hold the greatest."""
    greatest = int(array.max()) if len(array) else 0
    return array.astype(np.min_scalar_type(greatest))


def _page_row(page: IndexedPage) -> list[Any]:
    return [getattr(page, name) for name in _PAGE]


def _page(row: list[Any]) -> IndexedPage:
    page = IndexedPage(*row)
    filters = tuple((key, tuple(values)) for key, values in page.filters)
    return replace(page, speakers=tuple(page.speakers), filters=filters)
