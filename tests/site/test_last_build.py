"""A build where nothing has changed is over at once, and one where anything has is not."""

import contextlib
import os
import shutil
import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from poddarkiv.errors import Problem, Severity
from poddarkiv.load import read_archive
from poddarkiv.site import build_environment, last_build
from poddarkiv.site.last_build import BuildMessages, LastBuild
from poddarkiv.site.snapshot import Snapshot

BASE = Path(__file__).parents[1] / "checks" / "base"
NOW = datetime.fromisoformat("2026-11-21T12:00:00+01:00")
PROBLEM = Problem("content/om.md", 3, "title", "too long", "cut it", Severity.WARNING, "length")
TRANSCRIPT = "episodes/001-start/transcript.vtt"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive whose site was built a while ago."""
    root = tmp_path / "archive"
    shutil.copytree(BASE, root)
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("<p>Hej")
    return root


def look(root: Path, **options: object) -> LastBuild:
    return LastBuild(root, root / "site", {"drafts": False} | options)


def record(root: Path, as_of: datetime = NOW) -> None:
    """Do what a build does, apart from building."""
    last = look(root)
    archive, _problems = read_archive(root)
    assert archive is not None
    last.write_record(archive, as_of, [PROBLEM], ["a line of MkDocs"])


def test_where_nothing_has_changed_all_is_told_again(root):
    record(root)

    assert look(root).find_messages(NOW) == BuildMessages((PROBLEM,), ("a line of MkDocs",), "sv")


def edit_in_place(path: Path) -> None:
    """Change a letter, and leave the size and the time of change as they were."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "text": lambda root: edit_in_place(root / TRANSCRIPT),
    "added": lambda root: (root / "content" / "om.md").write_text("# Om\n"),
    "removed": lambda root: (root / TRANSCRIPT).unlink(),
    "renamed": lambda root: (root / TRANSCRIPT).rename(
        root / TRANSCRIPT.replace("001-start", "002-mitt")
    ),
    "settings": lambda root: (root / "mkdocs.yml").open("a").write("copyright: Vi\n"),
    "look": lambda root: shutil.copytree(BASE / "content", root / "overrides"),
    "recording": lambda root: (root / "media" / "ny.mp3").write_bytes(b"ID3"),
    "folder": lambda root: (root / "episodes" / "009-tom").mkdir(),
    "link": lambda root: (root / "content" / "om.md").symlink_to("index.md"),
    "page": lambda root: edit_in_place(root / "site" / "index.html"),
    "page gone": lambda root: (root / "site" / "index.html").unlink(),
    "page too many": lambda root: (root / "site" / "x.html").write_text("x"),
    "site gone": lambda root: shutil.rmtree(root / "site"),
    "record": lambda root: edit_in_place(next((root / last_build.FOLDER).iterdir())),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_a_file_is_seen_however_soon_it_came(root, change):
    record(root)

    change(root)

    assert look(root).find_messages(NOW) is None


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_a_file_is_seen_when_all_were_old(root, change, monkeypatch):
    monkeypatch.setattr("poddarkiv.site.snapshot._STEP", 0)
    record(root)

    change(root)

    assert look(root).find_messages(NOW) is None


