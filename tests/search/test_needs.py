"""A search of somebody in need is known by the archive's words, however they are written."""

import json
import subprocess

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.running import poddarkiv
from poddarkiv.search.language import Language, language
from poddarkiv.search.needs import in_need
from sample import ROOT, copy_archive
from search.conftest import ASSETS, HERE

TABLE = yaml.safe_load((HERE / "needs.yml").read_text("utf-8"))
NEEDS = yaml.safe_load((ROOT / "content/kontakter.yml").read_text("utf-8"))["needs"]
SV = language("sv")


def in_browser(searches: list[str], *, facts: bool = True) -> list[str]:
    done = subprocess.run(
        ["node", HERE / "needs.mjs", ASSETS],
        input=json.dumps({"needs": NEEDS, "searches": searches, "facts": facts}).encode(),
        capture_output=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_words_of_need_are_known_however_they_are_written() -> None:
    assert [text for text in TABLE["need"] if not in_need(text, NEEDS, SV)] == []


def test_other_words_are_not_taken_for_them() -> None:
    assert [text for text in TABLE["no_need"] if in_need(text, NEEDS, SV)] == []


def test_browser_and_terminal_judge_alike() -> None:
    words = [word for text in TABLE["need"] + TABLE["no_need"] for word in text.split()]
    # Every letter left out, and every two that swap places.
    slips = [w[:i] + w[i + 1 :] for w in words for i in range(len(w))]
    slips += [w[:i] + w[i + 1] + w[i] + w[i + 2 :] for w in words for i in range(len(w) - 1)]
    searches = sorted({*TABLE["need"], *TABLE["no_need"], *words, *slips})

    assert in_browser(searches) == [text for text in searches if in_need(text, NEEDS, SV)]
    assert len(in_browser(searches)) > 200


def test_without_the_facts_of_a_language_words_are_known_as_they_stand() -> None:
    searches = ["självmord", "sjavlmord", "vill inte leva", "återhämtning"]

    assert in_browser(searches, facts=False) == searches[:3]
    assert [t for t in searches if in_need(t, NEEDS, Language())] == searches[:3]


def test_an_archive_without_words_of_need_shows_none() -> None:
    assert not in_need("självmord", (), SV)
    assert not in_need("självmord", ("", " – "), SV)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_anything_may_be_searched_for(text: str) -> None:
    in_need(text, NEEDS, SV)


@pytest.mark.parametrize(("words", "code"), [("sjävlmord", 0), ("vlil inte leva xyzzyqwv", 0)])
def test_the_terminal_says_whom_to_call_before_anything_else(tmp_path, words, code) -> None:
    root = copy_archive(tmp_path / "arkiv")

    run = poddarkiv("search", *words.split(), "--root", root)

    assert run.returncode == code
    assert run.stdout.splitlines()[:4] == [
        "Behöver du hjälp nu?",
        "  Fara för liv:  Ring 112  https://www.sosalarm.se/",
        "  Stöd och råd:  Ring 1177  https://www.1177.se/",
        "",
    ]


def test_the_terminal_says_it_where_nothing_is_found(tmp_path) -> None:
    root = copy_archive(tmp_path / "arkiv")
    contacts = root / "content/kontakter.yml"
    contacts.write_text(
        contacts.read_text("utf-8").replace("needs:", "needs:\n  - xyzzyqwv"), "utf-8"
    )

    run = poddarkiv("search", "xyzzyqwv", "--root", root)

    assert run.returncode == 1
    assert "Ring 112" in run.stdout
    assert poddarkiv("search", "qwvxyzzy", "--root", root).stdout == ""
