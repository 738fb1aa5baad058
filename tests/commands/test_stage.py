"""`poddarkiv stage`: the same pages for another engine, and nobody's files lost."""

import subprocess
import sys

import pytest

from checks.faults import copy_base
from running import poddarkiv

NOON = "2026-06-01T12:00:00+02:00"


@pytest.fixture
def root(tmp_path):
    root = copy_base(tmp_path)
    (root / "content/mapp").mkdir()
    (root / "content/mapp/sida.md").write_text("# Sida\n\n[om](../om.md) {{ x }}\n", "utf-8")
    return root


def stage(root, folder):
    return poddarkiv(root, "stage", str(folder), "--as-of", NOON)


@pytest.mark.slow
@pytest.mark.engines
def test_mkdocs_alone_draws_the_same_pages_from_it(root, tmp_path):
    assert poddarkiv(root, "build", "--as-of", NOON).returncode == 0
    staged = tmp_path / "steg"
    done = stage(root, staged)
    assert done.returncode == 0, done.stderr

    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(staged / "mkdocs.yml")]
    subprocess.run(command, check=True)

    def files(site):
        paths = (path for path in site.rglob("*") if path.is_file())
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}

    wanted, found = files(root / "site"), files(staged / "site")
    assert found.keys() == wanted.keys()
    # MkDocs gives the map of the site the day of its own build.
    different = {name for name in wanted if found[name] != wanted[name]}
    assert different <= {"sitemap.xml", "sitemap.xml.gz"}


def test_a_folder_with_other_files_is_left_as_it_is(root, tmp_path):
    other = tmp_path / "annat"
    other.mkdir()
    (other / "brev.txt").write_text("x", "utf-8")

    done = stage(root, other)

    assert done.returncode == 2
    assert "ange en ny mapp" in done.stderr
    assert [path.name for path in other.iterdir()] == ["brev.txt"]


def test_an_error_in_the_archive_leaves_what_was_written_before(root, tmp_path):
    assert stage(root, tmp_path / "steg").returncode == 0
    before = sorted(path.name for path in (tmp_path / "steg").rglob("*"))
    (root / "episodes/001-start/episode.yml").write_text("title: [", "utf-8")

    assert stage(root, tmp_path / "steg").returncode == 1
    assert sorted(path.name for path in (tmp_path / "steg").rglob("*")) == before


@pytest.mark.parametrize("folder", ["content/steg", "overrides", "media/a/b"])
def test_what_it_writes_is_not_published_by_the_next_build(root, folder):
    done = stage(root, root / folder)

    assert done.returncode == 2
    assert "ligger bland webbplatsens källor" in done.stderr
    assert not (root / folder / "mkdocs.yml").exists()
