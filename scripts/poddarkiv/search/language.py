"""How the words of a language find one another: forms, irregular families, compounds.

The facts lie in `assets/search/<language>.json`, which the browser reads too; `search-core.js`
follows the same rules, and a test holds the two together. A language without such a file is
searched as Pagefind does it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

from poddarkiv.search.endings import DERIVED_SHORTEST, SHORTEST, cut_ending, shortened
from poddarkiv.search.matches import Match
from poddarkiv.search.proper_names import ProperNames
from poddarkiv.search.stem import stem
from poddarkiv.search.words import fold

_LOSS = 2
"""Letters of a root that Pagefind may cut, as `ig` of `delaktig`."""


@dataclass(frozen=True)
class Language:
    """What is known of a language's words; all in lower case."""

    function_words: frozenset[str] = frozenset()
    """Words that say nothing alone."""
    stop_words: tuple[str, ...] = ()
    """The commonest of these, which are read but not indexed where people speak."""
    endings: tuple[str, ...] = ()
    """Of inflected words, and of derived ones."""
    derived: frozenset[str] = frozenset()
    """Endings that make another word of the same root (`utbilda`, `utbildning`)."""
    families: tuple[tuple[str, ...], ...] = ()
    """Words that belong together though cutting endings does not show it (`bok`, `böcker`)."""
    heads: frozenset[str] = frozenset()
    """Words that are common first parts of compounds."""
    tails: frozenset[str] = frozenset()
    not_heads: frozenset[str] = frozenset()
    not_tails: frozenset[str] = frozenset()
    alike: tuple[tuple[str, ...], ...] = ()
    """Small words that stand for one another in a phrase (`livet av mig`, `livet av sig`)."""

    proper: ProperNames = field(default_factory=ProperNames)
    """Places and people."""

    def is_name(self, term: str) -> bool:
        """Whether `term` is a place or a person: no slip of another word, and not its beginning.

        >>> language("sv").is_name("skånska"), language("sv").is_name("svensson")
        (True, True)
        """
        return bool(self.proper.name_of(term))

    def root(self, word: str) -> str:
        """Return the beginning that the forms of `word` have in common, approximately.

        >>> language("sv").root("återhämtningens"), language("sv").root("rummet")
        ('återhämt', 'rum')
        """
        known = self._roots.get(word)
        if known is None:
            stem = cut_ending(cut_ending(word, self._endings), self._derived)
            known = self._roots[word] = shortened(stem, was_cut=stem != word)
        return known

    @cached_property
    def _roots(self) -> dict[str, str]:
        return {}

    @cached_property
    def _endings(self) -> Mapping[str, int]:
        """The letters that must be left before each ending."""
        # `tidningen` is cut to `tidning`, not to `tid`.
        long = tuple(self.derived)
        return {e: DERIVED_SHORTEST if e.startswith(long) else SHORTEST for e in self.endings}

    @cached_property
    def _derived(self) -> Mapping[str, int]:
        return dict.fromkeys(self.derived, DERIVED_SHORTEST)

    @cached_property
    def kin(self) -> Mapping[str, tuple[str, ...]]:
        """The members of families by the roots of their members."""
        found: dict[str, tuple[str, ...]] = {}
        for family in self.families:
            for root in dict.fromkeys(map(self.root, family)):
                found[root] = tuple(dict.fromkeys((*found.get(root, ()), *family)))
        return found

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """By the roots of their members: the member by which each family is indexed."""
        found: dict[str, tuple[str, ...]] = {}
        for family in self.families:
            # Long enough not to be the beginning of other words: `böcker` rather than `bok`.
            long = [m for m in family if len(stem(fold(m))) >= DERIVED_SHORTEST]
            name = (long or family)[0]
            for root in dict.fromkeys(map(self.root, family)):
                found[root] = (*found.get(root, ()), name)
        return found

    def family(self, word: str) -> tuple[str, ...]:
        """Return the words that belong with `word` beyond its endings; none for most."""
        return self.kin.get(self.root(word), ())

    def reach(self, word: str) -> str:
        """Return what to look for when somebody asks for `word`: a word, or words' beginning.

        >>> language("sv").reach("återhämtningens"), language("sv").reach("boken")
        ('återhämt', 'böcker')
        """
        if word in self.function_words:
            return word
        root = self.root(word)
        if root in self.names:
            return self.names[root][0]
        # Pagefind cuts endings too: `fören` of `förening` would become `för`, and `erfarenh` is no
        # beginning of `erfaren`, by which it knows `erfarenhet`.
        least = min(len(root), max(len(root) - _LOSS, DERIVED_SHORTEST))
        whole = stem(fold(word))
        for length in range(len(root), len(word)):
            begun = stem(fold(word[:length]))
            if len(begun) >= least and whole.startswith(begun):
                return word[:length]
        return word

    def answers(self, word: str, term: str) -> bool:
        """Whether `word` of a text is what somebody who wrote `term` asks for."""
        return self.match(word, term) > Match.NONE

    def match(self, word: str, term: str) -> Match:
        """Return how `word` of a text answers `term`: not, by its beginning, or as a form of it.

        Dots and accents count only where `term` has some; numbers are not the beginning of others.
        """
        plain = fold if fold(term) == term else str
        if plain(word) == term:
            return Match.EXACT
        # `min` is no form of `minst`, nor `man` of `män`.
        if term.isdecimal() or word in self.function_words:
            return Match.NONE
        if self.is_name(term):
            return self.proper.match(plain(word), self.proper.name_of(term))
        roots = {term, *(plain(self.root(one)) for one in (term, *self.family(term)))}
        if plain(word) in roots or plain(self.root(word)) in roots:
            return Match.FORM
        begins = plain(word).startswith(plain(self.reach(term)))
        return Match.PART if begins else Match.NONE

    def beginnings(self, term: str) -> tuple[str, ...]:
        """Return what words that answer `term` begin with: few do, and only they need be compared.

        Without dots and accents where `term` has none.
        """
        plain = fold if fold(term) == term else str
        if self.is_name(term):
            return (self.proper.name_of(term),)
        roots = (self.root(member) for member in (term, *self.family(term)))
        return tuple(dict.fromkeys(map(plain, (self.reach(term), *roots))))

    def same(self, word: str, term: str) -> bool:
        """Whether `word` is a form of `term`; dots and accents count only where `term` has some.

        One may be the other's root, and have a root of its own: `gräns`, `gränser`.
        """
        plain = fold if fold(term) == term else str
        roots = {plain(self.root(term)), term}
        return plain(word) in roots or plain(self.root(word)) in roots

    def shows(self, word: str, term: str) -> bool:
        """Whether `word` is to be marked for `term`: it answers, or is a compound that holds it."""
        if self.answers(word, term):
            return True
        # `1500` is no part of `21500`, nor `Anna` of `kannan`.
        if term.isdecimal() or self.is_name(term):
            return False
        plain = fold if fold(term) == term else str
        root = plain(self.root(term))
        if len(root) >= DERIVED_SHORTEST and root in plain(word):
            return True
        # `kamratstöd` for `stötta`.
        family = (self.root(member) for member in self.family(term))
        long = tuple(root for root in family if len(root) >= DERIVED_SHORTEST)
        return self.root(word).endswith(long)

    def is_compound(self, word: str) -> bool:
        """Whether `word` is a common first part and a common last one: no slip of another word."""
        heads, tails = self._parts
        plain = fold(word)
        return any(plain[:at] in heads and plain[at:] in tails for at in range(1, len(plain)))

    @cached_property
    def _parts(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(map(fold, self.heads)), frozenset(map(fold, self.tails))


@lru_cache
def language(code: str) -> Language:
    """Return what is known of the language `code` (as in `sv` or `sv-SE`); perhaps nothing."""
    name = code.replace("_", "-").partition("-")[0].lower()
    file = files("poddarkiv") / "assets" / "search" / f"{name}.json"
    if not re.fullmatch("[a-z]{2,3}", name) or not file.is_file():
        return Language()
    facts = json.loads(file.read_text(encoding="utf-8"))

    def listed(key: str) -> list[str]:
        return " ".join(facts[key]).split()

    derived = listed("derived")
    return Language(
        function_words=frozenset(listed("stop")),
        stop_words=tuple(listed("silent")),
        endings=(*listed("endings"), *derived),
        derived=frozenset(derived),
        families=tuple(tuple(line.split()) for line in facts["families"]),
        heads=frozenset(listed("heads")),
        tails=frozenset(listed("tails")),
        not_heads=frozenset(listed("not_heads")),
        not_tails=frozenset(listed("not_tails")),
        proper=ProperNames(
            people=frozenset(" ".join(facts.get("people", ())).split()),
            places=frozenset(" ".join(facts.get("places", ())).split()),
        ),
        alike=tuple(tuple(line.split()) for line in facts.get("alike", ())),
    )
