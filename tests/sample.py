"""The sample archive of this repository, copied so that a test may build and change it."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
AS_OF = "2026-11-21T12:00:00+01:00"


def build(root: Path, *words: str) -> None:
    """Build the archive at `root` as a person would."""
    command = [sys.executable, "-m", "poddarkiv", "build", "--root", str(root), "--as-of", AS_OF]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def copy_archive(target: Path) -> Path:
    """Copy the sources of the sample archive, without what was built or transcribed here."""
    for name in ("episodes", "content", "overrides", "media"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copy(ROOT / "mkdocs.yml", target)
    # Whether this machine has transcribed the fourth sample must not change what is tested.
    for path in (target / "episodes").glob("004-*/transcript.*"):
        path.unlink()
    return target
