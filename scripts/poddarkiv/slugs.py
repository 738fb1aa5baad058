"""Names that can stand in an address: lower-case ASCII letters, digits and hyphens."""

import heapq
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_LOOKED_AT = 200
"""Names at most that are looked at for what they share with a misspelt one."""
COMPARED = 40
"""Names at most that a misspelt one is compared with, letter by letter, of however many."""
_SLUG = re.compile(SLUG_PATTERN, re.ASCII)
_SPELLED_OUT = str.maketrans(
    {"å": "a", "ä": "a", "ö": "o", "æ": "ae", "ø": "o", "ß": "ss", "þ": "th", "ð": "d", "ł": "l"}
)


def slugify(text: str) -> str:
    """Return `text` as a slug. Empty when it holds no letter or digit that ASCII has.

    >>> slugify("Återhämtning & Öppenhet")
    'aterhamtning-oppenhet'
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(_SPELLED_OUT)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only))


def is_slug(text: str) -> bool:
    """Whether `text` may be the last part of an address."""
    return bool(_SLUG.match(text))


def closest(text: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `text` most likely was meant to be, or None.

    >>> closest("sofia-ekmann", ["sofia-ekman", "sonny-wahlstedt"])
    'sofia-ekman'
    >>> closest("sofia", ["sofia-ekman", "sonny-wahlstedt"])
    'sofia-ekman'
    """
    return Names(known).closest(text)


class Names:
    """Names that may be misspelt, ready for many questions: each compares a few of them."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known

    @cached_property
    def _names(self) -> list[str]:
        # Listed when something is misspelt: most runs ask nothing.
        return list(self._known)

    @cached_property
    def _with_pair(self) -> Mapping[str, list[int]]:
        """By two letters that follow one another: the places of the names that have them."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for pair in _pairs(name):
                found[pair].append(place)
        return found

    @cached_property
    def _with_part(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for part in set(name.split("-")):
                found[part].append(name)
        return found

    def closest(self, text: str) -> str | None:
        """Return the one of the names that `text` most likely was meant to be, or None."""
        # Imported when something is misspelt: most runs start without it.
        import difflib

        matches = difflib.get_close_matches(text, self.likely(text), n=1, cutoff=0.6)
        if not matches:
            # A first name or a last name alone, where nobody else has it.
            matches = self._with_part.get(text, [])
        return matches[0] if len(matches) == 1 else None

    def likely(self, text: str) -> list[str]:
        """Return the names that share most with `text`: no more than `COMPARED`."""
        if len(self._names) <= COMPARED:
            return self._names
        shared: Counter[int] = Counter()
        # What few names have tells most of them apart; what most have tells little.
        for places in sorted((self._with_pair.get(pair, []) for pair in _pairs(text)), key=len):
            if shared and len(shared) + len(places) > _LOOKED_AT:
                break
            shared.update(places)
        # Of those that share equally much, the shortest are nearest.
        best = heapq.nsmallest(
            COMPARED, shared, key=lambda place: (-shared[place], len(self._names[place]), place)
        )
        return [self._names[place] for place in sorted(best)]


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text))} | {f" {text[:1]}"}
