"""`podcast:guid` is what the namespace says it is."""

import pytest
from lxml import etree
from test_feed import NOW, NS

from poddarkiv.rss import render_feed
from poddarkiv.spec import podcast_guid


@pytest.mark.parametrize(
    ("url", "guid"),
    [
        ("mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_the_vectors_of_the_specification_hold(url, guid):
    assert str(podcast_guid(url)) == guid


def written_guid(archive):
    feed = etree.fromstring(render_feed(archive, as_of=NOW))
    return feed.findtext("channel/podcast:guid", namespaces=NS)


def test_a_guid_that_the_show_has_wins(make_archive, make_show):
    own = "caa2fbfc-3a21-5b5c-9d13-3ae6fa9b3ea4"

    archive = make_archive(show=make_show(guid=own, feed_url="https://podnews.net/rss"))

    assert written_guid(archive) == own


def test_without_one_it_is_made_from_the_feeds_address(make_archive, make_show):
    archive = make_archive(show=make_show(feed_url="https://podnews.net/rss"))

    assert written_guid(archive) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
