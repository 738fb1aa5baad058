"""What feeds link to, read without a network."""

import json

import pytest

from poddarkiv.commands._import_report import find_show_differences
from poddarkiv.commands._import_transcript import choose_transcript
from poddarkiv.errors import RemoteError
from poddarkiv.feeds.chapters import read_chapters
from poddarkiv.feeds.files import show_fingerprints
from poddarkiv.feeds.links import Link
from poddarkiv.feeds.show import read_feed
from poddarkiv.model import Show

HEAD = """<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xml:base="https://a.example/"
 xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:psc="http://podlove.org/simple-chapters"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Podd</title>"""
CUES = "WEBVTT\n\n00:00.000 --> 00:02.000\n{}\n\n00:02.000 --> 00:04.000\n{}\n"
PLAIN = CUES.format("Hej.", "Tack.")
NAMED = CUES.format("<v Ada>Hej.", "<v Bo>Tack.")
LONG = CUES.format("Hej och välkomna hit.", "Tack så mycket.")


def item(xml: str):
    [found] = read_feed(f"{HEAD}<item><title>A</title>{xml}</item></channel></rss>".encode()).items
    return found


def test_a_recording_of_media_rss_is_an_enclosure():
    found = item(
        '<media:content url="a.jpg" medium="image"/>'
        '<media:content url="a.mp4" type="video/mp4" fileSize="9"/>'
        '<media:content url="a.mp3" type="audio/mpeg" fileSize="7" duration="61"/>'
    )

    assert (found.enclosure.url, found.enclosure.bytes) == ("https://a.example/a.mp3", 7)
    assert found.duration == 61
    assert found.values["audio"] == "https://a.example/a.mp3"
    assert found.picture.url == "https://a.example/a.jpg"
    assert [row for row in found.rest if "a.mp3" in row] == []
    assert len([row for row in found.rest if "a.mp4" in row]) == 1


def test_a_recording_in_a_group_is_found_and_the_group_is_kept():
    found = item('<media:group><media:content url="a.mp3" type="audio/mpeg"/></media:group>')

    assert found.enclosure.url == "https://a.example/a.mp3"
    assert "the feed does not say how large" in found.warnings[0]
    assert any(row.startswith("<media:group") for row in found.rest)


def test_an_enclosure_goes_before_what_says_the_same():
    found = item(
        '<enclosure url="a.mp3" length="5" type="audio/mpeg"/>'
        '<media:content url="https://a.example/a.mp3" fileSize="5" type="audio/mpeg"/>'
    )

    assert found.enclosure.bytes == 5
    assert found.rest == ()


def test_chapters_in_the_feed_itself_go_before_those_at_an_address():
    address = '<podcast:chapters url="a.json" type="application/json"/>'
    psc = '<psc:chapters><psc:chapter start="0" title="Hej"/></psc:chapters>'
    lines = "<description>00:00 Ett\n01:00 Två\n02:00 Tre</description>"
    sound = '<enclosure url="a.mp3" length="5" type="audio/mpeg"/>'

    assert item(sound + address + psc).chapter_list is None
    assert item(sound + address + lines).chapter_list.url == "https://a.example/a.json"
    assert any("a.json" in row for row in item(sound + address + psc).rest)


def test_a_cover_has_the_words_of_the_element_that_tells_them():
    found = item(
        '<podcast:image href="bred.png" purpose="banner" alt="Brett"/>'
        '<podcast:image href="a.png" purpose="artwork" alt="Två stolar"/>'
        '<itunes:image href="a.png"/>'
    )

    assert (found.picture.url, found.picture.alt) == ("https://a.example/a.png", "Två stolar")
    assert len(found.picture.rows) == 2


def test_a_checksum_of_the_recording_is_found():
    found = item(
        '<enclosure url="a.mp3" length="5" type="audio/mpeg"/>'
        '<podcast:alternateEnclosure type="audio/mpeg" length="5">'
        '<podcast:source uri="https://a.example/a.mp3"/>'
        '<podcast:integrity type="sri" value="sha384-AAAA"/></podcast:alternateEnclosure>'
    )

    assert found.enclosure.integrity == "sha384-AAAA"


