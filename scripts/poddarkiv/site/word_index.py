"""The inverted index: which words stand on which pages, kept from one build to the next."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poddarkiv.site.cbor import Numbers
from poddarkiv.site.chunks import Key, phrase_name
from poddarkiv.site.entries import Entries, join_entries
from poddarkiv.site.postings import KEY_SHIFT, Fields, encode_entries
from poddarkiv.site.speech_places import SpeechPlaces

COMMON = 10_000
"""Places that are kept of a word that stands in more, some from each page: a browser fetches all
places of a word it looks for. The search reads the others in the text of the pages it shows.

All of them are kept beside, for phrases."""
_STEPS = 5
"""Bits that count of how often a common word stands: its places change when these do, which a new
sentence seldom brings about. At most one of 32 places is lost by it."""


@dataclass(frozen=True)
class WordIndex:
    """The entries of all words, and what they were made with."""

    keys: Sequence[Key]
    """By number, rising; those of one word follow one another."""
    common: Mapping[str, int]
    """Words of whose places only some are kept, with about how many they have."""
    entries: Entries
    """Under the numbers after those of `keys`, all places of each common word, in their order."""

    @classmethod
    def empty(cls) -> "WordIndex":
        """Return one without words."""
        return cls((), {}, Entries.empty())

    @property
    def names(self) -> list[Key]:
        """What each number of `entries` is called."""
        return [*self.keys, *((phrase_name(word), "") for word in sorted(self.common))]

    def updated(
        self,
        keys: Sequence[Key],
        places: SpeechPlaces,
        fields: Fields,
        pages: Numbers,
        changed: NDArray[np.bool_],
    ) -> "WordIndex":
        """Return the index after a change; the same as one that is made of everything anew.

        Args:
            keys: Those there are now: all that there were, and perhaps more; rising.
            places: Where words stand now.
            fields: In which fields of a page words stand now.
            pages: What each former page's number is now; -1 for those that are gone or changed.
            changed: For each page whether it is another than before, or new.
        """
        words = {word: number for number, (word, _spelling) in reversed([*enumerate(keys)])}
        counts = _word_counts(keys, places.totals(len(keys)))
        common = {
            word: rounded(int(counts[first]))
            for word, first in words.items()
            if counts[first] > COMMON
        }
        now = np.array([common.get(word, 0) for word, _spelling in keys], np.int64)
        # What is kept of a common word depends on how often it stands anywhere.
        anew = now != [self.common.get(word, 0) for word, _spelling in keys]
        found = places.find(changed, anew)
        shares = np.minimum(1, COMMON / np.maximum(now, 1)) if common else None
        new = [encode_entries(found, fields, shares)]
        new += _phrases(keys, sorted(common), found)
        numbers = self._numbers(keys, common)
        stays = np.append(~anew, [~anew[words[word]] for word in sorted(common)]).astype(bool)
        kept = (pages[self.entries.pages] >= 0) & (numbers[self.entries.keys] >= 0)
        kept[kept] = stays[numbers[self.entries.keys[kept]]]
        entries = self.entries.replaced(kept, numbers, pages, join_entries(new))
        return WordIndex(keys, common, entries)

    def _numbers(self, keys: Sequence[Key], common: Mapping[str, int]) -> Numbers:
        """Return by former number, what a key's number is now; -1 where there is none."""
        now = {key: number for number, key in enumerate(keys)}
        phrases = {word: number for number, word in enumerate(sorted(common), len(keys))}
        numbers = [now.get(key, -1) for key in self.keys]
        numbers += [phrases.get(word, -1) for word in sorted(self.common)]
        return np.array(numbers, np.int64)


def rounded(count: int) -> int:
    """Return `count`, or a little more, in steps that are a part of it.

    >>> rounded(12_345), rounded(3_000_000)
    (12544, 3014656)
    """
    step = 1 << max(0, count.bit_length() - 1 - _STEPS)
    return -(-count // step) * step


def _word_counts(keys: Sequence[Key], totals: Numbers) -> Numbers:
    """Return for each key how many places its word has in all its spellings."""
    first = np.array([not at or keys[at][0] != keys[at - 1][0] for at in range(len(keys))], bool)
    word = np.cumsum(first) - 1
    counts: Numbers = np.bincount(word, totals).astype(np.int64)[word]
    return counts


def _phrases(keys: Sequence[Key], common: Sequence[str], places: Numbers) -> Iterator[Entries]:
    """Yield entries with all of `places` of each common word, whatever the spelling."""
    words = [word for word, _spelling in keys]
    for number, word in enumerate(common, len(keys)):
        first, last = bisect_left(words, word), bisect_right(words, word)
        start, end = np.searchsorted(places, (first << KEY_SHIFT, last << KEY_SHIFT))
        own = places[start:end] & ((1 << KEY_SHIFT) - 1)
        # Two spellings of a word may have the same place.
        yield encode_entries(np.unique(own | number << KEY_SHIFT), {})
