"""Voice activity detection on a stream, and speech packed into chunks for Whisper.

Whisper always computes on 30 seconds. Speech without its long pauses, packed as full as it goes,
costs less; and over music or silence, which is left out, the model can't hallucinate.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from poddarkiv.asr.chunk import LONGEST, Chunk
from poddarkiv.asr.detector import SILENCE, SPEECH, WINDOW, SpeechDetector
from poddarkiv.audio.decode import RATE

if TYPE_CHECKING:
    from poddarkiv.audio.decode import Sound

_PAUSE = 5
"""Windows of silence (160 ms) at which speech may be split."""
_PAD = 9
"""Windows kept before and after speech, so that soft beginnings and endings are kept."""
_FULL = LONGEST // WINDOW
"""Windows in a chunk."""
_PRICE = 2.0
"""Windows of pause that one second of empty chunk is worth, when choosing where to split."""


@dataclass(frozen=True, slots=True)
class _SpeechRun:
    """Speech between two pauses, in windows."""

    first: int
    last: int
    """The one after its last; where the pause is short, the first of the next run."""
    pause: int
    """How long the silence after it is, as far as it matters; 0 where speech was cut."""


@dataclass
class _RunDetector:
    """Turns speech probabilities into runs of speech, with hysteresis."""

    position: int = 0
    first: int | None = None
    """First window of the current run, padding included."""
    quiet_since: int | None = None
    probabilities: list[float] = field(default_factory=list)
    """The last probabilities, up to `position`."""

    def feed(self, probabilities: Iterable[float]) -> Iterator[_SpeechRun]:
        """Yield the runs that end in `probabilities`, which follow what came before."""
        for probability in probabilities:
            yield from self._step(probability)
            self.position += 1

    def _step(self, probability: float) -> Iterator[_SpeechRun]:
        if self.first is None:
            if probability >= SPEECH:
                self.first = max(0, self.position - _PAD)
                self.probabilities = [probability]
            return
        self.probabilities.append(probability)
        if probability >= SPEECH:
            if self.quiet_since is not None and self.position - self.quiet_since >= _PAUSE:
                pause = self.position - self.quiet_since
                yield self._end(self.quiet_since + pause // 2, pause)
            self.quiet_since = None
        elif probability < SILENCE and self.quiet_since is None:
            self.quiet_since = self.position
        if self.quiet_since is not None and self.position - self.quiet_since >= 2 * _PAD:
            yield self._end(self.quiet_since + _PAD, 2 * _PAD)
            self.first, self.quiet_since = None, None
        elif self.position + 1 - self.first >= _FULL:
            yield self._end(self._quietest(), 0)

    def _quietest(self) -> int:
        half = self.probabilities[len(self.probabilities) // 2 :]
        return self.position + 1 - len(half) + half.index(min(half))

    def _end(self, last: int, pause: int) -> _SpeechRun:
        """Return the run that ends at `last`; the next begins there."""
        assert self.first is not None
        run = _SpeechRun(self.first, last, pause)
        self.first = last
        self.probabilities = self.probabilities[last - self.position - 1 :]
        if self.quiet_since is not None:
            self.quiet_since = max(self.quiet_since, last)
        return run

    def close(self) -> Iterator[_SpeechRun]:
        """Yield the run that lasts to the end."""
        if self.first is not None:
            last = self.position if self.quiet_since is None else self.quiet_since + _PAD
            yield self._end(min(last, self.position), 2 * _PAD)
            self.first = None


@dataclass
class _SoundBuffer:
    """The last part of the stream: what a run may still need."""

    offset: int = 0
    blocks: list["Sound"] = field(default_factory=list)

    def add(self, block: "Sound") -> None:
        self.blocks.append(block)

    def cut(self, first: int, last: int) -> "Sound":
        import numpy as np

        parts, position = [], self.offset
        for block in self.blocks:
            low, high = max(first - position, 0), min(last - position, len(block))
            if low < high:
                parts.append(block[low:high])
            position += len(block)
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def drop_before(self, before: int) -> None:
        while self.blocks and self.offset + len(self.blocks[0]) <= before:
            self.offset += len(self.blocks.pop(0))


@dataclass(frozen=True, slots=True)
class _Piece:
    first: int
    sound: "Sound"
    pause: int

    @property
    def last(self) -> int:
        return self.first + len(self.sound)


@dataclass
class SpeechChunker:
    """Splits a stream of sound into chunks of speech, and counts its length."""

    samples: int = 0
    """Read so far."""

    @property
    def seconds(self) -> float:
        """Read so far."""
        return self.samples / RATE

    def chunks(self, blocks: Iterable["Sound"]) -> Iterator[Chunk]:
        """Yield all speech in `blocks`, packed into chunks in the order of the recording."""
        waiting: list[_Piece] = []
        for piece in self._pieces(blocks):
            while waiting and _length(waiting) + len(piece.sound) > LONGEST:
                end = _best_end(waiting)
                yield _pack_chunk(waiting[:end])
                waiting = waiting[end:]
            waiting.append(piece)
        if waiting:
            yield _pack_chunk(waiting)

    def _pieces(self, blocks: Iterable["Sound"]) -> Iterator[_Piece]:
        meter, runs, tape = SpeechDetector(), _RunDetector(), _SoundBuffer()
        for block in blocks:
            tape.add(block)
            self.samples += len(block)
            for run in runs.feed(meter.measure_speech(block)):
                yield self._piece(run, tape)
            needed = runs.position - _PAD if runs.first is None else runs.first
            tape.drop_before(needed * WINDOW)
        for run in runs.close():
            yield self._piece(run, tape)

    def _piece(self, run: _SpeechRun, tape: _SoundBuffer) -> _Piece:
        # The last window is padded with zeros: the recording ends before it.
        first, last = run.first * WINDOW, min(run.last * WINDOW, self.samples)
        return _Piece(first, tape.cut(first, last), run.pause)


def _length(pieces: Iterable[_Piece]) -> int:
    return sum(len(piece.sound) for piece in pieces)


def _best_end(pieces: Sequence[_Piece]) -> int:
    """Return how many of `pieces` make a chunk: it is nearly full, and ends at a long pause."""
    best, found, total = float("-inf"), len(pieces), 0
    for count, piece in enumerate(pieces, 1):
        total += len(piece.sound)
        # Whisper pays for 30 s whatever the chunk holds, so emptiness has a price.
        worth = piece.pause - _PRICE * (LONGEST - total) / RATE
        if worth >= best:
            best, found = worth, count
    return found


def _pack_chunk(pieces: Sequence[_Piece]) -> Chunk:
    import numpy as np

    spans = tuple((piece.first, piece.last) for piece in pieces)
    return Chunk(spans, np.concatenate([piece.sound for piece in pieces]))
