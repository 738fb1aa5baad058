"""Measure a recording's integrated loudness (EBU R128) with ffmpeg's meter."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from poddarkiv.audio.damage import Damage
from poddarkiv.audio.library_errors import decode_errors
from poddarkiv.audio.resample import Resampler, frame_format
from poddarkiv.audio.track import Track

_SILENCE = -69.0
"""LUFS: the meter's floor is -70."""


def integrated_loudness(path: Path) -> float | None:
    """Return the loudness of the whole recording at `path` in LUFS; None when it is silent.

    Raises:
        AudioError: The file can't be read.
    """
    return measure_loudness(path)[0]


def measure_loudness(path: Path) -> tuple[float | None, tuple[Damage, ...]]:
    """Return the integrated loudness of the recording at `path` in LUFS, and where it is damaged.

    All of it is decoded, some 400 times faster than it plays.

    Raises:
        AudioError: The file can't be read.
    """
    track = Track(path)
    meter: _Meter | None = None
    with decode_errors(path.name):
        for frame in track.frames():
            if not isinstance(frame, float):
                meter = meter or _Meter(frame)
                meter.push(frame)
    loudness = meter.loudness if meter else float("nan")
    return round(loudness, 1) if loudness > _SILENCE else None, tuple(track.damage)


class _Meter:
    """ffmpeg's filter `ebur128`, for frames of the first one's form."""

    def __init__(self, frame: Any) -> None:
        from av.filter import Graph

        rate, layout, kind = frame_format(frame)
        self._resampler = Resampler(kind, rate, layout)
        self._samples = 0
        self._measured = ""
        self._graph = Graph()
        source = self._graph.add_abuffer(
            sample_rate=rate, format=kind, layout=layout, time_base=Fraction(1, rate)
        )
        meter = self._graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()

    @property
    def loudness(self) -> float:
        """LUFS of all that was pushed; NaN before there is enough of it."""
        return float(self._measured or "nan")

    def push(self, frame: Any) -> None:
        """Feed `frame` to the meter."""
        import av

        for part in self._resampler.resample(frame):
            # Counted in samples: after damage a frame's own timestamp may leap.
            part.pts = self._samples
            self._samples += part.samples
            self._graph.push(part)
            while True:
                try:
                    measured = self._graph.pull()
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
                self._measured = measured.metadata.get("lavfi.r128.I", self._measured)
