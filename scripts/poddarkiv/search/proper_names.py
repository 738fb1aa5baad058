"""Places and people: names that are met whole, and are no slips of other words."""

from dataclasses import dataclass
from functools import cached_property

from poddarkiv.search.matches import Match
from poddarkiv.search.words import fold

_LONG_PLACE = 5
"""Letters of a place that is not the beginning of other words by chance."""


@dataclass(frozen=True)
class ProperNames:
    """What is known of names; all in lower case."""

    people: frozenset[str] = frozenset()
    """Common names that are no other words."""
    places: frozenset[str] = frozenset()
    """Places and what is from there (`skånsk`)."""

    def name_of(self, term: str) -> str:
        """Return the name that `term` is or says to be somebody's; none for other words.

        >>> ProperNames(frozenset({"lars"})).name_of("lars")
        'lars'
        """
        known = self._memory.get(term)
        if known is None:
            known = self._memory[term] = self._find(term)
        return known

    def match(self, word: str, name: str) -> Match:
        """Return how `word` of a text answers `name`, which is as `name_of` gave it."""
        if word in (name, f"{name}s") or _adjective(word) == name:
            return Match.FORM
        # `Stockholmsregionen` and `svenskar`, but no `annars` for `Anna`.
        long = len(name) >= _LONG_PLACE and (name in self.places or name in self._plain[1])
        return Match.PART if long and word.startswith(name) else Match.NONE

    def _find(self, term: str) -> str:
        # `lar` is not `Lars`, and `lär` not his either; `ange` is no other way to type `Ånge`.
        people, places = self._plain if fold(term) == term else (self.people, self.places)
        for name in (term, _unowned(term)):
            if name in people or name in places:
                return name
            if _adjective(name) in places:
                return _adjective(name)
        return _unowned(term) if people and _unowned(term).endswith("sson") else ""

    @cached_property
    def _memory(self) -> dict[str, str]:
        return {}

    @cached_property
    def _plain(self) -> tuple[frozenset[str], frozenset[str]]:
        """People and places as they are typed without dots and accents."""
        return frozenset(map(fold, self.people)), frozenset(map(fold, self.places))


def _unowned(name: str) -> str:
    """Return a name without what says that something is somebody's."""
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def _adjective(name: str) -> str:
    """Return `skånsk` of `skånska` and `skånskt`; of other names themselves."""
    return name[:-1] if name.endswith(("ska", "skt")) else name
