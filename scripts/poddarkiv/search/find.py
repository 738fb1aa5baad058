"""Find moments without a browser, by the rules of the site's search (`assets/js/search-*.js`)."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from poddarkiv.search.index import (
    IndexedPage,
    SearchIndex,
    index_parts,
    read_tokens,
    spoken_words,
)
from poddarkiv.search.language import Language
from poddarkiv.search.matches import Match, best_match, is_added
from poddarkiv.search.query import Query, read_query
from poddarkiv.search.reasons import Reason, Reasons, titled
from poddarkiv.search.spelling import instead
from poddarkiv.search.words import fold, spellings

if TYPE_CHECKING:
    from poddarkiv.search.documents import Corpus

TOGETHER = 20
"""Seconds within which two moments are one."""


@dataclass(frozen=True)
class Moment:
    """A place on a page that answers."""

    anchor: str
    """The id on the page; empty for what stands before the first."""
    text: str
    score: tuple[int, ...]
    """How many of the query's words are there, how well, and how often."""

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
    explain: Callable[[], Iterable[Reason]] = tuple

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The places that answer, the best first."""
        return tuple(_apart(sorted(self.read(), key=lambda moment: moment.score, reverse=True)))

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is among the hits."""
        return tuple(self.explain())


@dataclass(frozen=True)
class Answer:
    """What was found, and how it was asked for in the end."""

    hits: tuple[Hit, ...]
    words: str
    """What was looked for: another spelling when nothing answered the one given."""
    some: bool = False
    """Whether no page has all of the words."""
    replaced: str = ""
    """What of the query nobody says, where `words` are others."""
    by: str = ""
    """Those that stand for it."""
    silent: bool = False
    """Whether it is of nothing but words that are too common to be looked for."""


def find(corpus: "Corpus", text: str, language: Language) -> Answer:
    """Return the pages of `corpus` that answer `text`, the best first."""
    return find_in(SearchIndex(dict(index_parts(corpus))), text, language)


def find_in(index: SearchIndex, text: str, language: Language) -> Answer:
    """Return the pages of `index` that answer `text`, the best first."""
    search = _Search(language, index)
    query = read_query(text, language)
    if not set(query.asked).difference(language.silent):
        return Answer((), text, silent=bool(query.asked))
    whole = search.together(query)
    if whole:
        return whole
    other = search.spelt(query)
    return (
        (other and _instead(query, other, search.together(other)))
        or search.apart(query)
        or (other and _instead(query, other, search.apart(other)))
        or Answer((), text)
    )


def _instead(query: Query, other: Query, answer: Answer | None) -> Answer | None:
    replaced = " ".join(word for word in query.asked if word not in other.asked)
    by = " ".join(word for word in other.asked if word not in query.asked)
    return answer and replace(answer, replaced=replaced, by=by)


