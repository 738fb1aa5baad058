"""Stretches that sound like the speech around them but hold no words. No I/O.

This asks no voice detector: whatever one misses, a person is shown where to listen. Speech is known
by how loud it is and by how its loudness moves: syllables and pauses, where music is steadier.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from poddarkiv.audio.decode import RATE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from poddarkiv.audio.decode import Sound

    Levels = npt.NDArray[np.float32]
    """(n_frames,), decibels below full scale, `PER_SECOND` of them a second."""

PER_SECOND = 20
LONGEST = 10.0
"""Seconds without a word from which a stretch is reported."""
_FRAME = RATE // PER_SECOND
_WINDOW = 5 * PER_SECOND
"""Frames that are judged together."""
_SOFTER = 10.0
"""Decibels by which a stretch may be softer than the speech around it."""
_STEADIER = 0.6
"""Share of that speech's modulation that a stretch has at least."""
_NEAR = 120.0
"""Seconds before and after within which speech is compared; any, where there is none."""
_QUIET, _DEPTH = -50.0, 30.0
"""Decibels: softer is no speech; and how far below a stretch's loudness modulation is counted, as
deeper it only tells how still the room is."""
_ALONE = 5.0
"""Decibels of modulation that are speech where no word at all was heard."""


@dataclass
class LevelMeter:
    """Records the level of a recording while its blocks are read by somebody else."""

    _levels: list["Levels"] = field(default_factory=list)
    _rest: "Sound | None" = None

    def record(self, blocks: Iterable["Sound"]) -> Iterator["Sound"]:
        """Yield `blocks` unchanged, and add their levels."""
        import numpy as np

        for block in blocks:
            sound = block if self._rest is None else np.concatenate([self._rest, block])
            whole = len(sound) - len(sound) % _FRAME
            # 1e-10 is -100 dB: digital silence has no logarithm.
            power = np.square(sound[:whole].reshape(-1, _FRAME)).mean(axis=1) + 1e-10
            self._levels.append((10 * np.log10(power)).astype(np.float32))
            self._rest = sound[whole:]
            yield block

    def levels(self) -> "Levels":
        """Return the levels so far: (n_frames,) float32, decibels below full scale."""
        import numpy as np

        return np.concatenate(self._levels) if self._levels else np.zeros(0, dtype=np.float32)


def find_wordless(
    levels: "Levels", words: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Return the stretches (start, end in seconds) that sound like speech and hold no words.

    Args:
        levels: The recording's.
        words: When each word begins and ends, in order.
    """
    seconds = len(levels) / PER_SECOND
    found: list[tuple[float, float]] = []
    end = 0.0
    for start, after in [*words, (seconds, seconds)]:
        if start - end >= LONGEST:
            wanted = _speech_near(levels, words, end, start)
            found += _like_speech(levels, wanted, end, start)
        end = max(end, after)
    return found


def _like_speech(
    levels: "Levels", wanted: tuple[float, float], start: float, end: float
) -> Iterator[tuple[float, float]]:
    """Yield the parts between `start` and `end` of which every five seconds are as is `wanted`."""
    begun = last = start
    for at in range(int(start * PER_SECOND), int(end * PER_SECOND) - _WINDOW + 1, PER_SECOND):
        loud, moved = _measure(levels[at : at + _WINDOW])
        if loud >= wanted[0] and moved >= wanted[1]:
            if at / PER_SECOND > last:
                yield from _trimmed(levels, wanted[0], begun, last)
                begun = at / PER_SECOND
            last = (at + _WINDOW) / PER_SECOND
    yield from _trimmed(levels, wanted[0], begun, last)


def _trimmed(
    levels: "Levels", loud: float, start: float, end: float
) -> Iterator[tuple[float, float]]:
    """Yield what is between the first and the last loud moment, if that is long enough."""
    import numpy as np

    first = int(start * PER_SECOND)
    found = first + np.flatnonzero(levels[first : int(end * PER_SECOND)] >= loud)
    if len(found) and found[-1] + 1 - found[0] >= LONGEST * PER_SECOND:
        yield float(found[0]) / PER_SECOND, float(found[-1] + 1) / PER_SECOND


def _speech_near(
    levels: "Levels", words: Sequence[tuple[float, float]], start: float, end: float
) -> tuple[float, float]:
    """Return how loud and how modulated a stretch must be to sound like the speech around it."""
    import numpy as np

    near = [a for a, b in words if b > start - _NEAR and a < end + _NEAR] or [a for a, _b in words]
    firsts = sorted({int(a * PER_SECOND) // _WINDOW * _WINDOW for a in near})
    found = [_measure(levels[at : at + _WINDOW]) for at in firsts if at + _WINDOW <= len(levels)]
    if not found:
        return _QUIET, _ALONE
    loud, moved = np.median(np.array(found), axis=0)
    return max(_QUIET, float(loud) - _SOFTER), float(moved) * _STEADIER


def _measure(levels: "Levels") -> tuple[float, float]:
    """Return how loud a stretch is, and how much its loudness moves, in decibels."""
    import numpy as np

    loud = float(np.percentile(levels, 90))
    return loud, float(np.std(np.maximum(levels, loud - _DEPTH)))
