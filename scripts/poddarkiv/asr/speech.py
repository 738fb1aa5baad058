"""Where somebody speaks: Silero's voice detector on a stream, and speech packed into chunks.

Whisper always computes on 30 seconds. Speech without its long pauses, packed as full as it goes,
costs less; and over music or silence, which is left out, nothing can be invented.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from poddarkiv.audio.decode import RATE

if TYPE_CHECKING:
    from poddarkiv.audio.decode import Sound

WINDOW = 512
"""Samples that the detector judges at a time (32 ms)."""
LONGEST = 30 * RATE
"""Samples in Whisper's window."""
_CONTEXT = 64
_SPEECH, _SILENCE = 0.5, 0.35
"""Probabilities at which speech begins, and below which it may end."""
_PAUSE = 19
"""Windows of silence (0.6 s) that end a run."""
_PAD = 9
"""Windows kept before and after a run, so that soft beginnings and endings are heard."""
_RUN = LONGEST // WINDOW - 2 * _PAD
"""Windows after which speech without a pause is cut where it is quietest."""


@dataclass(frozen=True)
class Chunk:
    """At most 30 seconds of speech: one or more spans of the recording, end to end."""

    spans: tuple[tuple[int, int], ...]
    """First sample and the one after the last, in the recording; rising, never empty."""
    sound: "Sound"

    @property
    def start(self) -> float:
        """Seconds in the recording."""
        return self.spans[0][0] / RATE

    @property
    def end(self) -> float:
        """Seconds in the recording."""
        return self.spans[-1][1] / RATE

    @property
    def seconds(self) -> float:
        """Length of the speech itself."""
        return len(self.sound) / RATE

    def place(self, start: float, end: float) -> tuple[float, float]:
        """Return where in the recording a word is that the chunk has at `start` to `end`.

        The word stays within the span that holds its middle: nobody speaks across a pause.
        """
        middle = (start + end) / 2 * RATE
        before = 0
        for first, last in self.spans:
            length = last - first
            if middle < before + length or (first, last) == self.spans[-1]:
                shift = (first - before) / RATE
                low, high = first / RATE, last / RATE
                return min(max(start + shift, low), high), min(max(end + shift, low), high)
            before += length
        raise AssertionError("a chunk has spans")

    def split(self) -> "tuple[Chunk, Chunk] | None":
        """Return the two halves around its longest pause, or where it is quietest; None if short.

        What Whisper fails on as a whole it often hears in parts, for less than a second try costs.
        """
        if self.seconds < 4:
            return None
        cut = self._longest_pause() or self._quietest()
        return self._part(0, cut), self._part(cut, len(self.sound))

    def _longest_pause(self) -> int | None:
        best, cut, position = 0, None, 0
        for (first, last), (following, _) in zip(self.spans, self.spans[1:], strict=False):
            position += last - first
            if following - last > best and 0.15 <= position / len(self.sound) <= 0.85:
                best, cut = following - last, position
        return cut

    def _quietest(self) -> int:
        import numpy as np

        step = RATE // 10
        low, high = len(self.sound) // 4, 3 * len(self.sound) // 4
        loudness = [
            float(np.square(self.sound[at : at + 2 * step]).sum()) for at in range(low, high, step)
        ]
        return low + step * int(np.argmin(loudness)) + step

    def _part(self, first: int, last: int) -> "Chunk":
        spans, position = [], 0
        for start, end in self.spans:
            low = max(first, position)
            high = min(last, position + end - start)
            if low < high:
                spans.append((start + low - position, start + high - position))
            position += end - start
        return Chunk(tuple(spans), self.sound[first:last])


class SpeechMeter:
    """Gives the probability of speech for each window of a stream of sound."""

    def __init__(self) -> None:
        import numpy as np
        from faster_whisper.vad import get_vad_model

        self._session: Any = get_vad_model().session
        self._state = [np.zeros((1, 1, 128), dtype=np.float32) for _ in range(2)]
        self._context = np.zeros(_CONTEXT, dtype=np.float32)

    def measure(self, sound: "Sound") -> list[float]:
        """Return a probability for each window of `sound`, which follows what came before."""
        import numpy as np

        rows = np.pad(sound, (0, -len(sound) % WINDOW)).reshape(-1, WINDOW)
        tails = np.vstack([self._context[None], rows[:-1, -_CONTEXT:]])
        self._context = rows[-1, -_CONTEXT:].copy()
        feeds = {
            "input": np.concatenate([tails, rows], axis=1),
            "h": self._state[0],
            "c": self._state[1],
        }
        out, *self._state = self._session.run(None, feeds)
        return [float(value) for value in np.ravel(out)]


