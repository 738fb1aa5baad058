"""`docs/workflows.md` and `docs/messages.md` name only what is there."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
STARTER = PROJECT / "scripts/poddarkiv/starter"
TEXT = (PROJECT / "docs/workflows.md").read_text("utf-8")
FILES = [
    *STARTER.glob("dot_github/workflows/*.yml"),
    *STARTER.glob("dot_forgejo/workflows/*.yml"),
    STARTER / "dot_gitlab-ci.yml",
]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_workflow_is_named(path):
    name = path.relative_to(STARTER).as_posix().replace("dot_", ".")

    assert f"`{name}`" in TEXT


def test_every_job_for_gitlab_is_named():
    data = yaml.safe_load((STARTER / "dot_gitlab-ci.yml").read_text("utf-8"))

    jobs = [name for name, job in data.items() if isinstance(job, dict) and "script" in job]
    assert [name for name in jobs if f"`{name}`" not in TEXT] == []


def test_every_command_in_a_table_stands_in_a_workflow():
    commands = set(re.findall(r"`(poddarkiv [^`]+)`", TEXT)) - {
        "poddarkiv init",
        "poddarkiv upgrade",
        "poddarkiv check --format json",
    }
    workflows = "\n".join(path.read_text("utf-8") for path in FILES)

    assert len(commands) >= 6
    assert [command for command in commands if command not in workflows] == []


@pytest.mark.parametrize("name", ["workflows", "messages"])
def test_every_file_that_a_page_names_is_there(name):
    text = (PROJECT / f"docs/{name}.md").read_text("utf-8")
    roots = (PROJECT, STARTER, PROJECT / "scripts/poddarkiv")
    named = re.findall(r"`((?:\.?[\w-]+/)+[\w.-]*)`", text)

    def exists(path: str) -> bool:
        hidden = re.sub(r"^\.", "dot_", path)
        return any((root / variant).exists() for root in roots for variant in (path, hidden))

    # Actions lie at the forge, and `.poddarkiv/` is made by a run.
    ours = [path for path in named if not path.startswith(("actions/", ".poddarkiv/"))]
    assert len(ours) >= 4
    assert [path for path in ours if not exists(path)] == []
