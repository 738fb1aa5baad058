"""Find words that are nearly a known name: most likely transcription errors. No I/O."""

import difflib
import re
from collections.abc import Iterator, Sequence

from poddarkiv.formats.cue_comparison import compare_key

_NEAR = 0.72
"""Ratio of difflib's SequenceMatcher from which a word may be a misspelt name."""
_SHORTEST = 5
"""Letters of a name; a shorter one can't be told from another word."""
_STEM = 4
"""Letters that two forms of one word share at least."""
_ENDING = re.compile(
    r"(?:a|ad|ade|ades|an|ande|ar|are|aren|arens|ares|arna|arnas|ars|as|at|ats|d|de|e|en|ens|er|"
    r"ern|erna|ernas|erns|ers|es|et|ets|n|na|nas|nde|ning|ningar|ningarna|ningen|ningens|nings|ns|or|orna|"
    r"r|rna|rnas|rs|s|t|tas|te|ts)?"
)
"""How Swedish nouns and verbs end, also those that are made of one another."""


class NameErrorFinder:
    """Finds misspelt occurrences of known names."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [(name, [compare_key(part) for part in name.split()]) for name in names]
        # A name is no misspelling of a longer one: “peer support” beside “peer supporter”.
        self._known = {part for _name, keys in self._names for part in (*keys, "".join(keys))}
        self._words = ["".join(keys) for name, keys in self._names if not _is_proper(name)]

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield the first likely error of each name: index in `texts`, words, the name."""
        keys = [compare_key(text) for text in texts]
        for name, wanted in self._names:
            if len("".join(wanted)) < _SHORTEST:
                continue
            for place in range(len(keys) - len(wanted) + 1):
                here = keys[place : place + len(wanted)]
                if here != wanted and self._is_name_error("".join(here), "".join(wanted)):
                    yield place, len(wanted), name
                    break

    def _is_name_error(self, said: str, name: str) -> bool:
        if said[:1] != name[:1] or abs(len(said) - len(name)) > 3 or said in self._known:
            return False
        if said.removesuffix("s") == name.removesuffix("s"):
            return False  # the same, or its genitive
        if any(is_form_of(said, word) for word in self._words):
            return False
        return difflib.SequenceMatcher(None, said, name, autojunk=False).ratio() >= _NEAR


def _is_proper(name: str) -> bool:
    """Whether it is a person's or an organisation's, which has no form but the genitive."""
    parts = name.split()
    return len(parts) > 1 and all(part[:1].isupper() for part in parts)


def is_form_of(a: str, b: str) -> bool:
    """Whether two words are forms of one, as far as their endings tell.

    >>> is_form_of("peersupportern", "peersupport"), is_form_of("återhämtad", "återhämtning")
    (True, True)
    >>> is_form_of("återhämtling", "återhämtning")
    False
    """
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    stem = min(len(a), len(b)) if same is None else same
    # An ending may begin within what they share: “återhämta-d”, “återhämt-ning”.
    return any(
        _ENDING.fullmatch(a[cut:]) and _ENDING.fullmatch(b[cut:])
        for cut in range(max(_STEM, stem - 2), stem + 1)
    )
