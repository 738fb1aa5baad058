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

from poddarkiv.search.matches import Match, best_match, is_added
from poddarkiv.search.words import begins_number, fold, spellings, whole_numbers, words_of

if TYPE_CHECKING:
    from poddarkiv.search.documents import Corpus
    from poddarkiv.search.markup import Document

_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_KIND = re.compile(r'<i data-v="([^"]*)" data-pagefind-meta="typ')
_ANCHOR = re.compile(r'<(?:a|h[1-6]|li|dt) id="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"([^\W_])(?=\s*</(?:h[1-6]|p|li|td|th|dd|dt)>)")
"""A block without a full stop, behind which Pagefind puts one."""

_AS = (Match.EXACT, Match.LAST, Match.PART, Match.SYNONYM)
"""How well a word can answer that stands in a place, in the order in which its places are kept."""
_STANDING = array("I").itemsize * len(_AS)

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

    def places(self, word: int) -> Iterator[tuple[Match, Sequence[int]]]:
        """Yield the numbers of a word's places, by how well it can answer there; the best first.

        Args:
            word: Its position in `words`.
        """
        part = self._parts[f"word {word}"]
        counts, found = array("I"), array("I")
        counts.frombytes(part[:_STANDING])
        found.frombytes(part[_STANDING:])
        start = 0
        for match, count in zip(_AS, counts, strict=True):
            yield match, found[start : start + count]
            start += count

    @cached_property
    def synonyms(self) -> Sequence[tuple[Sequence[str], Sequence[str]]]:
        """What means the same: names in lower case, and what leads to them."""
        return [(names, narrower) for names, narrower in json.loads(self._parts["synonyms"])]

    @cached_property
    def usual(self) -> Sequence[str]:
        """The archive's usual words, the commonest first: what a misspelt one may have meant."""
        words: list[str] = json.loads(self._parts["usual"])
        return words

    def read_places(self, page: IndexedPage, numbers: Iterable[int]) -> Iterator[Place]:
        """Yield some of a page's places, with their words."""
        text = json.loads(self._parts[f"page {page.number}"])
        for number in numbers:
            yield [(anchor, said.split()) for anchor, said in text[number - page.first]]


def index_parts(corpus: "Corpus") -> Iterator[tuple[str, bytes]]:
    """Yield the parts of an index of what can be found: their names, and what is in them."""
    listed: list[tuple[str, str, str, int]] = []
    standing: dict[str, tuple[array[int], ...]] = {}
    known: dict[str, _Token] = {}
    first = 0
    for number, document in enumerate(corpus.documents()):
        places = _places(document)
        for at, place in enumerate(places, first):
            better: set[str] = set()
            for which, found in enumerate(_different_words(place, known)):
                for word in found - better:
                    if word not in standing:
                        standing[word] = tuple(array("I") for _match in _AS)
                    standing[word][which].append(at)
                better |= found
        first += len(places)
        listed.append((document.url, *_title_and_kind(document), len(places)))
        text = [[(anchor, " ".join(said)) for anchor, said in place] for place in places]
        yield f"page {number}", json.dumps(text, ensure_ascii=False).encode()
    words = sorted(standing)
    for position, word in enumerate(words):
        stands = standing[word]
        counts = array("I", map(len, stands))
        yield f"word {position}", b"".join(part.tobytes() for part in (counts, *stands))
    yield "words", "\n".join(words).encode()
    yield "folded", "\n".join(map(fold, words)).encode()
    yield "pages", json.dumps(listed, ensure_ascii=False).encode()
    yield "synonyms", corpus.synonyms()
    yield "usual", corpus.usual_words


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
        [(anchor, unescape(_TAG.sub(" ", _BLOCK_END.sub(r"\1.", part))).split())]
        for anchor, part in zip(anchors, parts[::2], strict=True)
    ]
    return [*places, *(document.speech.sentences() if document.speech else ())]


@dataclass(frozen=True, slots=True)
class _Token:
    """What is known of a piece between spaces."""

    words: Sequence[str]
    which: int
    """How well they can answer, by its place in `_AS`."""
    begins_number: bool


def _different_words(place: Place, known: dict[str, _Token]) -> list[set[str]]:
    """Return the different words of a place, by how well they can answer.

    Args:
        place: What stands there.
        known: What is known of each piece between spaces; filled.
    """
    tokens = _known({token for _anchor, said in place for token in said}, known)
    if any(token.begins_number for token in tokens):
        whole = {token for _anchor, said in place for token in whole_numbers(said)}
        tokens = _known(whole, known)
    found: list[set[str]] = [set() for _match in _AS]
    for token in tokens:
        found[token.which].update(token.words)
    return found


def _known(tokens: Iterable[str], known: dict[str, _Token]) -> list[_Token]:
    found: list[_Token] = []
    for token in tokens:
        facts = known.get(token)
        if facts is None:
            which = _AS.index(best_match(token))
            facts = _Token(spellings(token), which, begins_number(token))
            known[token] = facts
        found.append(facts)
    return found


def read_tokens(place: Place) -> Iterator[tuple[str, str]]:
    """Yield each piece between spaces of a place with its sentence's id, numbers in one."""
    for anchor, said in place:
        for token in whole_numbers(said):
            yield anchor, token


def spoken_words(place: Place) -> list[tuple[str, str]]:
    """Return the words of a place in their order, without added ones; its sentence's id first."""
    said = ((anchor, token) for anchor, token in read_tokens(place) if not is_added(token))
    return [(anchor, word) for anchor, token in said for word in words_of(token)]
