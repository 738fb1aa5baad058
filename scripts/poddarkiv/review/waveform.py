"""Compute a recording's peaks, which the page draws as a waveform."""

from collections.abc import Iterator
from pathlib import Path

from poddarkiv.audio.decode import RATE, Recording
from poddarkiv.errors import AudioError
from poddarkiv.i18n import _

PER_SECOND = 20
"""Peaks a second."""
_BUCKET = RATE // PER_SECOND
_FULL = 255


def compute_peaks(path: Path) -> Iterator[bytes]:
    """Give the recording's peaks, a byte each (0 silent, 255 full scale), some at a time.

    They are of the sound that is transcribed: of stereo whose sides cancel each other, the louder.
    Damage is drawn as silence, and nothing after a place that can't be read on from.

    Raises:
        AudioError: Before the first: the recording can't be read or holds no sound; says why.
    """
    found = _peaks(path)
    try:
        first = next(found)
    except StopIteration:
        raise AudioError(_("{name}: there is no sound in the file", name=path.name)) from None
    yield first
    try:
        yield from found
    except AudioError:
        return


def _peaks(path: Path) -> Iterator[bytes]:
    import numpy as np

    for block in Recording(path).blocks():
        # The last block may end within a bucket.
        padded = np.pad(np.abs(block), (0, -len(block) % _BUCKET))
        loudest = padded.reshape(-1, _BUCKET).max(axis=1)
        yield np.minimum(loudest * (_FULL + 1), _FULL).astype(np.uint8).tobytes()
