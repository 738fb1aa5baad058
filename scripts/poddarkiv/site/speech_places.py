"""Where the words of all pages stand: of their own text, and of what is said on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poddarkiv.site.cbor import Numbers
from poddarkiv.site.postings import KEY_SHIFT, pack_places, page_of

_BATCH = 1 << 20
"""Words that become places at once."""
KeyNumbers = Mapping[str, Sequence[tuple[int, int]]]
"""What words mean: keys by number, with weights."""


class Meanings:
    """Which keys many words stand for, by the words' numbers."""

    def __init__(self, counts: Numbers, keys: Numbers, weights: Numbers) -> None:
        """Take how many keys each word has, and all keys with their weights."""
        self.counts = counts
        self.keys = keys
        self.weights = weights
        self.starts: Numbers = np.cumsum(counts) - counts

    @classmethod
    def of(cls, meanings: Sequence[Sequence[tuple[int, int]]]) -> "Meanings":
        """Return those of words in their order."""
        flat = [pair for meaning in meanings for pair in meaning]
        keys, weights = np.array(flat, np.int64).reshape(-1, 2).T
        return cls(np.array([len(meaning) for meaning in meanings], np.int64), keys, weights)

    def only(self, chosen: NDArray[np.bool_]) -> "Meanings":
        """Return the same for some keys alone."""
        kept = chosen[self.keys]
        words = np.repeat(np.arange(len(self.counts)), self.counts)[kept]
        counts = np.bincount(words, minlength=len(self.counts))
        return Meanings(counts, self.keys[kept], self.weights[kept])


@dataclass(frozen=True)
class SpeechPlaces:
    """Every place of every word, as little as can be kept of it."""

    own: Numbers
    """Packed places in pages' own texts."""
    tokens: NDArray[np.uint32]
    """What is said, by the numbers of words, page after page."""
    offsets: Numbers
    """Before which of `tokens` each page begins, and the end."""
    starts: Numbers
    """How many words each page has before what is said there."""
    meanings: Meanings

    def totals(self, keys: int) -> Numbers:
        """Return how many places each of so many keys has."""
        meanings = self.meanings
        said = np.bincount(self.tokens, minlength=len(meanings.counts))
        weights = np.repeat(said, meanings.counts)
        totals = np.bincount(meanings.keys, weights, minlength=keys).astype(np.int64)
        return totals + np.bincount(self.own >> KEY_SHIFT, minlength=keys)

    def find(self, pages: NDArray[np.bool_], keys: NDArray[np.bool_]) -> Numbers:
        """Return all places on some pages, and those of some keys on the others; packed, rising."""
        own_keys, own_pages = self.own >> KEY_SHIFT, page_of(self.own)
        own = self.own[pages[own_pages] | keys[own_keys]]
        on_pages = np.repeat(pages, np.diff(self.offsets))
        parts = [own, *self._said(on_pages, self.meanings)]
        if keys.any():
            parts += self._said(~on_pages, self.meanings.only(keys))
        places = np.concatenate(parts)
        parts.clear()
        places.sort()
        return places

    def _said(self, chosen: NDArray[np.bool_], meanings: Meanings) -> list[Numbers]:
        parts: list[Numbers] = []
        for begin in range(0, len(self.tokens), _BATCH):
            at = begin + np.flatnonzero(chosen[begin : begin + _BATCH])
            tokens = self.tokens[at]
            counts = meanings.counts[tokens]
            until = np.cumsum(counts)
            if not len(until) or not until[-1]:
                continue
            # The first meaning of each word, then its second…
            nth = np.arange(until[-1]) - np.repeat(until - counts, counts)
            which = np.repeat(meanings.starts[tokens], counts) + nth
            pages = np.searchsorted(self.offsets, at, side="right") - 1
            positions = self.starts[pages] + at - self.offsets[pages]
            places = pack_places(
                meanings.keys[which],
                np.repeat(pages, counts),
                meanings.weights[which],
                np.repeat(positions, counts),
            )
            parts.append(places)
        return parts
