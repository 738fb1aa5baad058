"""Whatever people write: a message with its place, or an XML that says just that."""

import html
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pydantic import ValidationError

from checks.faults import copy_base, problems
from poddarkiv.rss import render_feed

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
NASTY = [
    "]]>",
    "<![CDATA[x]]>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&amp; &lt; &#0; &nbsp; & <",
    "😀👩‍👩‍👧 emoji",
    "עברית וערבית العربية",
    "\u202eomvänd\u202c",
    "a\u2028b\u0085c",
    "\"citat\" 'enkelt' ”svenskt”",
    "javascript:alert(1)",
    "\ufeffbom",
    "e\u0301",
    "%s {name} {0}",
]


def feed_of(archive):
    xml = render_feed(archive, as_of=NOW)
    assert not feedparser.parse(xml).bozo
    return etree.fromstring(xml)


@pytest.mark.parametrize("text", NASTY)
def test_text_comes_out_as_it_went_in(make_archive, make_show, make_episode, make_guest, text):
    shown = " ".join(text.split())
    episode = make_episode(
        title=text,
        summary=text,
        notes=text,
        guests=[{"guest": "ada-berg"}],
        chapters=[{"start": "0:00", "title": text}],
        content_notes=[{"text": text}],
        soundbites=[{"start": "0:01", "duration": "15", "title": text}],
        txt=[{"text": text, "purpose": text}],
        locations=[{"name": text}],
    )
    owner = {"name": text, "email": "redaktion@example.org"}
    show = make_show(title=text, description=text, author=text, owner=owner, copyright=text)
    archive = make_archive(show=show, episodes=(episode,), guests=(make_guest(name=text),))

    feed = feed_of(archive)

    for path in (
        "channel/title",
        "channel/itunes:author",
        "channel/copyright",
        "channel/itunes:owner/itunes:name",
        "channel/item/title",
        "channel/item/podcast:person",
        "channel/item/podcast:soundbite",
        "channel/item/podcast:location",
        "channel/item/podcast:txt",
    ):
        assert feed.findtext(path, namespaces=NS) == shown, path
    assert feed.findtext("channel/description") == text.strip()
    content = feed.findtext("channel/item/content:encoded", namespaces=NS).lower()
    assert "<script" not in content
    assert "<img" not in content
    assert 'href="javascript' not in content


@given(st.text(max_size=40))
@settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
def test_any_text_is_refused_with_a_message_or_comes_out_as_it_went_in(
    make_archive, make_episode, text
):
    try:
        episode = make_episode(title=text, summary=text, notes=text)
    except ValidationError:
        return

    feed = feed_of(make_archive(episodes=(episode,)))

    assert feed.findtext("channel/item/title") == episode.title
    # Read as HTML, as most apps do.
    assert html.unescape(feed.findtext("channel/item/description")) == episode.summary


def test_a_description_of_5000_bytes_is_cut_between_characters(make_archive, make_episode):
    text = feed_of(make_archive(episodes=(make_episode(summary="å" * 2500),))).findtext(
        "channel/item/description"
    )

    assert len(text.encode()) <= 4000
    assert text == "å" * 1998 + "…"


FILE = "episodes/001-start/episode.yml"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("Vi börjar", '"Vi \\u0007 börjar"', f"{FILE}:3: title: ", "U+0007"),
        ("Vi börjar", '"Vi \\x7f börjar"', f"{FILE}:3: title: ", "U+007F"),
        ("2026-03-01T06:00:00+01:00", "2026-03-01T06:00:00", f"{FILE}:4: published: ", "tidszon"),
        (
            "2026-03-01T06:00:00+01:00",
            "2026-02-30T06:00:00+01:00",
            f"{FILE}:4: published: ",
            "02-30",
        ),
        ("2026-03-01T06:00:00+01:00", "igår", f"{FILE}:4: published: ", "igår"),
    ],
)
def test_what_no_feed_can_carry_is_told_with_its_line(tmp_path, old, new, place, words):
    root = copy_base(tmp_path)
    path = root / FILE
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    [problem] = problems(root)

    assert str(problem).startswith(place)
    assert words in str(problem)


@pytest.mark.parametrize("surrogate", ['"\\ud800"', '"\\udfff x"'])
def test_half_a_character_is_told_and_is_no_traceback(tmp_path, surrogate):
    root = copy_base(tmp_path)
    path = root / FILE
    path.write_text(path.read_text("utf-8").replace("Vi börjar", surrogate), "utf-8")

    assert [problem.path for problem in problems(root)] == [FILE]
