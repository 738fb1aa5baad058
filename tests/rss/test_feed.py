"""What podcast apps see in `feed.xml`."""

import html
from datetime import UTC, datetime

import pytest
from lxml import etree

from poddarkiv.model import Article, Lock
from poddarkiv.rss import render_feed, render_news

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}


def xpath(archive, path):
    return etree.fromstring(render_feed(archive, as_of=NOW)).xpath(path, namespaces=NS)


def test_a_podcast_app_sees_the_show_and_the_episode(make_archive, read_feed):
    show = read_feed(make_archive())
    [item] = show["episodes"]

    assert show["title"] == "Testpodden"
    assert show["link"] == "https://podd.example.org/"
    assert show["cover_url"] == "https://podd.example.org/media/omslag.png"
    assert show["language"] == "sv"
    assert show["itunes_author"] == "Testarna"
    assert show["itunes_owner"] == {"name": "Testarna", "email": "redaktion@example.org"}
    assert show["explicit"] is False
    assert item["guid"] == "7f0c2a52-55fd-4b1e-9a39-0d8b0a5b2f11"
    assert item["title"] == "Start"
    assert item["link"] == "https://podd.example.org/avsnitt/001-start/"
    assert item["published"] == int(datetime(2025, 3, 1, 5, tzinfo=UTC).timestamp())
    assert item["total_time"] == 60
    assert item["number"] == 1
    assert item["enclosures"] == [
        {
            "url": "https://podd.example.org/media/001-start.mp3",
            "file_size": 480_000,
            "mime_type": "audio/mpeg",
        }
    ]


def test_the_first_bytes_are_the_declaration_that_apple_gives(make_archive):
    assert render_feed(make_archive(), as_of=NOW).startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<rss '
    )


def test_link_is_the_page_and_self_is_the_feed(make_archive, parse_feed):
    feed = parse_feed(make_archive()).feed

    assert feed.link == "https://podd.example.org/"
    assert [link.href for link in feed.links if link.rel == "self"] == [
        "https://podd.example.org/feed.xml"
    ]


def test_explicit_is_true_or_false(make_archive, make_episode):
    archive = make_archive(episodes=(make_episode(explicit="true"),))

    assert xpath(archive, "//itunes:explicit/text()") == ["false", "true"]


def test_the_feed_bears_the_date_of_its_newest_episode_not_of_the_run(make_archive):
    feed = make_archive()

    assert render_feed(feed, as_of=NOW) == render_feed(feed, as_of=NOW.replace(year=2031))
    assert xpath(feed, "string(//lastBuildDate)") == "Sat, 01 Mar 2025 06:00:00 +0100"


def test_a_show_without_episodes_has_no_date(make_archive, parse_feed):
    archive = make_archive(episodes=())

    assert xpath(archive, "//lastBuildDate | //channel/pubDate") == []
    assert parse_feed(archive).entries == []


def test_drafts_scheduled_and_withdrawn_episodes_are_not_in_the_feed(make_archive, make_episode):
    changes = (
        {"status": "draft"},
        {"status": "withdrawn"},
        {"published": "2027-01-01T06:00:00+01:00"},
        {"published": None},
        {"audio": None},
    )
    for change in changes:
        assert xpath(make_archive(episodes=(make_episode(**change),)), "//item") == []


def test_a_recording_that_nobody_measured_stops_the_feed(make_archive):
    with pytest.raises(
        ValueError, match=r"001-start has not been measured; run: poddarkiv measure"
    ):
        render_feed(make_archive(locks={"001-start": Lock()}), as_of=NOW)


def test_a_guest_is_a_person_with_a_role_that_apps_know(make_archive, make_episode, make_guest):
    archive = make_archive(
        episodes=(make_episode(guests=[{"guest": "ada-berg", "role": "Faktagranskare"}]),),
        guests=(make_guest(),),
    )

    [person] = xpath(archive, "//item/podcast:person")

    assert person.text == "Ada Berg"
    assert dict(person.attrib) == {
        "role": "fact checker",
        "group": "writing",
        "href": "https://podd.example.org/gaster/ada-berg/",
    }


def test_transcripts_and_chapters_stand_beside_the_page(
    make_archive, make_episode, make_transcript
):
    archive = make_archive(
        episodes=(make_episode(chapters=[{"start": "0:00", "title": "Början"}]),),
        transcripts={"001-start": make_transcript()},
    )

    links = xpath(archive, "//podcast:transcript | //podcast:chapters")

    page = "https://podd.example.org/avsnitt/001-start/"
    assert [(link.get("url"), link.get("type"), link.get("language")) for link in links] == [
        (page + "transcript.json", "application/json", "sv"),
        (page + "transcript.vtt", "text/vtt", "sv"),
        (page + "transcript.srt", "application/x-subrip", "sv"),
        (page + "transcript.txt", "text/plain", "sv"),
        (page + "chapters.json", "application/json+chapters", None),
    ]


def test_articles_have_a_feed_of_their_own(make_archive):
    article = Article(
        slug="vad-ar-stod",
        title="Vad är stöd?",
        summary="Om <stöd> & hjälp.",
        author="Testarna",
        written="2026-11-20",
        topics=("stod",),
    )
    later = article.model_copy(update={"slug": "senare", "written": NOW.date().replace(year=2027)})

    feed = etree.fromstring(render_news(make_archive(articles=(article, later)), as_of=NOW))

    assert feed.xpath("//item/link/text()") == ["https://podd.example.org/artiklar/vad-ar-stod/"]
    assert feed.xpath("//item/description/text()") == ["Om &lt;stöd&gt; &amp; hjälp."]
    assert feed.xpath("//item/category/text()") == ["Stöd"]
    assert feed.xpath("//item/pubDate/text()") == ["Fri, 20 Nov 2026 00:00:00 +0000"]


def test_the_feed_of_articles_declares_no_namespace_that_it_does_not_use(make_archive):
    root = etree.fromstring(render_news(make_archive(), as_of=NOW))

    assert root.nsmap == {"atom": NS["atom"]}
    assert {prefix for element in root.iter() for prefix in element.nsmap} == {"atom"}


def test_the_show_has_one_title(make_archive):
    assert xpath(make_archive(), "//channel/itunes:title") == []
    assert xpath(make_archive(), "string(//channel/title)") == "Testpodden"


PLAIN = ("Kaffe & kaka", "3 < 5 och 5 > 3", "R&D", "a<3", "Hej 😀")
MARKED = (
    "Hej <namn>!",
    "AT&amp;T",
    "<b>fet</b>",
    "1 < 2 &lt; 3",
    "&copy 2026",
    "<!-- nej -->",
    "</p>",
)


@pytest.mark.parametrize("summary", PLAIN + MARKED)
def test_a_description_survives_being_read_as_html(make_archive, make_episode, summary):
    feed = make_archive(episodes=(make_episode(summary=summary),))

    written = xpath(feed, "string(//item/description)")

    assert "".join(etree.HTML(f"<div>{written}</div>").itertext()) == summary
    assert (written == summary) == (summary in PLAIN)


def test_a_description_with_html_signs_is_cut_between_them(make_archive, make_episode):
    for length in range(980, 990):
        feed = make_archive(episodes=(make_episode(summary="a" * length + "<b>&" * 400),))

        written = xpath(feed, "string(//item/description)")

        assert len(written.encode()) <= 4000
        assert (
            html.unescape(written)
            == ("a" * length + "<b>&" * 400)[: len(html.unescape(written)) - 1] + "…"
        )
