"""Run the real command, as a person would."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def poddarkiv(root: Path, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what `poddarkiv VERB --root ROOT …` printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "poddarkiv", verb, "--root", str(root), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )


@contextmanager
def begun(root: Path, verb: str, *arguments: str) -> Iterator[str]:
    """Run a command that goes on until it is ended; give the address that it shows."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "poddarkiv", verb, *arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    try:
        seen = []
        for line in process.stdout:
            seen.append(line)
            if address := re.search(r"http://127\.0\.0\.1:\S+", line):
                yield address[0]
                return
        raise AssertionError("ended before it showed anything:\n" + "".join(seen))
    finally:
        process.terminate()
        process.communicate(timeout=60)


def in_english(root: Path) -> Path:
    """Let the archive in `root` be an English one, so that messages are in the code's language."""
    show = root / "episodes/show.yml"
    text = show.read_text("utf-8")
    show.write_text(text.replace("language: sv", "language: en"), "utf-8", newline="\n")
    return root
