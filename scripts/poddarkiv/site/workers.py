"""Share work among worker processes that are forked from this one, where the system can fork.

A worker has everything in memory that was read and compiled before the fork, and starts in
milliseconds: with `spawn` each would load the archive, its templates and numpy again.
"""

import contextlib
import ctypes
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

MAX_WORKERS = 4
"""Processes that work at once, this one included."""
_NICE = 19
"""What workers yield by: the search index, made by one process, takes the longest."""
_PR_SET_PDEATHSIG = 1
"""How Linux is asked to end a process with the one that made it (prctl(2))."""
_SHARES = 256
"""Parts of the work, each for whichever worker is free; a byte in the pipe names one."""


def worker_count() -> int:
    """Return how many processes may work at once: 1 where this one can't be forked."""
    # macOS forks processes too, but its libraries may not be used in the child.
    if sys.platform != "linux" or not hasattr(os, "fork"):
        return 1
    # A child would have one of the threads, and the locks of all.
    if sum(1 for _task in Path("/proc/self/task").iterdir()) > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MAX_WORKERS)


def wait_for_worker(pid: int) -> int:
    """Return the exit status of a worker, once it has ended."""
    return os.waitpid(pid, 0)[1]


def run_in_workers(
    items: Sequence[ItemT],
    process_item: Callable[[ItemT], object],
    *,
    workers: int,
    wait: Callable[[int], int] = wait_for_worker,
) -> bool:
    """Process each of `items` in some process; what that leaves is in files, not in memory.

    Args:
        items: What there is to process.
        process_item: Processes one of them.
        workers: How many processes take part, this one included.
        wait: Waits for a worker by its process id, and returns its exit status.

    Returns:
        Whether all went well. If not, some items are processed and some are not.
    """
    shares, writer = os.pipe()
    os.write(writer, bytes(range(_SHARES)))
    os.close(writer)
    pids: list[int] = []
    # What lives now lives on: a garbage collection in a worker would copy all of its memory.
    gc.freeze()
    try:
        for _number in range(workers - 1):
            pids.append(  # noqa: PERF401
                fork_worker(lambda: _process_shares(shares, items, process_item), nice=_NICE)
            )
        succeeded = _process_shares(shares, items, process_item)
        while pids:
            succeeded = wait(pids[0]) == 0 and succeeded
            pids.pop(0)
    finally:
        for pid in pids:
            kill_worker(pid)
        os.close(shares)
        gc.unfreeze()
    return succeeded


def start_in_worker(task: Callable[[], ResultT], result_file: Path) -> Callable[[], ResultT]:
    """Start `task` in a worker, where this process can be forked.

    Args:
        task: Makes something, and may be run twice: here again when the worker fails.
        result_file: A file to come, in which the worker leaves the result.

    Returns:
        A function that waits for the task, or else runs it, and returns its result.
    """
    if worker_count() == 1:
        return task
    pid = fork_worker(lambda: bool(result_file.write_bytes(pickle.dumps(task()))))

    def finish() -> ResultT:
        if wait_for_worker(pid):
            return task()
        # Our own worker wrote it a moment ago.
        result: ResultT = pickle.loads(result_file.read_bytes())  # noqa: S301
        return result

    return finish


def fork_worker(task: Callable[[], bool], *, nice: int = 0) -> int:
    """Fork a worker that runs `task` and exits, with 0 when that gave true; return its pid."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _run_worker(task, nice, parent)
    return pid


def _run_worker(task: Callable[[], bool], nice: int, parent: int) -> NoReturn:
    succeeded = False
    # Nothing of what the parent was about to tidy is the worker's: it leaves at once.
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Else a build that was killed leaves workers that write into folders of the next one.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        os.nice(nice)
        # Where the parent was killed before the call above nobody waits.
        succeeded = os.getppid() == parent and task()
    finally:
        os._exit(0 if succeeded else 1)


def _process_shares(
    shares: int, items: Sequence[ItemT], process_item: Callable[[ItemT], object]
) -> bool:
    try:
        while share := os.read(shares, 1):
            for item in items[share[0] :: _SHARES]:
                process_item(item)
    except Exception:
        # The other workers need not go on either.
        while os.read(shares, _SHARES):
            pass
        return False
    return True


def kill_worker(pid: int) -> None:
    """Kill a worker, whatever it does."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
