"""Files that a tool writes from the code have not fallen behind it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("tool", ["schemas", "messages", "starter_lock", "reference"])
def test_what_a_tool_wrote_is_up_to_date(tool):
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / f"{tool}.py", "--check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (run.stdout, run.returncode) == ("", 0)
