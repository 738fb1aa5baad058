"""Identify processes across machines, and say whether one is still running."""

import os
import socket
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process's identity: process ids are reused, so its start time belongs to it."""

    host: str
    """The machine, and on Linux since when it runs: numbers begin anew after a restart."""
    number: int
    started: str
    """When it began, as the system counts; empty where that can't be known."""


def current_process() -> Process:
    """Return the process that asks."""
    number = os.getpid()
    return Process(host_id(), number, _started(number))


@lru_cache(maxsize=1)
def host_id() -> str:
    """Return the name of this machine, with its current run where the system tells it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        boot = ""
    return f"{socket.gethostname()} {boot}".strip()


def is_running(process: Process) -> bool | None:
    """Whether `process` runs; None where nobody here can tell: another machine, or Windows."""
    if process.host != host_id():
        return None
    if process == current_process():
        return True
    if os.name == "nt":
        return None  # os.kill would end it
    try:
        os.kill(process.number, 0)
    except (ProcessLookupError, OverflowError, ValueError):
        return False
    except PermissionError:
        pass
    if not process.started:
        # Its number may be somebody else's by now.
        return None
    return _started(process.number) == process.started


def _started(number: int) -> str:
    """Return when the process began, in ticks since the machine did; empty for one that ended."""
    if sys.platform != "linux":
        return ""
    try:
        # The name in parentheses may hold anything.
        fields = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2]
    except OSError:
        return ""
    state, *rest = fields.split()
    # One that was killed stays as a zombie until its parent asks.
    return "" if state in {"Z", "X"} else rest[18]