class WindowsEntry:
    """An entry of a folder that, as on Windows, does not tell its inode."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self._entry = entry
        self.name, self.path = entry.name, entry.path

    def is_symlink(self) -> bool:
        return self._entry.is_symlink()

    def stat(self) -> os.stat_result:
        found = list(self._entry.stat())
        found[stat.ST_INO] = 0
        return os.stat_result(found)


def test_folders_in_folders_are_looked_into_where_entries_tell_no_inode(root, monkeypatch):
    deep = root / "overrides" / "pod" / "partials" / "foot.html"
    deep.parent.mkdir(parents=True)
    deep.write_text("Hej")
    scandir = os.scandir
    monkeypatch.setattr(
        "poddarkiv.site.snapshot.os.scandir",
        lambda folder: contextlib.nullcontext([WindowsEntry(e) for e in scandir(folder)]),
    )
    before = Snapshot([root / "overrides"]).digest()

    edit_in_place(deep)

    assert Snapshot([root / "overrides"]).digest() != before


def test_what_was_changed_while_it_was_read_is_seen(root):
    last = look(root)
    (root / TRANSCRIPT).write_text("WEBVTT\n")
    archive, _problems = read_archive(root)
    last.write_record(archive, NOW, [])

    assert look(root).find_messages(NOW) is None


@pytest.mark.parametrize(
    "later",
    [
        datetime.fromisoformat("2026-11-21T11:59:59+01:00"),
        datetime.fromisoformat("2026-11-22T00:00:00+01:00"),
        datetime.fromisoformat("2026-11-21T12:00:00+00:00"),
    ],
    ids=["before", "another day", "days that begin elsewhere"],
)
def test_another_day_may_bring_other_warnings(root, later):
    record(root)

    assert look(root).find_messages(later) is None


def test_it_is_right_until_something_comes_out(root):
    path = root / "episodes" / "002-mitt" / "episode.yml"
    lines = path.read_text("utf-8").splitlines()
    lines = [
        x if not x.startswith("published:") else "published: 2026-11-21T14:00:00+01:00"
        for x in lines
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    record(root)

    assert look(root).find_messages(NOW + timedelta(hours=1, minutes=59))
    assert look(root).find_messages(NOW + timedelta(hours=2)) is None


def test_other_options_are_another_site(root):
    record(root)

    assert look(root, drafts=True).find_messages(NOW) is None


@pytest.mark.parametrize("name", ["TZ", "LC_ALL", "PODDARKIV_LANG", "SOURCE_DATE_EPOCH"])
def test_other_surroundings_may_make_another_site(root, monkeypatch, name):
    record(root)
    monkeypatch.setenv(name, "0")

    assert look(root).find_messages(NOW) is None


def test_another_program_makes_another_site(root, monkeypatch, tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "page.html").write_text("{{ title }}")
    monkeypatch.setattr(build_environment, "_PACKAGE", package)
    monkeypatch.setattr("poddarkiv.site.snapshot._STEP", 0)
    record(root)
    assert look(root).find_messages(NOW)

    edit_in_place(package / "page.html")

    assert look(root).find_messages(NOW) is None


def test_a_program_that_is_changed_under_the_build_is_not_taken_for_known(
    root, monkeypatch, tmp_path
):
    package = tmp_path / "package"
    package.mkdir()
    monkeypatch.setattr(build_environment, "_PACKAGE", package)
    last = look(root)
    (package / "page.html").write_text("{{ title }}")
    archive, _problems = read_archive(root)
    last.write_record(archive, NOW, [])

    assert look(root).find_messages(NOW) is None


@pytest.mark.parametrize(
    "settings",
    [
        "hooks: [hook.py]",
        "INHERIT: ../base.yml",
        "copyright: !ENV NAME",
        "markdown_extensions: [pymdownx.snippets]",
        "markdown_extensions: [{somebody.else: {base: ..}}]",
        "extra: &a {b: *a}",
    ],
)
def test_who_may_read_anything_is_always_asked(root, settings):
    with (root / "mkdocs.yml").open("a") as file:
        file.write(f"{settings}\n")
    record(root)

    assert look(root).find_messages(NOW) is None


@pytest.mark.parametrize(
    "settings",
    [
        "markdown_extensions: [attr_list, {toc: {permalink: true}}, pymdownx.superfences]",
        "hooks: []",
        "extra: {generator: false}",
    ],
)
def test_settings_that_read_nothing_are_no_hindrance(root, settings):
    with (root / "mkdocs.yml").open("a") as file:
        file.write(f"{settings}\n")
    record(root)

    assert look(root).find_messages(NOW)


def test_another_plugin_is_always_asked(root):
    path = root / "mkdocs.yml"
    path.write_text(path.read_text().replace("poddarkiv", "poddarkiv\n  - search"))
    record(root)

    assert look(root).find_messages(NOW) is None


def test_a_template_that_tells_the_time_is_drawn_each_time(root):
    (root / "overrides").mkdir()
    (root / "overrides" / "main.html").write_text("{{ build_date_utc }}")
    record(root)

    assert look(root).find_messages(NOW) is None


def test_a_record_of_somebody_else_counts_for_nothing(root, monkeypatch, tmp_path):
    record(root)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "somebody"))

    assert look(root).find_messages(NOW) is None


def test_a_record_of_another_form_counts_for_nothing(root, monkeypatch):
    record(root)
    monkeypatch.setattr(last_build, "_FORMAT", "another")

    assert look(root).find_messages(NOW) is None
    assert look(root).kept_pages(NOW) is None


def test_where_nothing_can_be_kept_all_is_built(root):
    (root / ".poddarkiv").write_bytes(b"")
    record(root)

    assert look(root).find_messages(NOW) is None
