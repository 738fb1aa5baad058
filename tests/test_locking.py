"""One run at a time, told by name; what is void stops nobody."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from poddarkiv.output import HeldError, hold_lock, recover
from poddarkiv.output.locking import Holder, take_lock
from poddarkiv.processes import Process, current_process, is_running

HOLDS = """
import sys, time
from pathlib import Path
from poddarkiv.output import hold_lock
with hold_lock(Path(sys.argv[1]), "001-start", "tag"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    """Another run that holds the lock."""
    run = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout.readline() == "held\n"
    yield run
    run.kill()
    run.communicate()


def locks(root):
    return sorted(path.name for path in root.glob(".poddarkiv/locks/*"))


def sign(root, number=1, *, age=0.0, **changes):
    """Leave a lock as another process, or another machine, would."""
    me = current_process()
    values = {"verb": "tag", "host": me.host, "process": me.number, "started": me.started}
    folder = root / f".poddarkiv/locks/001-start.{number}"
    folder.mkdir(parents=True)
    path = folder / "holder.json"
    path.write_text(json.dumps(values | {"since": "2026-11-28T12:00:00+01:00"} | changes))
    os.utime(path, (time.time() - age,) * 2)
    return folder


def test_who_holds_it_is_said_with_what_to_do(tmp_path, other):
    with pytest.raises(HeldError) as error, hold_lock(tmp_path, "001-start", "measure", wait=0):
        pass

    host = current_process().host.partition(" ")[0]
    text = str(error.value)
    assert text.startswith(f"001-start: “poddarkiv tag” is at it on {host}, process {other.pid}, ")
    assert text.endswith("remove the folder .poddarkiv/locks/001-start.1")


def test_another_lock_is_nobodys_concern(tmp_path, other):
    with hold_lock(tmp_path, "002-hopp", "tag", wait=0):
        assert locks(tmp_path) == ["001-start.1", "002-hopp.1"]
    assert locks(tmp_path) == ["001-start.1"]


def test_a_lock_is_void_as_soon_as_its_holder_is_killed(tmp_path, other):
    other.kill()
    other.wait()

    with hold_lock(tmp_path, "001-start", "tag", wait=0):
        assert locks(tmp_path) == ["001-start.2"]
    assert locks(tmp_path) == []


def test_who_waits_is_told_once_and_comes_next(tmp_path, other):
    told = []
    threading.Timer(0.3, other.kill).start()
    threading.Thread(target=other.wait, daemon=True).start()

    with hold_lock(tmp_path, "001-start", "tag", wait=30, notify=told.append):
        assert len(told) == 1


def test_a_clock_that_is_set_back_makes_no_living_run_dead(tmp_path):
    sign(tmp_path, age=-86_400)

    assert isinstance(take_lock(tmp_path / ".poddarkiv/locks", "001-start", "tag"), Holder)


@pytest.mark.parametrize(
    ("age", "is_held"), [(0, True), (60, True), (600, False), (-10, True), (-600, False)]
)
def test_another_machine_shows_life_by_its_sign_alone(tmp_path, age, is_held):
    sign(tmp_path, age=age, host="another-machine")

    lock = take_lock(tmp_path / ".poddarkiv/locks", "001-start", "tag")

    assert isinstance(lock, Holder) == is_held


def test_a_number_that_another_process_has_now_is_no_holder(tmp_path):
    sign(tmp_path, process=os.getppid(), started="1")

    with hold_lock(tmp_path, "001-start", "tag", wait=0):
        pass


@pytest.mark.parametrize("text", ["", "{", "[]", '{"host": 1}', '{"process": "x"}'])
def test_a_lock_that_names_nobody_is_void(tmp_path, text):
    folder = sign(tmp_path)
    (folder / "holder.json").write_text(text)

    with hold_lock(tmp_path, "001-start", "tag", wait=0):
        pass


def test_the_next_run_of_any_verb_sweeps_what_is_void(tmp_path, other):
    sign(tmp_path, number=7, process=os.getppid(), started="1")

    assert recover(tmp_path) == []

    assert locks(tmp_path) == ["001-start.1"]
    other.kill()
    other.wait()
    recover(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_lock(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), hold_lock(tmp_path, "001-start", "tag"):
        pass
    monkeypatch.undo()

    assert locks(tmp_path) == []
    with hold_lock(tmp_path, "001-start", "tag", wait=0):
        pass


def test_of_many_that_try_at_once_one_has_it(tmp_path):
    sign(tmp_path, process=os.getppid(), started="1")
    inside, most = [], []

    def work():
        with hold_lock(tmp_path, "001-start", "tag", wait=60):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.002)
            inside.pop()

    threads = [threading.Thread(target=work) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1] * 8
    assert locks(tmp_path) == []


def test_a_process_is_known_from_another_with_its_number():
    me = current_process()

    assert is_running(me)
    assert is_running(Process(me.host, me.number, "1")) is False
    assert is_running(Process("another", me.number, me.started)) is None
