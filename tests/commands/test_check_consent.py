"""`poddarkiv check --consent`: who has agreed to what, and where they appear."""

import json

import pytest

from commands.running import poddarkiv
from consent.withdrawing import AS_OF, archive, withdraw
from running import in_english


@pytest.fixture
def root(tmp_path):
    return in_english(archive(tmp_path))


def test_it_lists_everybody_in_columns(root):
    done = poddarkiv("check", "--consent", "--root", root, "--as-of", AS_OF)

    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        "Name",
        "Ada Berg",
        "Bo Ek",
        "Kim Exempelsson",
    ]
    assert "public source" in lines[2]
    assert lines[3].split()[2:8] == ["given", "2026-02-01", "–", "–", "namn,", "röst,"]
    assert "makes the show, 003-odling" in lines[3]
    assert "content/artiklar/om-odling.md" in lines[3]
    assert done.returncode == 0


def test_as_json_for_programs(root):
    withdraw(root, "until: 2026-05-31")
    done = poddarkiv("check", "--consent", "--format", "json", "--root", root, "--as-of", AS_OF)

    kim = json.loads(done.stdout)[2]
    assert (kim["name"], kim["basis"], kim["date"]) == ("Kim Exempelsson", "given", "2026-02-01")
    assert (kim["until"], kim["withdrawn"], kim["shown"]) == ("2026-05-31", None, False)
    assert (kim["guest_in"], kim["speaks_in"]) == (["003-odling"], ["003-odling"])
    assert kim["makes_the_show"]
    assert "consent.until: the consent of Kim Exempelsson ended 2026-05-31" in done.stderr
    assert done.returncode == 1


def test_a_form_that_it_has_not_is_misuse(root):
    done = poddarkiv("check", "--consent", "--format", "github", "--root", root)

    assert done.returncode == 2
    assert "--consent is written as text or json, not as github" in done.stderr


def test_publishing_does_not_wait_for_the_lines_to_be_mended(root):
    withdraw(root)
    options = ("--root", root, "--as-of", AS_OF)

    assert poddarkiv("check", *options).returncode == 1
    done = poddarkiv("check", "--publish", *options)
    assert "Kim Exempelsson has taken back the consent" in done.stdout
    assert done.returncode == 0
