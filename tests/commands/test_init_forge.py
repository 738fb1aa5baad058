"""What an archive from `init` brings for its forge: workflows, hooks, a place to develop."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from commands.running import poddarkiv
from poddarkiv.commands._starter import origin

STARTER = Path(__file__).parents[2] / "scripts/poddarkiv/starter"
PROJECT = Path(__file__).parents[2]
GITHUB = sorted(STARTER.glob("dot_github/workflows/*.yml"))
FORGEJO = sorted(STARTER.glob("dot_forgejo/workflows/*.yml"))


def _json_schema(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_workflows_for_github_and_forgejo_are_well_formed():
    run = _json_schema("--builtin-schema", "vendor.github-workflows", *GITHUB, *FORGEJO)

    assert (run.returncode, run.stdout) == (0, "ok -- validation done\n")


@pytest.mark.slow
def test_the_pipeline_for_gitlab_is_well_formed():
    run = _json_schema(
        "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci",
        STARTER / "dot_gitlab-ci.yml",
    )  # fmt: skip

    assert (run.returncode, run.stdout) == (0, "ok -- validation done\n")


@pytest.mark.slow
def test_workflows_hold_no_known_danger(tmp_path):
    config = tmp_path / "zizmor.yml"
    # Actions of GitHub itself may be pinned by version: editors renew no hashes.
    config.write_text(
        "rules: {unpinned-uses: {config: {policies: {'actions/*': ref-pin, '*': hash-pin}}}}"
    )
    zizmor = Path(sys.executable).with_name("zizmor")

    run = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--config", config, *GITHUB],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.slow
def test_actionlint_finds_nothing_to_say():
    # Forgejo names actions by address and runners as it likes: GitHub's linter can't know.
    elsewhere = re.compile("code.forgejo.org|docker")
    run = subprocess.run(
        ["node", PROJECT / "tests/js/actionlint.mjs", *GITHUB, *FORGEJO],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert [line for line in run.stdout.splitlines() if not elsewhere.search(line)] == []
    assert len(run.stdout.splitlines()) >= len(FORGEJO)  # it looks at what it is given


def test_gitlab_accepts_what_the_preview_is_called():
    data = yaml.safe_load((STARTER / "dot_gitlab-ci.yml").read_text("utf-8"))

    # EXPOSE_AS_REGEX of GitLab, whose \\w is that of ASCII; its schema says nothing of it.
    assert re.fullmatch(r"\w[-\w ]*", data["forhandsvisning"]["artifacts"]["expose_as"], re.ASCII)


def test_the_branch_that_is_published_is_the_one_that_init_begins(made):
    _root, run = made
    (branch,) = re.findall(r"git init -b (\S+)", run.stdout)

    for path in [*GITHUB, *FORGEJO]:
        data = yaml.safe_load(path.read_text("utf-8"))
        pushed = (data.get("on") or data[True]).get("push")  # YAML 1.1 reads on as true
        assert pushed in (None, {"branches": [branch]})


def test_the_forge_installs_the_tool_from_where_pip_had_it(tmp_path):
    where = "git+https://git.example.org/poddarkiv.git@0123abc"

    run = poddarkiv("init", tmp_path / "a", "--package", where, LANG="sv_SE.UTF-8")

    lines = (tmp_path / "a/requirements.txt").read_text("utf-8").splitlines()
    assert lines[-1] == f"poddarkiv[transcribe] @ {where}"
    assert "paketförråd" not in run.stdout
    assert origin('{"url": "file:///a", "dir_info": {"editable": true}}') == origin(None) == ""


@pytest.mark.slow
def test_the_tool_installs_from_its_repository(tmp_path):
    where = f"git+{PROJECT.as_uri()}"
    poddarkiv("init", tmp_path / "a", "--package", where)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]

    run = subprocess.run(
        [*pip, "--target", tmp_path / "lib", "-r", tmp_path / "a/requirements.txt"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.returncode == 0, run.stderr
    (about,) = (tmp_path / "lib").glob("poddarkiv-*.dist-info/direct_url.json")
    assert origin(about.read_text("utf-8")).startswith(f"{where}@")
    assert (tmp_path / "lib/poddarkiv/starter/dot_gitignore").is_file()


@pytest.mark.slow
def test_the_devcontainer_installs_what_the_archive_names(made):
    container = json.loads((made[0] / ".devcontainer/devcontainer.json").read_text("utf-8"))

    assert container["postCreateCommand"] == "pip install -r requirements.txt"
    assert "poddarkiv[transcribe]==" in (made[0] / "requirements.txt").read_text("utf-8")


def _steps(path: Path) -> list[str]:
    """Return the lines of `poddarkiv` in a workflow, as a shell would get them."""
    data = yaml.safe_load(path.read_text("utf-8"))
    if path.name == "dot_gitlab-ci.yml":
        lines = [line for job in data.values() if isinstance(job, dict)
                 for line in job.get("script", ())]  # fmt: skip
    else:
        steps = [step for job in data["jobs"].values() for step in job["steps"]]
        lines = [line for step in steps for line in step.get("run", "").splitlines()]
    return [line for line in lines if line.startswith("poddarkiv ")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    sorted(
        {
            line
            for path in [*GITHUB, *FORGEJO, STARTER / "dot_gitlab-ci.yml"]
            for line in _steps(path)
        }
    ),
)
def test_the_commands_of_the_workflows_run(line, made):
    words = shlex.split(line.partition(" > ")[0].replace("$AVSNITT", "1"))

    run = poddarkiv(*words[1:], cwd=made[0])

    assert run.returncode == 0, run.stderr


def test_the_hook_before_a_commit_runs_the_check(made):
    config = yaml.safe_load((made[0] / ".pre-commit-config.yaml").read_text("utf-8"))
    [hook] = config["repos"][0]["hooks"]

    run = poddarkiv(*shlex.split(hook["entry"])[1:], cwd=made[0])

    assert run.returncode == 0
    for name in ("episodes/002-ny/episode.yml", "content/om.md", "mkdocs.yml"):
        assert re.search(hook["files"], name)


def precommit(root: Path, *words: str | Path) -> None:
    command = [sys.executable, "-m", "pre_commit", *map(str, words)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


@pytest.mark.slow
def test_a_commit_that_would_break_the_archive_is_stopped(tmp_path):
    root = tmp_path / "Min podd åäö"
    poddarkiv("init", root)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    precommit(root, "install")

    def commit() -> subprocess.CompletedProcess[str]:
        subprocess.run(["git", "add", "."], cwd=root, check=True)
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        return subprocess.run(
            ["git", *who, "commit", "-q", "-m", "Ändra"],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            env=os.environ
            | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            check=False,
        )

    assert commit().returncode == 0
    path = root / "episodes/001-valkommen/episode.yml"
    path.write_text(path.read_text("utf-8").replace("summary:", "sumary:"), "utf-8")
    run = commit()

    assert run.returncode == 1
    assert "okänd nyckel ”sumary” – menade du ”summary”?" in run.stdout + run.stderr


def test_our_own_hooks_are_such_as_pre_commit_takes():
    precommit(PROJECT, "validate-manifest", ".pre-commit-hooks.yaml")


def test_our_own_hooks_run_for_other_repositories(made):
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    for hook in hooks:
        run = poddarkiv(*shlex.split(hook["entry"])[1:], *hook.get("args", ()), cwd=made[0])
        assert run.returncode == 0, hook["id"]
        assert hook["language"] == "python"
