"""From sound to words: chunks in batches, the gate, and a second hearing of what failed it.

`hear_batch` is a function of its batch alone: batches may be heard in any process and any order,
and kept for later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from poddarkiv.asr.engine import Engine, Hearing, Request
from poddarkiv.asr.gate import Fault, badness, faults
from poddarkiv.asr.speech import Chunk
from poddarkiv.formats.machine import Stretch
from poddarkiv.transcript import Word

BATCH = 8
"""Chunks that are decoded together. Part of the settings: another number may change the text."""
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

    A chunk that fails the gate is split at its longest pause and heard again; halves that fail are
    heard without repetition, then with rising temperature. The best try counts. Credit lines that
    remain are left out.
    """
    first = _hear(engine, chunks, request)
    failed = [i for i, attempt in enumerate(first) if attempt.found]
    halves: dict[int, list[Chunk]] = {}
    for i in failed:
        parts = chunks[i].split()
        halves[i] = list(parts) if parts else [chunks[i]]
    second = iter(_again(engine, [half for i in failed for half in halves[i]], request))
    passages = []
    for i, attempt in enumerate(first):
        if i not in halves:
            passages.append(_passage(chunks[i], [attempt], ()))
            continue
        parts_heard = [next(second) for _ in halves[i]]
        better = sum(part.badness[0] for part in parts_heard) <= attempt.badness[0]
        kept = parts_heard if better else [attempt]
        passages.append(_passage(chunks[i], kept, attempt.found))
    return passages


def _hear(engine: Engine, chunks: Sequence[Chunk], request: Request) -> list[_Try]:
    heard = engine.hear([chunk.sound for chunk in chunks], request)
    return [
        _Try(chunk, hearing, faults(hearing, chunk.seconds))
        for chunk, hearing in zip(chunks, heard, strict=True)
    ]


def _again(engine: Engine, parts: Sequence[Chunk], request: Request) -> list[_Try]:
    best: list[_Try] = []
    for start in range(0, len(parts), BATCH):
        best += _hear(engine, parts[start : start + BATCH], request)
    for step in _LADDER:
        failed = [i for i, attempt in enumerate(best) if attempt.found]
        for start in range(0, len(failed), BATCH):
            some = failed[start : start + BATCH]
            another = replace(request, **step)
            for i, attempt in zip(
                some, _hear(engine, [best[i].chunk for i in some], another), strict=True
            ):
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
