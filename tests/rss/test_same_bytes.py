"""The same archive gives the same feed: wherever, whenever and in whatever locale it is made."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checks.faults import copy_base

LOCALES = {"sv_SE": "sv_SE", "tr_TR": "tr_TR", "de_DE": "de_DE"}
BUILD = """
import locale, sys
from datetime import datetime
from pathlib import Path
locale.setlocale(locale.LC_ALL, "")
assert locale.setlocale(locale.LC_TIME) == sys.argv[2], locale.setlocale(locale.LC_TIME)
from poddarkiv.load import load_archive
from poddarkiv.formats.published import episode_files
from poddarkiv.rss import render_feed, render_news
archive = load_archive(Path(sys.argv[1]))
as_of = datetime.fromisoformat(sys.argv[3])
out = sys.stdout.buffer
out.write(render_feed(archive, as_of=as_of) + render_news(archive, as_of=as_of))
for episode in archive.episodes:
    for content in episode_files(archive, episode).values():
        out.write(content)
assert locale.setlocale(locale.LC_TIME) == sys.argv[2]
"""
DAY = "2026-06-01T12:00:00+02:00"


@pytest.fixture(scope="module")
def locales(tmp_path_factory) -> Path:
    """Return a folder with the locales, made here: no machine has them all."""
    folder = tmp_path_factory.mktemp("locale")
    for name in LOCALES:
        # localedef warns of details in Debian's own definitions with code 1.
        subprocess.run(
            ["localedef", "-c", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")],
            capture_output=True,
            check=False,
        )
        assert (folder / f"{name}.UTF-8" / "LC_TIME").exists(), f"localedef made no {name}"
    return folder


def made(root: Path, locales: Path, *, language: str = "C", day: str = DAY, tz: str = "UTC") -> str:
    """Return the hash of all that is made of the archive in `root`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    environment |= {
        "LC_ALL": language,
        "LOCPATH": str(locales),
        "TZ": tz,
        "PYTHONHASHSEED": "random",
    }
    result = subprocess.run(
        [sys.executable, "-c", BUILD, str(root), language, day],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode()
    assert b"<item>" in result.stdout
    return hashlib.sha256(result.stdout).hexdigest()


@pytest.mark.slow
def test_in_every_locale(tmp_path, locales):
    root = copy_base(tmp_path)
    plain = made(root, locales)

    for name in LOCALES:
        assert made(root, locales, language=f"{name}.UTF-8") == plain, name


@pytest.mark.slow
def test_in_two_folders_on_two_days_in_two_time_zones(tmp_path, locales):
    here = copy_base(tmp_path / "here")
    there = Path(shutil.copytree(here, tmp_path / "en annan mapp åäö"))

    one = made(here, locales, tz="Europe/Stockholm")
    two = made(there, locales, day="2031-01-01T00:00:00+00:00", tz="America/New_York")

    assert one == two
