"""On a terminal, warnings that were seen before are one line after what is new."""

import json
import os
import pty
import subprocess
import sys
from itertools import takewhile

import pytest

from checks import faults
from commands.running import poddarkiv
from commands.test_init_answers import on_a_terminal
from poddarkiv.commands._known_warnings import SEEN, show_new_warnings
from poddarkiv.errors import Problem, Severity

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
COPY = {"copy": "media/omslag.png", "to": "media/Omslag.png"}
OLD = "media/omslag.png:1: varning: "
LINE = "1 äldre varning, som förut: poddarkiv check --all visar den\n"
EPISODE = "episodes/001-start/episode.yml"
OTHER = "episodes/002-mitt/episode.yml"
RIGHT, WRONG = "topics: [stod, hopp]", "topics: [stod, hopp, saknas]"
UNREADABLE = "topik: [stod, hopp]"
FAULT = "topics.2: "
TITLE = '  - {start: "02:30", title: Hur det började}\n'
LONG = '  - {start: "02:30", title: Hur det började och hur det sedan har fortsatt}\n'
ABOVE = '  - {start: "01:00", title: Vilka vi är}\n' + LONG


def warning(line=1, message="för lång", severity=Severity.WARNING, field="title", rule="title"):
    return Problem("a.yml", line, field, message, "", severity, rule)


def look(root, *problems, **choices):
    """Return what is shown of `problems`, and how many warnings are only counted."""
    shown = []
    show_new_warnings(root, problems, shown.extend, **choices)
    return shown, len(problems) - len(shown)


def edit(root, old, new):
    faults.apply(root, {"file": EPISODE, "replace": old, "with": new})


def served(root):
    """Return what `serve` shows on a terminal until its first build is done; then end it."""
    return on_a_terminal("serve", "--port", "0", cwd=root, answers=[("http://127.0.0.1:", "\x03")])


