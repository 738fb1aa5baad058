"""A forge's machine that runs jobs: variables, files, actions and what was installed before."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from workflows.clean_root import AS_ROOT, CleanRoot
from workflows.jobs import Job, Step

WORKSPACE = "/workspace/arkiv"
PYTHON = "/opt/python"
TOKEN = "nyckel-som-far-skriva"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_INSTALLS = "pip install"


@dataclass
class Machines:
    """Gives each job a clean machine. The same installation is made once and then layered."""

    folder: Path
    """For layers and artifacts."""
    shared: Path
    """`/srv` of every machine: the forge's repositories, and what was noted."""
    binds: Mapping[Path, str]
    installed: dict[tuple[str, ...], CleanRoot] = field(default_factory=dict)
    number: Callable[[], int] = field(default_factory=lambda: count().__next__)

    def layer(self) -> Path:
        """Return a new folder for what a job writes."""
        return self.folder / f"layer-{self.number()}"

    def run(self, job: Job, env: Mapping[str, str], *, files: bool) -> "Machine":
        """Run the job's steps in order; each must end well.

        Args:
            job: What to run.
            env: The forge's own variables.
            files: Whether the forge gives steps files to write variables and paths to.
        """
        root = CleanRoot(self.layer(), self.shared, binds=self.binds)
        machine = Machine(self, job, root, {**_ours(), **env, **job.env}, files=files)
        for step in job.steps:
            machine.step(step)
        for name in job.artifacts:
            machine.upload(job.name, name)
        return machine


class Machine:
    """Runs one job."""

    def __init__(
        self, all_: Machines, job: Job, root: CleanRoot, env: Mapping[str, str], *, files: bool
    ) -> None:
        self._all, self._job, self.root = all_, job, root
        self.env = {"PATH": _PATH, "HOME": "/root", "CI": "true", **env}
        self._files = files
        self._done: tuple[str, ...] = ()
        self.printed = ""
        self._prepare()

    def _prepare(self) -> None:
        git = "[safe]\n\tdirectory = *\n" + (self._all.shared / "gitconfig").read_text("utf-8")
        (self.root.path("/etc/gitconfig")).write_text(git, "utf-8")
        if not self._files:
            # What a runner of GitLab has done before the first line.
            self._checkout()
            self._python()
            if self._job.needs:
                self.download(self._job.needs, WORKSPACE)

    def step(self, step: Step) -> None:
        """Run a script, or do what its action would have done."""
        if step.uses:
            self._action(step)
            return
        self._done += (step.script.strip(),)
        kept = self._all.installed.get(self._done) if _INSTALLS in step.script else None
        if kept is not None:
            self.root = kept.layered(self._all.layer())
            return
        self.script(step)
        if _INSTALLS in step.script:
            self._all.installed[self._done] = self.root
            self.root = self.root.layered(self._all.layer())

    def script(self, step: Step) -> str:
        """Run the script as the forge would; return what it printed."""
        names = ("ENV", "PATH", "OUTPUT", "STEP_SUMMARY") if self._files else ()
        files = {f"GITHUB_{name}": f"/tmp/github-{name}" for name in names}
        for place in files.values():
            self._write(place, "")
        self._write("/tmp/step.sh", step.script)
        words = [word.replace("{0}", "/tmp/step.sh") for word in shlex.split(step.shell)]
        done = self.root.run(words, {**self.env, **step.env, **files}, self._folder())
        assert done.returncode == 0, f"{self._job.name}:\n{step.script}\n{done.stdout}"
        for line in self._read(files.get("GITHUB_PATH")).split():
            self.env["PATH"] = f"{line}:{self.env['PATH']}"
        for line in self._read(files.get("GITHUB_ENV")).splitlines():
            name, _equals, value = line.partition("=")
            self.env[name] = value
        self.printed += done.stdout
        return done.stdout

    def _folder(self) -> str:
        done = self.root.run(["test", "-d", WORKSPACE], {"PATH": _PATH})
        return WORKSPACE if done.returncode == 0 else "/"

    def _write(self, place: str, text: str) -> None:
        path = self.root.path(place)
        subprocess.run([*AS_ROOT, "mkdir", "-p", path.parent], check=True)
        subprocess.run(
            [*AS_ROOT, "tee", path], input=text.encode(), check=True, capture_output=True
        )

    def _read(self, place: str | None) -> str:
        path = self.root.path(place) if place else None
        return path.read_text("utf-8") if path and path.exists() else ""

    def _action(self, step: Step) -> None:
        name = re.sub(r"@.*", "", step.uses).rpartition("/")[2]
        if name == "checkout":
            self._checkout()
        elif name == "setup-python":
            self._python()
        elif name.startswith("upload-"):
            self.upload(step.given.get("name", "pages"), step.given["path"])
        elif name == "download-artifact":
            self.download(step.given["name"], f"{WORKSPACE}/{step.given.get('path', '')}")
        else:
            assert name in {"cache", "deploy-pages"}

    def _checkout(self) -> None:
        self.script(Step("git clone -q /srv/forge/redaktionen/arkiv.git " + WORKSPACE))

    def _python(self) -> None:
        self.script(Step(f"python3 -m venv {PYTHON}"))
        self.env["PATH"] = f"{PYTHON}/bin:{self.env['PATH']}"

    def upload(self, artifact: str, path: str) -> None:
        """Keep what the job made."""
        target = self._all.folder / "artifacts" / artifact
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        made = self.root.path(f"{WORKSPACE}/{path}")
        whole = [*made.iterdir()] if path.endswith("/") and made.is_dir() else [made]
        subprocess.run([*AS_ROOT, "cp", "-a", *whole, target], check=True)

    def download(self, artifact: str, place: str) -> None:
        """Bring what an earlier job kept."""
        kept = self._all.folder / "artifacts" / artifact
        for path in kept.iterdir():
            self.root.copy_in(path, f"{place.rstrip('/')}/{path.name}")


def _ours() -> dict[str, str]:
    """Return how this machine reaches the package index, said as pip understands it."""
    kept = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
    kept |= {k: v for k, v in os.environ.items() if k in {"PIP_INDEX_URL", "PIP_TRUSTED_HOST"}}
    return kept | {
        "PIP_CERT": "/etc/ssl/certs/ca-certificates.crt",
        "PIP_DEFAULT_TIMEOUT": "180",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "OMP_NUM_THREADS": "2",
    }
