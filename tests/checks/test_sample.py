"""The archive in this repository is itself an example of what we tell others to write."""

import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from poddarkiv.commands.check import find_problems
from poddarkiv.errors import Severity

PROJECT = Path(__file__).parents[2]
AS_OF = datetime.fromisoformat("2026-11-22T12:00:00+01:00")
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def test_the_sample_has_no_error():
    errors = [p for p in find_problems(PROJECT, AS_OF) if p.severity is Severity.ERROR]

    assert [str(problem) for problem in errors] == []


def with_modeline() -> list[Path]:
    return [PROJECT / "episodes/show.yml", *sorted(PROJECT.glob("episodes/*/episode.yml"))]


@pytest.mark.parametrize("path", with_modeline(), ids=lambda path: path.parent.name)
def test_an_editor_of_the_sample_gets_help(path):
    match = MODELINE.match(path.read_text("utf-8"))

    assert match
    assert (path.parent / match[1]).is_file()


@pytest.mark.slow
def test_the_schemas_accept_the_sample():
    kinds = {"show": [], "episode": []}
    for path in with_modeline():
        kinds["show" if path.name == "show.yml" else "episode"].append(path)
    kinds["glossary"] = [PROJECT / "content/ordlista.yml"]
    kinds["contacts"] = [PROJECT / "content/kontakter.yml"]
    kinds["episode.lock"] = sorted(PROJECT.glob("episodes/*/episode.lock.yml"))

    for name, paths in kinds.items():
        schema = PROJECT / f"schema/{name}.schema.json"
        command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json"]
        run = subprocess.run(
            [*command, "--schemafile", schema, *paths], capture_output=True, check=False
        )
        assert json.loads(run.stdout)["errors"] == [], name
