"""What a user installs is whole, and the same whoever builds it."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from commands.running import poddarkiv
from docs import handbook

ROOT = Path(__file__).resolve().parents[2]
CARRIED = ("scripts/poddarkiv/", "docs/redaktor/")
"""Of the repository: the package, and the handbook that `init` brings."""
BESIDE = {".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}
EPOCH = "1764374400"


def listed() -> set[str]:
    """Return what git has, or would take, of what is to be carried."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *CARRIED],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return {name for name in found.split("\0") if name and (ROOT / name).is_file()}


def copy(target: Path, *, private: bool) -> Path:
    """Return a copy of the source, as somebody with that umask would clone it."""
    for name in [*BESIDE, *listed()]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
        (target / name).chmod(0o600 if private else 0o664)
    return target


def build(source: Path) -> dict[str, bytes]:
    """Build both distributions without a network; return their bytes by name."""
    command = [sys.executable, "-m", "build", "--no-isolation", str(source)]
    environ = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    run = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return {path.name: path.read_bytes() for path in (source / "dist").iterdir()}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the source distribution."""
    source = copy(tmp_path_factory.mktemp("kopia") / "poddarkiv", private=False)
    build(source)
    return source / "dist"


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """Return the wheel, which was built from the source distribution."""
    (found,) = dist.glob("*.whl")
    return found


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package_and_the_handbook(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("poddarkiv/")}

    wanted = {name.replace("docs/redaktor/", "poddarkiv/handbook/") for name in listed()}
    assert held == {name.removeprefix("scripts/") for name in wanted}
    for kind in (".mo", ".onnx", "404.html", "dot_gitignore", "py.typed", "starter_en/mkdocs.yml"):
        assert any(name.endswith(kind) for name in held), kind


@pytest.mark.slow
def test_the_source_distribution_holds_what_a_build_needs_and_nothing_else(dist):
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}

    assert held == listed() | BESIDE | {"PKG-INFO"}


@pytest.mark.slow
def test_two_copies_elsewhere_and_with_another_umask_give_the_same_bytes(dist, tmp_path):
    other = build(copy(tmp_path / "Någon annans mapp", private=True))

    assert {path.name: path.read_bytes() for path in dist.iterdir()} == other
    assert len(other) == 2


@pytest.mark.slow
def test_the_index_would_take_both(dist):
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, dist.iterdir())]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("PASSED") == 2


@pytest.mark.slow
def test_an_archive_installs_the_tool_from_a_file_as_its_requirements_say(wheel, tmp_path):
    root = tmp_path / "arkiv"
    poddarkiv("init", root)
    requirements = root / "requirements.txt"
    *comments, pinned = requirements.read_text("utf-8").splitlines()
    assert pinned.startswith("poddarkiv==")
    (line,) = [line[4:] for line in comments if line.endswith(".whl")]
    (root / line).parent.mkdir()
    shutil.copy(wheel, root / line)
    requirements.write_text("\n".join([*comments, line, ""]), "utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]

    run = subprocess.run(
        [*pip, "--target", tmp_path / "lib", "-r", "requirements.txt"],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    again = poddarkiv("init", tmp_path / "annat", PYTHONPATH=str(tmp_path / "lib"))
    assert again.returncode == 0
    assert (tmp_path / "annat/handbok/README.md").is_file()


@pytest.mark.slow
def test_the_handbooks_own_lines_install_it(dist, tmp_path):
    """As they stand, but from the file and without what it needs: there is no index here."""
    blocks = [block.text.rstrip() for block in handbook.blocks("sh")]
    own_place = [text for text in blocks if "-m venv ~/poddarkiv" in text]
    installs = [text for text in blocks if text.startswith("pip install")]
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PIP_NO_INDEX": "1"}
    environ |= {"PIP_FIND_LINKS": str(dist), "PIP_NO_DEPS": "1", "PIP_NO_CACHE_DIR": "1"}

    run = subprocess.run(
        ["sh", "-e", "-c", "\n".join([*own_place, *installs, "pip show --files poddarkiv"])],
        env=environ, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert (len(own_place), len(installs)) == (1, 2)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "bin/poddarkiv\n" in run.stdout
    assert (tmp_path / "poddarkiv/bin/poddarkiv").is_file()
