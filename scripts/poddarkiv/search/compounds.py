"""What compounds consist of, by the words of a language and of an archive."""

from functools import cached_property

from poddarkiv.search.language import Language

_SHORTEST_WORD = 6
"""Letters of a word that may be a compound."""
_SURE = 4
_SHORTEST_UNKNOWN = 3
"""Letters of the root of a second part that is in no list."""
SHORTEST_ROOT = 4
"""Letters of a root by which the form of a second part is known."""
_JOINTS = ("nings", "ings", "hets", "ions", "skaps", "doms", "elses", "ments", "ans", "ets", "ens")
"""Ends of a first part after which a second must follow."""


class Compounds:
    """Splits words into the words that they consist of."""

    def __init__(self, language: Language, words: frozenset[str]) -> None:
        """Learn from `words`: those of the archive of four letters or more, in lower case."""
        self._language = language
        self._known = words

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset(map(self._language.root, self._known))

    @cached_property
    def _tails(self) -> frozenset[str]:
        return frozenset(map(self._language.root, self._language.tails))

    def parts(self, word: str) -> list[str]:
        """Return the words that the compound `word` consists of; none when it is no compound.

        >>> from poddarkiv.search.language import language
        >>> Compounds(language("sv"), frozenset()).parts("självhjälpsgruppen")
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
        if tail in self._known or (len(root) >= SHORTEST_ROOT and root in self._roots):
            return True
        # A compound within a compound, as in `företags|hälsovården`.
        return len(tail) >= _SHORTEST_WORD + 2 and any(
            self._likelihood(tail[:at], self._head(tail[:at]), tail[at:]) == _SURE
            for at in range(4, len(tail) - 3)
        )
