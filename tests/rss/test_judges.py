"""Other people's parsers read back what the YAML said: equal, not only there.

`golden/` holds what each parser makes of the full feed. It was read through by eye once against
`full.py`; whoever changes it reads it again.
"""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from poddarkiv import spec
from poddarkiv.rss import render_feed

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
ITEM = "https://podd.example.org/avsnitt/001-start/"
ELEMENTS = """
atom:link channel content:encoded copyright description enclosure generator guid
image item itunes:author itunes:block itunes:category itunes:complete
itunes:duration itunes:email itunes:episode itunes:episodeType itunes:explicit
itunes:image itunes:name itunes:new-feed-url itunes:owner itunes:season itunes:title
itunes:type language lastBuildDate link podcast:alternateEnclosure podcast:block
podcast:chapters podcast:contentLink podcast:episode podcast:funding podcast:guid
podcast:image podcast:integrity podcast:license podcast:location podcast:locked
podcast:medium podcast:person podcast:podroll podcast:remoteItem podcast:season
podcast:socialInteract podcast:soundbite podcast:source podcast:trailer
podcast:transcript podcast:txt podcast:updateFrequency psc:chapter psc:chapters
pubDate rss title url
"""
"""All that is ever written: `docs/feed.md` says who reads what, and why nothing is added unread."""


def golden(name):
    return json.loads((Path(__file__).parent / f"golden/{name}.json").read_text("utf-8"))


@pytest.fixture
def judge():
    """Return a function that gives what a parser of npm's reads in the feed of an archive."""

    def read(name, archive):
        result = subprocess.run(
            ["node", "tests/js/judges.mjs", name],
            input=render_feed(archive, as_of=NOW),
            capture_output=True,
            cwd=ROOT,
            check=False,
        )
        assert result.returncode == 0, result.stderr.decode() + " (npm ci installs the judges)"
        return json.loads(result.stdout)

    return read


def test_feedsmith_reads_every_value(full, judge):
    assert judge("feedsmith", full) == golden("feedsmith")


def test_what_feedsmith_passes_over_is_there(full):
    item = etree.fromstring(render_feed(full, as_of=NOW)).find("channel/item")
    seen = golden("feedsmith")["items"][0]["podcast"]

    [gift] = item.findall("podcast:funding", NS)
    [link] = item.findall("podcast:contentLink", NS)
    assert (gift.text, gift.get("url")) == ("Stöd avsnittet", "https://podd.example.org/avsnitt")
    assert (link.text, link.get("href")) == (
        "apple",
        "https://podcasts.apple.com/se/podcast/id1?i=2",
    )
    assert not {"fundings", "contentLinks"} & set(seen)


def test_podcast_index_reads_all_but_what_it_is_known_to_pass_over(full, judge):
    found = judge("partytime", full)
    # The time of the run, and a list of what was found.
    del found["lastUpdate"]
    assert found.pop("pc20support").keys() == {"1", "2", "3", "4", "5", "6"}

    assert found == golden("partytime")


GAPS = {
    "//channel/podcast:location[2]": lambda show: show["podcastLocation"]["name"] == "Göteborg",
    "//item/podcast:location[@country]": lambda show: "country" not in show["items"][0],
    "//channel/podcast:image[@alt]": lambda show: "alt" not in json.dumps(show["image"]),
    "//channel/podcast:updateFrequency": lambda show: "updateFrequency" not in json.dumps(show),
    "//item/podcast:txt": lambda show: "podcastTxt" not in show["items"][0],
    "//item/podcast:funding": lambda show: "podcastFunding" not in show["items"][0],
    "//item/podcast:contentLink": lambda show: "contentLink" not in json.dumps(show),
    "//item/psc:chapters": lambda show: "psc" not in json.dumps(show),
    "//channel/podcast:socialInteract[@protocol='disabled']": lambda show: (
        "podcastSocialInteraction" not in show
    ),
    "//item/itunes:title": lambda show: "itunesTitle" not in show["items"][0],
}
"""What Podcast Index passes over: where it is in our feed, and that it is not in theirs."""


