"""How loud a recording is, moment by moment: what the waveform is drawn from."""

import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

from poddarkiv.audio.resample import Resampler
from poddarkiv.audio.track import Track
from poddarkiv.errors import AudioError

PER_SECOND = 20
"""Peaks a second."""
_RATE = 8000
_BUCKET = _RATE // PER_SECOND
_BATCH = 10 * PER_SECOND
"""Peaks that are sent at once: what is drawn grows as the file is read."""


def peaks(path: Path) -> Iterator[bytes]:
    """Give the recording's peaks, a byte each (0 silent, 255 full scale), some at a time.

    Damage is drawn as silence, and a recording that can't be opened as nothing.
    """
    found = bytearray()
    rest: array[int] = array("h")
    for samples in _samples(path):
        rest += samples
        whole = len(rest) - len(rest) % _BUCKET
        found += bytes(_peak(rest[i : i + _BUCKET]) for i in range(0, whole, _BUCKET))
        rest = rest[whole:]
        if len(found) >= _BATCH:
            yield bytes(found)
            found.clear()
    if rest:
        found.append(_peak(rest))
    if found:
        yield bytes(found)


def _peak(samples: "array[int]") -> int:
    return min(255, max(max(samples), -min(samples)) >> 7)


def _samples(path: Path) -> Iterator["array[int]"]:
    import av

    resampler = Resampler("s16", _RATE, "mono")
    try:
        for frame in Track(path).frames():
            if isinstance(frame, float):
                yield array("h", bytes(2 * round(frame * _RATE)))
                continue
            for part in resampler.resample(frame):
                yield _integers(bytes(part.planes[0]), part.samples)
        for part in resampler.resample(None):
            yield _integers(bytes(part.planes[0]), part.samples)
    except (AudioError, av.FFmpegError, OSError, LookupError, ValueError, AttributeError):
        # What PyAV makes of a file that is broken, or gone meanwhile.
        return


def _integers(data: bytes, count: int) -> "array[int]":
    # The plane may be longer than what it holds.
    samples = array("h", data[: 2 * count])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
