"""Where each word of an index stands, as the bytes that Pagefind keeps of it.

Six million places of a thousand episodes are numbers in one array, sorted once: a word is the same
number everywhere, and so are its places.
"""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import cbor2
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Fields = Mapping[int, Mapping[int, list[int]]]

_POSITION, _WEIGHT, _PAGE = 19, 8, 15
"""Bits of each in a place; above them, 21 for the number of the word."""
_WORD = _PAGE + _WEIGHT + _POSITION
"""Where that number begins."""
_KEY = 20
"""Bits of a word's number: one less than there are, so that there is a next one."""
COMMON = 10_000
"""Places that are kept of a word that stands in more, some from each page: a browser fetches all
places of a word it looks for. The search reads the others in the text of the pages it shows.

All of them are kept beside, for phrases."""
_SLICE = 1 << 18
"""Places that become bytes at once: what memory that takes does not grow with the archive."""
_UNSIGNED, _NEGATIVE, _ARRAY = 0, 1, 4
"""Kinds of CBOR items (RFC 8949, 3.1)."""


class Postings:
    """Words by number, and their places: gathered in any order, read in the words' order."""

    def __init__(self, scratch: Path) -> None:
        """Begin without places; they are gathered in a file in the folder `scratch`."""
        # In memory they would be there twice while they are put together.
        self._gathered = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115  (closed with the last reference)
        self.common: list[int] = []
        """Words of whose places only some are kept, once all are read."""

    def add(self, words: Numbers, pages: Numbers, weights: Numbers, positions: Numbers) -> None:
        """Add places, one for each row.

        Raises:
            ValueError: There are more pages, or longer ones, than there is room for.
        """
        if not len(words):
            return
        if pages.max() >> _PAGE or positions.max() >> _POSITION or words.max() >> _KEY:
            raise ValueError(
                "an index has room for 32,768 pages of half a million words, a million different"
            )
        place = (((words << _PAGE | pages) << _WEIGHT | weights) << _POSITION) | positions
        self._gathered.write(place.tobytes())

    def read(self, fields: Fields, kin: Numbers) -> Iterator[tuple[int, int, int, bytes]]:
        """Yield each word that stands anywhere: its number, pages, places and pages, its bytes.

        Of a common word these are some of its places. All of them, with those of its kin, come
        last, under a number of their own: the kin's added to how many words there are.

        Args:
            fields: In which fields of a page a word stands, by word and page.
            kin: A number for each word, the same for those that are fetched together.
        """
        self._gathered.seek(0)
        places = np.fromfile(self._gathered, np.int64)
        places.sort()
        starts = np.searchsorted(places, np.arange(len(kin) + 1) << _WORD)
        counts = np.diff(starts)
        shares = np.minimum(1, COMMON / np.maximum(np.bincount(kin, counts), 1))[kin]
        self.common = np.flatnonzero(shares < 1).tolist()
        start = 0
        while start < len(places):
            # Whole words, as many as fit; a very common one may be more.
            end = min(start + _SLICE, len(places))
            if end < len(places):
                end = int(np.searchsorted(places, places[end] >> _WORD << _WORD))
            if end == start:
                end = int(np.searchsorted(places, ((places[start] >> _WORD) + 1) << _WORD))
            some = _thinned(places[start:end], shares)
            yield from self._encode(some, fields)
            start = end
        for number in np.unique(kin[self.common]).tolist():
            first, last = np.flatnonzero(kin == number)[[0, -1]]
            own = places[starts[first] : starts[last + 1]] & ((1 << _WORD) - 1)
            own |= (len(kin) + number) << _WORD
            own.sort()
            yield from self._encode(own[_changes(own)], {})

    def _encode(self, places: Numbers, fields: Fields) -> Iterator[tuple[int, int, int, bytes]]:
        positions = places & ((1 << _POSITION) - 1)
        groups = places >> _POSITION
        entries = groups >> _WEIGHT
        words, pages = entries >> _PAGE, entries & ((1 << _PAGE) - 1)
        new_group, new_entry, new_word = _changes(groups), _changes(entries), _changes(words)
        last = np.append(new_entry[1:], True)
        firsts = np.flatnonzero(new_entry)
        # Pages and positions are counted from the one before, within a word and a weight.
        steps = np.diff(positions, prepend=0)
        steps[new_group] = positions[new_group]
        turns = np.diff(pages[firsts], prepend=0)
        turns[new_word[firsts]] = pages[firsts][new_word[firsts]]
        groups_until = np.append(np.cumsum(new_group)[firsts] - 1, new_group.sum())
        counts = np.diff(np.append(firsts, len(places))) + np.diff(groups_until)

        items = 1 + new_group + 3 * new_entry + last
        at = np.cumsum(items) - items
        kinds = np.zeros(int(items.sum()), np.int64)
        values = np.zeros(len(kinds), np.int64)
        heads = at[firsts]
        kinds[heads], values[heads] = _ARRAY, 3
        values[heads + 1] = turns
        kinds[heads + 2], values[heads + 2] = _ARRAY, counts
        weighed = (at + 3 * new_entry)[new_group]
        kinds[weighed] = _NEGATIVE
        values[weighed] = groups[new_group] & ((1 << _WEIGHT) - 1)
        values[at + 3 * new_entry + new_group] = steps
        kinds[(at + items - 1)[last]] = _ARRAY  # of the fields, empty
        data, until = _cbor(kinds, values)

        word_firsts = np.flatnonzero(new_word[firsts])
        word_ends = np.append(word_firsts[1:], len(firsts))
        entry_ends = until[(at + items - 1)[last]]
        begin = 0
        for first, end in zip(word_firsts.tolist(), word_ends.tolist(), strict=True):
            stop = int(entry_ends[end - 1])
            size = int(counts[first:end].sum()) + end - first
            word, own = int(words[firsts[first]]), data[begin:stop]
            if word in fields:
                ends = dict(
                    zip(pages[firsts[first:end]].tolist(), entry_ends[first:end], strict=True)
                )
                cuts = [(int(ends[p]) - begin, n) for p, n in fields[word].items() if p in ends]
                own = _with_fields(own, sorted(cuts))
            yield word, end - first, size, own
            begin = stop