@pytest.fixture
def warned(root, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    faults.apply(root, COPY)
    return root


def test_a_warning_is_shown_once_and_then_counted(warned):
    code, first = on_a_terminal("check", *AT, cwd=warned)
    again, second = on_a_terminal("check", *AT, cwd=warned)
    _code, everything = on_a_terminal("check", "--all", *AT, cwd=warned)

    assert (code, again) == (0, 0)
    assert OLD in first
    assert "som förut" not in first
    assert second == LINE + "0 fel, 1 varning\n"
    assert OLD in everything


def test_a_pipe_gets_everything_each_time(warned):
    on_a_terminal("check", *AT, cwd=warned)

    for form in ("text", "json", "github"):
        run = poddarkiv("check", *AT, "--format", form, cwd=warned)
        assert "Omslag.png" in run.stdout
        assert "som förut" not in run.stderr


def test_a_forge_with_a_terminal_gets_everything(warned, monkeypatch):
    on_a_terminal("check", *AT, cwd=warned)
    monkeypatch.setenv("CI", "true")

    assert OLD in on_a_terminal("check", *AT, cwd=warned)[1]


@pytest.mark.parametrize("verb", ["build", "feed"])
def test_a_build_shows_a_warning_once_and_then_counts_it(warned, verb):
    _code, first = on_a_terminal(verb, "--quiet", *AT, cwd=warned)
    code, second = on_a_terminal(verb, "--quiet", *AT, cwd=warned)

    assert first.count(OLD) == 1
    assert (code, second) == (0, LINE)


@pytest.mark.parametrize("verb", ["build", "feed"])
def test_a_build_that_ends_with_an_error_counts_old_warnings_too(warned, verb):
    on_a_terminal("check", *AT, cwd=warned)
    edit(warned, RIGHT, WRONG)

    code, shown = on_a_terminal(verb, *AT, cwd=warned)

    assert code == 1
    assert shown.startswith(LINE)
    (fault,) = shown.removeprefix(LINE).splitlines()
    assert fault.startswith(f"{EPISODE}:")
    assert FAULT in fault


def test_a_build_that_ends_with_an_error_in_a_pipe_tells_everything(warned):
    on_a_terminal("check", *AT, cwd=warned)
    edit(warned, RIGHT, WRONG)

    told = poddarkiv("build", *AT, cwd=warned).stderr

    assert OLD in told
    assert FAULT in told


@pytest.mark.parametrize("verb", ["build", "feed"])
def test_a_file_that_can_not_be_read_hides_no_error_elsewhere(root, verb):
    edit(root, RIGHT, UNREADABLE)
    faults.apply(root, {"file": OTHER, "replace": "topics:\n  - hopp", "with": "topics: [saknas]"})

    told = poddarkiv(verb, *AT, cwd=root).stderr

    assert told == poddarkiv("check", *AT, cwd=root).stdout
    assert [line.partition(":")[0] for line in told.splitlines()] == [EPISODE, OTHER]


def test_what_comes_back_is_new_for_who_only_builds(warned):
    picture = warned / "media/Omslag.png"
    on_a_terminal("build", *AT, cwd=warned)
    content = picture.read_bytes()
    picture.unlink()
    on_a_terminal("build", *AT, cwd=warned)
    picture.write_bytes(content)

    assert OLD in on_a_terminal("build", *AT, cwd=warned)[1]


@pytest.mark.parametrize("fault", [WRONG, UNREADABLE])
def test_an_error_makes_no_old_warning_new(warned, fault):
    on_a_terminal("check", *AT, cwd=warned)
    edit(warned, RIGHT, fault)
    assert on_a_terminal("check", *AT, cwd=warned)[0] == 1
    assert on_a_terminal("build", *AT, cwd=warned)[0] == 1
    edit(warned, fault, RIGHT)

    assert on_a_terminal("check", *AT, cwd=warned)[1] == LINE + "0 fel, 1 varning\n"


def test_a_build_keeps_what_only_check_looks_for(root, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    said = {"replace": "för att du", "with": "Kungsbaka för att du"}
    faults.apply(root, {"file": "episodes/001-start/transcript.vtt", **said})
    known = {"replace": "[återhämtning]", "with": "[Kungsbacka]"}
    faults.apply(root, {"file": "episodes/show.yml", **known})
    assert "varning: ”Kungsbaka”" in on_a_terminal("check", *AT, cwd=root)[1]
    on_a_terminal("build", *AT, cwd=root)

    assert on_a_terminal("check", *AT, cwd=root)[1].startswith(LINE)


def test_what_somebody_writes_above_makes_no_warning_new(root, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    edit(root, TITLE, LONG)
    assert "chapters.1.title: " in on_a_terminal("check", *AT, cwd=root)[1]
    edit(root, LONG, ABOVE)

    assert on_a_terminal("check", *AT, cwd=root)[1].startswith(LINE)


def test_the_first_build_of_serve_counts_old_warnings(warned):
    on_a_terminal("check", *AT, cwd=warned)

    code, shown = served(warned)

    assert code == 0
    assert shown.startswith(f"Bygger webbplatsen\n{LINE}")
    assert "Omslag.png" not in shown


def test_serve_in_a_pipe_tells_everything(warned):
    on_a_terminal("check", *AT, cwd=warned)
    command = [sys.executable, "-u", "-m", "poddarkiv", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=warned, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        told = list(takewhile(lambda line: "http://127.0.0.1:" not in line, process.stdout))
        process.terminate()

    assert OLD in "".join(told)


def test_runs_at_once_leave_a_whole_list(warned):
    screens = [pty.openpty() for _number in range(4)]
    command = [sys.executable, "-m", "poddarkiv", "feed", "--quiet", *AT]
    runs = [
        subprocess.Popen(command, cwd=warned, stderr=theirs, stdout=theirs)
        for _ours, theirs in screens
    ]

    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0, 0]
    for ends in screens:
        for end in ends:
            os.close(end)
    assert [row[0] for row in json.loads((warned / SEEN).read_bytes())] == ["media/omslag.png"]
    assert [path.name for path in (warned / SEEN).parent.iterdir()] == ["warnings.json"]
    assert on_a_terminal("feed", "--quiet", *AT, cwd=warned) == (0, LINE)


def test_strict_shows_what_it_stops_at(warned):
    on_a_terminal("check", *AT, cwd=warned)

    code, shown = on_a_terminal("check", "--strict", *AT, cwd=warned)
    assert code == 1
    assert OLD in shown


def test_a_line_that_moves_is_not_new(tmp_path):
    look(tmp_path, warning(line=3))

    assert look(tmp_path, warning(line=9)) == ([], 1)


def test_a_place_in_a_list_and_a_number_are_not_what_is_told(tmp_path):
    look(tmp_path, warning(field="chapters.1.start", message="varar 5 sekunder"))

    moved = warning(field="chapters.2.start", message="varar 1 205,5 sekunder")
    assert look(tmp_path, moved) == ([], 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("avsnitt 001-start saknas", "avsnitt 002-mitt saknas"),
        ("https://example.org/1 leder fel", "https://example.org/2 leder fel"),
        ("mötet 2026-01-02 är över", "mötet 2026-01-03 är över"),
        ("fältet k01 saknas", "fältet k02 saknas"),
    ],
)
def test_a_number_in_a_name_is_what_is_told(tmp_path, before, after):
    look(tmp_path, warning(message=before))

    assert look(tmp_path, warning(message=after)) == ([warning(message=after)], 0)


def test_another_message_is_new(tmp_path):
    look(tmp_path, warning())

    assert look(tmp_path, warning(), warning(message="saknas")) == ([warning(message="saknas")], 1)


def test_of_more_alike_all_are_shown(tmp_path):
    look(tmp_path, warning(line=5))
    both = [warning(line=2), warning(line=6)]

    assert look(tmp_path, *both) == (both, 0)
    assert look(tmp_path, *both) == ([], 2)
    assert look(tmp_path, warning(line=6)) == ([], 1)
    assert look(tmp_path, *both) == (both, 0)


def test_what_comes_back_is_new(tmp_path):
    look(tmp_path, warning())
    look(tmp_path)

    assert look(tmp_path, warning()) == ([warning()], 0)


def test_a_run_that_looks_at_less_forgets_nothing(tmp_path):
    look(tmp_path, warning())
    look(tmp_path, whole=False)

    assert look(tmp_path, warning()) == ([], 1)


def test_a_rule_that_was_not_asked_keeps_what_it_found(tmp_path):
    look(tmp_path, warning(rule="spelling"), warning(rule="title"))
    look(tmp_path, skipped={"spelling"})

    assert look(tmp_path, warning(rule="spelling"), warning(rule="title")) == (
        [warning(rule="title")],
        1,
    )


def test_who_ends_a_run_before_it_is_shown_has_seen_nothing(tmp_path):
    def ended(_shown):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        show_new_warnings(tmp_path, [warning()], ended)

    assert look(tmp_path, warning()) == ([warning()], 0)


def test_a_name_that_is_no_text_is_kept(tmp_path):
    odd = Problem("media/\udce5.png", 1, "", "för stor", "", Severity.WARNING, "picture")
    look(tmp_path, odd)

    assert look(tmp_path, odd) == ([], 1)


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.NOTE])
def test_errors_and_notes_are_always_shown(tmp_path, severity):
    look(tmp_path, warning(severity=severity))

    assert look(tmp_path, warning(severity=severity)) == ([warning(severity=severity)], 0)


@pytest.mark.parametrize("content", [b"", b"{", b"[[1]]", b"7", b"\xff\xfe", b'{"a": 1}'])
def test_a_damaged_list_is_an_empty_one(tmp_path, content):
    (tmp_path / SEEN).parent.mkdir()
    (tmp_path / SEEN).write_bytes(content)

    assert look(tmp_path, warning()) == ([warning()], 0)
    assert look(tmp_path, warning()) == ([], 1)


def test_where_the_list_can_not_be_kept_all_is_shown(tmp_path):
    (tmp_path / ".poddarkiv").write_text("en fil", "utf-8")

    assert look(tmp_path, warning()) == ([warning()], 0)
    assert look(tmp_path, warning()) == ([warning()], 0)
