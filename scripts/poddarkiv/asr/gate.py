"""The quality gate: which chunks to hear again. Figures and phrases together. No I/O."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from poddarkiv.asr.engine import Hearing
from poddarkiv.formats import invented
from poddarkiv.transcript import Word


class Fault(StrEnum):
    """Why what was heard can't be right."""

    EMPTY = "empty"
    """Speech, and no text."""
    CREDIT = "credit"
    """A subtitler's line in place of what was said."""
    LOOP = "loop"
    """One thing over and over."""
    UNSURE = "unsure"
    """The model did not believe it itself."""
    SPARSE = "sparse"
    """Too few words for that much speech."""
    HOLE = "hole"
    """Seconds of speech in the midst of it without a word."""
    DENSE = "dense"
    """More words than anybody speaks."""


_COMPRESSION = 2.4
_LOGPROB = -1.0
_SLOWEST, _FASTEST = 0.5, 6.0
"""Words a second of speech."""
_HOLE = 2.5
"""Seconds that no single word takes: the model went past what was said there. In real speech the
longest took 0.9 s; where sentences were missing, the word beside them was stretched over them."""
_ENOUGH = 5.0
"""Seconds of speech from which its pace says something."""


def faults(hearing: Hearing, seconds: float) -> tuple[Fault, ...]:
    """Return what is wrong with `hearing` of `seconds` of speech; empty when it passes."""
    found = []
    texts = [word.text for word in hearing.words]
    pace = len(texts) / seconds if seconds else 0.0
    if not texts:
        # A cough or a breath that the detector took for speech may well hold no word.
        return (Fault.EMPTY,) if seconds >= 2 else ()
    mean = sum(word.probability for word in hearing.words) / len(texts)
    if invented.is_credit(hearing.text) or invented.is_suspect(hearing.text, seconds, mean):
        found.append(Fault.CREDIT)
    if hearing.compression > _COMPRESSION or invented.loops(texts):
        found.append(Fault.LOOP)
    if hearing.logprob < _LOGPROB:
        found.append(Fault.UNSURE)
    if seconds >= _ENOUGH and pace < _SLOWEST:
        found.append(Fault.SPARSE)
    elif _longest(hearing.words, seconds) > _HOLE:
        found.append(Fault.HOLE)
    if seconds >= 1 and pace > _FASTEST:
        found.append(Fault.DENSE)
    return tuple(found)


def _longest(words: Sequence[Word], seconds: float) -> float:
    """Return the most seconds between the beginnings of two words, or to either end."""
    times = [0.0, *(word.start for word in words), seconds]
    spans = [after - before for before, after in pairwise(times)]
    return max(*spans, max(word.end - word.start for word in words))


_WEIGHT = {
    Fault.EMPTY: 8,
    Fault.CREDIT: 8,
    Fault.LOOP: 6,
    Fault.SPARSE: 4,
    Fault.HOLE: 4,
    Fault.DENSE: 4,
    Fault.UNSURE: 1,
}


def badness(found: tuple[Fault, ...]) -> int:
    """Return how bad `found` is, to choose among tries: lost speech is worse than unsure text."""
    return sum(_WEIGHT[fault] for fault in found)
