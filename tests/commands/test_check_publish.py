"""`poddarkiv check --publish`: what would stop the publishing is found before it is taken in."""

import re

import pytest

from checks import faults
from commands.running import poddarkiv

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
EPISODE = "episodes/001-start/episode.yml"
BEFORE = "2020-01-01T12:00:00+01:00"
"""When none of the episodes has come out yet."""


@pytest.fixture
def recorded(root):
    """Return an archive whose one published recording is in `media/`, as measured."""
    (root / "media/001-start.mp3").write_bytes(bytes(3_600_000))
    return root


def publish(root, *words):
    return poddarkiv("check", "--publish", *words, cwd=root)


def test_a_published_recording_that_is_not_in_git_is_an_error(recorded):
    assert publish(recorded, *AT).returncode == 0
    (recorded / "media/001-start.mp3").unlink()

    run = publish(recorded, *AT)

    assert poddarkiv("check", *AT, cwd=recorded).returncode == 0
    assert run.returncode == 1
    assert run.stdout == (
        f"{EPISODE}:9: audio: inspelningen media/001-start.mp3 finns inte här, så webbplatsen "
        "skulle sakna ljudet – lägg den med texterna: git add --force media/001-start.mp3 – eller "
        "skriv en adress som börjar med https://\n"
    )


def test_what_comes_out_later_is_looked_at_today(recorded):
    (recorded / "media/001-start.mp3").unlink()

    assert "001-start.mp3 finns inte här" in publish(recorded, "--as-of", BEFORE).stdout


def test_a_draft_may_lack_its_recording(recorded):
    (recorded / "media/001-start.mp3").unlink()
    faults.apply(
        recorded, {"file": EPISODE, "replace": "status: published", "with": "status: draft"}
    )

    assert "finns inte här" not in publish(recorded, *AT).stdout


def test_recordings_that_are_published_elsewhere_need_not_be_here(recorded):
    (recorded / "media/001-start.mp3").unlink()
    show = recorded / "episodes/show.yml"
    show.write_text(show.read_text("utf-8") + "media_url: https://ljud.example.org/\n", "utf-8")

    assert "finns inte här" not in publish(recorded, *AT).stdout


def test_a_smaller_form_that_is_not_in_git_is_an_error_too(recorded):
    path = recorded / EPISODE
    path.write_text(path.read_text("utf-8") + "alternates: [{file: 001-start.opus}]\n", "utf-8")
    lock = recorded / "episodes/001-start/episode.lock.yml"
    audio = re.search(r"(?ms)^audio:\n(.*?)(?=^\w)", lock.read_text("utf-8"))
    form = re.sub("(?m)^  ", "    ", audio[1]).replace(".mp3", ".opus").replace("mpeg", "ogg")
    lock.write_text(f"{lock.read_text('utf-8')}alternates:\n  -{form[3:]}", "utf-8")
    (recorded / "media/001-start.opus").write_bytes(bytes(3_600_000))
    assert publish(recorded, *AT).returncode == 0
    poddarkiv("build", "--with-media", *AT, cwd=recorded)
    assert (recorded / "site/media/001-start.opus").is_file()
    (recorded / "media/001-start.opus").unlink()

    run = publish(recorded, *AT)

    assert run.returncode == 1
    assert "alternates.0.file: inspelningen media/001-start.opus finns inte här" in run.stdout
