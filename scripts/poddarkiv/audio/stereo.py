"""Mix two channels to one, also where a miswired cable has inverted one of them. No I/O."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Rows = npt.NDArray[np.float32]
    """(n_samples, 2)."""
    Mono = npt.NDArray[np.float32]
    """(n_samples,)."""

_RATE = 16_000
_BLOCK = 10 * _RATE
"""Samples that are judged together."""
_CANCELLED = 10 ** (-20 / 10)
"""Power of the mix, against that of the louder channel, under which the two cancel out."""
_SILENT = 1e-7
"""Power (-70 dB) under which both channels are silent."""


class StereoMixer:
    """Mixes stereo sound of 16 kHz to mono, or takes the louder where it cancels out."""

    def __init__(self) -> None:
        """Begin a recording."""
        self.inverted_at: float | None = None
        """Seconds of stereo sound before the first place where the sides cancel each other."""
        self._waiting: list[Rows] = []
        self._count = 0
        self._before = 0

    def add(self, rows: "Rows") -> Iterator["Mono"]:
        """Yield what can be mixed now that `rows` have come."""
        self._waiting.append(rows)
        self._count += len(rows)
        if self._count >= _BLOCK:
            yield from self.flush()

    def flush(self) -> Iterator["Mono"]:
        """Yield what is left."""
        import numpy as np

        if self._waiting:
            rows = np.concatenate(self._waiting)
            self._waiting, self._count = [], 0
            yield self._mix(rows)
            self._before += len(rows)

    def _mix(self, rows: "Rows") -> "Mono":
        import numpy as np

        mix: Mono = rows.mean(axis=1, dtype="float32")
        # A cable with one side inverted makes the mean of both nearly silent.
        powers = np.square(rows).mean(axis=0)
        louder = int(powers.argmax())
        if powers[louder] < _SILENT or np.square(mix).mean() > _CANCELLED * powers[louder]:
            return mix
        if self.inverted_at is None:
            self.inverted_at = self._before / _RATE
        return rows[:, louder].copy()
