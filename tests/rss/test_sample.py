"""The repository's own archive: what its feed says of each recording is true of the file."""

import hashlib
from pathlib import Path

import pytest
from lxml import etree
from mutagen.mp3 import MP3
from test_feed import NOW

from poddarkiv.checks.identity import identity_now
from poddarkiv.load import load_archive
from poddarkiv.rss import render_feed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample():
    return load_archive(ROOT)


def test_bytes_type_and_length_in_the_feed_are_those_of_the_files(sample):
    items = etree.fromstring(render_feed(sample, as_of=NOW)).findall("channel/item")

    assert len(items) >= 3
    for item in items:
        enclosure = item.find("enclosure")
        path = ROOT / "media" / enclosure.get("url").rpartition("/")[2]
        assert int(enclosure.get("length")) == path.stat().st_size
        assert enclosure.get("type") == "audio/mpeg"
        told = item.findtext("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration")
        assert abs(int(told) - MP3(path).info.length) <= 1


def test_the_locks_are_those_of_the_files_and_of_the_yaml(sample):
    for slug, lock in sample.locks.items():
        assert lock.identity == identity_now(sample, sample.episode_by_slug[slug])
        if lock.audio is not None:
            content = (ROOT / lock.audio.path).read_bytes()
            assert lock.audio.sha256 == hashlib.sha256(content).hexdigest()
