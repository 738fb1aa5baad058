"""Decode a recording to what speech models take: mono, float32, 16 kHz.

PyAV's wheel carries ffmpeg, so MP3, M4A, WAV, FLAC, Opus and the sound of video files need no
program on the machine. The sound comes in blocks: ten hours need no more memory than a minute.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poddarkiv.audio.damage import Damage
from poddarkiv.audio.library_errors import decode_errors
from poddarkiv.audio.resample import Resampler
from poddarkiv.audio.stereo import StereoMixer
from poddarkiv.audio.track import Track
from poddarkiv.errors import AudioError
from poddarkiv.i18n import _

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]
    """(n_samples,), mono, 16 kHz, -1 to 1."""

RATE = 16_000
"""Samples a second."""
BLOCK = 512 * 300
"""Samples in a block, about ten seconds: whole windows of the speech detector."""


class Recording:
    """One recording (or one channel of it), read from start to end once."""

    def __init__(self, path: Path, channel: int | None = None) -> None:
        """Note where the sound is.

        Args:
            path: The audio or video file.
            channel: The only channel to decode, counted from 1; None mixes all of them.
        """
        self.path = path
        self.channel = channel
        self.damage: list[Damage] = []
        """Where the file is broken; what could be read around it is kept."""
        self._begun = False
        self._sides = StereoMixer()

    @property
    def inverted_at(self) -> float | None:
        """Seconds at which one side of the stereo first was the inverse of the other, or None."""
        return self._sides.inverted_at

    def blocks(self) -> Iterator["Sound"]:
        """Yield the sound in blocks of `BLOCK` samples; the last is shorter.

        Raises:
            AudioError: The file can't be opened, or has no such sound.
        """
        import numpy as np

        waiting: list[Sound] = []
        held = 0
        for piece in self._pieces():
            waiting.append(piece)
            held += len(piece)
            if held >= BLOCK:
                joined = np.concatenate(waiting)
                whole = held - held % BLOCK
                for start in range(0, whole, BLOCK):
                    yield joined[start : start + BLOCK]
                waiting, held = [joined[whole:]], held - whole
        if held:
            yield np.concatenate(waiting)

    def _pieces(self) -> Iterator["Sound"]:
        import numpy as np

        track = Track(self.path)
        self.damage = track.damage
        # Interleaved: planes of many unnamed channels crash PyAV.
        resampler = Resampler("flt", RATE, self._layout)
        with decode_errors(self.path.name):
            for frame in track.frames():
                if isinstance(frame, float):
                    yield from self._sides.flush()
                    # A lost stretch becomes silence, so that every later time holds.
                    yield np.zeros(round(frame * RATE), dtype=np.float32)
                    continue
                yield from self._mixed(resampler.resample(frame))
            yield from self._mixed(resampler.resample(None))
            yield from self._sides.flush()

    def _mixed(self, pieces: Iterator[Any]) -> Iterator["Sound"]:
        for piece in pieces:
            if piece.layout.nb_channels == 2 and self.channel is None:
                yield from self._sides.add(piece.to_ndarray().reshape(-1, 2))
            else:
                yield from self._sides.flush()
                yield self._mono(piece)

    def _layout(self, frame: Any) -> str | None:
        channels = frame.layout.nb_channels
        lacking = self.channel is not None and not 1 <= self.channel <= channels
        if lacking and not self._begun:
            raise AudioError(
                _(
                    "{path}: channel {channel} was wanted, the file has {n}",
                    path=self.path,
                    channel=self.channel,
                    n=channels,
                )
            )
        self._begun = True
        # Layouts of more than two channels are often unnamed, which ffmpeg refuses to mix.
        if channels > 2 or (self.channel is not None and not lacking):
            return None
        return "mono" if channels == 1 or lacking else "stereo"

    def _mono(self, piece: Any) -> "Sound":
        channels = piece.layout.nb_channels
        rows = piece.to_ndarray().reshape(-1, channels)
        if channels == 1 or (self.channel is not None and self.channel <= channels):
            sound: Sound = rows[:, 0 if channels == 1 else (self.channel or 1) - 1].copy()
            return sound
        # The mean, not the sum: the sum of several channels clips.
        mean: Sound = rows.mean(axis=1, dtype="float32")
        return mean


def decode_whole(path: Path, channel: int | None = None) -> "Sound":
    """Decode the whole recording at once, for short ones: (n_samples,) float32, mono, 16 kHz.

    Raises:
        AudioError: The file can't be opened, or has no such channel.
    """
    import numpy as np

    blocks = list(Recording(path, channel).blocks())
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)
