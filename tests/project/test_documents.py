"""Documents that lag behind the code are faults."""

import importlib
import re
import subprocess
from pathlib import Path

import pytest

from poddarkiv.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns: str) -> list[Path]:
    """Return the files that git has, or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


DOCUMENTS = [
    path
    for path in tracked("*.md")
    if path.relative_to(ROOT).parts[0] not in {"content", "episodes", "tests", "scripts"}
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(path):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)\s]+)\)", text)

    assert [link for link in links if not (path.parent / link.partition("#")[0]).exists()] == []


def test_the_readme_lists_every_verb():
    table = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [verb for verb in COMMANDS if f"`poddarkiv {verb}" not in table] == []


def test_the_makefile_does_what_ci_asks_for():
    assert re.search(r"^exec make test$", (ROOT / ".ci/run").read_text(), re.MULTILINE)


def test_nothing_tracked_names_a_place_on_one_machine():
    found = re.compile(rb"(?<![\w.:/-])/(?:home|root|Users)/\w|\.\./shared")
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in {".py", ".md", ".yml", ".toml", ".js", ".mjs", ".sh", ".html"}
        and path != Path(__file__)
        and found.search(path.read_bytes())
    ]

    assert guilty == []


ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
PACKAGE = ROOT / "scripts/poddarkiv"


def test_every_function_that_the_architecture_names_is_there():
    named = set(re.findall(r"`([a-z_]+(?:\.\w+)+)\([^`]*\)`", ARCHITECTURE))

    assert len(named) > 25
    assert [name for name in sorted(named) if not is_defined(name)] == []


def is_defined(dotted: str) -> bool:
    """Whether the package has what `dotted` names: a function, class or method in a module."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        module = "poddarkiv." + ".".join(parts[:length])
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name, None)
        return callable(found)
    return False


def test_every_file_that_the_architecture_names_is_there():
    kinds = "py|html|css|json|po|yml|md"
    named = set(re.findall(rf"`((?:[\w-]+/)+[\w.-]+\.(?:{kinds})|(?:[\w-]+/)+)`", ARCHITECTURE))
    archives = {name for name in named if name.split("/")[0] in ARCHIVES}

    assert len(named - archives) > 40
    bases = (PACKAGE, PACKAGE / "starter", ROOT)
    assert [
        name
        for name in sorted(named - archives)
        if not any((base / name).exists() for base in bases)
    ] == []


ARCHIVES = {"episodes", "content", "overrides", "media"}
"""Folders of an archive: what is in them is written by people."""


def test_the_architecture_says_where_to_make_the_usual_changes():
    table = ARCHITECTURE.partition("## Where do I change…")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert len(rows) >= 12
    for row in rows:
        *_cells, tests, _end = row.split("|")
        assert re.search(r"`tests/[\w/]+\.py`", tests), row
