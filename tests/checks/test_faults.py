"""Each fault of the tables gives one message, and what the message says mends it."""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checks import faults

ROWS = faults.tables()
SCHEMAS = Path(__file__).parents[2] / "schema"


def test_the_archive_that_is_broken_below_is_whole(tmp_path):
    assert faults.problems(faults.copy_base(tmp_path)) == []


def test_there_are_at_least_sixty_faults():
    names = [row["name"] for row in ROWS]

    assert len(names) == len(set(names)) >= 60


@pytest.mark.parametrize("row", ROWS, ids=[row["name"].replace(" ", "-") for row in ROWS])
def test_a_fault_gives_one_message_that_leads_to_its_correction(row, tmp_path):
    root = faults.copy_base(tmp_path)
    faults.apply_all(root, row["edit"])

    assert [str(problem) for problem in faults.problems(root)] == [row["says"]]

    faults.apply_all(root, row["fix"], faults.file_of(row["edit"]))
    assert faults.problems(root) == []
    for text in _told(row["says"]):
        assert any(text in path.read_text("utf-8") for path in _sources(root))


@pytest.mark.parametrize("row", ROWS, ids=[row["name"].replace(" ", "-") for row in ROWS])
def test_a_fault_is_the_same_with_the_line_endings_of_windows(row, tmp_path):
    root = faults.copy_base(tmp_path)
    faults.apply_all(root, row["edit"])
    faults.write_as_windows(root)

    assert [str(problem) for problem in faults.problems(root)] == [row["says"]]


def _told(message: str) -> list[str]:
    """Return what the message says should be written, where it says so outright."""
    told = re.findall(r"– skriv ([a-z_]+: [^\s…]+)$", message)
    return told + re.findall(r"– menade du ”(.+)”\?$", message)


def _sources(root: Path) -> Iterator[Path]:
    for pattern in ("*.yml", "episodes/**/*.yml", "content/**/*.md", "content/*.yml"):
        yield from root.glob(pattern)


@pytest.mark.slow
def test_the_schemas_refuse_the_same_files(tmp_path):
    files = defaultdict(list)
    for i, row in enumerate(ROWS):
        if "schema" in row:
            files[row["schema"]].append(_broken_file(row, tmp_path / str(i)))

    refused = {name: _refused(name, paths) for name, paths in files.items()}

    accepted = [
        path.read_text("utf-8")
        for name, paths in files.items()
        for path in paths
        if path.name not in refused[name]
    ]
    assert accepted == []
    assert sum(map(len, files.values())) >= 40


@pytest.mark.slow
def test_the_schemas_accept_what_check_accepts(tmp_path):
    root = faults.copy_base(tmp_path)
    kinds = {
        "show": ["episodes/show.yml"],
        "episode": ["episodes/001-start/episode.yml", "episodes/002-mitt/episode.yml"],
        "episode.lock": ["episodes/001-start/episode.lock.yml"],
        "guest": ["content/gaster/ada-berg.md", "content/gaster/bo-ek.md"],
        "article": ["content/artiklar/vad-ar-stod.md"],
        "topic": ["content/amnen/hopp.md"],
        "glossary": ["content/ordlista.yml"],
        "contacts": ["content/kontakter.yml"],
    }

    refused = {
        kind: _refused(kind, [_as_yaml(root / name, tmp_path) for name in names])
        for kind, names in kinds.items()
    }

    assert {kind: names for kind, names in refused.items() if names} == {}


def _broken_file(row: dict[str, Any], folder: Path) -> Path:
    root = faults.copy_base(folder)
    faults.apply_all(root, row["edit"])
    return _as_yaml(root / faults.file_of(row["edit"]), folder, f"{folder.name}.yml")


def _as_yaml(path: Path, folder: Path, name: str = "") -> Path:
    """Return a YAML file of what `path` holds: front matter is the part between the lines."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text = text.split("---\n")[1]
    target = folder / (name or f"{path.parent.name}-{path.stem}.yml")
    target.write_text(text, "utf-8")
    return target


def _refused(schema: str, paths: Iterable[Path]) -> set[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json"]
    command += ["--schemafile", str(SCHEMAS / f"{schema}.schema.json"), *map(str, paths)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    wrong = [*found.get("errors", ()), *found.get("parse_errors", ())]
    return {Path(error["filename"]).name for error in wrong}
