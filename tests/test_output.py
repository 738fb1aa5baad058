"""Files are written whole or not at all."""

import os

import pytest

from poddarkiv.output import replace_tree, write_if_changed


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
