"""Right-to-left languages on pages, in cues and in the feed."""

import re

import pytest
from lxml import etree

from poddarkiv.direction import mark_direction, text_direction
from poddarkiv.formats import vtt
from poddarkiv.formats.published import episode_files
from poddarkiv.rss import render_feed

from .conftest import AS_OF

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.mark.parametrize("language", ["he", "ar", "fa", "ur", "yi", "HE-il", "ps", "az-Arab"])
def test_these_are_written_from_right_to_left(language):
    assert text_direction(language) == "rtl"


@pytest.mark.parametrize("language", ["sv", "en", "az", "ja", "he-Latn", "ks-Deva", ""])
def test_these_are_not(language):
    assert text_direction(language) == "ltr"


def test_a_row_that_begins_with_other_letters_is_marked():
    assert (
        mark_direction("NSPH אומר\nשלום Ada\n12 שנים", "he") == "\u200fNSPH אומר\nשלום Ada\n12 שנים"
    )
    assert mark_direction("NSPH säger", "sv") == "NSPH säger"


def test_an_episode_in_another_language_has_its_direction(data_of, make_archive, make_episode):
    for language, direction in (("he", "rtl"), ("en", "ltr"), (None, "")):
        archive = make_archive(episodes=(make_episode(language=language),))
        [episode] = archive.episodes

        data = data_of(archive, f"avsnitt/{episode.slug}/")

        assert (data["language"], data["direction"]) == (language or "", direction)


def test_cues_and_feed_text_show_the_direction(make_archive, make_episode, make_transcript):
    episode = make_episode(language="he", summary="NSPH שלום")
    said = make_transcript((0, 2, "Ada אומרת שלום.", "Ada"), (2, 4, "שלום.", "בועז"))
    archive = make_archive(episodes=(episode,), transcripts={episode.slug: said})

    files = episode_files(archive, episode)
    item = etree.fromstring(render_feed(archive, as_of=AS_OF)).find(".//item")

    texts = [s.text for s in vtt.parse_vtt(files["transcript.vtt"].decode())[0].segments]
    assert texts == ["\u200fAda אומרת שלום.", "שלום."]
    assert all("\u200fAda אומרת" in files[f"transcript.{end}"].decode() for end in ("srt", "json"))
    assert item.findtext("description").startswith("\u200fNSPH")
    assert re.match(r'<div lang="he" dir="rtl">\n<p>NSPH', item.findtext(CONTENT))
