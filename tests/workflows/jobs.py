"""The jobs of the starter's workflows as lists of steps, whatever forge they are for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Step:
    """One step: a script, or an action that the forge would run."""

    script: str = ""
    uses: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    """What the action is told (`with`)."""
    env: Mapping[str, str] = field(default_factory=dict)
    shell: str = "bash -e {0}"


@dataclass(frozen=True)
class Job:
    """What a forge runs on one machine."""

    name: str
    steps: tuple[Step, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    artifacts: tuple[str, ...] = ()
    """Paths that the forge keeps when the job is done (GitLab)."""
    needs: str = ""


def action_jobs(path: Path, values: Mapping[str, str]) -> list[Job]:
    """Return the jobs of a workflow for GitHub or Forgejo, with `${{ … }}` filled in."""
    data = yaml.safe_load(_filled(path.read_text("utf-8"), values))
    return [_action_job(name, job) for name, job in data["jobs"].items()]


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values.get(found[1], found[0]), text)


def _action_job(name: str, job: dict[str, Any]) -> Job:
    shell = job.get("defaults", {}).get("run", {}).get("shell", Step.shell)
    steps = tuple(
        Step(
            script=step.get("run", ""),
            uses=step.get("uses", ""),
            given={key: str(value) for key, value in step.get("with", {}).items()},
            env=step.get("env", {}),
            shell=step.get("shell", shell),
        )
        for step in job["steps"]
    )
    return Job(name, steps, job.get("env", {}), needs=str(job.get("needs", "")))


def gitlab_jobs(path: Path) -> list[Job]:
    """Return the jobs of a pipeline for GitLab; what comes before every script is a step."""
    data = yaml.safe_load(path.read_text("utf-8"))
    before = data["default"]["before_script"]
    jobs = []
    for name, job in data.items():
        if isinstance(job, dict) and "script" in job:
            scripts = [job.get("before_script", before), job["script"]]
            jobs.append(
                Job(
                    name,
                    tuple(_lines(script) for script in scripts if script),
                    data.get("variables", {}) | job.get("variables", {}),
                    tuple(job.get("artifacts", {}).get("paths", ())),
                    "".join(job.get("needs", ())),
                )
            )
    return jobs


def _lines(script: list[str]) -> Step:
    return Step(script="\n".join(script), shell="bash -e -o pipefail {0}")
