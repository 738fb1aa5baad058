"""Find moments without a browser, by the rules of the site's search (`assets/js/search-*.js`)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from poddarkiv.search.documents import Document
from poddarkiv.search.language import Language, words_of
from poddarkiv.search.lexicon import MARK
from poddarkiv.search.spelling import instead

TOGETHER = 20
"""Seconds within which two moments are one."""
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_KIND = re.compile(r'<i data-v="([^"]*)" data-pagefind-meta="typ')
_ANCHOR = re.compile(r'<(?:a|h[1-6]|li|dt) id="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_AFTER_COLON = re.compile(
    r"(?<=[^\W\d_]):(?:a|ar|arna|e|en|ens|er|erna|et|ets|n|ns|s|t|ts)(?!\w)", re.IGNORECASE
)
"""Endings as in `NSPH:s`: alone they would be words that begin so."""
_PHRASE = re.compile(r"[\"“”»]([^\"“”»«]*)[\"“”»«]")


@dataclass(frozen=True)
class Query:
    """What somebody asks for, in lower case."""

    terms: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The query as somebody may write it."""
        return " ".join((*self.terms, *(f'"{" ".join(phrase)}"' for phrase in self.phrases)))

    @property
    def asked(self) -> frozenset[str]:
        """Every word of it."""
        return frozenset((*self.terms, *(word for phrase in self.phrases for word in phrase)))


@dataclass(frozen=True)
class Moment:
    """A place on a page that answers."""

    anchor: str
    """The id on the page; empty for what stands before the first."""
    text: str
    met: int
    """How many of the query's words are there."""

    @property
    def seconds(self) -> int | None:
        """When it is said; None where the place is a heading."""
        match = re.fullmatch(r"t-(\d+)", self.anchor)
        return int(match[1]) if match else None


@dataclass(frozen=True)
class Hit:
    """A page that answers."""

    url: str
    title: str
    kind: str
    moments: tuple[Moment, ...]
    """The best first."""


@dataclass(frozen=True)
class Answer:
    """What was found, and how it was asked for in the end."""

    hits: tuple[Hit, ...]
    words: str
    """What was looked for: another spelling when nothing answered the one given."""
    some: bool = False
    """Whether no page has all of the words."""


def find(documents: Iterable[Document], text: str, language: Language) -> Answer:
    """Return the pages that answer `text`, the best first."""
    search = _Search(language, [_Page(document) for document in documents])
    query = read_query(text, language)
    if not query.asked:
        return Answer((), text)
    whole = search.together(query)
    if whole:
        return whole
    other = search.spelt(query)
    return (
        (other and search.together(other))
        or search.apart(query)
        or (other and search.apart(other))
        or Answer((), text)
    )


def read_query(text: str, language: Language) -> Query:
    """Return what `text` asks for: quotation marks hold a phrase together."""
    text = _AFTER_COLON.sub("", text)
    phrases = [tuple(words_of(match[1])) for match in _PHRASE.finditer(text)]
    typed = words_of(_PHRASE.sub(" ", text))
    telling = [word for word in typed if word not in language.stop]
    quoted = tuple(phrase for phrase in phrases if phrase)
    return Query(tuple(telling if telling or quoted else typed), quoted)


_Place = list[tuple[str, list[str]]]
"""What stands under one heading, or in one paragraph: its sentences' ids, and their words."""


