"""The steps of the starter's workflows, in order, in a clean Debian: what forges would run."""

import subprocess
from pathlib import Path

import pytest

from workflows.conftest import PROJECT, git, trust
from workflows.jobs import Step, action_jobs, gitlab_jobs
from workflows.machine import TOKEN, WORKSPACE

STARTER = PROJECT / "scripts/poddarkiv/starter"
GITHUB = STARTER / "dot_github/workflows"
FORGEJO = STARTER / "dot_forgejo/workflows"
VALUES = {"inputs.avsnitt": "3", "github.token": TOKEN, "github.ref": "refs/heads/main"}
PROPOSED = [
    "episodes/003-tal/episode.lock.yml",
    "episodes/003-tal/transcript.machine.json",
    "episodes/003-tal/transcript.vtt",
]

pytestmark = [pytest.mark.slow, pytest.mark.whisper]


def action_env(server: str) -> dict[str, str]:
    given = {
        "ACTIONS": "true",
        "WORKSPACE": WORKSPACE,
        "REPOSITORY": "redaktionen/arkiv",
        "REF_NAME": "main",
        "RUN_ID": "77",
        "SERVER_URL": server,
    }
    return {f"GITHUB_{name}": value for name, value in given.items()} | {"RUNNER_TEMP": "/opt"}


def run_actions(machines, path: Path, env: dict[str, str]) -> list:
    return [machines.run(job, env, files=True) for job in action_jobs(path, VALUES)]


def repository(shared: Path) -> Path:
    return shared / "forge/redaktionen/arkiv.git"


def proposed(shared: Path, branch: str) -> list[str]:
    """Return what the branch that a job pushed changes; take the branch away."""
    names = git(repository(shared), "diff", "--name-only", "main", branch).split()
    said = git(repository(shared), "log", "-1", "--format=%s", branch)
    assert said == "Skriv ut avsnitt 3\n"
    git(repository(shared), "branch", "-D", branch)
    return names


def artifact(machines, name: str) -> Path:
    return machines.folder / "artifacts" / name


def test_a_proposal_is_checked_and_built_at_github(machines):
    [machine] = run_actions(machines, GITHUB / "granska.yml", action_env("https://github.com"))

    assert "Allt stämmer." in machine.printed
    assert (artifact(machines, "forhandsvisning") / "avsnitt/003-tal/index.html").is_file()


def test_main_is_published_at_github(machines):
    run_actions(machines, GITHUB / "publicera.yml", action_env("https://github.com"))

    assert (artifact(machines, "pages") / "media/001-start.mp3").is_file()
    assert not (artifact(machines, "pages") / "avsnitt/003-tal").exists()


def test_a_transcript_is_proposed_at_github(machines, shared):
    run_actions(machines, GITHUB / "skriv-ut.yml", action_env("https://github.com"))

    assert proposed(shared, "utskrift-77") == PROPOSED
    assert (shared / "noted").read_text("utf-8").splitlines() == [
        "auth setup-git",
        "pr create --fill --head utskrift-77 --base main",
    ]


def test_every_job_of_gitlab_runs(machines, shared):
    trust(shared, f"https://poddarkiv:{TOKEN}@gitlab.example.org")
    env = {
        "CI_PROJECT_DIR": WORKSPACE,
        "CI_PIPELINE_ID": "88",
        "CI_SERVER_HOST": "gitlab.example.org",
        "CI_PROJECT_PATH": "redaktionen/arkiv",
        "AVSNITT": "3",
    }
    for job in gitlab_jobs(STARTER / "dot_gitlab-ci.yml"):
        key = {"UTSKRIFT_TOKEN": TOKEN} if job.name == "foresla" else {}
        machines.run(job, env | key, files=False)

    assert (artifact(machines, "pages") / "media/001-start.mp3").is_file()
    assert (artifact(machines, "forhandsvisning") / "avsnitt/003-tal/index.html").is_file()
    assert proposed(shared, "utskrift-88") == PROPOSED


def test_every_job_of_forgejo_runs(machines, shared, forge):
    address, asked = forge
    env = action_env(f"{address}/") | {"FORGEJO_TOKEN": TOKEN, "GITHUB_TOKEN": TOKEN}
    for name in ("granska.yml", "publicera.yml", "skriv-ut.yml"):
        first, *_rest = run_actions(machines, FORGEJO / name, env)
        [shell] = {step.shell for step in action_jobs(FORGEJO / name, VALUES)[0].steps}

        # Neither what a package is given, nor what can be read of the shell that begins it.
        seen = first.script(Step("env; tr '\\0' '\\n' < /proc/$$/environ", shell=shell))
        assert "GITHUB_WORKSPACE" in seen
        assert TOKEN not in seen
        assert TOKEN not in first.printed

    assert (artifact(machines, "forhandsvisning") / "avsnitt/003-tal/index.html").is_file()
    assert "feed.xml" in git(repository(shared), "ls-tree", "--name-only", "pages").split()
    git(repository(shared), "branch", "-D", "pages")
    assert proposed(shared, "utskrift-77") == PROPOSED
    assert [each["head"] for each in asked] == ["utskrift-77"]


def test_pip_takes_nothing_that_is_not_locked(machines):
    changed = Step(
        "sed 's/sha256:[0-9a-f]*/sha256:" + "0" * 64 + "/' requirements-build.lock > b.lock\n"
        "! pip install --require-hashes -r b.lock > out 2>&1\n"
        "grep -q 'DO NOT MATCH THE HASHES' out"
    )
    [job] = [job for job in action_jobs(GITHUB / "granska.yml", VALUES) if job.name == "granska"]
    setup = [step for step in job.steps if step.uses and "upload" not in step.uses]

    machine = machines.run(type(job)("fel", tuple(setup)), action_env(""), files=True)

    assert machine.script(changed) == ""


def test_nothing_stays_mounted(machines):
    mounts = subprocess.run(["cat", "/proc/mounts"], capture_output=True, text=True, check=True)

    assert str(machines.folder) not in mounts.stdout
