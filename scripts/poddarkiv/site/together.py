"""Do many like things in several processes at once, where the system can copy this one.

A copy has everything at hand that was read and compiled, and costs nothing to begin.
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

ThingT = TypeVar("ThingT")
MadeT = TypeVar("MadeT")

MOST = 4
"""Processes that work at once, this one included."""
_NICE = 19
"""What copies yield by: the search index, made by one process, takes the longest."""
_PR_SET_PDEATHSIG = 1
"""How Linux is asked to end a process with the one that made it (prctl(2))."""
_SHARES = 256
"""Parts of the work, each for whoever is free; a byte names one."""


def hands() -> int:
    """Return how many processes may work at once: 1 where this one can't be copied."""
    # macOS copies processes too, but its libraries may not be used in the copy.
    if sys.platform != "linux" or not hasattr(os, "fork"):
        return 1
    # A copy would have one of the threads, and the locks of all.
    if sum(1 for _task in Path("/proc/self/task").iterdir()) > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST)


def wait_for(number: int) -> int:
    """Return the status of a copy, once it has ended."""
    return os.waitpid(number, 0)[1]


def together(
    things: Sequence[ThingT],
    do: Callable[[ThingT], object],
    *,
    hands: int,
    wait: Callable[[int], int] = wait_for,
) -> bool:
    """Do something with each of `things`, what leaves files and nothing in memory.

    Args:
        things: What there is to do.
        do: Does it with one.
        hands: How many processes take part, this one included.
        wait: Waits for one of them, and returns its status.

    Returns:
        Whether all went well. If not, some things are done and some are not.
    """
    shares, writer = os.pipe()
    os.write(writer, bytes(range(_SHARES)))
    os.close(writer)
    copies: list[int] = []
    # What lives now lives on: looking through it for rubbish would copy its memory.
    gc.freeze()
    try:
        for _number in range(hands - 1):
            copies.append(copy(lambda: _work(shares, things, do), nice=_NICE))  # noqa: PERF401
        well = _work(shares, things, do)
        while copies:
            well = wait(copies[0]) == 0 and well
            copies.pop(0)
    finally:
        for number in copies:
            end(number)
        os.close(shares)
        gc.unfreeze()
    return well


def beside(work: Callable[[], MadeT], told: Path) -> Callable[[], MadeT]:
    """Begin `work` in a copy of this process, where it can be copied.

    Args:
        work: Makes something, and may be done twice: here again when the copy fails.
        told: A file to come, in which the copy leaves what it made.

    Returns:
        What waits for the work, or else does it, and returns what it made.
    """
    if hands() == 1:
        return work
    number = copy(lambda: bool(told.write_bytes(pickle.dumps(work()))))

    def finish() -> MadeT:
        if os.waitpid(number, 0)[1]:
            return work()
        # Our own copy wrote it a moment ago.
        made: MadeT = pickle.loads(told.read_bytes())  # noqa: S301
        return made

    return finish


def copy(work: Callable[[], bool], *, nice: int = 0) -> int:
    """Let a copy of this process do `work` and end; return its number."""
    maker = os.getpid()
    number = os.fork()
    if number == 0:
        _be_copy(work, nice, maker)
    return number


def _be_copy(work: Callable[[], bool], nice: int, maker: int) -> NoReturn:
    well = False
    # Nothing of what this process was about to tidy is the copy's: it leaves at once.
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        os.nice(nice)
        # Where the first process was killed nobody waits.
        well = os.getppid() == maker and work()
    finally:
        os._exit(0 if well else 1)


def _work(shares: int, things: Sequence[ThingT], do: Callable[[ThingT], object]) -> bool:
    try:
        while share := os.read(shares, 1):
            for thing in things[share[0] :: _SHARES]:
                do(thing)
    except Exception:
        # The others need not go on either.
        while os.read(shares, _SHARES):
            pass
        return False
    return True


def end(number: int) -> None:
    """End a copy, whatever it does."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
