"""Find moments without a browser, by the rules of the site's search (`assets/js/search-*.js`)."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from poddarkiv.search.index import IndexedPage, Place, SearchIndex, index_parts, is_added
from poddarkiv.search.language import Language
from poddarkiv.search.spelling import instead
from poddarkiv.search.words import clean, fold, spellings, ungrouped, without_hyphens, words_of

if TYPE_CHECKING:
    from poddarkiv.search.documents import Document

TOGETHER = 20
"""Seconds within which two moments are one."""
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
    typed: str = ""
    """As somebody wrote it."""

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
    read: Callable[[], Iterable[Moment]]
    """Gives the moments; only of pages that are shown are they looked for."""

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The places that answer, the best first."""
        return tuple(_apart(sorted(self.read(), key=lambda moment: -moment.met)))


@dataclass(frozen=True)
class Answer:
    """What was found, and how it was asked for in the end."""

    hits: tuple[Hit, ...]
    words: str
    """What was looked for: another spelling when nothing answered the one given."""
    some: bool = False
    """Whether no page has all of the words."""


def find(documents: Iterable["Document"], text: str, language: Language) -> Answer:
    """Return the pages of `documents` that answer `text`, the best first."""
    return find_in(SearchIndex(dict(index_parts(documents))), text, language)


def find_in(index: SearchIndex, text: str, language: Language) -> Answer:
    """Return the pages of `index` that answer `text`, the best first."""
    search = _Search(language, index)
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
    text = _AFTER_COLON.sub("", clean(text))
    phrases = [tuple(words_of(match[1])) for match in _PHRASE.finditer(text)]
    typed = words_of(without_hyphens(ungrouped(_PHRASE.sub(" ", text))))
    telling = [word for word in typed if word not in language.stop]
    quoted = tuple(phrase for phrase in phrases if phrase)
    return Query(tuple(telling if telling or quoted else typed), quoted, text)


