"""What a person sees of long work, at a terminal and in a log."""

import os
import re
import subprocess
import sys

import pytest

from poddarkiv.commands import _progress
from poddarkiv.commands._progress import show_progress

WORK = """
import time
from poddarkiv.commands._progress import show_progress
with show_progress(120.0, quiet=False) as shown:
    update = shown.begin("ettan", 60.0)
    time.sleep(0.2)
    update(30.0)
    shown.say("ettan: a remark")
    time.sleep(0.3)
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_a_terminal_shows_each_episode_all_of_them_the_pace_and_the_time_left():
    import pty

    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100", "PODDARKIV_LANG": "en"}
    with os.fdopen(ours, "rb", buffering=0) as screen:
        run = subprocess.Popen([sys.executable, "-c", WORK], stderr=theirs, env=environment)
        os.close(theirs)
        shown = b""
        try:
            while part := screen.read(4096):
                shown += part
        except OSError:
            pass  # the other end was closed
    assert run.wait(timeout=60) == 0

    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"ettan +\S+ +50 %", text)
    assert re.search(r"All +\S+.* 25 % [\d.]+ times real time, \d+:\d\d left", text)
    assert "ettan: a remark" in text


def test_a_log_gets_a_line_now_and_then(monkeypatch, capsys):
    monkeypatch.setattr(_progress, "_EVERY", 0.0)

    with show_progress(120.0, quiet=False) as shown:
        update = shown.begin("ettan", 60.0)
        update(30.0)
        shown.say("ettan: a remark")

    first, second, third = capsys.readouterr().err.splitlines()
    assert first == "ettan: 1:00 to hear"
    assert re.fullmatch(r"ettan: 50 %, [\d.]+ times real time, \d+:\d\d left", second)
    assert third == "ettan: a remark"


def test_a_log_is_not_flooded(capsys):
    with show_progress(120.0, quiet=False) as shown:
        update = shown.begin("ettan", 60.0)
        for second in range(60):
            update(second)

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_who_wants_quiet_sees_remarks_alone(capsys):
    with show_progress(120.0, quiet=True) as shown:
        shown.begin("ettan", 60.0)(30.0)
        shown.say("ettan: a remark")

    assert capsys.readouterr().err == "ettan: a remark\n"


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (60, "0.5 times real time, 3:00 left"),
        (1000, "0.03 times real time, 50:00 left"),
        (7200, "0.0042 times real time, 6:00:00 left"),
    ],
)
def test_a_slow_machine_is_told_how_long_it_takes(monkeypatch, passed, told):
    clock = iter([1000.0, 1000.0 + passed])
    monkeypatch.setattr(_progress.time, "monotonic", lambda: next(clock))
    tally = _progress._Tally(120.0)
    tally.done["ettan"] = 30.0

    assert tally.text() == told


def test_a_run_that_goes_on_is_as_fast_as_what_it_does_itself(monkeypatch, capsys):
    clock = iter([1000.0, 1000.0, 1001.0, 1001.0, 1060.0, 1060.0])
    monkeypatch.setattr(_progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(_progress, "_EVERY", 0.0)
    tell = show_progress(600.0, quiet=False).begin("ettan", 600.0)
    # In a second it has read what an earlier run had heard of five minutes.
    tell(300.0, 300.0)
    tell(360.0, 300.0)

    assert capsys.readouterr().err.splitlines()[1:] == [
        "ettan: 50 %",
        "ettan: 60 %, 1.0 times real time, 4:00 left",
    ]


def test_nothing_is_foretold_before_anything_is_done():
    assert _progress._Tally(120.0).text() == ""
