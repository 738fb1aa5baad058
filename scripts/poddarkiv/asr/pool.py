"""Worker pools: one process, or one for each core, with the model loaded in each.

One thread a process: the decoder gains little from a second thread, two processes with one thread
each transcribe 1.35 times as much. Never the command's own process: where memory is short, the
kernel kills the process that holds the model, and the command must survive to report it.
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
from poddarkiv.asr.allocator import retain_freed_memory
from poddarkiv.asr.engine import Engine, Request
from poddarkiv.errors import TranscriptionError
from poddarkiv.i18n import _, quoted

if TYPE_CHECKING:
    from poddarkiv.asr.chunk import Chunk
    from poddarkiv.asr.pipeline import ChunkResult
    from poddarkiv.audio.decode import Sound

T = TypeVar("T")
_EXIT_WAIT = 0.3
"""Seconds."""
_ENVIRONMENT = {
    # Read when a worker's libraries load; more OpenMP threads than cores only spin.
    "OMP_NUM_THREADS": "1",
    # After Ctrl-C Python's resource tracker cleans up, and would warn of it after our last line.
    "PYTHONWARNINGS": "ignore:resource_tracker",
}
"""Of the worker processes."""
_engine: Engine | None = None
"""The model of a worker process."""
_fault: TranscriptionError | None = None
"""Why the worker has no model."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """What a worker process needs to load an engine. Pickled, so it holds no engine."""

    engine: str
    """`faster-whisper` or `openai-whisper`."""
    path: Path
    device: str = "cpu"


class TranscriptionPool(Protocol):
    """Transcribes batches of chunks in one or several processes."""

    process_count: int
    """Worker processes, and so batches that run at a time."""

    def submit_batch(
        self, chunks: "Sequence[Chunk]", request: Request
    ) -> "Future[list[ChunkResult]]":
        """Queue a batch; the results come in the order of `chunks`."""
        ...

    def submit_language(self, sound: "Sound") -> "Future[tuple[str, float]]":
        """Queue a language detection; gives an ISO 639-1 code and its probability."""
        ...


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


class InlinePool:
    """Transcribes in this process and thread: for tests."""

    process_count = 1

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def submit_batch(
        self, chunks: "Sequence[Chunk]", request: Request
    ) -> "Future[list[ChunkResult]]":
        """Transcribe a batch now."""
        from poddarkiv.asr.pipeline import transcribe_batch

        return _run_now(lambda: transcribe_batch(self._engine, chunks, request))

    def submit_language(self, sound: "Sound") -> "Future[tuple[str, float]]":
        """Detect the language now."""
        return _run_now(lambda: self._engine.detect_language(sound))


def _run_now(work: Callable[[], T]) -> "Future[T]":
    future: Future[T] = Future()
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
    return future


class ProcessPool:
    """Transcribes in several processes; one that the kernel kills takes no other with it."""

    def __init__(self, spec: EngineSpec, width: int) -> None:
        self.process_count = width
        self._spec = spec
        self._threads = ThreadPoolExecutor(width)
        self._closing = threading.Event()
        self._saved_environment = {name: os.environ.get(name) for name in _ENVIRONMENT}
        os.environ.update(_ENVIRONMENT)
        self._workers: SimpleQueue[ProcessPoolExecutor | None] = SimpleQueue()
        """Idle workers; None stands for one that has yet to be started."""
        for _worker in range(width):
            self._workers.put(None)

    def _worker(self) -> ProcessPoolExecutor:
        # An executor of one: ProcessPoolExecutor breaks as a whole, and tells not by which task.
        return ProcessPoolExecutor(
            1,
            multiprocessing.get_context("spawn"),
            _start_worker,
            (self._spec, i18n.language()),
        )

    def __enter__(self) -> Self:
        return self

    def load_first_model(self) -> None:
        """Load the first model.

        Raises:
            TranscriptionError: It can't be loaded.
        """
        try:
            self._threads.submit(self._run, _worker_engine_name).result()
        except BrokenProcessPool as error:
            raise TranscriptionError(out_of_memory_message()) from error

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
        for name, value in self._saved_environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def submit_batch(
        self, chunks: "Sequence[Chunk]", request: Request
    ) -> "Future[list[ChunkResult]]":
        """Queue a batch; the results come in the order of `chunks`."""
        return self._threads.submit(self._run, _transcribe_in_worker, list(chunks), request)

    def submit_language(self, sound: "Sound") -> "Future[tuple[str, float]]":
        """Queue a language detection; gives an ISO 639-1 code and its probability."""
        return self._threads.submit(self._run, _detect_in_worker, sound)

    def _run(self, work: Callable[..., T], *arguments: object) -> T:
        """Return what a free worker makes of it; should that one be ended, a new one tries once."""
        worker: ProcessPoolExecutor | None = self._workers.get()
        try:
            try:
                worker = worker or self._worker()
                return worker.submit(work, *arguments).result()
            except BrokenProcessPool:
                worker = None
                # Ctrl-C reaches the whole process group: the workers may end before this process.
                if self._closing.wait(_EXIT_WAIT):
                    raise
            try:
                worker = self._worker()
                return worker.submit(work, *arguments).result()
            except BrokenProcessPool:
                worker = None
                raise
        finally:
            self._workers.put(worker)


def _start_worker(spec: EngineSpec, language: str) -> None:
    global _engine, _fault
    # Ctrl-C ends a worker at once, without a traceback of its own.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    i18n.use(language)
    try:
        _engine = load_engine(spec)
    except TranscriptionError as error:
        _fault = error


def _worker_engine() -> Engine:
    if _engine is None:
        raise _fault or TranscriptionError(out_of_memory_message())
    return _engine


def _worker_engine_name() -> str:
    return _worker_engine().name


def _transcribe_in_worker(chunks: "list[Chunk]", request: Request) -> "list[ChunkResult]":
    from poddarkiv.asr.pipeline import transcribe_batch

    return transcribe_batch(_worker_engine(), chunks, request)


def _detect_in_worker(sound: "Sound") -> tuple[str, float]:
    return _worker_engine().detect_language(sound)
