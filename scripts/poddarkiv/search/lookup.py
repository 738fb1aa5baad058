"""Which of an archive's words and places answer the words of a query."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from poddarkiv.search.index import IndexedPage, SearchIndex, spoken_words
from poddarkiv.search.language import Language
from poddarkiv.search.matches import Match, best_match
from poddarkiv.search.words import fold, spellings


class Lookup:
    """One index, asked about one word after another; what was asked once is known."""

    def __init__(self, language: Language, index: SearchIndex) -> None:
        """Prepare to look words up in `index`, by the rules of `language`."""
        self._language = language
        self._index = index
        self._memory: dict[str, dict[str, tuple[int, Match]]] = {}
        self._known_forms: dict[str, dict[str, int]] = {}

    def answering(self, term: str) -> dict[str, tuple[int, Match]]:
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

    def saying(self, phrase: tuple[str, ...]) -> set[int]:
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
            pages[self.page_of(place)].append(place)
        return {
            number
            for page, numbers in pages.items()
            for number, place in zip(numbers, index.read_places(page, numbers), strict=True)
            if any(self.in_a_row(spoken_words(place), phrase))
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

    def page_of(self, place: int) -> IndexedPage:
        """Return the page on which a place stands."""
        return self._index.pages[bisect_right(self._firsts, place) - 1]

    def in_a_row(
        self, spoken: Sequence[tuple[str, str]], phrase: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """Yield the words of `phrase` with the sentence that says them, wherever it is said."""
        forms = [self._forms(term) for term in phrase]
        for at in range(len(spoken) - len(phrase) + 1):
            if all(spoken[at + i][1] in words for i, words in enumerate(forms)):
                yield from ((spoken[at + i][0], term) for i, term in enumerate(phrase))

    def answers_at(
        self, terms: Sequence[str], memory: dict[str, dict[str, Match]], token: str
    ) -> dict[str, Match]:
        """Return which of `terms` a piece between spaces answers, and how well.

        Args:
            terms: The words of one query.
            memory: What is known of other pieces; filled.
            token: The piece.
        """
        known = memory.get(token)
        if known is None:
            words, best = spellings(token), best_match(token)
            known = memory[token] = {
                term: min(best, max(found))
                for term in terms
                if (found := [m[1] for w in words if (m := self.answering(term).get(w))])
            }
        return known
