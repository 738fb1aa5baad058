"""Run a command and tell what it cost."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
_UNWANTED = "PYTHONDONTWRITEBYTECODE"
"""With it a checkout is compiled in each run, and peers, which pip has compiled, are not."""


@dataclass(frozen=True)
class Run:
    """What one command cost."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all its processes, user and system."""
    memory: int
    """Bytes of its largest process at the most."""


def run(command: list[str | Path], folder: Path, variables: Mapping[str, str] | None = None) -> Run:
    """Run `command` in `folder`, or stop with what it said.

    Args:
        command: The program and its arguments.
        folder: Where it runs; what it says is left there in `bench.log`.
        variables: Added to the environment.
    """
    environment = os.environ | _QUIET | dict(variables or {})
    environment.pop(_UNWANTED, None)
    with (folder / "bench.log").open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), cwd=folder, env=environment, stdout=log, stderr=log
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    if status:
        sys.exit(f"{command} failed:\n{(folder / 'bench.log').read_text()[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
