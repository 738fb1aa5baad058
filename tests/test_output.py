"""Files are written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from poddarkiv.output import recover, replace_tree, scratch_folder, trees, write_if_changed
from poddarkiv.output.names import temporary_name


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
    monkeypatch.setattr(trees, "exchange", lambda _one, _other: False)
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
    monkeypatch.setattr(trees, "exchange", lambda _one, _other: False)
    with pytest.raises(SystemExit):
        replace_tree(new, old)

    assert [p.name for p in old.iterdir()] == ["gammal.html"]


def left_by_a_dead_run(ending=""):
    """Return the name that a run which has ended would have given."""
    code = (
        "from poddarkiv.output.names import temporary_name as n; import sys; print(n(sys.argv[1]))"
    )
    run = [sys.executable, "-c", code, ending]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip()


def test_a_folder_for_work_takes_away_what_killed_runs_left(tmp_path):
    living, unknown = temporary_name(), ".poddarkiv-of-another-kind"
    for name in (left_by_a_dead_run("-site"), living, unknown, ".poddarkiv", ".site-mine"):
        (tmp_path / name / "avsnitt").mkdir(parents=True)
    forgotten = tmp_path / ".poddarkiv-00000000-1-2-from-another-machine"
    forgotten.write_text("x")
    os.utime(forgotten, (1, 1))

    with scratch_folder(tmp_path / "site", "site") as folder:
        assert folder.parent == tmp_path
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
            [living, unknown, ".poddarkiv", ".site-mine", folder.name]
        )

    assert not folder.exists()


def test_a_site_that_stood_aside_when_the_run_was_killed_is_put_back_first(tmp_path):
    aside = tmp_path / left_by_a_dead_run("-old-site")
    aside.mkdir()
    (aside / "index.html").write_text("hel")

    told = recover(tmp_path)

    assert told == ["site: put back after a run that was killed"]
    assert (tmp_path / "site/index.html").read_text() == "hel"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_site_that_is_in_place_again_is_not_replaced_by_the_old_one(tmp_path):
    aside = tmp_path / left_by_a_dead_run("-old-site")
    for folder in (aside, tmp_path / "site"):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)

    assert recover(tmp_path) == []
    assert (tmp_path / "site/index.html").read_text() == "site"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_temporaries_beside_sources_are_swept_and_nothing_else(tmp_path):
    kept = [".poddarkiv/preview/index.html", "media/a.mp3", "episodes/001-a/.episode.yml.swp"]
    left = [f"{folder}/{left_by_a_dead_run('.md')}" for folder in ("media", "content/gaster")]
    left += [f"episodes/001-a/{left_by_a_dead_run()}", f".poddarkiv/media/{left_by_a_dead_run()}"]
    for name in kept + left:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    assert recover(tmp_path) == []

    there = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert there == set(kept)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is known to exchange folders here")
def test_a_tree_is_replaced_in_one_step_where_the_system_can(tmp_path, monkeypatch):
    old, new = tmp_path / "site", tmp_path / "fresh"
    for folder in (old, new):
        folder.mkdir()
        (folder / folder.name).write_text("x")

    def refuse(_path, _target):
        raise AssertionError("renamed in turn")

    monkeypatch.setattr(Path, "rename", refuse)
    replace_tree(new, old)

    assert [p.name for p in old.iterdir()] == ["fresh"]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_file_where_the_site_should_be_is_no_site_to_replace(tmp_path):
    new, target = tmp_path / "fresh", tmp_path / "site"
    new.mkdir()
    target.write_text("mitt")

    with pytest.raises(NotADirectoryError):
        replace_tree(new, target)

    assert target.read_text() == "mitt"


def test_a_name_of_any_length_can_be_written(tmp_path):
    path = tmp_path / ("å" * 120 + ".md")

    assert write_if_changed(path, b"hej")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


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

    assert run.wait(60) != 0
    assert list(tmp_path.iterdir()) == []
    run.stdout.close()
