"""Silero's voice activity detector on a stream: the probability of speech, window by window."""

from importlib import resources
from typing import TYPE_CHECKING, Any

from poddarkiv.errors import TranscriptionError, system_reason
from poddarkiv.i18n import _

if TYPE_CHECKING:
    from poddarkiv.audio.decode import Sound

WINDOW = 512
"""Samples that the detector judges at a time (32 ms)."""
_CONTEXT = 64
SPEECH, SILENCE = 0.5, 0.35
"""Probabilities at which speech begins, and below which it may end."""
_RESET_AFTER = 31
"""Windows of silence (1 s) after which the state is reset."""
_STRIDE = 62
"""Windows run in one batch: those after a reset among them are run twice."""


class SpeechDetector:
    """Gives the probability of speech for each window of a stream of sound.

    Two instances of Silero: one keeps its state; the other resets it after a long pause, since with
    old state a weak voice after a strong one counts as no speech. The higher probability counts:
    where measured (docs/transcription.md) that lost 5 of 642 recordings, the first alone 15.
    """

    def __init__(self) -> None:
        """Load the detector.

        Raises:
            TranscriptionError: It can't be loaded, most often for want of memory.
        """
        try:
            session = _session()
        except (ImportError, MemoryError, RuntimeError) as error:
            reason = system_reason(error.__cause__ or error, "onnxruntime")
            raise TranscriptionError(
                _("the voice detector can't be loaded ({reason})", reason=reason)
            ) from error
        self._detectors = (SileroStream(session), SileroStream(session, anew=True))

    def measure_speech(self, sound: "Sound") -> list[float]:
        """Return a probability for each window of `sound`, which follows what came before."""
        return [
            max(both)
            for both in zip(*(d.measure_speech(sound) for d in self._detectors), strict=True)
        ]


class SileroStream:
    """Silero on a stream of sound."""

    def __init__(self, session: Any, *, anew: bool = False) -> None:
        """Begin a stream.

        Args:
            session: The model, loaded by onnxruntime.
            anew: Whether to reset the state after a second of silence.
        """
        self._session = session
        self._resets = anew
        self._quiet = 0
        """Windows of silence since somebody spoke; negative once they were a pause."""
        self._reset()

    def _reset(self) -> None:
        import numpy as np

        self._state = [np.zeros((1, 1, 128), dtype=np.float32) for _ in range(2)]
        self._context = np.zeros(_CONTEXT, dtype=np.float32)

    def measure_speech(self, sound: "Sound") -> list[float]:
        """Return a probability for each window of `sound`, which follows what came before."""
        if not self._resets:
            return self._probabilities(sound)
        found: list[float] = []
        while len(sound):
            values = self._probabilities(sound[: _STRIDE * WINDOW])
            pause = self._pause_in(values)
            if pause is not None:
                self._reset()
            found += values[:pause]
            sound = sound[len(values[:pause]) * WINDOW :]
        return found

    def _pause_in(self, values: list[float]) -> int | None:
        """Return after how many of `values` a long pause is reached."""
        for count, value in enumerate(values, 1):
            if value >= SILENCE:
                self._quiet = 0
            elif self._quiet >= 0:
                self._quiet += 1
            if self._quiet == _RESET_AFTER:
                self._quiet = -1
                return count
        return None

    def _probabilities(self, sound: "Sound") -> list[float]:
        import numpy as np

        # Silero judges 512 samples with the 64 before them as context.
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


def _session() -> Any:
    """Return an ONNX session of Silero 6.2.3, whose model lies here: its package needs torch."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread: the model is small, and the workers have the other cores.
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    # The arena would keep the largest block's memory for the whole recording.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    model = resources.files("poddarkiv") / "asr" / "silero" / "silero_vad_16k_sequence.onnx"
    return onnxruntime.InferenceSession(
        model.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
