"""Run the real command, as a person does."""

import os
import subprocess
import sys
from pathlib import Path


def poddarkiv(
    *arguments: str | Path, cwd: Path | None = None, typed: str | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Return what `poddarkiv ARGUMENTS` printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "poddarkiv", *map(str, arguments)],
        cwd=cwd,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100", "TERM": "dumb", **env},
        check=False,
        timeout=120,
    )
