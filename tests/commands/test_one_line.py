"""Whatever is wrong, a person meets lines and no traceback, and the exit code says so."""

import os
import shutil
import subprocess
import sys
import uuid

import pytest

from checks.faults import copy_base
from commands.broken_sources import FIRST, SITES, SOURCES, replaced
from poddarkiv import cli
from poddarkiv.commands import check, measure
from running import in_english, poddarkiv
from sounds import write_tone

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
READING = {
    "check": ("check", "--strict", *AT),
    "measure": ("measure",),
    "tag": ("tag",),
    "feed": ("feed", *AT),
    "search": ("search", "vi", *AT),
    "review": ("review", "1", "--list"),
    "new": ("new", "--yes", "--title", "Nytt", "--summary", "Nytt.", *AT),
    "doctor": ("transcribe", "--doctor"),
    "transcribe": ("transcribe", "--model", "/nowhere"),
    "accept": ("check", "--accept", "all", *AT),
}
BUILDING = {"build": ("build", "--quiet", *AT)}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive with a recording, in which nothing is wrong."""
    root = in_english(copy_base(tmp_path_factory.mktemp("hel")))
    write_tone(root / "media/001-start.mp3", seconds=450, rate=8_000, bit_rate=8_000)
    assert poddarkiv(root, "measure").returncode == 0
    return root


@pytest.fixture
def root(archive, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("PODDARKIV_DEBUG", raising=False)
    return shutil.copytree(archive, tmp_path / "arkiv")


@pytest.fixture
def run(root, monkeypatch, capfd):
    """Return what runs a verb in this process: its exit code and all that it said."""

    def verb(*words):
        monkeypatch.setattr(sys, "argv", ["poddarkiv", words[0], "--root", str(root), *words[1:]])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capfd.readouterr()
        code = end.value.code
        return 0 if code is None else code, said.out + said.err

    return verb


def assert_lines(code, said):
    assert code in {0, 1, 2}, said
    assert "Traceback" not in said
    assert "a fault in Poddarkiv" not in said, said
    assert code == 0 or said.strip()


def some_verbs(fault):
    """Return three of the verbs; over all faults each verb meets many."""
    verbs, at = list(READING), list(SOURCES).index(fault)
    return dict.fromkeys(["check", verbs[at % len(verbs)], verbs[(at * 3 + 5) % len(verbs)]])


@pytest.mark.slow
@pytest.mark.parametrize("fault", SOURCES)
def test_a_source_that_is_wrong_is_told_in_lines(fault, root, run):
    SOURCES[fault](root)

    for verb in some_verbs(fault):
        assert_lines(*run(*READING[verb]))


@pytest.mark.slow
@pytest.mark.parametrize("fault", SITES)
def test_a_site_that_can_not_be_built_is_told_in_lines(fault, root, run):
    SITES[fault](root)

    for words in (READING["check"], *BUILDING.values()):
        assert_lines(*run(*words))


def test_a_fault_of_ours_is_one_line_with_the_place_of_its_details(
    root, run, tmp_path, monkeypatch
):
    def broken(*_arguments, **_given):
        raise KeyError("x")

    monkeypatch.setattr(check, "find_problems", broken)

    code, said = run("check")

    log = tmp_path / "state/poddarkiv/poddarkiv-fel.log"
    assert (code, said) == (1, f"a fault in Poddarkiv (KeyError: 'x'); the details are in {log}\n")
    assert "Traceback" in log.read_text()
    monkeypatch.setenv("PODDARKIV_DEBUG", "1")
    assert "Traceback" in run("check")[1]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "the disk is full\n"),
        (OSError(28, "x", "/a/media/.poddarkiv-1-2-3-4.mp3"), "/a/media: the disk is full\n"),
        (PermissionError(13, "x", "/a/b"), "/a/b: this user may not read or write here\n"),
        (IsADirectoryError(21, "x", "/a/b"), "/a/b: a file was expected, there is a folder\n"),
        (OSError(5, "x", "/a"), "/a: the disk does not answer as it should\n"),
        (OSError(59, "Bad font", "/a"), "/a: the system says: Bad font\n"),
    ],
)
def test_what_the_system_would_not_do_is_one_line(root, run, monkeypatch, error, said):
    def refuse(*_arguments, **_given):
        raise error

    monkeypatch.setattr(check, "find_problems", refuse)

    assert run("check") == (1, said)


def test_a_reader_who_has_had_enough_is_no_fault(root):
    text = "guests: [" + ", ".join(f"a{i}" for i in range(5000)) + "]"
    replaced(f"{FIRST}episode.yml", "guests:", text + "\nx:")(root)
    command = f"{sys.executable} -m poddarkiv check | head -n 1"

    run = subprocess.run(
        ["/bin/sh", "-c", command], cwd=root, capture_output=True, text=True, check=False
    )

    assert run.stdout.count("\n") == 1
    assert run.stderr.count("\n") <= 1
    assert "Error" not in run.stderr


@pytest.mark.slow
@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_a_machine_without_swedish_letters_is_no_fault(archive, tmp_path, locale):
    root = shutil.copytree(archive, tmp_path / "Mina åäö")
    show = root / "episodes/show.yml"
    show.write_text(show.read_text("utf-8").replace("language: en", "language: sv"), "utf-8")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)} | locale

    for words in (READING["check"], READING["tag"], READING["new"], BUILDING["build"]):
        run = subprocess.run(
            [sys.executable, "-m", "poddarkiv", *words],
            cwd=root, env=env, capture_output=True, check=False,
        )  # fmt: skip
        assert_lines(run.returncode, (run.stdout + run.stderr).decode("utf-8", "replace"))


def test_one_episodes_fault_stops_no_other(root, run, monkeypatch):
    shutil.copytree(root / FIRST, root / "episodes/003-tre")
    for old, new in (("number: 1", "number: 3"), ("001-start.mp3", "003-tre.mp3")):
        replaced("episodes/003-tre/episode.yml", old, new)(root)
    shutil.copyfile(root / "media/001-start.mp3", root / "media/003-tre.mp3")
    text = (root / "episodes/003-tre/episode.yml").read_text("utf-8")
    guid = next(line for line in text.splitlines() if line.startswith("guid:"))
    replaced("episodes/003-tre/episode.yml", guid, f"guid: {uuid.uuid4()}")(root)
    (root / "episodes/003-tre/episode.lock.yml").unlink()
    right = measure.measured_lock

    def sometimes(archive, episode, *others, **given):
        if episode.slug == "001-start":
            raise ZeroDivisionError("x")
        return right(archive, episode, *others, **given)

    monkeypatch.setattr(measure, "measured_lock", sometimes)

    code, said = run("measure")

    assert code == 1
    assert "001-start: a fault in Poddarkiv (ZeroDivisionError: x)" in said
    assert (root / "episodes/003-tre/episode.lock.yml").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.3, 0.6])
def test_an_interrupt_is_no_traceback(root, seconds):
    # What Python itself does before it comes to us is not ours.
    code = (
        "import os, signal, sys, threading, time\n"
        "from poddarkiv import __main__\n"
        "def later():\n"
        f"    time.sleep({seconds})\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=later, daemon=True).start()\n"
        "sys.argv = ['poddarkiv', 'serve', '--port', '0']\n"
        "__main__.main()\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )

    assert "Traceback" not in run.stderr
    assert run.returncode in {0, 1, 130, -2}
