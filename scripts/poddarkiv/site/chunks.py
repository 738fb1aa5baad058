"""The words of an index: as Pagefind has made it, and in the files that the browser will fetch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import cbor2
import numpy as np

from poddarkiv.site.postings import Numbers, Postings, array

CHUNK = 10_000
"""Places in a file of the index, at most; one is fetched for each word that is looked for.

A word that stands in more places has a file to itself: nobody fetches it for another's sake.
"""
_TEXT_WEIGHT = 24
"""Of a word that is neither in a heading nor a part of another."""

Key = tuple[str, str]
"""A word of the index, and its spelling with dots and accents where that is another."""
Meaning = list[tuple[int, int]]
"""What Pagefind makes of a word: numbers of keys, with weights."""
_Entries = tuple[int, bytes]
"""How many pages, and their bytes."""


class Before:
    """The words of an index as Pagefind has made it."""

    def __init__(self, words: Iterable[list[Any]], last: int, postings: Postings) -> None:
        """Put what stands on the pages before `last` into `postings`."""
        self.keys: list[Key] = []
        self.known: dict[int, Meaning] = defaultdict(list)
        """What each word on page `last` means, by position."""
        self.fields: dict[int, dict[int, list[int]]] = defaultdict(dict)
        """Of keys' numbers: the pages in whose title or other fields they stand, and where.

        Where a word stands in no text of a page it is left out: it names the page's kind.
        """
        rows: list[tuple[int, int, int, int]] = []
        for word, plain, spellings in words:
            for spelling, pages in (("", plain), *spellings):
                key = len(self.keys)
                self.keys.append((word, spelling))
                page = 0
                for step, numbers, fields in pages:
                    page += step
                    if fields:
                        self.fields[key][page] = fields
                    if page == last:
                        for weight, position in _places(numbers):
                            self.known[position].append((key, weight))
                    else:
                        rows += [(key, page, *place) for place in _places(numbers)]
        postings.add(*np.array(rows, np.int64).reshape(-1, 4).T)

    def kin(self) -> Numbers:
        """Return for each key that of the same word's last spelling; those of a word follow."""
        last = {word: number for number, (word, _spelling) in enumerate(self.keys)}
        return np.array([last[word] for word, _spelling in self.keys])

    def name(self, number: int) -> Key:
        """Return the key with that number; of the numbers after, the name for a phrase."""
        if number < len(self.keys):
            return self.keys[number]
        # Nobody types it, and no rule of endings changes it.
        return f"0{self.keys[number - len(self.keys)][0]}0", ""


def _places(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Read positions: each counted from the one before, after the weight as a negative number."""
    weight, position = _TEXT_WEIGHT, 0
    for number in numbers:
        if number < 0:
            weight, position = -number - 1, 0
        else:
            position += number
            yield weight, position


def chunks(before: Before, postings: Postings) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Yield the words in files: the first and the last, as far as they differ; the bytes."""
    words: dict[str, dict[str, _Entries]] = defaultdict(dict)
    sizes: dict[str, int] = defaultdict(int)
    for key, pages, size, data in postings.read(before.fields, before.kin()):
        word, spelling = before.name(key)
        words[word][spelling] = pages, data
        sizes[word] += size
    groups = list(_groups(sizes))
    for number, group in enumerate(groups):
        first = _apart(groups[number - 1][-1], group[0])[1] if number else group[0]
        more = number + 1 < len(groups)
        last = _apart(group[-1], groups[number + 1][0])[0] if more else group[-1]
        parts = []
        for word in group:
            spellings = words.pop(word)
            parts.append(_word_bytes(word, spellings.pop("", (0, b"")), spellings))
        yield (first, last), b"\x81" + array(len(group)) + b"".join(parts)


def _groups(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for word in sorted(sizes):
        if group and size + sizes[word] > CHUNK:
            yield group
            group, size = [], 0
        group.append(word)
        size += sizes[word]
    if group:
        yield group


def _apart(last: str, first: str) -> tuple[str, str]:
    """Return as much of the beginnings of two words as tells them apart."""
    alike = 0
    for a, b in zip(last, first, strict=False):
        if a != b:
            break
        alike += 1
    return last[: alike + 1], first[: alike + 1]


def _word_bytes(word: str, plain: _Entries, spellings: Mapping[str, _Entries]) -> bytes:
    """Return a word with its pages, and with those of its spellings with dots and accents."""
    parts = [b"\x83", cbor2.dumps(word), array(plain[0]), plain[1], array(len(spellings))]
    for spelling, (count, pages) in sorted(spellings.items()):
        parts += b"\x82", cbor2.dumps(spelling), array(count), pages
    return b"".join(parts)
