"""One list of chapters, the same in each place where an app may find it."""

import json
import re

import av
import pytest
from lxml import etree
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from test_feed import NOW

from poddarkiv.audio.tagging import make_tags
from poddarkiv.formats.published import episode_files
from poddarkiv.pages import render_site
from poddarkiv.rss import render_feed
from poddarkiv.timecode import parse_timecode
from sounds import write_tone
from tagging import write_tags

CHAPTERS = [
    {"start": "0:00", "title": "Välkommen & hej"},
    {"start": "0:01.250", "title": "Återhämtning"},
    {"start": "0:03.999", "title": "Slut"},
]
WANTED = [(0.0, "Välkommen & hej"), (1.25, "Återhämtning"), (3.999, "Slut")]


@pytest.fixture
def archive(make_archive, make_episode):
    return make_archive(episodes=(make_episode(chapters=CHAPTERS),))


def in_json(archive):
    files = episode_files(archive, archive.episodes[0])
    rows = json.loads(files["chapters.json"])["chapters"]
    return [(row["startTime"], row["title"]) for row in rows]


def in_psc(archive):
    feed = etree.fromstring(render_feed(archive, as_of=NOW))
    rows = feed.iter("{http://podlove.org/simple-chapters}chapter")
    return [(parse_timecode(row.get("start")), row.get("title")) for row in rows]


def in_description(archive):
    text = etree.fromstring(render_feed(archive, as_of=NOW)).findtext("channel/item/description")
    rows = re.findall(r"^\((\d\d:\d\d:\d\d)\) (.+)$", text, re.MULTILINE)
    return [(parse_timecode(clock), title) for clock, title in rows]


def in_page(archive):
    page = render_site(archive, as_of=NOW)["avsnitt/001-start/"]
    return [(float(row["second"]), row["title"]) for row in page.data()["chapters"]]


def in_file(archive, path):
    write_tags(path, make_tags(archive, archive.episodes[0], None))
    with av.open(str(path)) as container:
        rows = container.chapters()
    return [(float(row["start"] * row["time_base"]), row["metadata"]["title"]) for row in rows]


def same(found, *, within):
    assert [title for _start, title in found] == [title for _start, title in WANTED]
    for (start, _title), (wanted, _wanted_title) in zip(found, WANTED, strict=True):
        assert abs(start - wanted) <= within


def test_json_and_psc_are_exact_to_the_millisecond(archive):
    same(in_json(archive), within=0)
    same(in_psc(archive), within=0)


def test_description_and_page_cut_to_the_second_so_that_no_word_is_missed(archive):
    whole = [(int(start), title) for start, title in WANTED]

    assert in_description(archive) == in_page(archive) == whole


def test_mp3_and_m4a_carry_the_same(archive, tmp_path):
    mp3 = write_tone(tmp_path / "a.mp3", seconds=6)
    m4a = write_tone(tmp_path / "a.m4a", codec="aac", rate=44_100, seconds=6)

    same(in_file(archive, mp3), within=0.001)
    same(in_file(archive, m4a), within=0.001)

    frames = sorted(ID3(mp3).getall("CHAP"), key=lambda frame: frame.start_time)
    same([(f.start_time / 1000, str(f.sub_frames["TIT2"])) for f in frames], within=0.001)
    same([(c.start, c.title) for c in MP4(m4a).chapters], within=0.001)


def test_antennapod_takes_all_lists_for_one(archive, tmp_path):
    # It merges them when no start differs by a second; otherwise the longest wins.
    lists = [
        in_json(archive),
        in_psc(archive),
        in_description(archive),
        in_page(archive),
        in_file(archive, write_tone(tmp_path / "a.mp3", seconds=6)),
    ]

    for rows in zip(*lists, strict=True):
        starts = [start for start, _title in rows]
        assert max(starts) - min(starts) < 1
