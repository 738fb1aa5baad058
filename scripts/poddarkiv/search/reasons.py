"""Why a page is among the hits, in a few words; `search-why.js` does the same.

A page tells it of each word of the query by the best that it has for it: the word itself, a form of
it, a word that holds it, or another word for the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from poddarkiv.search.index import IndexedPage, Place, SearchIndex, read_tokens
from poddarkiv.search.language import Language
from poddarkiv.search.matches import Match, is_added, unmarked
from poddarkiv.search.query import Query
from poddarkiv.search.words import fold, spellings, words_of

_MOST = 3
"""Words of a page that are told for one of the query."""
_KINDS = {Match.FORM: "form", Match.LAST: "part", Match.PART: "part", Match.SYNONYM: "synonym"}


@dataclass(frozen=True)
class Reason:
    """What of a page answers."""

    kind: str
    """`title`, `exact`, `form`, `part` or `synonym`."""
    term: str = ""
    """The query's word; none for a title."""
    words: tuple[str, ...] = ()
    """The page's, as they stand there."""


class Reasons:
    """Tells why pages answer one query."""

    def __init__(
        self,
        index: SearchIndex,
        language: Language,
        query: Query,
        answers_at: Callable[[str], Mapping[str, Match]],
    ) -> None:
        """Prepare to tell it.

        Args:
            index: Where the pages can be read.
            language: How words are inflected.
            query: What was asked for in the end.
            answers_at: Gives which terms a piece between spaces answers, and how well.
        """
        self._index, self._language, self._query = index, language, query
        self._answers_at = answers_at

    def of(
        self, page: IndexedPage, numbers: Sequence[int], met: Mapping[str, Match]
    ) -> Iterator[Reason]:
        """Yield why `page` answers.

        Args:
            page: The page.
            numbers: Its places that answer.
            met: The query's words that it answers, and how well at best.
        """
        if titled(page.title, self._query):
            yield Reason("title")
            return
        others = {term: match for term, match in met.items() if match in _KINDS}
        if not others:
            known = tuple(word for word in self._query.asked if word in met)
            yield Reason("exact", words=() if len(known) == len(self._query.asked) else known)
            return
        words: dict[str, dict[str, None]] = {term: {} for term in others}
        for place in self._index.read_places(page, numbers):
            for _anchor, token in read_tokens(place):
                for term, match in self._answers_at(token).items():
                    if others.get(term) is match and len(words[term]) < _MOST:
                        words[term].update(dict.fromkeys(self._telling(token, term, place)))
        for term in (term for term in self._query.asked if term in others):
            yield Reason(_KINDS[others[term]], term, tuple(words[term])[:_MOST])

    def _telling(self, token: str, term: str, place: Place) -> Iterator[str]:
        """Yield the words of a place on account of which `token` answers `term`."""
        match = self._answers_at(token)[term]
        if not is_added(token):
            yield from (w for w in spellings(token) if self._language.match(w, term) is match)
            return
        said = [w for _a, t in read_tokens(place) if not is_added(t) for w in words_of(t)]
        if match is Match.SYNONYM:
            yield from self._synonyms(term, said)
        else:
            part = unmarked(token)
            # It may stand for its family: `böcker` for `dagbok`.
            parts = (part, *self._language.family(part))
            yield from (w for w in said if any(one in w and one != w for one in parts))

    def _synonyms(self, term: str, said: Sequence[str]) -> Iterator[str]:
        language = self._language
        for names, narrower in self._index.synonyms:
            if not any(language.answers(w, term) for n in (*names, *narrower) for w in words_of(n)):
                continue
            for name in names:
                parts = words_of(name)
                if len(parts) == 1:
                    yield from (word for word in said if language.shows(word, name))
                elif all(any(language.same(word, part) for word in said) for part in parts):
                    yield name


def titled(title: str, query: Query) -> int:
    """Return 2 for a title that is the query, 1 for one that holds it, else 0."""
    title, typed = (" ".join(words_of(fold(text))) for text in (title, query.typed))
    return 2 if title == typed else int(f" {typed} " in f" {title} ")
