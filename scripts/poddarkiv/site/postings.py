"""Where each word of an index stands, as the bytes that Pagefind keeps of it.

A word is a number everywhere, its *key*, and so is a page. What a word has on one page is an
*entry*: how many pages after the entry before, then positions by weight, then fields.
"""

from collections.abc import Mapping

import cbor2
import numpy as np
from numpy.typing import NDArray

from poddarkiv.site.cbor import (
    ARRAY,
    NEGATIVE,
    Numbers,
    encode_heads,
)
from poddarkiv.site.entries import PAGE_BITS, Entries, changes, join_entries, page_steps

Fields = Mapping[tuple[int, int], list[int]]
"""By key and page: in which fields of the page the word stands, and where."""

POSITION_BITS, WEIGHT_BITS = 19, 8
"""Of a packed place; above them those of the page, and 21 for the key."""
KEY_SHIFT = PAGE_BITS + WEIGHT_BITS + POSITION_BITS
_KEY_BITS = 20
"""One less than there are, so that there is a next key."""
_BATCH = 1 << 18
"""Places that become bytes at once: what memory that takes does not grow with the archive."""


def pack_places(keys: Numbers, pages: Numbers, weights: Numbers, positions: Numbers) -> Numbers:
    """Return places as one number each, which sort by key, page, weight and position.

    Raises:
        ValueError: There are more pages, or longer ones, than there is room for.
    """
    if len(keys) and (
        pages.max() >> PAGE_BITS or positions.max() >> POSITION_BITS or keys.max() >> _KEY_BITS
    ):
        raise ValueError(
            "an index has room for 32,768 pages of half a million words, a million different"
        )
    groups = (keys << PAGE_BITS | pages) << WEIGHT_BITS | weights
    packed: Numbers = groups << POSITION_BITS | positions
    return packed


def page_of(places: Numbers) -> Numbers:
    """Return the page of each packed place."""
    pages: Numbers = places >> (WEIGHT_BITS + POSITION_BITS) & ((1 << PAGE_BITS) - 1)
    return pages


def encode_entries(
    places: Numbers, fields: Fields, shares: NDArray[np.float64] | None = None
) -> Entries:
    """Return packed places, which rise, as entries.

    Args:
        places: Where words stand.
        fields: Taken for those words and pages that `places` have.
        shares: By key, how many of its places are kept, as in `thin_places`; all where None.
    """
    found: list[Entries] = []
    start = 0
    while start < len(places):
        # Whole words, as many as fit; a very common one may be more.
        end = min(start + _BATCH, len(places))
        if end < len(places):
            end = int(np.searchsorted(places, places[end] >> KEY_SHIFT << KEY_SHIFT))
        if end <= start:
            end = int(np.searchsorted(places, ((places[start] >> KEY_SHIFT) + 1) << KEY_SHIFT))
        some = places[start:end] if shares is None else thin_places(places[start:end], shares)
        found.append(_with_fields(_encode(some), fields))
        start = end
    return join_entries(found)


def _encode(places: Numbers) -> Entries:
    positions = places & ((1 << POSITION_BITS) - 1)
    groups = places >> POSITION_BITS
    entries = groups >> WEIGHT_BITS
    new_group, new_entry = changes(groups), changes(entries)
    last = np.append(new_entry[1:], True)
    firsts = np.flatnonzero(new_entry)
    keys = (entries[firsts] >> PAGE_BITS).astype(np.int32)
    pages = (entries[firsts] & ((1 << PAGE_BITS) - 1)).astype(np.int32)
    # Pages and positions are counted from the one before, within a word and a weight.
    steps = np.diff(positions, prepend=0)
    steps[new_group] = positions[new_group]
    groups_until = np.append(np.cumsum(new_group)[firsts] - 1, new_group.sum())
    counts = np.diff(np.append(firsts, len(places))) + np.diff(groups_until)

    items = 1 + new_group + 3 * new_entry + last
    at = np.cumsum(items) - items
    kinds = np.zeros(int(items.sum()), np.uint8)
    values = np.zeros(len(kinds), np.int32)
    heads = at[firsts]
    kinds[heads], values[heads] = ARRAY, 3
    values[heads + 1] = page_steps(keys, pages)
    kinds[heads + 2], values[heads + 2] = ARRAY, counts
    weighed = (at + 3 * new_entry)[new_group]
    kinds[weighed] = NEGATIVE
    values[weighed] = groups[new_group] & ((1 << WEIGHT_BITS) - 1)
    values[at + 3 * new_entry + new_group] = steps
    kinds[(at + items - 1)[last]] = ARRAY  # of the fields, empty
    data, until = encode_heads(kinds, values)
    ends = until[(at + items - 1)[last]]
    sizes = np.diff(ends, prepend=0).astype(np.int32)
    return Entries(keys, pages, sizes, counts.astype(np.int32), data)


def _with_fields(entries: Entries, fields: Fields) -> Entries:
    """Put fields in the place of the empty array at the end of their entries."""
    if not fields:
        return entries
    codes = entries.keys.astype(np.int64) << PAGE_BITS | entries.pages
    wanted = {key << PAGE_BITS | page: found for (key, page), found in fields.items()}
    numbers = np.array(sorted(wanted), np.int64)
    at = np.searchsorted(codes, numbers)
    there = at < len(codes)
    there[there] = codes[at[there]] == numbers[there]
    sizes = entries.sizes.copy()
    ends = np.cumsum(entries.sizes, dtype=np.int64)
    parts: list[bytes] = []
    begin = 0
    for number, position in zip(numbers[there].tolist(), at[there].tolist(), strict=True):
        own = cbor2.dumps(wanted[number])
        end = int(ends[position])
        parts += entries.data[begin : end - 1], own
        sizes[position] += len(own) - 1
        begin = end
    data = b"".join((*parts, entries.data[begin:]))
    return Entries(entries.keys, entries.pages, sizes, entries.counts, data)


def thin_places(places: Numbers, shares: NDArray[np.float64]) -> Numbers:
    """Return of each word's `places` its share, and of each page and weight at least the first.

    Args:
        places: Packed, rising.
        shares: By key, between 0 and 1.
    """
    share = shares[places >> KEY_SHIFT]
    if not len(share) or share.min() == 1:
        return places
    groups = np.flatnonzero(changes(places >> POSITION_BITS))
    nth = np.arange(len(places)) - np.repeat(groups, np.diff(np.append(groups, len(places))))
    kept: Numbers = places[np.floor(nth * share) != np.floor((nth - 1) * share)]
    return kept