class _Search:
    def __init__(self, language: Language, index: SearchIndex) -> None:
        self._language = language
        self._index = index
        self._memory: dict[str, dict[str, tuple[int, Match]]] = {}
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
        others = {term: self._instead(term) for term in query.asked}
        terms = tuple(other for term in query.asked for other in others[term])
        if set(terms) == set(query.asked):
            return None
        named = frozenset(other for term in query.named for other in others[term])
        return Query(terms, typed=" ".join(terms), named=named)

    def _instead(self, term: str) -> Sequence[str]:
        if self._answering(term) or self._language.is_name(term):
            return [term]
        return instead(term, self._index.usual, self._language)

    def _answering(self, term: str) -> dict[str, tuple[int, Match]]:
        """Return the words of the archive that answer `term`: their positions, and how well."""
        known = self._memory.get(term)
        if known is None:
            found = (
                (word, position, self._language.match(word, term))
                for word, position in self._beginning(term)
            )
            known = self._memory[term] = {
                word: (position, match) for word, position, match in found if match
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
        names = {term for term in query.terms if self._language.is_name(term)} | query.named
        met: defaultdict[IndexedPage, dict[str, Match]] = defaultdict(dict)
        places: defaultdict[IndexedPage, set[int]] = defaultdict(set)
        for words, match, numbers in self._answered(query):
            for place in numbers:
                page = self._page_of(place)
                places[page].add(place)
                for word in words:
                    met[page][word] = max(match, met[page].get(word, match))
        answering = [
            page for page, words in met.items() if len(words) >= least and names <= words.keys()
        ]

        def rank(page: IndexedPage) -> tuple[float | str, ...]:
            # What stands before the first anchor is no moment.
            moments = len(places[page] - {page.first}) / (page.count + 5)
            words, strength = _score(met[page])
            said = sum(match >= Match.PART for match in met[page].values())
            counts = (titled(page.title, query), words, said, strength, moments)
            return *(-count for count in counts), page.url

        answers_at = partial(self._answers_at, query, {})
        reasons = Reasons(self._index, self._language, query, answers_at)
        for page in sorted(answering, key=rank):
            read = partial(self._moments, query, answers_at, page, sorted(places[page]))
            explain = partial(reasons.of, page, sorted(places[page]), met[page])
            yield Hit(page.url, page.title, page.kind, read, explain)

    def _answered(self, query: Query) -> Iterator[tuple[Sequence[str], Match, set[int]]]:
        """Yield each term and phrase: its words, how well they are answered, and where."""
        for term in dict.fromkeys(query.terms):
            found: defaultdict[Match, set[int]] = defaultdict(set)
            for position, own in self._answering(term).values():
                for best, numbers in self._index.places(position):
                    found[min(own, best)].update(numbers)
            for match, places in found.items():
                yield (term,), match, places
        for phrase in query.phrases:
            yield phrase, Match.EXACT, self._saying(phrase)

    def _saying(self, phrase: tuple[str, ...]) -> set[int]:
        """Return the places that say `phrase`."""
        index = self._index
        stands = [
            {
                place
                for position in self._forms(term).values()
                for best, numbers in index.places(position)
                if best is Match.EXACT
                for place in numbers
            }
            for term in phrase
        ]
        pages: defaultdict[IndexedPage, list[int]] = defaultdict(list)
        for place in sorted(set.intersection(*stands)):
            pages[self._page_of(place)].append(place)
        return {
            number
            for page, numbers in pages.items()
            for number, place in zip(numbers, index.read_places(page, numbers), strict=True)
            if any(self._in_a_row(spoken_words(place), phrase))
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

    def _answers_at(
        self, query: Query, memory: dict[str, dict[str, Match]], token: str
    ) -> dict[str, Match]:
        """Return which terms a piece between spaces answers, and how well."""
        known = memory.get(token)
        if known is None:
            words, best = spellings(token), best_match(token)
            known = memory[token] = {
                term: min(best, max(found))
                for term in query.terms
                if (found := [m[1] for w in words if (m := self._answering(term).get(w))])
            }
        return known

    def _moments(
        self,
        query: Query,
        answers_at: Callable[[str], Mapping[str, Match]],
        page: IndexedPage,
        numbers: Sequence[int],
    ) -> Iterator[Moment]:
        for place in self._index.read_places(page, numbers):
            sentences: dict[str, dict[str, Match]] = {}
            best: dict[str, Match] = {}
            times = 0
            for anchor, token in read_tokens(place):
                here = sentences.setdefault(anchor, {})
                answers = answers_at(token)
                times += bool(answers)
                for term, match in answers.items():
                    here[term] = max(match, here.get(term, match))
                    best[term] = max(match, best.get(term, match))
            spoken = spoken_words(place)
            for anchor, word in (w for p in query.phrases for w in self._in_a_row(spoken, p)):
                best[word] = sentences[anchor][word] = Match.EXACT
            anchor = max(sentences, key=lambda a: _score(sentences[a]), default="")
            if best and anchor:
                own = (t for _anchor, tokens in place for t in tokens if not is_added(t))
                yield Moment(anchor, " ".join(own), (*_score(best), times))

    def _in_a_row(
        self, spoken: Sequence[tuple[str, str]], phrase: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """Yield the words of `phrase` with the sentence that says them, wherever it is said."""
        forms = [self._forms(term) for term in phrase]
        for at in range(len(spoken) - len(phrase) + 1):
            if all(spoken[at + i][1] in words for i, words in enumerate(forms)):
                yield from ((spoken[at + i][0], term) for i, term in enumerate(phrase))


def _score(met: Mapping[str, Match]) -> tuple[int, int]:
    """Return how many words are met, and how well: a form is as good as the word itself."""
    return len(met), sum(min(match, Match.FORM) for match in met.values())


def _apart(moments: list[Moment]) -> Iterator[Moment]:
    kept: list[int] = []
    for moment in moments:
        at = moment.seconds
        if at is not None:
            if any(abs(at - other) < TOGETHER for other in kept):
                continue
            kept.append(at)
        yield moment
