"""Answers are taken as people give them."""

import io

import pytest
from rich.console import Console

from commands.drafting import AT, FOLDER, YES
from commands.running import poddarkiv
from poddarkiv.commands._ask import Asker

LICENSES = {"later": "senare", "CC-BY-4.0": "fritt", "ARR": "inget"}


@pytest.fixture
def asker(monkeypatch):
    """Return a function: an asker whom a person answers with `lines`."""

    def answered(*lines: str) -> Asker:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return Asker(Console(file=io.StringIO()))

    return answered


@pytest.mark.parametrize("answer", ["2", "CC-BY-4.0", "cc by 4.0"])
def test_a_choice_is_made_by_number_or_name(asker, answer):
    assert asker(answer).choice("Licens?", LICENSES, "later") == "CC-BY-4.0"


@pytest.mark.parametrize(("answer", "meant"), [("y", True), ("Yes", True), ("n", False)])
def test_an_english_answer_is_taken_too(asker, answer, meant):
    assert asker(answer).yes("Ska det skrivas?", likely=not meant) is meant


@pytest.mark.parametrize("answer", ["n", "N", "nej", "no", "-"])
def test_no_leaves_the_time_undecided(root, answer):
    run = poddarkiv("new", *AT, *YES, "--published", answer, cwd=root)

    assert run.returncode == 0, run.stderr
    text = (root / FOLDER / "episode.yml").read_text("utf-8")
    assert "\npublished: 20" not in text


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        ("2026-12-03 06:00", "2026-12-03T06:00:00+01:00"),
        ("2026-07-03T06:00", "2026-07-03T06:00:00+02:00"),
    ],
)
def test_a_time_without_a_zone_is_the_archives(root, clock, moment):
    run = poddarkiv("new", *AT, *YES, "--published", clock, cwd=root)

    assert run.returncode == 0, run.stderr
    text = (root / FOLDER / "episode.yml").read_text("utf-8")
    assert f"\npublished: {moment}  #" in text
