"""From sound to words: chunks in batches, the gate, and a second hearing of what failed it.

`hear_batch` is a function of its batch alone: batches may be heard in any process and any order,
and kept for later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from poddarkiv.asr.chunk import Chunk
from poddarkiv.asr.engine import Engine, Hearing, Request
from poddarkiv.asr.gate import Fault, badness, faults
from poddarkiv.formats.machine import Stretch
from poddarkiv.transcript import Word

BATCH = 8
"""Chunks that are decoded together. Part of the settings: another number may change the text."""
_SPLITS = 2
"""How many times what fails is split."""
_LADDER = ({"no_repeats": True}, {"temperature": 0.4}, {"temperature": 0.8})
"""How parts that fail are heard again, the surest way first; only those that still fail go on."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What was heard in one chunk, in times of the recording."""

    words: tuple[Word, ...]
    stretch: Stretch
    spoken: tuple[str, float] | None = None
    """The language that it sounds like and how likely, where the engine tells."""


@dataclass(frozen=True)
class _Try:
    chunk: Chunk
    hearing: Hearing
    found: tuple[Fault, ...]

    @property
    def badness(self) -> tuple[int, float]:
        return badness(self.found), -self.hearing.logprob


def hear_batch(engine: Engine, chunks: Sequence[Chunk], request: Request) -> list[Passage]:
    """Return what is said in each of `chunks`, in their order.

    A chunk that fails the gate is split at its longest pause and heard again, and so is a half that
    fails; what fails still is heard without repetition, then with rising temperature. Parts count
    where they are no worse than the whole. Credit lines that remain are left out.
    """
    first = _hear(engine, chunks, request)
    return [
        _passage(chunk, kept, attempt.found)
        for chunk, attempt, kept in zip(
            chunks, first, _better(engine, first, request, _SPLITS), strict=True
        )
    ]


def _better(
    engine: Engine, tries: Sequence[_Try], request: Request, splits: int
) -> list[list[_Try]]:
    """Return for each of `tries` itself, or the tries on its parts that shall stand for it."""
    parts: dict[int, tuple[Chunk, Chunk]] = {}
    whole: list[int] = []
    for i, attempt in enumerate(tries):
        halves = attempt.chunk.split() if attempt.found and splits else None
        if halves:
            parts[i] = halves
        elif attempt.found:
            whole.append(i)
    again = _again(engine, [tries[i] for i in whole], request)
    kept = [[each] for each in _put(tries, whole, again)]
    if parts:
        heard = _hear(engine, [half for i in parts for half in parts[i]], request)
        better = iter(_better(engine, heard, request, splits - 1))
        for i in parts:
            both = [*next(better), *next(better)]
            if sum(each.badness[0] for each in both) <= tries[i].badness[0]:
                kept[i] = both
    return kept


def _put(tries: Sequence[_Try], places: Sequence[int], others: Sequence[_Try]) -> list[_Try]:
    changed = dict(zip(places, others, strict=True))
    return [changed.get(i, attempt) for i, attempt in enumerate(tries)]


def _hear(engine: Engine, chunks: Sequence[Chunk], request: Request) -> list[_Try]:
    found: list[_Try] = []
    for start in range(0, len(chunks), BATCH):
        some = chunks[start : start + BATCH]
        heard = engine.hear([chunk.sound for chunk in some], request)
        found += [
            _Try(chunk, hearing, faults(hearing, chunk.seconds))
            for chunk, hearing in zip(some, heard, strict=True)
        ]
    return found


def _again(engine: Engine, tries: Sequence[_Try], request: Request) -> list[_Try]:
    """Return the best that the ladder makes of each of `tries`."""
    best = list(tries)
    for step in _LADDER:
        failed = [i for i, attempt in enumerate(best) if attempt.found]
        others = _hear(engine, [best[i].chunk for i in failed], replace(request, **step))
        for i, attempt in zip(failed, others, strict=True):
            best[i] = min(best[i], attempt, key=lambda each: each.badness)
    return best


def _passage(chunk: Chunk, kept: Sequence[_Try], before: tuple[Fault, ...]) -> Passage:
    words: list[Word] = []
    for attempt in kept:
        if Fault.CREDIT in attempt.found:
            continue
        for word in attempt.hearing.words:
            start, end = attempt.chunk.place(word.start, word.end)
            start = max(start, words[-1].end) if words else start
            words.append(
                Word(word.text, round(start, 2), round(max(start, end), 2), word.probability)
            )
    remaining = sorted({fault.value for attempt in kept for fault in attempt.found})
    return Passage(
        tuple(words),
        Stretch(
            start=round(chunk.start, 2),
            end=round(chunk.end, 2),
            speech=round(chunk.seconds, 2),
            words=len(words),
            failed=tuple(fault.value for fault in before),
            remaining=tuple(remaining),
        ),
        kept[0].hearing.spoken,
    )