def test_an_address_with_a_password_is_no_link():
    found = item('<podcast:transcript url="https://u:p@a.example/a.vtt" type="text/vtt"/>')

    assert found.transcripts == ()
    assert "u:p@" not in "".join(found.rest)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ('{"chapters": [{"startTime": 60.5, "title": "B"}, {"startTime": 0, "title": "A"}]}',
         ["00:00:00", "00:01:00.500"]),
        ('[{"start": "00:00:00.000", "title": "A", "href": ""}, {"start": "1:00", "title": "B"}]',
         ["00:00:00", "00:01:00"]),
        ("00:00:00.000 A\n00:01:00.000 B\n00:02:00.000 C\n", ["00:00:00", "00:01:00", "00:02:00"]),
    ],
    ids=["Podcasting 2.0", "Podlove", "lines"],
)  # fmt: skip
def test_lists_of_chapters_are_read_in_each_form(text, starts):
    rows, kept = read_chapters(text)

    assert [row["start"] for row in rows] == starts
    assert kept == []


def test_what_a_list_of_chapters_has_beside_is_kept():
    rows, kept = read_chapters(
        json.dumps({"chapters": [
            {"startTime": 0, "title": "A", "location": {"name": "Visby"}, "toc": False},
            {"startTime": 5, "img": "https://a.example/b.png"},
            {"startTime": float("inf"), "title": "Aldrig"},
        ]})
    )  # fmt: skip

    assert rows == [{"start": "00:00:00", "title": "A", "hidden": True}]
    assert kept[0] == "location: {'name': 'Visby'}"
    assert "b.png" in kept[1]
    assert "Aldrig" in kept[2]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"chapters": 3}', "<html>", "{", "[" * 10_000])
def test_what_is_no_list_of_chapters_is_refused(text):
    with pytest.raises(ValueError, match=r"chapters|JSON|too deep"):
        read_chapters(text)


def choose(texts, language="sv", **languages):
    asked = []

    def fetch(url):
        asked.append(url)
        if texts[url] is None:
            raise RemoteError(f"{url}: 404")
        return texts[url]

    kinds = {"vtt": "text/vtt", "json": "application/json", "html": "text/html", "srt": "text/srt"}
    links = [Link(url, kinds.get(url, ""), languages.get(url, "")) for url in texts]
    best, faults = choose_transcript(links, fetch, names=(), language=language, seconds=None)
    return best.link.url if best else None, asked, faults


def test_no_more_is_fetched_than_it_takes_to_know():
    assert choose({"html": "<p>Hej</p>", "srt": PLAIN, "vtt": NAMED}) == ("vtt", ["vtt"], [])


def test_who_says_the_names_goes_before_the_better_form():
    best, asked, _faults = choose({"vtt": PLAIN, "srt": NAMED, "html": "<p>Hej</p>"})

    assert (best, asked) == ("srt", ["vtt", "srt"])


def test_what_lacks_a_part_is_passed_over():
    assert choose({"vtt": LONG, "srt": NAMED})[0] == "vtt"


def test_one_that_can_not_be_had_leaves_the_next():
    best, _asked, faults = choose({"vtt": None, "json": "{}", "srt": PLAIN})

    assert best == "srt"
    assert [fault.partition(":")[0] for fault in faults] == ["vtt", "json"]


def test_a_translation_is_no_transcript():
    assert choose({"vtt": NAMED}, vtt="es")[0] is None
    assert choose({"vtt": NAMED}, vtt="sv-SE")[0] == "vtt"


def test_what_has_no_times_is_told():
    assert choose({"html": "<p>Hej och välkomna</p>"})[2] == [
        "html: no transcript (it has no times)"
    ]


def test_what_the_feed_says_otherwise_of_the_show_is_told_once(show):
    feed = read_feed(f"{HEAD}<language>en</language></channel></rss>".encode())

    first = list(find_show_differences(show, feed, {}))
    later = list(find_show_differences(show, feed, {"show_seen": show_fingerprints(feed)}))

    assert first == [
        "episodes/show.yml: title: the feed says “Podd” – nothing was changed here",
        "episodes/show.yml: language: the feed says “en” – nothing was changed here",
    ]
    assert later == []


@pytest.fixture
def show() -> Show:
    return Show.model_validate(
        {
            "title": "Vår",
            "description": "En.",
            "author": "Vi",
            "owner": {"name": "Vi", "email": "vi@a.example"},
            "image": {"file": "a.png", "alt": "A"},
            "categories": [{"category": "Education"}],
        }
    )
