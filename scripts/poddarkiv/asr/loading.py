"""Load a Whisper engine, and say in one line why one can't be loaded."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from poddarkiv.asr.allocator import retain_freed_memory
from poddarkiv.asr.engine import Engine
from poddarkiv.errors import TranscriptionError
from poddarkiv.i18n import _, quoted

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """What a worker process needs to load an engine. Pickled, so it holds no engine."""

    engine: str
    """`faster-whisper` or `openai-whisper`."""
    path: Path
    device: str = "cpu"


def load_engine(spec: EngineSpec) -> Engine:
    """Return the engine with its model loaded.

    Raises:
        TranscriptionError: It isn't installed, or its model can't be read.
    """
    retain_freed_memory()
    try:
        if spec.engine == "openai-whisper":
            from poddarkiv.asr.openaiwhisper import OpenAIWhisper

            return OpenAIWhisper(spec.path, device=spec.device)
        from poddarkiv.asr.fasterwhisper import FasterWhisper

        return FasterWhisper(spec.path, device=spec.device)
    except ModuleNotFoundError as error:
        raise TranscriptionError(missing_engine_message(spec.engine)) from error
    except MemoryError as error:
        raise TranscriptionError(out_of_memory_message()) from error
    except Exception as error:
        # A file that is none, or of another kind: torch and pickle raise whatever comes of it.
        words = (str(error).strip().splitlines() or [type(error).__name__])[0]
        reason = quoted(spec.engine, words)
        raise TranscriptionError(
            _("{path}: the model can't be read ({reason})", path=spec.path, reason=reason)
        ) from error


def missing_engine_message(engine: str) -> str:
    """Return the message for an engine that isn't installed."""
    extra = "openai" if engine == "openai-whisper" else "transcribe"
    return _(
        "{engine} isn't installed: pip install 'poddarkiv[{extra}]'", engine=engine, extra=extra
    )


def out_of_memory_message() -> str:
    """Return the message for a worker that was killed, or ran out of memory."""
    return _(
        "the model's process ended, most often because the memory is not enough: choose a smaller "
        "model (--model KBLab/kb-whisper-base), or close other programs."
    )
