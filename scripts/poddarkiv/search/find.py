"""Find moments without a browser, by the rules of the site's search (`assets/js/search-*.js`)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from poddarkiv.search.answers import Answer, Hit, Moment
from poddarkiv.search.index import IndexedPage, SearchIndex, index_parts
from poddarkiv.search.language import Language
from poddarkiv.search.lookup import Lookup
from poddarkiv.search.matches import Match
from poddarkiv.search.moments import moments, score
from poddarkiv.search.query import Query, read_query
from poddarkiv.search.reasons import Reasons, titled
from poddarkiv.search.spelling import suggest_spelling

if TYPE_CHECKING:
    from poddarkiv.search.documents import Corpus


def find_pages(corpus: "Corpus", text: str, language: Language) -> Answer:
    """Return the pages of `corpus` that answer `text`, the best first."""
    return find_in_index(SearchIndex(dict(index_parts(corpus))), text, language)


def find_in_index(index: SearchIndex, text: str, language: Language) -> Answer:
    """Return the pages of `index` that answer `text`, the best first."""
    search = _Search(language, index)
    query = read_query(text, language)
    if not set(query.asked).difference(language.stop_words):
        return Answer((), text, only_stop_words=bool(query.asked))
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
        self._lookup = Lookup(language, index)

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
        if self._lookup.answering(term) or self._language.is_name(term):
            return [term]
        return suggest_spelling(term, self._index.usual, self._language)

    def _hits(self, query: Query, least: int) -> Iterator[Hit]:
        # Whoever asks for a place or a person is not helped by pages of others.
        names = {term for term in query.terms if self._language.is_name(term)} | query.named
        met: defaultdict[IndexedPage, dict[str, Match]] = defaultdict(dict)
        places: defaultdict[IndexedPage, set[int]] = defaultdict(set)
        for words, match, numbers in self._answered(query):
            for place in numbers:
                page = self._lookup.page_of(place)
                places[page].add(place)
                for word in words:
                    met[page][word] = max(match, met[page].get(word, match))
        answering = [
            page for page, words in met.items() if len(words) >= least and names <= words.keys()
        ]

        def rank(page: IndexedPage) -> tuple[float | str, ...]:
            # What stands before the first anchor is no moment.
            share = len(places[page] - {page.first}) / (page.count + 5)
            words, strength = score(met[page])
            said = sum(match >= Match.PART for match in met[page].values())
            counts = (titled(page.title, query), words, said, strength, share)
            return *(-count for count in counts), page.url

        answers_at = partial(self._lookup.answers_at, query.terms, {})
        reasons = Reasons(self._index, self._language, query, answers_at)
        for page in sorted(answering, key=rank):
            read = partial(self._read, query, answers_at, page, sorted(places[page]))
            explain = partial(reasons.of, page, sorted(places[page]), met[page])
            yield Hit(page.url, page.title, page.kind, read, explain)

    def _answered(self, query: Query) -> Iterator[tuple[Sequence[str], Match, set[int]]]:
        """Yield each term and phrase: its words, how well they are answered, and where."""
        for term in dict.fromkeys(query.terms):
            found: defaultdict[Match, set[int]] = defaultdict(set)
            for position, own in self._lookup.answering(term).values():
                for best, numbers in self._index.places(position):
                    found[min(own, best)].update(numbers)
            for match, places in found.items():
                yield (term,), match, places
        for phrase in query.phrases:
            yield phrase, Match.EXACT, self._lookup.saying(phrase)

    def _read(
        self,
        query: Query,
        answers_at: Callable[[str], Mapping[str, Match]],
        page: IndexedPage,
        numbers: Sequence[int],
    ) -> Iterator[Moment]:
        return moments(self._index.read_places(page, numbers), query, self._lookup, answers_at)
