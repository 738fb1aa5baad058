"""The synthetic archives that benchmarks build and serve, each made once."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = ("gimp-help-sv", "libreoffice-help-sv")


def prose(work: Path) -> Path:
    """Return a folder with Swedish HTML, fetched once."""
    folder = work / "prose"
    if not folder.exists():
        fetched = work / "packages"
        fetched.mkdir(exist_ok=True)
        subprocess.run(["apt-get", "download", *PACKAGES], cwd=fetched, check=True)
        for package in fetched.glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, folder], check=True)
    return folder / "usr" / "share"


def archive(work: Path, n: int, kind: str, name: str = "") -> Path:
    """Return the folder with the archive of `n` episodes as `kind` wants it, made once.

    Args:
        work: Where it is made.
        n: How many episodes.
        kind: `poddarkiv`, `mkdocs` or `materialx`.
        name: What the folder is called, for a second one of the same kind.
    """
    data = work / f"archive-{n}.json"
    if not data.exists():
        synth = [sys.executable, HERE / "synth_archive.py", prose(work), data, "-n", str(n)]
        subprocess.run(list(map(str, synth)), check=True)
    folder = work / f"{name or kind}-{n}"
    if not folder.exists():
        export = [sys.executable, HERE / "export.py", kind, data, folder]
        subprocess.run(list(map(str, export)), check=True)
    return folder
