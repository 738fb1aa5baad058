"""The reference names every command, option and key that there is."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from poddarkiv.cli import COMMANDS
from poddarkiv.model.schema import FILES

PAGE = (Path(__file__).parents[2] / "docs" / "reference.md").read_text("utf-8")
HEADINGS = re.findall(r"^### (.+)$", PAGE, re.MULTILINE)


def part(heading: str) -> str:
    """Return what stands below a heading of the third level."""
    return PAGE.split(f"\n### {heading}\n", 1)[1].split("\n#", 1)[0]


def nested(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [each for inner in get_args(annotation) for each in nested(inner)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_options_and_what_each_does(name):
    text = part(f"poddarkiv {name}")

    assert f"`poddarkiv {name} " in text
    rows = re.findall(r"^\| `(--?[^`]+)` \| (.+) \|$", text, re.MULTILINE)
    assert rows
    assert all(meaning.strip() for _option, meaning in rows)


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_keys_down_to_the_last(name):
    waiting = [(name, FILES[name])]
    seen = set()
    while waiting:
        heading, model = waiting.pop()
        seen.add(model)
        keys = re.findall(r"^\| `([^`]+)` \|", part(heading), re.MULTILINE)
        given = {
            key
            for key, info in model.model_fields.items()
            if isinstance(info.json_schema_extra, dict) and info.json_schema_extra
        }
        wanted = [info.alias or key for key, info in model.model_fields.items() if key not in given]
        assert keys == wanted
        inner = [each for info in model.model_fields.values() for each in nested(info.annotation)]
        waiting += [(each.__name__, each) for each in inner if each not in {*seen, *FILES.values()}]


def test_every_link_leads_to_a_heading():
    anchors = {heading.lower() for heading in HEADINGS}

    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
