"""Under which other words a text can be found: parts of compounds, kindred words, synonyms.

These words are added to the text that Pagefind reads, at the end of the paragraph where they apply
and with little weight, each behind a mark that the browser knows and leaves out of excerpts. So a
search needs no map in the browser, and fetches no more for `stöd` than for any other word.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from poddarkiv.model import Glossary
from poddarkiv.search.language import Language
from poddarkiv.search.matches import Match, marked, unmarked
from poddarkiv.search.stem import stem
from poddarkiv.search.synonyms import Synonym, synonym_groups, synonyms
from poddarkiv.search.words import (
    accentless,
    begins_number,
    fold,
    grouped_numbers,
    spellings,
    words_of,
)

_SHORTEST_WORD = 6
"""Letters of a word that may be a compound."""
_SURE = 4
_SHORTEST_UNKNOWN = 3
"""Letters of the root of a second part that is in no list."""
_SHORTEST_ROOT = 4
"""Letters of a root by which the form of a second part is known."""
_DASH = "–"
_JOINTS = ("nings", "ings", "hets", "ions", "skaps", "doms", "elses", "ments", "ans", "ets", "ens")
"""Ends of a first part after which a second must follow."""


class Lexicon:
    """What the words of one archive have to do with one another."""

    def __init__(
        self, language: Language, words: Iterable[str], glossary: Glossary | None = None
    ) -> None:
        """Learn from `words`: every word of the archive, in lower case."""
        self._language = language
        self._known = frozenset(word for word in words if len(word) >= 4)
        self._brought: dict[str, tuple[str, ...]] = {}
        """By what stands between spaces."""
        self._groups = synonym_groups(glossary or Glossary()) if language.endings else []
        self._synonyms = list(synonyms(language, self._groups))

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset(map(self._language.root, self._known))

    @cached_property
    def _tails(self) -> frozenset[str]:
        return frozenset(map(self._language.root, self._language.tails))

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

    def also(self, words: Sequence[str]) -> list[str]:
        """Return under what a text should be found, besides its own `words`: marked, in order.

        Args:
            words: What stands between the text's spaces.
        """
        added = {other for word in words for other in self.brought(word)}
        if any(map(self.begins, words)):
            added.update(self.synonyms(words))
        own = frozenset(words)
        return sorted(other for other in added if unmarked(other) not in own)

    def brought(self, token: str) -> tuple[str, ...]:
        """Return what one of the words of a text brings with it, marked: most bring nothing.

        Args:
            token: What stands between two spaces.
        """
        known = self._brought.get(token)
        if known is None:
            known = self._brought[token] = self._learn(token)
        return known

    def begins(self, token: str) -> bool:
        """Whether a synonym, or a number in groups of digits, may begin with `token`."""
        known = any(self._language.root(word) in self._lengths for word in words_of(token))
        return known or begins_number(token)

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
        if word in self._language.stop:
            return
        own = stem(fold(word))
        for name in self._names(word, own):
            yield marked(name, Match.SYNONYM)
        for part in self.parts(word):
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

    def parts(self, word: str) -> list[str]:
        """Return the words that the compound `word` consists of; none when it is no compound.

        >>> from poddarkiv.search.language import language
        >>> Lexicon(language("sv"), []).parts("självhjälpsgruppen")
        ['själv', 'hjälpsgruppen', 'hjälp', 'gruppen', 'självhjälp']
        """
        if len(word) < _SHORTEST_WORD or not word.isalpha():
            return []
        found: dict[str, None] = {}
        for head, tail in self._splits(word):
            for part in (head, *self.parts(head), tail, *self.parts(tail)):
                found[part] = None
        return list(found)

    def _splits(self, word: str) -> list[tuple[str, str]]:
        """Return all sure ways to split `word`, else the likeliest guess."""
        known = self._split_memory.get(word)
        if known is not None:
            return known
        ways: dict[int, list[tuple[str, str]]] = {}
        for at in range(3, len(word) - 2):
            written, tail = word[:at], word[at:]
            head = self._head(written)
            ways.setdefault(self._likelihood(written, head, tail), []).append((head, tail))
        best = max(ways, default=0)
        found = ways[best] if best == _SURE else ways.get(best, [])[-1:] if best else []
        self._split_memory[word] = found
        return found

    @cached_property
    def _split_memory(self) -> dict[str, list[tuple[str, str]]]:
        return {}

    def _head(self, head: str) -> str:
        if head.endswith("s") and len(head) > 4 and head not in self._known:
            return head[:-1]
        return head

    def _likelihood(self, written: str, head: str, tail: str) -> int:
        """Return `_SURE` when both parts are words, less the less is known, 0 when it can't be."""
        language = self._language
        if {head, written} & language.not_heads or tail in language.not_tails:
            return 0
        head_common = written in language.heads or head in language.heads
        head_known = head_common or head in self._known
        if not head_known and len(head) < 4:
            return 0
        tail_common = language.root(tail) in self._tails
        if head_known and (tail_common or (len(tail) >= 4 and self._is_word(tail))):
            return _SURE
        if len(tail) < 4 or len(head) < 4:
            return 0
        if tail_common:
            return 3
        if written.endswith(_JOINTS) and len(head) > 4:
            return 2
        # `stödjande` is no compound: only an ending follows its first part.
        own = len(language.root(written + tail)) - len(written)
        return int(head_common and own >= _SHORTEST_UNKNOWN)

    def _is_word(self, tail: str) -> bool:
        root = self._language.root(tail)
        # A short root is an ending too often: `doku|ment` is no kind of `men`.
        if tail in self._known or (len(root) >= _SHORTEST_ROOT and root in self._roots):
            return True
        # A compound within a compound, as in `företags|hälsovården`.
        return len(tail) >= _SHORTEST_WORD + 2 and any(
            self._likelihood(tail[:at], self._head(tail[:at]), tail[at:]) == _SURE
            for at in range(4, len(tail) - 3)
        )
