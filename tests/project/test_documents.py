"""Documents that lag behind the code are faults."""

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
