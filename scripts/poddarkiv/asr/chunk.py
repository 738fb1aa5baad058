"""At most thirty seconds of speech, and where in the recording they are. No I/O."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from poddarkiv.audio.decode import RATE

if TYPE_CHECKING:
    from poddarkiv.audio.decode import Sound

LONGEST = 30 * RATE
"""Samples in Whisper's window."""
_SHORTEST = 4.0
"""Seconds of a chunk from which it is worth splitting."""
_NEAR_END = 0.15
"""Share of a chunk that a part has at least."""


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

        What Whisper fails on as a whole is often right in parts, for less than a second pass costs.
        """
        if self.seconds < _SHORTEST:
            return None
        cut = self._pause() or self._quietest()
        return self._part(0, cut), self._part(cut, len(self.sound))

    def _pause(self) -> int | None:
        """Return where the longest pause is that is not near an end; of short ones the middlest."""
        found, position = [], 0
        for (first, last), (following, _) in pairwise(self.spans):
            position += last - first
            share = position / len(self.sound)
            # A pause near an end would leave a part too short to be worth a decode.
            if _NEAR_END <= share <= 1 - _NEAR_END:
                found.append((following - last, -abs(share - 0.5), position))
        return max(found)[2] if found else None

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
