"""`poddarkiv feed` writes two files and leaves the rest of the site."""

import io

import podcastparser
import pytest

from checks.faults import copy_base
from running import in_english, poddarkiv


@pytest.fixture
def root(tmp_path):
    """Return an archive in which nothing is wrong."""
    return in_english(copy_base(tmp_path))


def test_the_feed_is_written_and_the_rest_stays(root):
    (root / "site").mkdir()
    (root / "site/index.html").write_text("kvar")

    result = poddarkiv(root, "feed")

    assert result.returncode == 0, result.stderr
    feed = podcastparser.parse("x", io.BytesIO((root / "site/feed.xml").read_bytes()))
    assert [item["title"] for item in feed["episodes"]] == ["Vi börjar"]
    assert (root / "site/nytt.xml").exists()
    assert (root / "site/index.html").read_text() == "kvar"


def test_an_error_leaves_the_last_good_feed(root):
    poddarkiv(root, "feed")
    before = (root / "site/feed.xml").read_bytes()
    lock = root / "episodes/001-start/episode.lock.yml"
    lock.write_text(lock.read_text("utf-8").replace("001-start.mp3", "999-annat.mp3"), "utf-8")

    result = poddarkiv(root, "feed")

    assert result.returncode == 1
    assert (
        "episodes/001-start/episode.yml:9: audio: media/001-start.mp3 is not here and has not been "
        "measured – put the file in media/ and run: poddarkiv measure 001-start"
    ) in result.stderr
    assert (root / "site/feed.xml").read_bytes() == before


def test_scheduled_episodes_come_with_their_day(root):
    poddarkiv(root, "feed", "--as-of", "2026-02-01T00:00:00+01:00")

    assert b"<item>" not in (root / "site/feed.xml").read_bytes()
