"""Under which other words a text can be found: parts of compounds, kindred words, synonyms.

These words are added to the text that Pagefind reads, at the end of the paragraph where they apply
and with little weight, each behind a mark that the browser knows and leaves out of excerpts. So a
search needs no map in the browser, and fetches no more for `stöd` than for any other word.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from unicodedata import normalize

from poddarkiv.model import Glossary
from poddarkiv.search.compounds import SHORTEST_ROOT, Compounds
from poddarkiv.search.earlier import LexiconState
from poddarkiv.search.language import Language
from poddarkiv.search.matches import Match, marked, unmarked
from poddarkiv.search.stem import stem
from poddarkiv.search.synonyms import Synonym, synonym_groups, synonyms
from poddarkiv.search.words import (
    accentless,
    begins_number,
    clean,
    fold,
    grouped_numbers,
    spellings,
    words_of,
)

_DASH = "–"


class Lexicon:
    """How the words of one archive expand: parts of compounds, families, synonyms."""

    def __init__(
        self,
        language: Language,
        words: Iterable[str],
        glossary: Glossary | None = None,
        earlier: LexiconState | None = None,
    ) -> None:
        """Learn from `words`: every word of the archive, in lower case.

        Args:
            language: Whose words they are.
            words: Without numbers and the like, or with them.
            glossary: Terms and their synonyms.
            earlier: The state of an earlier lexicon of this language and glossary.
        """
        self._language = language
        self._known = frozenset(word for word in words if len(word) >= 4)
        self._compounds = Compounds(language, self._known)
        self._expansions: dict[str, tuple[str, ...]] = {}
        """By what stands between spaces."""
        self._begins: dict[str, bool] = {}
        self._earlier = earlier or LexiconState()
        self._groups = synonym_groups(glossary or Glossary()) if language.endings else []
        self._synonyms = list(synonyms(language, self._groups))

    @cached_property
    def _by_roots(self) -> Mapping[tuple[str, ...], list[Synonym]]:
        found: defaultdict[tuple[str, ...], list[Synonym]] = defaultdict(list)
        for synonym in self._synonyms:
            found[synonym.roots].append(synonym)
        return found

    @cached_property
    def _narrower(self) -> Mapping[str, tuple[str, ...]]:
        """By the root of a term in one word: the narrower terms that lead to its compounds too."""
        return {
            self._language.root(name): tuple(words_of(" ".join(group.narrower)))
            for group in self._groups
            for name in group.names
            if group.narrower and " " not in name
        }

    @cached_property
    def _lengths(self) -> Mapping[str, list[int]]:
        """By the first root of synonyms: of how many words they are."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for roots in self._by_roots:
            found[roots[0]].add(len(roots))
        return {root: sorted(lengths) for root, lengths in found.items()}

    def expand_text(self, words: Sequence[str]) -> list[str]:
        """Return the words under which a text with `words` is also found: marked, in order.

        Args:
            words: What stands between the text's spaces.
        """
        own = frozenset(words)
        added = {other for word in own for other in self.expand_token(word)}
        if any(map(self.begins, own)):
            added.update(self.synonyms(words))
        return sorted(other for other in added if unmarked(other) not in own)

    def expand_token(self, token: str) -> tuple[str, ...]:
        """Return the words that one word of a text is also found under, marked: none for most.

        Args:
            token: What stands between two spaces.
        """
        known = self._expansions.get(token)
        if known is None:
            known = None if token in self._doubtful else self._earlier.expansions.get(token)
            known = self._learn(token) if known is None else known
            self._expansions[token] = known
        return known

    @property
    def state(self) -> LexiconState:
        """What the next lexicon can start from: of the tokens that this one was asked for."""
        begins = frozenset(token for token in self._expansions if self.begins(token))
        return LexiconState(self._known, self._expansions, begins)

    def changed_tokens(self) -> list[str]:
        """Return the tokens whose expansions differ from those that an earlier lexicon knew."""
        earlier = self._earlier.expansions
        return [token for token in self._doubtful if self.expand_token(token) != earlier[token]]

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        """Tokens whose expansions the earlier lexicon may have wrong.

        What a word is split into depends on the words that it holds, and on whether its end has
        the root of one; then it holds the root, which is the beginning of that word. Short roots
        do not count.
        """
        tokens = [*self._earlier.expansions]
        changed = self._known ^ self._earlier.words
        parts = {
            root if len(root) >= SHORTEST_ROOT else word for word, root in self._rooted(changed)
        }
        return frozenset(_containing(parts, tokens))

    def _rooted(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((word, self._language.root(word)) for word in words)

    def begins(self, token: str) -> bool:
        """Whether a synonym, or a number in groups of digits, may begin with `token`."""
        if token in self._earlier.expansions:
            return token in self._earlier.begins
        known = self._begins.get(token)
        if known is None:
            known = any(self._language.root(word) in self._lengths for word in words_of(token))
            known = self._begins[token] = known or begins_number(token)
        return known

    def synonyms(self, tokens: Sequence[str]) -> Iterator[str]:
        """Yield, marked, the words of other ways to say what is said, as `1500` of `1 500`.

        Args:
            tokens: What stands between the text's spaces.
        """
        for number in grouped_numbers(tokens):
            yield marked(number, Match.SYNONYM)
        roots = [self._language.root(word) for word in words_of(" ".join(tokens))]
        for at, root in enumerate(roots):
            for length in self._lengths.get(root, ()):
                for synonym in self._by_roots.get(tuple(roots[at : at + length]), ()):
                    for other in synonym.others:
                        yield marked(other, Match.SYNONYM)

    def _learn(self, token: str) -> tuple[str, ...]:
        words = words_of(token)
        others = set(spellings(token))
        if not token.isascii():
            # Pagefind knows `ł` as a letter of its own.
            others.update(plain for word in words if (plain := fold(word)) != accentless(word))
        others.difference_update(words)
        if _DASH in token:
            # Pagefind reads `2016–2017` as one word.
            others.update(words)
        found = {marked(other, Match.SYNONYM) for other in others}
        if self._language.endings:
            thought = (other for word in words for other in self._think(word))
            found.update(other for other in thought if unmarked(other) not in words)
        return tuple(sorted(found))

    def _think(self, word: str) -> Iterator[str]:
        if word in self._language.function_words:
            return
        own = stem(fold(word))
        for name in self._names(word, own):
            yield marked(name, Match.SYNONYM)
        for part in self._compounds.parts(word):
            match = Match.LAST if word.endswith(part) else Match.PART
            # Pagefind finds a word by its beginning anyway.
            if not own.startswith(stem(fold(part))):
                yield marked(part, match)
            for name in self._names(part, own):
                yield marked(name, match)
            for narrower in self._narrower.get(self._language.root(part), ()):
                yield marked(narrower, Match.SYNONYM)

    def _names(self, word: str, own: str) -> Iterator[str]:
        for name in self._language.names.get(self._language.root(word), ()):
            if not own.startswith(stem(fold(name))):
                yield name


def _containing(parts: Iterable[str], tokens: Sequence[str]) -> Iterator[str]:
    """Yield those of `tokens` that contain any of `parts`, in lower case; some more than once."""
    # One search in a long text is faster than many in short ones.
    text = clean(normalize("NFC", "\n".join(tokens))).lower()
    starts = [*accumulate((len(line) + 1 for line in text.split("\n")), initial=0)]
    for part in parts:
        at = text.find(part)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            yield tokens[number]
            at = text.find(part, starts[number + 1])
