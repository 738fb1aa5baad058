"""What a user installs is whole."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_wheel_carries_every_file_of_the_package(tmp_path):
    # A copy: setuptools keeps what it built before beside the source, deleted modules too.
    source = copy_of_the_source(tmp_path / "source")
    command = [
        sys.executable,
        *["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"],
    ]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(source)], check=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if name.startswith("poddarkiv/")}

    assert carried == wanted()


def copy_of_the_source(target: Path) -> Path:
    """Return a folder with what a build needs and nothing else."""
    for name in ("pyproject.toml", "README.md", "LICENSE", *(f"scripts/{n}" for n in wanted())):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
    return target


def wanted() -> set[str]:
    """Return what git has, or would take, of the package."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "scripts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {
        name.removeprefix("scripts/")
        for name in listed.split("\0")
        if name and (ROOT / name).is_file()
    }
