"""What editors use works where there are no POSIX locks, no symlinks, and other line endings."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from checks import faults
from commands.running import poddarkiv
from sounds import write_tone

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
ABSENT = ("fcntl", "grp", "pwd", "termios", "tty", "pty", "resource", "syslog", "readline")
"""Modules that Python for Windows does not have."""
AS_ON_WINDOWS = f"""
import os, sys
sys.modules.update(dict.fromkeys({ABSENT!r}))
for name in ("symlink", "fork", "getuid", "geteuid", "chown", "mkfifo", "link"):
    delattr(os, name)
from poddarkiv.cli import main
main()
"""


@pytest.fixture
def root(tmp_path):
    return faults.copy_base(tmp_path / "Mina dokument (åäö)")


def as_on_windows(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS, *arguments],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def digests(folder: Path) -> dict[str, str]:
    # Pagefind writes filters in another order at each run, and names files by what they hold.
    by_chance = ("pagefind/filter/", "pagefind/pagefind")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).as_posix().startswith(by_chance)
    }


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["check", "new", "review", "build"])
def test_the_commands_of_editors_need_nothing_that_windows_lacks(verb, root):
    arguments = {
        "check": [*AT],
        "new": [*AT, "--yes", "--title", "Nytt", "--summary", "Nytt."],
        "review": ["1", "--list"],
        "build": [*AT, "--quiet"],
    }

    run = as_on_windows(root, verb, *arguments[verb])

    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_line_endings_of_windows_build_the_same_bytes(root):
    poddarkiv("build", *AT, "--quiet", cwd=root)
    before = digests(root / "site")

    for path in root.rglob("*"):
        if path.suffix in {".yml", ".md", ".vtt"} and "site" not in path.parts:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run = poddarkiv("build", *AT, "--quiet", "--clean", cwd=root)

    assert run.returncode == 0, run.stderr
    after = digests(root / "site")
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert before.keys() == after.keys()


def test_a_byte_order_mark_is_passed_over(root):
    path = root / "episodes/001-start/episode.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert poddarkiv("check", *AT, cwd=root).stdout == ""


def test_a_file_of_notepad_in_utf_16_is_named(root):
    path = root / "episodes/001-start/episode.yml"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))

    assert poddarkiv("check", *AT, cwd=root).stdout == (
        "episodes/001-start/episode.yml:1: filen är inte UTF-8 (byte 0xff) – "
        "spara filen på nytt med kodningen UTF-8\n"
    )


def test_a_console_that_lacks_swedish_letters_is_no_crash(root):
    faults.apply(root, {"file": "episodes/show.yml", "replace": "explicit:", "with": "explict:"})

    run = subprocess.run(
        [sys.executable, "-m", "poddarkiv", "check", *AT],
        cwd=root,
        capture_output=True,
        check=False,
        env={"PATH": "", "PYTHONIOENCODING": "cp850"},
    )

    assert run.returncode == 1
    assert run.stdout.startswith(
        "episodes/show.yml:12: explict: okänd nyckel ?explict? ?".encode("cp850")
    )


def test_a_path_with_a_backslash_names_the_episode(root):
    write_tone(root / "media/001-start.mp3", seconds=450)

    run = poddarkiv("measure", "episodes\\001-start\\episode.yml", cwd=root)

    assert run.returncode == 0, run.stderr
