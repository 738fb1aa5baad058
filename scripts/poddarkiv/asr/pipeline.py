"""From sound to words: decode chunks in batches, and retry what fails the quality gate.

`transcribe_batch` is a function of its batch alone: batches may run in any process and in any
order, and their results may be cached.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from poddarkiv.asr.chunk import Chunk
from poddarkiv.asr.engine import Engine, Hypothesis, Request
from poddarkiv.asr.quality_gate import Fault, find_faults, weigh_faults
from poddarkiv.formats.machine import Stretch
from poddarkiv.transcript import Word

BATCH = 8
"""Chunks that are decoded together. Part of the settings: another number may change the text."""
_SPLITS = 2
"""How many times what fails is split."""
_LADDER = ({"no_repeats": True}, {"temperature": 0.4}, {"temperature": 0.8})
"""How parts that fail are retried, the surest way first; only those that still fail go on."""


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """The words of one chunk, in times of the recording."""

    words: tuple[Word, ...]
    stretch: Stretch
    language: tuple[str, float] | None = None
    """Detected language and its probability, where the engine tells."""


@dataclass(frozen=True)
class _Attempt:
    chunk: Chunk
    hypothesis: Hypothesis
    faults: tuple[Fault, ...]

    @property
    def fault_weight(self) -> tuple[int, float]:
        return weigh_faults(self.faults), -self.hypothesis.logprob


def transcribe_batch(
    engine: Engine, chunks: Sequence[Chunk], request: Request
) -> list[ChunkResult]:
    """Return the result of each of `chunks`, in their order.

    A chunk that fails the gate is split at its longest pause and decoded again, and so is a half
    that fails; what fails still is decoded without repetition, then with rising temperature. Parts
    replace the whole where they are no worse. Credit lines that remain are left out.
    """
    first = _transcribe(engine, chunks, request)
    return [
        _chunk_result(chunk, kept, attempt.faults)
        for chunk, attempt, kept in zip(
            chunks, first, _improve(engine, first, request, _SPLITS), strict=True
        )
    ]


def _improve(
    engine: Engine, tries: Sequence[_Attempt], request: Request, splits: int
) -> list[list[_Attempt]]:
    """Return for each attempt itself, or the attempts on its parts that replace it."""
    parts: dict[int, tuple[Chunk, Chunk]] = {}
    whole: list[int] = []
    for i, attempt in enumerate(tries):
        # What fails as a whole is often right in parts, for less than a second pass costs.
        halves = attempt.chunk.split() if attempt.faults and splits else None
        if halves:
            parts[i] = halves
        elif attempt.faults:
            whole.append(i)
    again = _retry(engine, [tries[i] for i in whole], request)
    kept = [[each] for each in _with_replaced(tries, whole, again)]
    if parts:
        hypotheses = _transcribe(engine, [half for i in parts for half in parts[i]], request)
        better = iter(_improve(engine, hypotheses, request, splits - 1))
        for i in parts:
            both = [*next(better), *next(better)]
            if sum(each.fault_weight[0] for each in both) <= tries[i].fault_weight[0]:
                kept[i] = both
    return kept


def _with_replaced(
    tries: Sequence[_Attempt], places: Sequence[int], others: Sequence[_Attempt]
) -> list[_Attempt]:
    changed = dict(zip(places, others, strict=True))
    return [changed.get(i, attempt) for i, attempt in enumerate(tries)]


def _transcribe(engine: Engine, chunks: Sequence[Chunk], request: Request) -> list[_Attempt]:
    found: list[_Attempt] = []
    # Retries come in any number; the decoder's memory grows with the batch.
    for start in range(0, len(chunks), BATCH):
        some = chunks[start : start + BATCH]
        hypotheses = engine.transcribe([chunk.sound for chunk in some], request)
        found += [
            _Attempt(chunk, hypothesis, find_faults(hypothesis, chunk.seconds))
            for chunk, hypothesis in zip(some, hypotheses, strict=True)
        ]
    return found


def _retry(engine: Engine, tries: Sequence[_Attempt], request: Request) -> list[_Attempt]:
    """Return the best attempt of the ladder for each of `tries`."""
    best = list(tries)
    for step in _LADDER:
        failed = [i for i, attempt in enumerate(best) if attempt.faults]
        others = _transcribe(engine, [best[i].chunk for i in failed], replace(request, **step))
        for i, attempt in zip(failed, others, strict=True):
            best[i] = min(best[i], attempt, key=lambda each: each.fault_weight)
    return best


def _chunk_result(chunk: Chunk, kept: Sequence[_Attempt], before: tuple[Fault, ...]) -> ChunkResult:
    words: list[Word] = []
    for attempt in kept:
        # Nothing is better than a subtitler's credit; `remaining` marks the place for review.
        if Fault.CREDIT in attempt.faults:
            continue
        for word in attempt.hypothesis.words:
            start, end = attempt.chunk.place(word.start, word.end)
            # Cross-attention may place a word before the one it follows; cues need rising times.
            start = max(start, words[-1].end) if words else start
            words.append(
                Word(word.text, round(start, 2), round(max(start, end), 2), word.probability)
            )
    remaining = sorted({fault.value for attempt in kept for fault in attempt.faults})
    return ChunkResult(
        tuple(words),
        Stretch(
            start=round(chunk.start, 2),
            end=round(chunk.end, 2),
            speech=round(chunk.seconds, 2),
            words=len(words),
            failed=tuple(fault.value for fault in before),
            remaining=tuple(remaining),
        ),
        kept[0].hypothesis.language,
    )
