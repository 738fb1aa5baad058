"""Cutting the endings of Swedish words: how far, and when an ending is none."""

import re
from collections.abc import Mapping

SHORTEST = 3
"""Letters that are left when an ending is cut."""
DERIVED_SHORTEST = 4
"""The same where it makes another word of the root (`utbilda`, `utbildning`)."""
_VOWEL = re.compile(r"[aeiouyåäöéèêëàáóòôúùûüíìîïæø]")
_SYNCOPE = re.compile(r"(?:[bfgkptv][lr]|dr)$")
_LONGEST = 9
"""Letters of the longest ending."""


def cut_ending(word: str, endings: Mapping[str, int]) -> str:
    """Return `word` without its longest ending.

    Args:
        word: In lower case.
        endings: The letters that must be left before each of them.
    """
    for length in range(min(_LONGEST, len(word) - SHORTEST), 0, -1):
        least = endings.get(word[-length:])
        rest = word[:-length]
        if least is not None and len(rest) >= least and _may_end(rest, word[-length:]):
            return rest
    return word


def shortened(stem: str, *, was_cut: bool) -> str:
    """Return a word without its ending as its other forms have it: one letter less, or the same."""
    if len(stem) > SHORTEST and stem.endswith(("mm", "nn")):
        return stem[:-1]
    # `supportrar` and `supporter`, `vackra` and `vacker`.
    if was_cut and len(stem) > DERIVED_SHORTEST and _SYNCOPE.search(stem):
        return stem[:-1]
    return stem


def _may_end(rest: str, ending: str) -> bool:
    if not _VOWEL.search(rest):
        return False
    if ending.startswith("ning"):
        # `förening` is not made of `före`.
        return not _VOWEL.match(rest[-1])
    if ending == "t":
        return not _VOWEL.match(rest[-1]) and rest[-1] != "t"
    if ending == "n":
        return len(rest) > SHORTEST and bool(_VOWEL.match(rest[-1]))
    # `psykos` and `polis` are nobody's, but `mammas` and `arbetes` are somebody's.
    return ending != "s" or rest[-1] not in "iosu"