def _thinned(places: Numbers, shares: NDArray[np.float64]) -> Numbers:
    """Return of each word's `places` its share, and of each page and weight at least the first."""
    share = shares[places >> _WORD]
    if share.min() == 1:
        return places
    groups = np.flatnonzero(_changes(places >> _POSITION))
    nth = np.arange(len(places)) - np.repeat(groups, np.diff(np.append(groups, len(places))))
    kept: Numbers = places[np.floor(nth * share) != np.floor((nth - 1) * share)]
    return kept


def _changes(numbers: Numbers) -> NDArray[np.bool_]:
    """Return where `numbers` differ from the one before; they do at the first."""
    return np.append(True, numbers[1:] != numbers[:-1])


def _with_fields(data: bytes, cuts: list[tuple[int, list[int]]]) -> bytes:
    """Put fields in the place of the empty array that ends at each cut."""
    parts: list[bytes] = []
    begin = 0
    for end, fields in cuts:
        parts += data[begin : end - 1], cbor2.dumps(fields)
        begin = end
    return b"".join((*parts, data[begin:]))


def _cbor(kinds: Numbers, values: Numbers) -> tuple[bytes, Numbers]:
    """Return the heads of CBOR items one after the other, and where each of them ends."""
    sizes = np.where(values < 24, 1, np.where(values < 1 << 8, 2, np.where(values < 1 << 16, 3, 5)))
    until = np.cumsum(sizes)
    at = until - sizes
    data = np.zeros(int(until[-1]), np.uint8)
    data[at] = kinds << 5 | np.where(sizes == 1, values, np.array([0, 0, 24, 25, 0, 26])[sizes])
    for size in (2, 3, 5):
        chosen = np.flatnonzero(sizes == size)
        for byte in range(1, size):
            data[at[chosen] + byte] = values[chosen] >> 8 * (size - 1 - byte) & 0xFF
    return data.tobytes(), until


def array(length: int) -> bytes:
    """Return what begins a CBOR array of `length` items."""
    if length < 24:
        return bytes([_ARRAY << 5 | length])
    size = 1 if length < 1 << 8 else 2 if length < 1 << 16 else 4
    return bytes([_ARRAY << 5 | 23 + size.bit_length()]) + length.to_bytes(size, "big")
