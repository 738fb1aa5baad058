"""What runs in a worker process: its model, and the functions that the pool submits to it."""

import signal
from typing import TYPE_CHECKING

from poddarkiv import i18n
from poddarkiv.asr.engine import Engine, Request
from poddarkiv.asr.loading import EngineSpec, load_engine, out_of_memory_message
from poddarkiv.errors import TranscriptionError

if TYPE_CHECKING:
    from poddarkiv.asr.chunk import Chunk
    from poddarkiv.asr.pipeline import ChunkResult
    from poddarkiv.audio.decode import Sound

_engine: Engine | None = None
"""The model of a worker process."""


_fault: TranscriptionError | None = None
"""Why the worker has no model."""


def start_worker(spec: EngineSpec, language: str) -> None:
    """Load the engine, once, as the worker process starts; `language` is that of messages."""
    global _engine, _fault
    # Ctrl-C ends a worker at once, without a traceback of its own.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A spawned process inherits no catalogue.
    i18n.use(language)
    try:
        _engine = load_engine(spec)
    except TranscriptionError as error:
        _fault = error


def _worker_engine() -> Engine:
    if _engine is None:
        raise _fault or TranscriptionError(out_of_memory_message())
    return _engine


def engine_name() -> str:
    """Return the loaded engine's name.

    Raises:
        TranscriptionError: It couldn't be loaded.
    """
    return _worker_engine().name


def transcribe_chunks(chunks: "list[Chunk]", request: Request) -> "list[ChunkResult]":
    """Return the results of a batch, in its order."""
    from poddarkiv.asr.pipeline import transcribe_batch

    return transcribe_batch(_worker_engine(), chunks, request)


def detect_language(sound: "Sound") -> tuple[str, float]:
    """Return the detected language (ISO 639-1) and its probability."""
    return _worker_engine().detect_language(sound)
