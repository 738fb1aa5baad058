"""The quality gate: which chunks to decode again, by figures and by phrases. No I/O."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from poddarkiv.asr.engine import Hypothesis
from poddarkiv.formats import hallucinations
from poddarkiv.transcript import Word


class Fault(StrEnum):
    """Why a hypothesis can't be right."""

    EMPTY = "empty"
    """Speech, and no text."""
    CREDIT = "credit"
    """A hallucinated subtitle credit in place of what was said."""
    LOOP = "loop"
    """One thing over and over."""
    UNSURE = "unsure"
    """The tokens' mean log probability is low."""
    SPARSE = "sparse"
    """Too few words for that much speech."""
    HOLE = "hole"
    """Seconds of speech within it without a word."""
    DENSE = "dense"
    """More words than anybody speaks."""


_COMPRESSION = 2.4
_LOGPROB = -1.0
"""Both as in OpenAI's `transcribe`: `compression_ratio_threshold` and `logprob_threshold`."""
_SLOWEST, _FASTEST = 0.5, 6.0
"""Words a second of speech."""
_HOLE = 2.5
"""Seconds that no single word takes: the model went past what was said there. In real speech the
longest took 0.9 s; where sentences were missing, the word beside them was stretched over them."""
_ENOUGH = 5.0
"""Seconds of speech from which its pace says something."""


def find_faults(hypothesis: Hypothesis, seconds: float) -> tuple[Fault, ...]:
    """Return what is wrong with a hypothesis of `seconds` of speech; empty when it passes."""
    found = []
    texts = [word.text for word in hypothesis.words]
    pace = len(texts) / seconds if seconds else 0.0
    if not texts:
        # A cough or a breath that the detector took for speech may well hold no word.
        return (Fault.EMPTY,) if seconds >= 2 else ()
    # A phrase that is often hallucinated is believed when its words are probable.
    mean = sum(word.probability for word in hypothesis.words) / len(texts)
    if hallucinations.is_credit_line(hypothesis.text) or hallucinations.is_suspect_phrase(
        hypothesis.text, seconds, mean
    ):
        found.append(Fault.CREDIT)
    if hypothesis.compression > _COMPRESSION or hallucinations.has_loop(texts):
        found.append(Fault.LOOP)
    if hypothesis.logprob < _LOGPROB:
        found.append(Fault.UNSURE)
    # Below five seconds a pause outweighs the pace.
    if seconds >= _ENOUGH and pace < _SLOWEST:
        found.append(Fault.SPARSE)
    elif _longest_gap(hypothesis.words, seconds) > _HOLE:
        found.append(Fault.HOLE)
    if seconds >= 1 and pace > _FASTEST:
        found.append(Fault.DENSE)
    return tuple(found)


def _longest_gap(words: Sequence[Word], seconds: float) -> float:
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


def weigh_faults(found: tuple[Fault, ...]) -> int:
    """Return how bad `found` is, to choose among attempts: lost speech outweighs unsure text."""
    return sum(_WEIGHT[fault] for fault in found)
