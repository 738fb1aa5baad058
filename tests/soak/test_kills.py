"""A share of what `make soak` kills, always the same one."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_whatever_is_killed_leaves_whole_files_and_can_be_run_again():
    # A process of its own: it forks, which a process with threads may not.
    run = subprocess.run(
        [sys.executable, "-m", "soak.kills", "--share", "12"],
        cwd=TESTS,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "build: 1 of " in run.stdout
