"""What an earlier index knows of an archive: documents that have not changed need not be read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class LexiconState:
    """What a `Lexicon` has computed, from which the next can start."""

    words: frozenset[str] = frozenset()
    """The words that it was given."""
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words under which each token is also found, of tokens without any too."""
    begins: frozenset[str] = frozenset()
    """Those of the tokens with which a synonym or a number may begin."""


class EarlierIndex(Protocol):
    """An index of the same language, glossary and package."""

    @property
    def words(self) -> Sequence[str]:
        """What stands between spaces, by number."""

    @property
    def lexicon_state(self) -> LexiconState:
        """The state of the lexicon that it was made with."""

    def has_speech(self, url: str, speech: str) -> bool:
        """Whether the transcript with the digest `speech` is that of the page at `url`."""

    def has(self, url: str, html: str, speech: str) -> bool:
        """Whether the page at `url` had this HTML and the transcript with this digest."""

    def speakers(self, url: str) -> tuple[str, ...]:
        """Return what the speakers of a page are called."""

    def count_words(self, urls: Collection[str]) -> Mapping[int, int]:
        """Return how often each word is said on these pages, by number."""

    def pages_with(self, words: Iterable[str]) -> set[str]:
        """Return the addresses of pages where any of `words` is said."""


class NoIndex:
    """There is no earlier index."""

    words: Sequence[str] = ()
    lexicon_state = LexiconState()

    def has_speech(self, url: str, speech: str) -> bool:
        """Return False."""
        return False

    def has(self, url: str, html: str, speech: str) -> bool:
        """Return False."""
        return False

    def speakers(self, url: str) -> tuple[str, ...]:
        """Return no names."""
        return ()

    def count_words(self, urls: Collection[str]) -> Mapping[int, int]:
        """Return no words."""
        return {}

    def pages_with(self, words: Iterable[str]) -> set[str]:
        """Return no addresses."""
        return set()