class _Page:
    def __init__(self, document: Document) -> None:
        html = document.html
        self.url = document.url
        self.title = unescape(_TAG.sub("", _TITLE.search(html)[1]))  # type: ignore[index]
        kind = _KIND.search(html)
        self.kind = unescape(kind[1]) if kind else ""
        parts = _ANCHOR.split(html)
        anchors = ["", *parts[1::2]]
        self.places: list[_Place] = [
            [(anchor, unescape(_TAG.sub(" ", part)).split())]
            for anchor, part in zip(anchors, parts[::2], strict=True)
        ]
        self.places += document.said.sentences() if document.said else ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the page in lower case, added ones too."""
        return frozenset(
            w for place in self.places for _anchor, said in place for w in words_of(" ".join(said))
        )


class _Search:
    def __init__(self, language: Language, pages: list[_Page]) -> None:
        self._language = language
        self._pages = pages
        self._memory: dict[tuple[str, str], bool] = {}

    def together(self, query: Query) -> Answer | None:
        """Return pages with all of the words, or None."""
        hits = tuple(self._hits(query, len(query.asked)))
        return Answer(hits, query.text) if hits else None

    def apart(self, query: Query) -> Answer | None:
        """Return pages with some of the words, or None."""
        if query.phrases or len(query.asked) < 2:
            return None
        some = tuple(self._hits(query, 1))
        return Answer(some, query.text, some=True) if some else None

    def spelt(self, query: Query) -> Query | None:
        """Return the query in words that somebody says, or None when all of its words are."""
        vocabulary = sorted({word for page in self._pages for word in page.words})
        terms = [
            other
            for term in query.asked
            for other in (
                [term] if self._met_anywhere(term) else instead(term, vocabulary, self._language)
            )
        ]
        return Query(tuple(terms)) if set(terms) != query.asked else None

    def _met_anywhere(self, term: str) -> bool:
        return any(self._answers(word, term) for page in self._pages for word in page.words)

    def _answers(self, word: str, term: str) -> bool:
        known = self._memory.get((word, term))
        if known is None:
            known = self._memory[word, term] = self._language.answers(word, term)
        return known

    def _hits(self, query: Query, least: int) -> Iterator[Hit]:
        found: list[tuple[float, Hit]] = []
        for page in self._pages:
            if (
                not all(
                    any(self._answers(word, term) for word in page.words) for term in query.terms
                )
                and least > 1
            ):
                continue
            met: set[str] = set()
            moments = list(self._moments(page, query, met))
            if len(met) >= least:
                titled = sum(self._in(term, words_of(page.title)) for term in query.asked)
                score = 10 * titled + 5 * len(met) + len(moments) / (len(page.places) + 5)
                best = tuple(_apart(sorted(moments, key=lambda m: -m.met)))
                found.append((score, Hit(page.url, page.title, page.kind, best)))
        yield from (hit for _score, hit in sorted(found, key=lambda pair: -pair[0]))

    def _in(self, term: str, words: list[str]) -> bool:
        return any(self._answers(word, term) for word in words)

    def _moments(self, page: _Page, query: Query, met: set[str]) -> Iterator[Moment]:
        for place in page.places:
            said = [word for _anchor, words in place for word in words]
            own = [word for word in said if not word.startswith(MARK)]
            spoken = words_of(" ".join(own))
            heard = set(spoken)
            added = heard.union(*map(words_of, said)) if len(own) < len(said) else heard
            here = {t for t in query.terms if self._in(t, list(added))}
            here.update(w for phrase in query.phrases if self._says(spoken, phrase) for w in phrase)
            if here:
                met |= here
                anchor = self._sentence(place, here)
                if anchor:
                    yield Moment(anchor, " ".join(own), len(here))

    def _sentence(self, place: _Place, here: set[str]) -> str:
        """Return the id of the first sentence of a place with the most of the words."""
        met: dict[str, set[str]] = {}
        for anchor, said in place:
            spoken = words_of(" ".join(said))
            met.setdefault(anchor, set()).update(t for t in here if self._in(t, spoken))
        return max(met, key=lambda anchor: len(met[anchor]))

    def _says(self, spoken: list[str], phrase: tuple[str, ...]) -> bool:
        return any(
            all(self._language.same(spoken[at + i], word) for i, word in enumerate(phrase))
            for at in range(len(spoken) - len(phrase) + 1)
        )


def _apart(moments: list[Moment]) -> Iterator[Moment]:
    kept: list[int] = []
    for moment in moments:
        at = moment.seconds
        if at is not None:
            if any(abs(at - other) < TOGETHER for other in kept):
                continue
            kept.append(at)
        yield moment
