"""Several files come into place together, or none does, also after a kill among them."""

import json
import subprocess
import sys

import pytest

from poddarkiv.output import Move, move_together, recover, write_aside
from poddarkiv.output.names import PREFIX

KILLED = """
import os, signal, sys
from pathlib import Path
from poddarkiv.output import Move, move_together, write_aside
root, at = Path(sys.argv[1]), int(sys.argv[2])
replace, count = Path.replace, 0

def counted(path, target):
    global count
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
    return replace(path, target)

Path.replace = counted
move_together(root, [write_aside(root / name, b"ny") for name in sys.argv[3:]])
"""


def killed(root, at, *names):
    """Let a run that puts `names` in place be killed before its rename number `at`."""
    run = [sys.executable, "-c", KILLED, str(root), str(at), *names]
    assert subprocess.run(run, check=False).returncode == -9


def files(root):
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_all_are_put_in_place_and_nothing_is_left(tmp_path):
    (tmp_path / "a").write_text("gammal")

    assert move_together(
        tmp_path, [write_aside(tmp_path / "a", b"ny"), write_aside(tmp_path / "b/c", b"ny")]
    )
    assert files(tmp_path) == {"a": "ny", "b/c": "ny"}


def test_an_equal_file_is_no_move(tmp_path):
    (tmp_path / "a").write_text("lika")

    assert write_aside(tmp_path / "a", b"lika") is None
    assert not move_together(tmp_path, [None])


def test_a_move_that_fails_takes_the_others_back(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/full").write_text("x")
    moves = [write_aside(tmp_path / "a", b"ny")]
    bad = write_aside(tmp_path / "c", b"ny")

    with pytest.raises(OSError, match="directory"):
        move_together(tmp_path, [*moves, Move(bad.source, tmp_path / "b")])

    assert files(tmp_path) == {"b/full": "x"}


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_new_files_are_taken_back_after_a_kill_so_that_the_run_can_be_done_again(tmp_path, at):
    if at < 3:
        killed(tmp_path, at, "a", "b")
    else:
        move_together(tmp_path, [write_aside(tmp_path / name, b"ny") for name in "ab"])

    told = recover(tmp_path)

    assert files(tmp_path) == ({} if at < 3 else {"a": "ny", "b": "ny"})
    # Before the first of the two was moved nothing was to be seen.
    assert len(told) == (at == 2)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_change_of_two_files_is_whole_or_not_begun_after_a_kill(tmp_path, at):
    for name in "ab":
        (tmp_path / name).write_text("gammal")
    killed(tmp_path, at, "a", "b")

    recover(tmp_path)

    # Renames: the journal's own, a's, b's.
    assert files(tmp_path) == dict.fromkeys("ab", "ny" if at == 2 else "gammal")


def test_what_a_person_wrote_after_the_kill_is_left_alone(tmp_path):
    for name in "ab":
        (tmp_path / name).write_text("gammal")
    killed(tmp_path, 2, "a", "b")
    (tmp_path / "b").write_text("min egen")

    recover(tmp_path)

    assert files(tmp_path) == {"a": "ny", "b": "min egen"}


def test_a_journal_of_a_run_that_goes_on_is_none_of_ours(tmp_path):
    rows = [{"source": "x", "target": "y", "before": None, "after": None}]
    (tmp_path / ".poddarkiv").mkdir()
    from poddarkiv.output.names import temporary_name

    journal = tmp_path / ".poddarkiv" / temporary_name("-moves.json")
    journal.write_text(json.dumps(rows))

    assert recover(tmp_path) == []
    assert journal.exists()
    assert journal.name.startswith(PREFIX)