class _Search:
    def __init__(self, language: Language, index: SearchIndex) -> None:
        self._language = language
        self._index = index
        self._memory: dict[str, dict[str, int]] = {}
        self._known_forms: dict[str, dict[str, int]] = {}

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
        terms = [
            other
            for term in dict.fromkeys((*query.terms, *(w for said in query.phrases for w in said)))
            for other in (
                [term]
                if self._answering(term) or self._language.is_name(term)
                else instead(term, self._index.words, self._language)
            )
        ]
        return Query(tuple(terms), typed=" ".join(terms)) if set(terms) != query.asked else None

    def _answering(self, term: str) -> dict[str, int]:
        """Return the words of the archive that answer `term`, with their positions."""
        known = self._memory.get(term)
        if known is None:
            answers = self._language.answers
            known = self._memory[term] = {
                word: position for word, position in self._beginning(term) if answers(word, term)
            }
        return known

    def _beginning(self, term: str) -> Iterator[tuple[str, int]]:
        """Yield the words that may answer `term` or be forms of it, with their positions."""
        words = self._index.words
        texts = self._index.folded if fold(term) == term else words
        begins = self._language.beginnings(term)
        for position, text in enumerate(texts):
            if text.startswith(begins):
                yield words[position], position

    def _hits(self, query: Query, least: int) -> Iterator[Hit]:
        # Whoever asks for a place or a person is not helped by pages of others.
        names = set(filter(self._language.is_name, query.terms))
        met: defaultdict[IndexedPage, set[str]] = defaultdict(set)
        heard: defaultdict[IndexedPage, set[str]] = defaultdict(set)
        places: defaultdict[IndexedPage, set[int]] = defaultdict(set)
        for words, said, added in self._answered(query):
            for place in said | added:
                page = self._page_of(place)
                met[page].update(words)
                places[page].add(place)
                if place in said:
                    heard[page].update(words)
        answering = [page for page, words in met.items() if len(words) >= least and names <= words]

        def rank(page: IndexedPage) -> tuple[float | str, ...]:
            # What stands before the first anchor is no moment.
            moments = len(places[page] - {page.first}) / (page.count + 5)
            counts = (_titled(page, query), len(met[page]), len(heard[page]), moments)
            return *(-count for count in counts), page.url

        for page in sorted(answering, key=rank):
            read = partial(self._moments, query, page, sorted(places[page]))
            yield Hit(page.url, page.title, page.kind, read)

    def _answered(self, query: Query) -> Iterator[tuple[Sequence[str], set[int], set[int]]]:
        """Yield each term and phrase: its words, where they are said, and where only added."""
        for term in dict.fromkeys(query.terms):
            said: set[int] = set()
            added: set[int] = set()
            for position in self._answering(term).values():
                said.update(self._index.places(position))
                added.update(self._index.places(position, added=True))
            yield (term,), said, added
        for phrase in query.phrases:
            yield phrase, self._saying(phrase), set()

    def _saying(self, phrase: tuple[str, ...]) -> set[int]:
        """Return the places that say `phrase`."""
        index = self._index
        stands = [set().union(*map(index.places, self._forms(term).values())) for term in phrase]
        pages: defaultdict[IndexedPage, list[int]] = defaultdict(list)
        for place in sorted(set.intersection(*stands)):
            pages[self._page_of(place)].append(place)
        return {
            number
            for page, numbers in pages.items()
            for number, place in zip(numbers, index.read_places(page, numbers), strict=True)
            if self._says(_spoken(place), phrase)
        }

    def _forms(self, term: str) -> dict[str, int]:
        """Return the words of the archive that are forms of `term`, with their positions."""
        known = self._known_forms.get(term)
        if known is None:
            same = self._language.same
            known = self._known_forms[term] = {
                word: position for word, position in self._beginning(term) if same(word, term)
            }
        return known

    @cached_property
    def _firsts(self) -> list[int]:
        return [page.first for page in self._index.pages]

    def _page_of(self, place: int) -> IndexedPage:
        return self._index.pages[bisect_right(self._firsts, place) - 1]

    def _in(self, term: str, words: Iterable[str]) -> bool:
        return not self._answering(term).keys().isdisjoint(words)

    def _moments(self, query: Query, page: IndexedPage, numbers: Sequence[int]) -> Iterator[Moment]:
        for place in self._index.read_places(page, numbers):
            said = [word for _anchor, words in place for word in words]
            spoken = _spoken(place)
            heard = {word for token in set(said) for word in spellings(token)}
            here = {term for term in query.terms if self._in(term, heard)}
            here.update(w for phrase in query.phrases if self._says(spoken, phrase) for w in phrase)
            anchor = self._sentence(place, here) if here else ""
            if anchor:
                own = (word for word in said if not is_added(word))
                yield Moment(anchor, " ".join(own), len(here))

    def _sentence(self, place: Place, here: set[str]) -> str:
        """Return the id of the first sentence of a place with the most of the words."""
        met: dict[str, set[str]] = {}
        for anchor, said in place:
            spoken = [word for token in said for word in spellings(token)]
            met.setdefault(anchor, set()).update(t for t in here if self._in(t, spoken))
        return max(met, key=lambda anchor: len(met[anchor]))

    def _says(self, spoken: list[str], phrase: tuple[str, ...]) -> bool:
        forms = [self._forms(term) for term in phrase]
        return any(
            all(spoken[at + i] in words for i, words in enumerate(forms))
            for at in range(len(spoken) - len(phrase) + 1)
        )


def _titled(page: IndexedPage, query: Query) -> int:
    """Return 2 for a page whose title is the query, 1 where the title holds it, else 0."""
    title, typed = (" ".join(words_of(fold(text))) for text in (page.title, query.typed))
    return 2 if title == typed else int(f" {typed} " in f" {title} ")


def _spoken(place: Place) -> list[str]:
    return words_of(" ".join(w for _anchor, said in place for w in said if not is_added(w)))


def _apart(moments: list[Moment]) -> Iterator[Moment]:
    kept: list[int] = []
    for moment in moments:
        at = moment.seconds
        if at is not None:
            if any(abs(at - other) < TOGETHER for other in kept):
                continue
            kept.append(at)
        yield moment
