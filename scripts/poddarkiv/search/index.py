"""An archive's documents as named parts of bytes: what is read for a query is what it needs.

The words of a thousand episodes are thirty thousand different ones, and a query is about two or
three of them: their places are a part each, and so is the text of each page.
"""

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import accumulate
from typing import TYPE_CHECKING

from poddarkiv.search.language import MARK
from poddarkiv.search.words import fold, spellings

if TYPE_CHECKING:
    from poddarkiv.search.documents import Document

_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_KIND = re.compile(r'<i data-v="([^"]*)" data-pagefind-meta="typ')
_ANCHOR = re.compile(r'<(?:a|h[1-6]|li|dt) id="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")

_SAID, _ADDED = "word", "added"

Place = list[tuple[str, list[str]]]
"""What stands under one heading, or in one paragraph: its sentences' ids, and their words."""


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """What is known of a page before its text is read."""

    number: int
    url: str
    title: str
    kind: str
    first: int
    """The number of its first place; places are numbered from page to page."""
    count: int
    """How many places it has."""


class SearchIndex:
    """An archive's pages and words, read as they are asked for."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Read an index of `parts`, as `index_parts` made them."""
        self._parts = parts

    @cached_property
    def pages(self) -> Sequence[IndexedPage]:
        """Every page, in the order of the documents."""
        listed = json.loads(self._parts["pages"])
        firsts = accumulate((count for *_names, count in listed), initial=0)
        return [
            IndexedPage(number, url, title, kind, first, count)
            for number, ((url, title, kind, count), first) in enumerate(
                zip(listed, firsts, strict=False)
            )
        ]

    @cached_property
    def words(self) -> Sequence[str]:
        """Every different word in lower case, added ones too, rising."""
        return self._parts["words"].decode().split("\n")

    @cached_property
    def folded(self) -> Sequence[str]:
        """The same words in the same order, without dots and accents."""
        return self._parts["folded"].decode().split("\n")

    def places(self, word: int, *, added: bool = False) -> Sequence[int]:
        """Return the numbers of the places that say a word, or of those it is only added to.

        Args:
            word: Its position in `words`.
            added: Which of them.
        """
        found = array("I")
        found.frombytes(self._parts[f"{_ADDED if added else _SAID} {word}"])
        return found

    def read_places(self, page: IndexedPage, numbers: Iterable[int]) -> Iterator[Place]:
        """Yield some of a page's places, with their words."""
        text = json.loads(self._parts[f"page {page.number}"])
        for number in numbers:
            yield [(anchor, said.split()) for anchor, said in text[number - page.first]]


def index_parts(documents: Iterable["Document"]) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of an index of `documents`: their names, and what is in them."""
    listed: list[tuple[str, str, str, int]] = []
    standing: dict[str, tuple[array[int], array[int]]] = {}
    known: dict[str, list[str]] = {}
    first = 0
    for number, document in enumerate(documents):
        places = _places(document)
        for at, place in enumerate(places, first):
            said, added = _different_words(place, known)
            for words_here, which in ((said, 0), (added - said, 1)):
                for word in words_here:
                    standing.setdefault(word, (array("I"), array("I")))[which].append(at)
        first += len(places)
        listed.append((document.url, *_title_and_kind(document), len(places)))
        text = [[(anchor, " ".join(said)) for anchor, said in place] for place in places]
        yield f"page {number}", json.dumps(text, ensure_ascii=False).encode()
    words = sorted(standing)
    for position, word in enumerate(words):
        said_at, added_at = standing[word]
        yield f"{_SAID} {position}", said_at.tobytes()
        yield f"{_ADDED} {position}", added_at.tobytes()
    yield "words", "\n".join(words).encode()
    yield "folded", "\n".join(map(fold, words)).encode()
    yield "pages", json.dumps(listed, ensure_ascii=False).encode()


def _title_and_kind(document: "Document") -> tuple[str, str]:
    title, kind = _TITLE.search(document.html), _KIND.search(document.html)
    return (
        unescape(_TAG.sub("", title[1])) if title else "",
        unescape(kind[1]) if kind else "",
    )


def _places(document: "Document") -> list[Place]:
    parts = _ANCHOR.split(document.html)
    anchors = ["", *parts[1::2]]
    places = [
        [(anchor, unescape(_TAG.sub(" ", part)).split())]
        for anchor, part in zip(anchors, parts[::2], strict=True)
    ]
    return [*places, *(document.said.sentences() if document.said else ())]


def _different_words(place: Place, known: dict[str, list[str]]) -> tuple[set[str], set[str]]:
    """Return the words that a place says, and those added to it.

    Args:
        place: What stands there.
        known: The words of each piece between spaces; filled.
    """
    said: set[str] = set()
    added: set[str] = set()
    for token in {token for _anchor, tokens in place for token in tokens}:
        words = known.get(token)
        if words is None:
            words = known[token] = spellings(token)
        (added if is_added(token) else said).update(words)
    return said, added


def is_added(token: str) -> bool:
    """Whether `token` is not in the text, but is found there."""
    return token.startswith(MARK)
