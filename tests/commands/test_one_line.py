"""Whatever is wrong, a person meets lines and no traceback, and the exit code says so."""

import json
import os
import shutil
import subprocess
import sys
import uuid

import pytest

from checks.faults import copy_base
from poddarkiv import cli
from poddarkiv.commands import check, measure
from running import in_english, poddarkiv
from sounds import write_tone

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
FIRST = "episodes/001-start/"
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


def written(name, content):
    def change(root):
        path = root / name
        shutil.rmtree(path, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def replaced(name, old, new):
    def change(root):
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


def link(name, to):
    def change(root):
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(to)

    return change


def folder(name):
    def change(root):
        (root / name).unlink(missing_ok=True)
        (root / name).mkdir(parents=True, exist_ok=True)

    return change


def pipe(name):
    def change(root):
        (root / name).unlink(missing_ok=True)
        # Windows has none in folders: there it is a link to nowhere.
        getattr(os, "mkfifo", lambda path: path.symlink_to("nowhere"))(root / name)

    return change


def audio(value):
    return replaced(f"{FIRST}episode.yml", "audio: 001-start.mp3", f"audio: {json.dumps(value)}")


def machine(**changes):
    values = {"version": 1, "language": "sv", "seconds": 3.0, "engine": "e", "model": "m",
              "date": "d", "audio_sha256": "a", "text_sha256": "b", "options": {},
              "vocabulary": [], "segments": [], "stretches": []}  # fmt: skip
    return written(f"{FIRST}transcript.machine.json", json.dumps(values | changes))


def own_template(root):
    written("overrides/main.html", "{{ 1 / 0 }}")(root)
    replaced("mkdocs.yml", "language: sv", "language: sv\n  custom_dir: overrides")(root)


SOURCES = {
    "an address that is none": audio("https://[::1"),
    "a port that is no number": audio("https://a.example:x/a.mp3"),
    "a port that is too large": audio("https://a.example:99999999/a.mp3"),
    "a name with a zero byte": audio("a\0b.mp3"),
    "a name that is too long": audio("a" * 5000 + ".mp3"),
    "brackets without end": written(f"{FIRST}episode.yml", "a: " + "[" * 3000),
    "braces without end": written("content/ordlista.yml", "a: " + "{a: " * 2000),
    "keys below keys": written(
        "content/ordlista.yml", "".join(" " * i + "a:\n" for i in range(1500))
    ),
    "braces on braces": written(f"{FIRST}episode.yml", "{a: " * 100_000),
    "dashes on one row": written("content/ordlista.yml", "- " * 100_000),
    "brackets in a guest": written(
        "content/gaster/ada-berg.md", "---\nname: " + "[{a: " * 50_000 + "\n---\nHej."
    ),
    "braces in mkdocs.yml": written("mkdocs.yml", "{? " * 100_000),
    "a pipe: episode": pipe(f"{FIRST}episode.yml"),
    "a pipe: guest": pipe("content/gaster/ada-berg.md"),
    "a pipe: show": pipe("episodes/show.yml"),
    "a pipe: page": pipe("content/index.md"),
    "a pipe: transcript": pipe(f"{FIRST}transcript.vtt"),
    "a pipe: cover": pipe("media/omslag.png"),
    "machine: half a character": machine(model="\ud800"),
    "a number of thousands of digits": replaced(
        f"{FIRST}episode.yml", "number: 1", "number: " + "9" * 5000
    ),
    "a number beyond all": replaced(f"{FIRST}episode.yml", "number: 1", "number: 1e999"),
    "half a character": replaced(f"{FIRST}episode.yml", "title: ", 'title: "\\ud800" #'),
    "a hidden zero byte": replaced(f"{FIRST}episode.yml", "title: ", 'title: "a\\0b" #'),
    "an odd tag": replaced(f"{FIRST}episode.yml", "title: ", "title: !odd "),
    "a tag that runs code": written("episodes/show.yml", "!!python/object/apply:os.system [x]"),
    "an alias of itself": written(f"{FIRST}episode.yml", "a: &a [*a]\n"),
    "a link to nowhere: episode": link(f"{FIRST}episode.yml", "nowhere"),
    "a link to nowhere: transcript": link(f"{FIRST}transcript.vtt", "nowhere"),
    "a link to nowhere: lock": link(f"{FIRST}episode.lock.yml", "nowhere"),
    "a link to nowhere: recording": link("media/001-start.mp3", "nowhere"),
    "a link to nowhere: cover": link("media/omslag.png", "nowhere"),
    "a link to nowhere: guest": link("content/gaster/ada-berg.md", "nowhere"),
    "a link to nowhere: show": link("episodes/show.yml", "nowhere"),
    "a link to itself": link("content/gaster/ada-berg.md", "ada-berg.md"),
    "a folder: episode": folder(f"{FIRST}episode.yml"),
    "a folder: transcript": folder(f"{FIRST}transcript.vtt"),
    "a folder: machine": folder(f"{FIRST}transcript.machine.json"),
    "a folder: lock": folder(f"{FIRST}episode.lock.yml"),
    "a folder: recording": folder("media/001-start.mp3"),
    "a folder: cover": folder("media/omslag.png"),
    "a folder: glossary": folder("content/ordlista.yml"),
    "a folder: guest": folder("content/gaster/ada-berg.md"),
    "a folder: show": folder("episodes/show.yml"),
    "bytes: show": written("episodes/show.yml", b"title: \xff\xfe\n"),
    "bytes: guest": written("content/gaster/ada-berg.md", b"---\nname: \xff\n---\n"),
    "bytes: transcript": written(f"{FIRST}transcript.vtt", b"WEBVTT\n\n\xff"),
    "bytes: machine": written(f"{FIRST}transcript.machine.json", b"\xff\xff"),
    "bytes: lock": written(f"{FIRST}episode.lock.yml", b"\xff"),
    "bytes: contacts": written("content/kontakter.yml", b"\xff"),
    "bytes: recording": written("media/001-start.mp3", b"\xff\xfb" * 500),
    "machine: seconds as text": machine(seconds="3"),
    "machine: a time as text": machine(
        segments=[{"start": "0", "end": 1, "text": "a", "words": []}]
    ),
    "machine: a word of numbers": machine(
        segments=[{"start": 0, "end": 1, "text": "a", "words": [[1, 2, 3, 4]]}]
    ),
    "machine: a list": written(f"{FIRST}transcript.machine.json", "[]"),
    "machine: brackets without end": written(f"{FIRST}transcript.machine.json", "[" * 100_000),
}
SITES = {
    "mkdocs.yml is empty": written("mkdocs.yml", ""),
    "mkdocs.yml is a list": written("mkdocs.yml", "- a\n"),
    "mkdocs.yml is no YAML": written("mkdocs.yml", "a: [\n"),
    "mkdocs.yml is no text": written("mkdocs.yml", b"\xff"),
    "mkdocs.yml is a folder": folder("mkdocs.yml"),
    "mkdocs.yml names what is not there": replaced(
        "mkdocs.yml", "site_name", "hooks: [x.py]\nsite_name"
    ),
    "mkdocs.yml runs code": written(
        "mkdocs.yml", "site_name: x\nsite_url: https://a.example/\nx: !!python/name:no.such\n"
    ),
    "an own template that divides by zero": own_template,
    "a page of brackets": written("content/sida.md", "---\ntitle: x\n---\n" + "[" * 5000 + "\n"),
    "a page of quotes": written("content/sida.md", "---\ntitle: x\n---\n" + ">" * 5000 + "\n"),
    "a page of lists": written(
        "content/sida.md",
        "---\ntitle: x\n---\n" + "".join("    " * i + "- a\n" for i in range(400)),
    ),
    "the site is a file": written("site", "x"),
    "the place for work is a file": written(".poddarkiv", "x"),
    "media is a file": written("media", "x"),
}  # fmt: skip


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
        (OSError(5, "Input/output error", "/a"), "/a: Input/output error\n"),
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
