"""The words of an index: as Pagefind writes them, and in the files that the browser will fetch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from poddarkiv.site.cbor import array_head, text_item
from poddarkiv.site.entries import Entries

CHUNK = 10_000
"""Places in a file of the index, at most; one is fetched for each word that is looked for.

A word that stands in more places has a file to itself: nobody fetches it for another's sake.
"""
_TEXT_WEIGHT = 24
"""Of a word that is neither in a heading nor a part of another."""

Key = tuple[str, str]
"""A word of the index, and its spelling with dots and accents where that is another."""
Meaning = list[tuple[Key, int]]
"""What Pagefind makes of a word: keys, with weights."""


class PagefindWords:
    """The words of an index that Pagefind has written; what stands on its last page is told apart.

    That page holds each word of transcripts once, so it tells what Pagefind makes of each.
    """

    def __init__(self, words: Iterable[list[Any]], last: int) -> None:
        """Read `words`, as `PagefindFiles.read_words` gives them, of which `last` has each once."""
        self.places: list[tuple[Key, int, int, int]] = []
        """Of the pages before: key, page, weight and position."""
        self.meanings: dict[int, Meaning] = defaultdict(list)
        """What each word on page `last` means, by position."""
        self.fields: dict[tuple[Key, int], list[int]] = {}
        """By key and page: in which fields of the page, as its title, the word stands, and where.

        A word that stands in no text of the page has no places: it names the page's kind.
        """
        for word, plain, spellings in words:
            for spelling, pages in (("", plain), *spellings):
                self._read((word, spelling), pages, last)

    def _read(self, key: Key, pages: Iterable[list[Any]], last: int) -> None:
        page = 0
        for step, numbers, fields in pages:
            page += step
            if page == last:
                for weight, position in _places(numbers):
                    self.meanings[position].append((key, weight))
                continue
            if fields:
                self.fields[key, page] = fields
            self.places += [(key, page, *place) for place in _places(numbers)]


def _places(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Read positions: each counted from the one before, after the weight as a negative number."""
    weight, position = _TEXT_WEIGHT, 0
    for number in numbers:
        if number < 0:
            weight, position = -number - 1, 0
        else:
            position += number
            yield weight, position


def phrase_name(word: str) -> str:
    """Return the name under which all places of a common word stand, for phrases.

    Nobody types it, and no rule of endings changes it.
    """
    return f"0{word}0"


def make_chunks(keys: Sequence[Key], entries: Entries) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Yield the words in files: the first and the last, as far as they differ; the bytes.

    Args:
        keys: The words by number.
        entries: What they have on pages; those that have nothing are left out.
    """
    spans = np.searchsorted(entries.keys, np.arange(len(keys) + 1)).tolist()
    bounds = np.append(entries.starts, len(entries.data)).tolist()
    until = np.append(0, np.cumsum(entries.counts, dtype=np.int64)).tolist()
    sizes: dict[str, int] = defaultdict(int)
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, (word, _spelling) in enumerate(keys):
        first, end = spans[number], spans[number + 1]
        if first < end:
            numbers[word].append(number)
            sizes[word] += until[end] - until[first] + end - first
    data = memoryview(entries.data)
    groups = list(_groups(sizes))
    for at, group in enumerate(groups):
        first_word = _apart(groups[at - 1][-1], group[0])[1] if at else group[0]
        more = at + 1 < len(groups)
        last_word = _apart(group[-1], groups[at + 1][0])[0] if more else group[-1]
        parts: list[bytes | memoryview] = [b"\x81", array_head(len(group))]
        for word in group:
            found = {}
            for number in numbers[word]:
                first, end = spans[number], spans[number + 1]
                found[keys[number][1]] = end - first, data[bounds[first] : bounds[end]]
            parts += _word_parts(word, found)
        yield (first_word, last_word), b"".join(parts)


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


def _word_parts(
    word: str, found: dict[str, tuple[int, memoryview]]
) -> Iterator[bytes | memoryview]:
    """Yield a word with its pages, and with those of its spellings with dots and accents.

    Args:
        word: The word.
        found: How many pages it has, and their bytes, by spelling.
    """
    count, pages = found.pop("", (0, memoryview(b"")))
    yield b"\x83" + text_item(word) + array_head(count)
    yield pages
    yield array_head(len(found))
    for spelling, (count, pages) in sorted(found.items()):
        yield b"\x82" + text_item(spelling) + array_head(count)
        yield pages
