"""Worker pools: one process, or one for each core, with the model loaded in each.

One thread a process: the decoder gains little from a second thread, two processes with one thread
each transcribe 1.35 times as much. Never the command's own process: where memory is short, the
kernel kills the process that holds the model, and the command must survive to report it.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from poddarkiv import i18n
from poddarkiv.asr.engine import Engine, Request
from poddarkiv.asr.loading import EngineSpec, out_of_memory_message
from poddarkiv.asr.worker import detect_language, engine_name, start_worker, transcribe_chunks
from poddarkiv.errors import TranscriptionError

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
            start_worker,
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
            self._threads.submit(self._run, engine_name).result()
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
            # After Ctrl-C `shutdown` would wait for the batches under way.
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
        return self._threads.submit(self._run, transcribe_chunks, list(chunks), request)

    def submit_language(self, sound: "Sound") -> "Future[tuple[str, float]]":
        """Queue a language detection; gives an ISO 639-1 code and its probability."""
        return self._threads.submit(self._run, detect_language, sound)

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
