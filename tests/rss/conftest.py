"""What other people's parsers read in our feed."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import feedparser
import podcastparser
import pytest
from full import full_archive

from poddarkiv.archive import Archive
from poddarkiv.rss import render_feed

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def read_feed() -> Callable[..., dict[str, Any]]:
    """Return a function that gives what gPodder sees."""

    def read(archive: Archive, as_of: datetime = NOW) -> dict[str, Any]:
        return podcastparser.parse(archive.feed_url, io.BytesIO(render_feed(archive, as_of=as_of)))

    return read


@pytest.fixture
def parse_feed() -> Callable[..., Any]:
    """Return a function that gives what feedparser sees, after proving that it is well-formed."""

    def parse(archive: Archive, as_of: datetime = NOW) -> Any:
        found = feedparser.parse(render_feed(archive, as_of=as_of))
        assert not found.bozo, found.bozo_exception
        return found

    return parse


@pytest.fixture
def full(
    make_archive: Any, make_show: Any, make_episode: Any, make_guest: Any, make_transcript: Any
) -> Archive:
    """Return an archive that uses every element."""
    return full_archive(make_archive, make_show, make_episode, make_guest, make_transcript)
