"""On a terminal, warnings that were seen before are one line after what is new."""

import pytest

from checks import faults
from commands.running import poddarkiv
from commands.test_init_answers import on_a_terminal
from poddarkiv.commands._standing import SEEN, without_standing
from poddarkiv.errors import Problem, Severity

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
COPY = {"copy": "media/omslag.png", "to": "media/Omslag.png"}
OLD = "media/omslag.png:1: varning: "
LINE = "1 äldre varning, som förut: poddarkiv check --all visar den\n"


def warning(line=1, message="för lång", severity=Severity.WARNING):
    return Problem("a.yml", line, "title", message, "", severity, "title")


def look(root, *problems, whole=True):
    return without_standing(root, problems, whole=whole)


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


def test_strict_shows_what_it_stops_at(warned):
    on_a_terminal("check", *AT, cwd=warned)

    code, shown = on_a_terminal("check", "--strict", *AT, cwd=warned)
    assert code == 1
    assert OLD in shown


def test_a_line_that_moves_is_not_new(tmp_path):
    look(tmp_path, warning(line=3))

    assert look(tmp_path, warning(line=9)) == ([], 1)


def test_another_message_and_one_more_alike_are_new(tmp_path):
    look(tmp_path, warning())

    assert look(tmp_path, warning(), warning(message="saknas")) == ([warning(message="saknas")], 1)
    assert look(tmp_path, warning(), warning(line=5)) == ([warning(line=5)], 1)


def test_what_comes_back_is_new(tmp_path):
    look(tmp_path, warning())
    look(tmp_path)

    assert look(tmp_path, warning()) == ([warning()], 0)


def test_a_run_that_looks_at_less_forgets_nothing(tmp_path):
    look(tmp_path, warning())
    look(tmp_path, whole=False)

    assert look(tmp_path, warning()) == ([], 1)


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
