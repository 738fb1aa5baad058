"""Make an index's words from an earlier one's and from what has changed."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poddarkiv.search import Vocabulary
from poddarkiv.search.earlier import LexiconState
from poddarkiv.search.matches import is_added, unmarked, weight_of
from poddarkiv.site.cbor import Numbers
from poddarkiv.site.chunks import Key, Meaning, PagefindWords
from poddarkiv.site.entries import PAGE_BITS
from poddarkiv.site.fragments import IndexedPage
from poddarkiv.site.index_state import IndexState
from poddarkiv.site.postings import KEY_SHIFT, pack_places, page_of
from poddarkiv.site.speech_places import Meanings, SpeechPlaces


@dataclass(frozen=True)
class Change:
    """What is another than in an earlier index."""

    pages: Sequence[IndexedPage]
    """All that there are now; those that are as they were know their file's name."""
    starts: Sequence[int]
    """Of each page that has changed: how many words it has before what is said."""
    tokens: "Sequence[array[int]]"
    """And what is said there, by number."""
    vocabulary: Vocabulary
    """What the numbers mean; it begins with the earlier index's words."""
    read: PagefindWords
    """What Pagefind makes of the changed pages, and of new words."""
    new_words: Sequence[str]
    """In the order in which Pagefind has read them."""


def update_state(earlier: IndexState, change: Change, lexicon_state: LexiconState) -> IndexState:
    """Return what an index consists of after a change; its pages and files are not known yet."""
    changed = np.array([not page.name for page in change.pages], bool)
    kept = {page.url: number for number, page in enumerate(change.pages) if page.name}
    pages = np.array([kept.get(page.url, -1) for page in earlier.pages], np.int64)
    fresh = np.flatnonzero(changed)
    meanings = {**earlier.meanings, **_new_meanings(change)}
    keys = _all_keys(earlier, change)
    numbers = {key: number for number, key in enumerate(keys)}
    own = np.concatenate(
        (_kept_places(earlier, numbers, pages), _new_places(change.read, numbers, fresh))
    )
    fields = {
        (key, int(pages[page])): found
        for (key, page), found in earlier.fields.items()
        if pages[page] >= 0
    }
    fields |= {(key, int(fresh[page])): found for (key, page), found in change.read.fields.items()}
    starts = iter(change.starts)
    tokens = [*_tokens(earlier, change)]
    lengths = np.array([len(part) for part in tokens], np.int64)
    said = np.concatenate(tokens) if tokens else earlier.tokens
    places = SpeechPlaces(
        own,
        said,
        np.append(0, np.cumsum(lengths)),
        np.array([page.start if page.name else next(starts) for page in change.pages], np.int64),
        Meanings.of([*_by_number(change.vocabulary.words, meanings, numbers)]),
    )
    by_number = {
        (numbers[key], page): found for (key, page), found in fields.items() if key in numbers
    }
    index = earlier.index.updated(keys, places, by_number, pages, changed)
    words = change.vocabulary.words
    return IndexState(words, said, lengths, (), lexicon_state, meanings, index, own, fields)


def _new_meanings(change: Change) -> Mapping[str, Meaning]:
    return {
        word: change.read.meanings.get(position, [])
        for position, word in enumerate(change.new_words)
    }


def _all_keys(earlier: IndexState, change: Change) -> list[Key]:
    """Return every key that may have a place, rising."""
    keys = {*earlier.index.keys, *(place[0] for place in change.read.places)}
    keys.update(key for meaning in change.read.meanings.values() for key, _weight in meaning)
    return sorted(keys)


def _kept_places(earlier: IndexState, numbers: Mapping[Key, int], pages: Numbers) -> Numbers:
    """Return the places in the texts of pages that are as they were, under today's numbers."""
    places = earlier.own
    if not len(places):
        return places
    now = pages[page_of(places)]
    places, now = places[now >= 0], now[now >= 0]
    keys = np.array([numbers[key] for key in earlier.index.keys], np.int64)[places >> KEY_SHIFT]
    low = KEY_SHIFT - PAGE_BITS
    kept: Numbers = (keys << PAGE_BITS | now) << low | places & ((1 << low) - 1)
    return kept


def _new_places(read: PagefindWords, numbers: Mapping[Key, int], fresh: Numbers) -> Numbers:
    rows = [(numbers[key], *place) for key, *place in read.places]
    keys, pages, weights, positions = np.array(rows, np.int64).reshape(-1, 4).T
    return pack_places(keys, fresh[pages], weights, positions)


def _tokens(earlier: IndexState, change: Change) -> Iterator[NDArray[np.uint32]]:
    """Yield what is said on each page."""
    fresh = iter(change.tokens)
    for page in change.pages:
        if page.name:
            number = earlier.numbers[page.url]
            yield earlier.tokens[earlier.offsets[number] : earlier.offsets[number + 1]]
        else:
            yield np.array(next(fresh), np.uint32)


def _by_number(
    words: Iterable[str], meanings: Mapping[str, Meaning], numbers: Mapping[Key, int]
) -> Iterator[list[tuple[int, int]]]:
    """Yield what each word means, by keys' numbers; what is not indexed means nothing."""
    for word in words:
        meaning = meanings.get(unmarked(word), [])
        if is_added(word):
            share = weight_of(word)
            yield [(numbers[key], int(weight * share)) for key, weight in meaning]
        else:
            yield [(numbers[key], weight) for key, weight in meaning]


def page_filters(pages: Sequence[IndexedPage]) -> dict[str, dict[str, list[int]]]:
    """Return by filter and value the numbers of the pages that can be chosen by it."""
    found: dict[str, dict[str, list[int]]] = {}
    for number, page in enumerate(pages):
        for key, values in page.filters:
            for value in dict.fromkeys(values):
                found.setdefault(key, {}).setdefault(value, []).append(number)
    return found