@dataclass
class _Runs:
    """Turns probabilities into runs of speech, in windows."""

    position: int = 0
    start: int | None = None
    quiet_since: int | None = None
    heard: list[float] = field(default_factory=list)
    """Probabilities since `start`."""

    def feed(self, probabilities: Iterable[float]) -> Iterator[tuple[int, int, bool, bool]]:
        """Yield (first, last + 1, whether the beginning and the end were cut within speech)."""
        for probability in probabilities:
            yield from self._step(probability)
            self.position += 1

    _cut: bool = False

    def _step(self, probability: float) -> Iterator[tuple[int, int, bool, bool]]:
        if self.start is None:
            if probability >= _SPEECH:
                self.start, self.heard = self.position, [probability]
            return
        self.heard.append(probability)
        if probability >= _SPEECH:
            self.quiet_since = None
        elif probability < _SILENCE and self.quiet_since is None:
            self.quiet_since = self.position
        if self.quiet_since is not None and self.position - self.quiet_since >= _PAUSE:
            yield self.start, self.quiet_since, self._cut, False
            self.start, self.quiet_since, self._cut = None, None, False
        elif len(self.heard) >= _RUN:
            yield self._cut_at_quietest()

    def _cut_at_quietest(self) -> tuple[int, int, bool, bool]:
        assert self.start is not None
        half = len(self.heard) // 2
        cut = half + min(range(len(self.heard) - half), key=lambda i: self.heard[half + i])
        run = (self.start, self.start + cut, self._cut, True)
        self.start, self.heard, self._cut = self.start + cut, self.heard[cut:], True
        if self.quiet_since is not None and self.quiet_since < self.start:
            self.quiet_since = None
        return run

    def close(self) -> Iterator[tuple[int, int, bool, bool]]:
        """Yield the run that lasts to the end."""
        if self.start is not None:
            yield self.start, self.quiet_since or self.position, self._cut, False
            self.start = None


@dataclass
class _Tape:
    """The sound that may still be needed."""

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

    def forget(self, before: int) -> None:
        while self.blocks and self.offset + len(self.blocks[0]) <= before:
            self.offset += len(self.blocks.pop(0))


@dataclass
class Listener:
    """Follows a recording, and knows how much of it there was."""

    samples: int = 0
    """Heard so far."""

    @property
    def seconds(self) -> float:
        """Heard so far."""
        return self.samples / RATE

    def chunks(self, blocks: Iterable["Sound"]) -> Iterator[Chunk]:
        """Yield all speech in `blocks`, packed into chunks in the order of the recording."""
        spans: list[tuple[int, int]] = []
        sounds: list[Sound] = []
        size = 0
        for first, last, sound in self._spans(blocks):
            if spans and size + len(sound) > LONGEST:
                yield _packed(spans, sounds)
                spans, sounds, size = [], [], 0
            spans.append((first, last))
            sounds.append(sound)
            size += len(sound)
        if spans:
            yield _packed(spans, sounds)

    def _spans(self, blocks: Iterable["Sound"]) -> Iterator[tuple[int, int, "Sound"]]:
        meter, runs, tape = SpeechMeter(), _Runs(), _Tape()
        for block in blocks:
            tape.add(block)
            self.samples += len(block)
            for run in runs.feed(meter.measure(block)):
                yield self._padded(run, tape)
            needed = runs.position if runs.start is None else runs.start
            tape.forget((needed - _PAD) * WINDOW)
        for run in runs.close():
            yield self._padded(run, tape)

    def _padded(self, run: tuple[int, int, bool, bool], tape: _Tape) -> tuple[int, int, "Sound"]:
        start, end, cut_before, cut_after = run
        first = max(0, start - (0 if cut_before else _PAD)) * WINDOW
        last = min(self.samples, (end + (0 if cut_after else _PAD)) * WINDOW)
        return first, last, tape.cut(first, last)


def _packed(spans: list[tuple[int, int]], sounds: list["Sound"]) -> Chunk:
    import numpy as np

    return Chunk(tuple(spans), np.concatenate(sounds))