@pytest.mark.parametrize("path", GAPS)
def test_each_gap_of_podcast_index_is_a_gap_of_theirs(full, path):
    assert etree.fromstring(render_feed(full, as_of=NOW)).xpath(path, namespaces=NS)
    assert GAPS[path](golden("partytime"))


def test_a_soundbite_at_the_start_is_not_dropped(full):
    starts = [bite["startTime"] for bite in golden("partytime")["items"][0]["podcastSoundbites"]]

    assert full.episodes[0].soundbites[1].start == 0
    assert starts == [12.3, 0.1]


def test_gpodder_reads_the_full_feed(full, read_feed):
    show = read_feed(full)
    [item] = [item for item in show["episodes"] if item["guid"] == full.episodes[0].guid]

    assert show["title"] == "Testpodden & Co"
    assert show["explicit"] is True
    assert show["type"] == "serial"
    assert show["new_url"] == "https://ny.example.org/feed.xml"
    assert item["explicit"] is True
    assert item["number"] == 32
    assert item["type"] == "full"
    assert item["chapters"] == [
        {"start": 0, "title": "Välkommen & hej"},
        {
            "start": 30,  # 30.5 in the feed: gPodder cuts to whole seconds
            "title": "Återhämtning",
            "href": "https://example.org/a?b=1&c=2",
            "image": "https://podd.example.org/media/kapitel.jpg",
        },
        {"start": 45, "title": "Slut"},
    ]


def test_feedparser_finds_no_fault(full, parse_feed):
    found = parse_feed(full)

    assert found.version == "rss20"
    assert [entry.id[-2:] for entry in found.entries] == ["11", "22"]
    assert found.entries[0].content[0].value.startswith("<p>Vi talar om &lt;stöd&gt; &amp; hopp.")
    assert found.entries[0].itunes_duration == "60"


def test_no_other_element_is_written_than_those_that_are_frozen(full):
    feed = etree.fromstring(render_feed(full, as_of=NOW))
    prefixes = {namespace: f"{prefix}:" for prefix, namespace in feed.nsmap.items()}
    names = map(etree.QName, feed.iter())

    written = {f"{prefixes.get(name.namespace, '')}{name.localname}" for name in names}

    assert sorted(written) == ELEMENTS.split()


def test_nothing_that_apple_has_dropped_is_written(full):
    xml = render_feed(full, as_of=NOW).decode()

    assert not [name for name in ("subtitle", "summary", "keywords") if f"itunes:{name}" in xml]


def test_every_role_of_the_taxonomy_has_a_swedish_name_that_leads_to_it():
    assert len(spec.roles()) == 63
    for role in spec.roles():
        for name in role.swedish:
            assert spec.find_role(name.upper()) is role
    names = [name for role in spec.roles() for name in role.swedish]
    assert len(names) == len(set(names))


def test_a_role_means_the_same_in_english_and_swedish(make_archive, make_episode, make_guest):
    for english, swedish in [("Guest", "gäst"), ("Host", "värd"), ("Editor", "Redaktör")]:
        feeds = [
            render_feed(
                make_archive(
                    episodes=(make_episode(guests=[{"guest": "ada-berg", "role": name}]),),
                    guests=(make_guest(),),
                ),
                as_of=NOW,
            )
            for name in (english, swedish)
        ]
        assert feeds[0] == feeds[1]


def test_a_guest_who_gave_no_picture_has_none(make_archive, make_episode, make_guest):
    guest = make_guest(image={"file": "ada.jpg", "alt": "Ada"})
    archive = make_archive(
        episodes=(make_episode(guests=[{"guest": "ada-berg"}]),), guests=(guest,)
    )

    assert b"ada.jpg" not in render_feed(archive, as_of=NOW)


def test_a_guest_who_took_back_the_consent_is_nowhere(make_archive, make_episode, make_guest):
    guest = make_guest(consent={"basis": "given", "withdrawn": "2026-01-01"})
    archive = make_archive(
        episodes=(make_episode(guests=[{"guest": "ada-berg"}]),), guests=(guest,)
    )

    assert b"Ada Berg" not in render_feed(archive, as_of=NOW)
