"""Findings have one form; whether they still hold needs the network, so nothing is run here."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "findings"
SCRIPTS = sorted(FOLDER.glob("*.sh"))


def test_there_are_findings():
    assert len(SCRIPTS) >= 5


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_finding_has_the_form_of_its_readme(script):
    text = script.read_text("utf-8")
    head = re.match(r"#!/usr/bin/env bash\n((?:#.*\n)+)", text)[1]

    assert re.match(r"# \S+ \d+(\.\d+)+", head), "the package and its version"
    for part in ("Expected", "Happens: ", "From: "):
        assert len(re.findall(rf"^# {part}", head, re.MULTILINE)) == 1
    folder = re.search(r"^(\w+)=\$\(mktemp -d\)$", text, re.MULTILINE)[1]
    assert f'rm -rf "${folder}"' in text
    name, version = head.split()[1:3]
    assert f"{name}=={version}" in text or f"{name}@{version}" in text
    assert "poddarkiv" not in text.lower()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_finding_is_in_the_list(script):
    assert f"]({script.name})" in (FOLDER / "README.md").read_text("utf-8")
