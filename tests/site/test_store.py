"""What builds keep for the next one, and every way in which that may be wrong."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from poddarkiv.site.store import FOLDER, Store, digest

KEY, OTHER = digest("one"), digest("two")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def opened(tmp_path: Path, told: list[str]) -> Callable[..., Store]:
    """Return what opens the store of one archive, as each build does."""
    return lambda **choices: Store(tmp_path, tell=told.append, **choices)


def entries(root: Path) -> list[Path]:
    return sorted(root.glob(f"{FOLDER}/??/*"))


def test_the_next_build_reads_what_one_has_written(opened, told):
    opened().write(KEY, b"a page")

    later = opened()

    assert later.read(KEY) == b"a page"
    assert later.read(OTHER) is None
    assert told == []


def test_what_a_build_did_not_use_is_swept(opened):
    first = opened()
    first.write(KEY, b"a page")
    first.write(OTHER, b"another")
    first.sweep()

    second = opened()
    second.read(KEY)
    second.sweep()

    assert opened().read(KEY) == b"a page"
    assert opened().read(OTHER) is None


def test_what_the_last_build_of_another_site_used_stays(opened):
    shown = opened(site="preview")
    shown.write(KEY, b"a draft")
    shown.sweep()

    opened(site="site").sweep()

    assert opened().read(KEY) == b"a draft"


def test_what_a_build_uses_that_still_runs_stays(opened):
    running = opened(site="preview")
    running.write(KEY, b"a draft")

    opened(site="site").sweep()

    assert running.read(KEY) == b"a draft"


def test_forked_workers_use_the_store_of_their_build(opened):
    store = opened()
    child = os.fork()
    if child == 0:
        store.write(KEY, b"from a worker")
        os._exit(0)
    os.waitpid(child, 0)
    store.sweep()

    assert opened().read(KEY) == b"from a worker"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: data + b"!",
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
    ],
)
def test_a_damaged_entry_is_none_and_told_once(opened, told, tmp_path, damage):
    store = opened()
    store.write(KEY, b"a page of some length")
    store.write(OTHER, b"a page of some length")
    for path in entries(tmp_path):
        path.write_bytes(damage(path.read_bytes()))

    assert [opened().read(KEY), store.read(OTHER)] == [None, None]
    assert store.read(KEY) is None
    assert set(told) == {"Some of what earlier builds kept is damaged: it is drawn anew"}
    assert entries(tmp_path) == []


def test_an_entry_in_the_place_of_another_is_damaged(opened, tmp_path):
    store = opened()
    store.write(KEY, b"a page")
    store.write(OTHER, b"another")
    paths = {path.parent.name + path.name: path for path in entries(tmp_path)}
    paths[KEY].write_bytes(paths[OTHER].read_bytes())

    assert store.read(KEY) is None


def test_what_another_user_wrote_is_not_read(opened, told, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "somebody"))
    opened().write(KEY, b"<script>")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "me"))

    assert opened().read(KEY) is None
    assert entries(tmp_path) == []
    assert told == []


def test_a_store_of_another_version_is_emptied_in_one_line(opened, told, monkeypatch, tmp_path):
    opened().write(KEY, b"a page")
    monkeypatch.setattr("poddarkiv.site.store.FORMAT", 2)

    assert opened().read(KEY) is None
    assert told == ["What earlier builds kept is of another version: all is drawn anew"]
    assert entries(tmp_path) == []


def test_it_is_emptied_when_others_may_not_be_shown(opened, tmp_path):
    opened().write(KEY, b"Ada Lund said")

    opened(withheld=["Ada Lund"])

    assert entries(tmp_path) == []
    kept = b"".join(p.read_bytes() for p in (tmp_path / FOLDER).rglob("*") if p.is_file())
    assert b"Ada" not in kept


def test_a_full_disk_closes_it_in_one_line(opened, told, monkeypatch, tmp_path):
    store = opened()
    store.write(KEY, b"a page")

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    store.write(OTHER, b"another")
    store.write(digest("three"), b"a third")
    monkeypatch.undo()

    assert told == ["Nothing is kept for the next build: the disk is full"]
    assert store.read(KEY) is None
    assert len(entries(tmp_path)) == 1
    assert not list((tmp_path / FOLDER).glob(".poddarkiv-*[!d]"))


def test_a_folder_that_can_t_be_made_is_told_in_one_line(opened, told, tmp_path):
    (tmp_path / ".poddarkiv").write_bytes(b"a file")

    store = opened()
    store.write(KEY, b"a page")
    store.sweep()

    assert store.read(KEY) is None
    assert told == ["Nothing is kept for the next build: a folder was expected, there is a file"]


def test_a_build_that_failed_sweeps_nothing_and_leaves_no_list(opened, tmp_path):
    before = opened()
    before.write(KEY, b"a page")
    before.sweep()

    opened().close()

    assert opened().read(KEY) == b"a page"
    assert len(list((tmp_path / FOLDER).glob("uses-*"))) == 1


def test_emptying_goes_past_links_and_other_files(opened, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / KEY[2:]).write_bytes(b"mine")
    store = opened()
    (tmp_path / FOLDER / KEY[:2]).symlink_to(elsewhere)
    (tmp_path / FOLDER / "notes.txt").write_bytes(b"mine")

    store.clear()

    assert (elsewhere / KEY[2:]).read_bytes() == b"mine"
    assert (tmp_path / FOLDER / "notes.txt").exists()
