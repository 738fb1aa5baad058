"""Decode a recording to the sound that speech models hear: mono, float32, 16 kHz.

PyAV's wheel carries ffmpeg, so MP3, M4A, WAV, FLAC, Opus and the sound of video files need no
program on the machine. The sound comes in blocks: ten hours need no more memory than a minute.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
_MANY = 200
"""Broken packets in a row after which the rest of the file is given up."""

_LOST, _LOST_AT_MOST = 0.1, 600.0
"""Seconds that are missing between two frames: less is rounding, more a broken clock."""


class Recording:
    """One recording (or one channel of it), read from start to end once."""

    def __init__(self, path: Path, channel: int | None = None) -> None:
        """Note where the sound is.

        Args:
            path: The audio or video file.
            channel: The only channel to hear, counted from 1; None hears all of them mixed.
        """
        self.path = path
        self.channel = channel
        self.broken_at: float | None = None
        """Seconds at which the first damage was met; what could be read around it is kept."""

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
        import av

        try:
            with av.open(str(self.path), metadata_errors="ignore") as container:
                stream = container.streams.best("audio")
                if stream is None or stream.codec_context is None:
                    raise AudioError(_("{path}: there is no sound in the file", path=self.path))
                yield from self._resampled(container, stream)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            # PyAV's own checks raise ValueError where a file contradicts itself.
            reason = getattr(error, "strerror", None) or str(error)
            raise AudioError(
                _("{path}: can't be read as audio ({reason})", path=self.path, reason=reason)
            ) from error

    def _resampled(self, container: Any, stream: Any) -> Iterator["Sound"]:
        import av
        import numpy as np

        channels = stream.codec_context.channels
        if self.channel is not None and not 1 <= self.channel <= channels:
            raise AudioError(
                _(
                    "{path}: channel {channel} was wanted, the file has {n}",
                    path=self.path,
                    channel=self.channel,
                    n=channels,
                )
            )
        # Layouts of more than two channels are often unnamed, which ffmpeg refuses to mix.
        mixed = channels <= 2 and self.channel is None
        # Interleaved: planes of many unnamed channels crash PyAV.
        resampler = av.AudioResampler("flt", "mono" if mixed else None, RATE)
        due: float | None = None
        for frame in self._frames(container, stream):
            if frame.pts is not None:
                begins = float(frame.pts * frame.time_base)
                lost = begins - due if due is not None else 0.0
                if _LOST < lost < _LOST_AT_MOST:
                    # Some decoders pass over damage without a word; times after it must hold.
                    self.broken_at = due if self.broken_at is None else self.broken_at
                    yield np.zeros(round(lost * RATE), dtype=np.float32)
                due = begins + frame.samples / frame.sample_rate
            frame.pts = None
            for piece in resampler.resample(frame):
                yield self._mono(piece, 1 if mixed else channels)
        for piece in resampler.resample(None):
            yield self._mono(piece, 1 if mixed else channels)

    def _mono(self, piece: Any, channels: int) -> "Sound":
        rows = piece.to_ndarray().reshape(-1, channels)
        if channels == 1 or self.channel is not None:
            sound: Sound = rows[:, (self.channel or 1) - 1].copy()
            return sound
        mean: Sound = rows.mean(axis=1, dtype="float32")
        return mean

    def _frames(self, container: Any, stream: Any) -> Iterator[Any]:
        import av

        position, broken = 0.0, 0
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except StopIteration:
                return
            except av.error.FFmpegError:
                if self.broken_at is None:
                    self.broken_at = position
                broken += 1
                if broken > _MANY:
                    return
                continue
            for frame in frames:
                broken = 0
                position += frame.samples / frame.sample_rate
                yield frame


def sound_of(path: Path, channel: int | None = None) -> "Sound":
    """Return the whole recording at once; for short ones."""
    import numpy as np

    blocks = list(Recording(path, channel).blocks())
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)
