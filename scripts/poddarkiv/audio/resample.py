"""Frames of one form, whatever forms a recording's parts have. ffmpeg resamples."""

from collections.abc import Callable, Iterator
from typing import Any

from poddarkiv.i18n import _

_SLOWEST, _FASTEST = 1_000, 1_000_000
"""Samples a second: telephones have 8,000, the finest studios 768,000."""


class Resampler:
    """Gives frames the same form, also where a recording goes from one form to another.

    A jingle of 44.1 kHz in stereo before speech of 24 kHz in mono is such a recording.
    """

    def __init__(
        self, kind: str, rate: int, layout: Callable[[Any], str | None] | str | None
    ) -> None:
        """Note the form.

        Args:
            kind: The format of samples, as in `s16` or `fltp`.
            rate: Samples a second.
            layout: The channels; None keeps those of the frame. Or a function of the first frame
                of a part, which returns them.
        """
        self._kind, self._rate, self._layout = kind, rate, layout
        self._resampler: Any = None
        self._form: tuple[int, str, str] | None = None

    def resample(self, frame: Any) -> Iterator[Any]:
        """Yield what comes of `frame`, and first what waited of a part that has ended.

        None ends the last part.
        """
        form = None if frame is None else frame_format(frame)
        if form != self._form:
            if self._resampler is not None:
                yield from self._resampler.resample(None)
            self._form = form
            self._resampler = None if frame is None else self._made(frame)
        if frame is not None:
            # Timestamps may leap where files were joined.
            frame.pts = None
            yield from self._resampler.resample(frame)

    def _made(self, frame: Any) -> Any:
        import av

        layout = self._layout(frame) if callable(self._layout) else self._layout
        return av.AudioResampler(self._kind, layout, self._rate)


def frame_format(frame: Any) -> tuple[int, str, str]:
    """Return a frame's samples a second, channels and kind of samples.

    Raises:
        ValueError: No sound has so few or so many samples a second.
    """
    if not _SLOWEST <= frame.sample_rate <= _FASTEST:
        # ffmpeg would make filters of thousands of millions of steps, for minutes.
        raise ValueError(_("{n} samples a second", n=frame.sample_rate))
    return frame.sample_rate, frame.layout.name, frame.format.name
