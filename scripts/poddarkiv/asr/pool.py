"""Who listens: one process, or one for each core, with the model in each.

One thread a process: the decoder gains little from a second thread, two processes with one each
hear 1.35 times as much. Never the command's own: where memory is short the system ends a process
without a word, and somebody must be left to tell.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from poddarkiv import i18n
from poddarkiv.asr.engine import Engine, Request
from poddarkiv.asr.memory import keep_freed
from poddarkiv.errors import TranscriptionError
from poddarkiv.i18n import _, quoted

if TYPE_CHECKING:
    from poddarkiv.asr.chunk import Chunk
    from poddarkiv.asr.pipeline import Passage
    from poddarkiv.audio.decode import Sound

T = TypeVar("T")
_MOMENT = 0.3
"""Seconds."""
_ENVIRONMENT = {
    # Read when a worker's libraries load; more threads than cores only spin.
    "OMP_NUM_THREADS": "1",
    # After Ctrl-C Python's own helper tidies up, and would warn of it after the last word.
    "PYTHONWARNINGS": "ignore:resource_tracker",
}
"""Of the worker processes."""
_engine: Engine | None = None
"""The model of a worker process."""
_fault: TranscriptionError | None = None
"""Why it has none."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """All that it takes to load an engine, in any process."""

    engine: str
    """`faster-whisper` or `openai-whisper`."""
    path: Path
    device: str = "cpu"


class Ears(Protocol):
    """Hears batches of chunks, one or several at a time."""

    width: int
    """How many batches at a time."""

    def hear(self, chunks: "Sequence[Chunk]", request: Request) -> "Future[list[Passage]]":
        """Begin to hear a batch."""
        ...

    def language(self, sound: "Sound") -> "Future[tuple[str, float]]":
        """Begin to find out the language."""
        ...


def load_engine(spec: EngineSpec) -> Engine:
    """Return the engine, ready to hear.

    Raises:
        TranscriptionError: It isn't installed, or its model can't be read.
    """
    keep_freed()
    try:
        if spec.engine == "openai-whisper":
            from poddarkiv.asr.openaiwhisper import OpenAIWhisper

            return OpenAIWhisper(spec.path, device=spec.device)
        from poddarkiv.asr.fasterwhisper import FasterWhisper

        return FasterWhisper(spec.path, device=spec.device)
    except ModuleNotFoundError as error:
        raise TranscriptionError(not_installed(spec.engine)) from error
    except MemoryError as error:
        raise TranscriptionError(too_little_memory()) from error
    except Exception as error:
        # A file that is none, or of another kind: torch and pickle raise whatever comes of it.
        words = (str(error).strip().splitlines() or [type(error).__name__])[0]
        reason = quoted(spec.engine, words)
        raise TranscriptionError(
            _("{path}: the model can't be read ({reason})", path=spec.path, reason=reason)
        ) from error


def not_installed(engine: str) -> str:
    """Return the one line for an engine that isn't there."""
    extra = "openai" if engine == "openai-whisper" else "transcribe"
    return _(
        "{engine} isn't installed: pip install 'poddarkiv[{extra}]'", engine=engine, extra=extra
    )


def too_little_memory() -> str:
    """Return the one line for a process that was ended, or ran out of memory."""
    return _(
        "the model's process ended, most often because the memory is not enough: choose a smaller "
        "model (--model KBLab/kb-whisper-base), or close other programs."
    )


class OwnEars:
    """Hears in this process: for tests."""

    width = 1

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def hear(self, chunks: "Sequence[Chunk]", request: Request) -> "Future[list[Passage]]":
        """Hear a batch."""
        from poddarkiv.asr.pipeline import hear_batch

        return _done(lambda: hear_batch(self._engine, chunks, request))

    def language(self, sound: "Sound") -> "Future[tuple[str, float]]":
        """Find out the language."""
        return _done(lambda: self._engine.language(sound))


def _done(work: Callable[[], T]) -> "Future[T]":
    future: Future[T] = Future()
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
    return future


class PoolEars:
    """Hears in several processes; one that the system ends takes no other with it."""

    def __init__(self, spec: EngineSpec, width: int) -> None:
        self.width = width
        self._spec = spec
        self._threads = ThreadPoolExecutor(width)
        self._closing = threading.Event()
        self._before = {name: os.environ.get(name) for name in _ENVIRONMENT}
        os.environ.update(_ENVIRONMENT)
        self._workers: SimpleQueue[ProcessPoolExecutor | None] = SimpleQueue()
        """Those that are free; None stands for one that has yet to begin."""
        for _worker in range(width):
            self._workers.put(None)

    def _worker(self) -> ProcessPoolExecutor:
        # A pool of one: when it breaks, it is known at what.
        return ProcessPoolExecutor(
            1,
            multiprocessing.get_context("spawn"),
            _begin_worker,
            (self._spec, i18n.language()),
        )

    def __enter__(self) -> Self:
        return self

    def check(self) -> None:
        """Load the first model.

        Raises:
            TranscriptionError: It can't be loaded.
        """
        try:
            self._threads.submit(self._run, _loaded_name).result()
        except BrokenProcessPool as error:
            raise TranscriptionError(too_little_memory()) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        if kind is not None:
            # After Ctrl-C nothing is waited for, and no worker is left behind.
            for process in multiprocessing.active_children():
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        while not self._workers.empty():
            worker = self._workers.get()
            if worker is not None:
                worker.shutdown()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def hear(self, chunks: "Sequence[Chunk]", request: Request) -> "Future[list[Passage]]":
        """Begin to hear a batch."""
        return self._threads.submit(self._run, _hear, list(chunks), request)

    def language(self, sound: "Sound") -> "Future[tuple[str, float]]":
        """Begin to find out the language."""
        return self._threads.submit(self._run, _language, sound)

    def _run(self, work: Callable[..., T], *arguments: object) -> T:
        """Return what a free worker makes of it; should that one be ended, a new one tries once."""
        worker: ProcessPoolExecutor | None = self._workers.get()
        try:
            try:
                worker = worker or self._worker()
                return worker.submit(work, *arguments).result()
            except BrokenProcessPool:
                worker = None
                # Ctrl-C ends the workers too, a moment before this process knows.
                if self._closing.wait(_MOMENT):
                    raise
            try:
                worker = self._worker()
                return worker.submit(work, *arguments).result()
            except BrokenProcessPool:
                worker = None
                raise
        finally:
            self._workers.put(worker)


def _begin_worker(spec: EngineSpec, language: str) -> None:
    global _engine, _fault
    # Ctrl-C ends a worker at once, without a traceback of its own.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    i18n.use(language)
    try:
        _engine = load_engine(spec)
    except TranscriptionError as error:
        _fault = error


def _loaded() -> Engine:
    if _engine is None:
        raise _fault or TranscriptionError(too_little_memory())
    return _engine


def _loaded_name() -> str:
    return _loaded().name


def _hear(chunks: "list[Chunk]", request: Request) -> "list[Passage]":
    from poddarkiv.asr.pipeline import hear_batch

    return hear_batch(_loaded(), chunks, request)


def _language(sound: "Sound") -> tuple[str, float]:
    return _loaded().language(sound)
