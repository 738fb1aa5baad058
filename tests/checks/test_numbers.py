"""While nobody has checked the contacts, no published text leads to a number of theirs."""

import pytest

from checks import faults
from commands.running import poddarkiv

CONTACTS = """schema_version: 1
checked:{checked}
contacts:
  - {{name: SOS Alarm, for: emergency, phone: "112"}}
  - {{name: Linjen, for: crisis, phone: "90101"}}
  - {{name: Jouren, for: support, phone: 020-22 22 33}}
  - {{name: Kort, for: support, phone: "2020"}}
"""
ARTICLE = "content/artiklar/vad-ar-stod.md"
EPISODE = "episodes/001-start/episode.yml"


@pytest.fixture
def root(tmp_path):
    root = faults.copy_base(tmp_path)
    (root / "content/kontakter.yml").write_text(CONTACTS.format(checked=""), "utf-8")
    return root


def found(root):
    return [
        (problem.path, problem.line, problem.message.split("kontrollerat ")[1])
        for problem in faults.problems(root)
        if problem.rule == "unchecked-number"
    ]


def add(root, path, text):
    (root / path).write_text((root / path).read_text("utf-8") + text, "utf-8")


@pytest.mark.parametrize(
    "written",
    [
        *("90101", "901 01", "**90 101**", "`90101`", "[ring](tel:90101)", "020-222233"),
        *("020 - 22 22 33", "+46 20 22 22 33", "+46 (0)20-222 233", "0046 20 222233"),
        "Kort, 2020",
    ],
)
def test_a_number_is_found_however_it_is_written(root, written):
    add(root, ARTICLE, f"\nRing {written} i dag.\n")

    assert [(path, line) for path, line, _said in found(root)] == [(ARTICLE, 17)]


@pytest.mark.parametrize("written", ["112", "1177", "1901012", "2020", "90102", "20 222 233"])
def test_what_is_no_number_of_theirs_is_left_alone(root, written):
    add(root, ARTICLE, f"\nRing {written} i dag.\n")

    assert found(root) == []


def test_the_texts_of_an_episode_count_once_it_is_published(root):
    faults.apply(root, {"file": EPISODE, "replace": "summary: ", "with": "summary: Ring 90101. "})
    [(path, _line, said)] = found(root)
    faults.apply(root, {"file": EPISODE, "replace": "status: published", "with": "status: draft"})

    assert (path, said) == (EPISODE, "90101 (Linjen)")
    assert found(root) == []


def test_numbers_that_somebody_has_checked_may_stand_anywhere(root):
    add(root, ARTICLE, "\nRing 90101.\n")
    contacts = CONTACTS.format(checked=" 2026-02-01\nchecked_by: Redaktionen")
    (root / "content/kontakter.yml").write_text(contacts, "utf-8")

    assert found(root) == []


def test_publishing_waits_for_it(root):
    add(root, ARTICLE, "\nRing 90101.\n")

    run = poddarkiv("check", "--publish", cwd=root)

    assert run.returncode == 1
    assert f"{ARTICLE}:17: ingen har kontrollerat 90101 (Linjen) – länka till" in run.stdout
