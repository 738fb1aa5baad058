"""Run the real command, as a person would."""

import os
import subprocess
import sys
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


def in_english(root: Path) -> Path:
    """Let the archive in `root` be an English one, so that messages are in the code's language."""
    show = root / "episodes/show.yml"
    text = show.read_text("utf-8")
    show.write_text(text.replace("language: sv", "language: en"), "utf-8", newline="\n")
    return root
