"""Files are written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from poddarkiv.output import replace_tree, scratch_folder, write_if_changed


def test_an_equal_file_keeps_its_time(tmp_path):
    path = tmp_path / "a.txt"
    write_if_changed(path, b"hej")
    os.utime(path, (1, 1))

    assert not write_if_changed(path, b"hej")
    assert path.stat().st_mtime == 1


def test_a_changed_file_is_replaced_whole(tmp_path):
    path = tmp_path / "new" / "å.txt"

    assert write_if_changed(path, b"ett")
    assert write_if_changed(path, b"tva")
    assert path.read_bytes() == b"tva"
    assert [p.name for p in path.parent.iterdir()] == ["å.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"gammal")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_if_changed(path, b"ny")

    assert path.read_bytes() == b"gammal"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_others_can_read_what_is_written(tmp_path):
    path = tmp_path / "a.txt"
    write_if_changed(path, b"hej")

    assert path.stat().st_mode & 0o044 == 0o044 & ~_umask()


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_tree_takes_the_place_of_another(tmp_path):
    old, new = tmp_path / "site", tmp_path / "fresh"
    for folder, name in (
        (old, "borta.html"),
        (old, "lika.html"),
        (new, "lika.html"),
        (new, "ny.html"),
    ):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    os.utime(old / "lika.html", (1, 1))

    replace_tree(new, old)

    assert sorted(p.name for p in old.iterdir()) == ["lika.html", "ny.html"]
    assert (old / "lika.html").stat().st_mtime == 1
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_tree_whose_files_are_open_on_windows_is_replaced_file_by_file(tmp_path, monkeypatch):
    old, new = tmp_path / "site", tmp_path / "fresh"
    for folder, name in ((old, "borta.html"), (new, "ny.html")):
        folder.mkdir()
        (folder / name).write_text("x")

    def refuse(_path, _target):
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "rename", refuse)
    replace_tree(new, old)

    assert [p.name for p in old.iterdir()] == ["ny.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_run_that_is_ended_between_two_renames_leaves_the_old_tree(tmp_path, monkeypatch):
    old, new = tmp_path / "site", tmp_path / "fresh"
    for folder in (old, new):
        folder.mkdir()
    (old / "gammal.html").write_text("x")
    rename = Path.rename

    def end(path, target):
        if path == new:
            sys.exit(143)
        rename(path, target)

    monkeypatch.setattr(Path, "rename", end)
    with pytest.raises(SystemExit):
        replace_tree(new, old)

    assert [p.name for p in old.iterdir()] == ["gammal.html"]


def test_a_folder_for_work_takes_away_what_killed_runs_left(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name in (f".site-{ended.pid}-a", ".site-b", ".page-c", f".site-{os.getpid()}-d"):
        (tmp_path / name / "avsnitt").mkdir(parents=True)
    forgotten = tmp_path / f".site-{os.getpid()}-e"
    forgotten.mkdir()
    os.utime(forgotten, (1, 1))

    with scratch_folder(tmp_path / "site", "site") as folder:
        assert folder.parent == tmp_path
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
            [".page-c", f".site-{os.getpid()}-d", folder.name]
        )

    assert not folder.exists()


ENDED = """
import sys, time
from pathlib import Path
from poddarkiv.output import scratch_folder
with scratch_folder(Path(sys.argv[1]), "site"):
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_run_that_is_told_to_end_tidies_its_folder(tmp_path):
    run = subprocess.Popen(
        [sys.executable, "-c", ENDED, tmp_path / "site"], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout.readline() == "ready\n"
    assert len(list(tmp_path.iterdir())) == 1

    run.terminate()

    assert run.wait(20) != 0
    assert list(tmp_path.iterdir()) == []
    run.stdout.close()
