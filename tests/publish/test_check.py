"""`publish --check` over a real nginx that is right, and over one that is wrong in each way."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from poddarkiv.errors import Severity
from poddarkiv.publish.findings import Finding, Report, format_report, report_json
from poddarkiv.publish.hostfiles import SNIPPETS
from publish.hosted import MOMENT, SOUND, Hosted, lines
from running import poddarkiv
from sample import AS_OF

EPISODES = 4
FILE = "/media/001-vad-ar-peer-support.mp3"
READ = "“Uppläst: {} (syntetisk röst)”"
ABSENT = "is not in the published feed"
EXPECTED = {
    "good": [],
    "cut": [f"recordings: {FILE}: the feed says 923286 bytes, the host 1000"],
    "loop": [f"recordings: {FILE}: redirects lead round in a circle"],
    "removed": [
        "transcripts: /avsnitt/001-vad-ar-peer-support/transcript.vtt: the host answers 404",
        "pictures: /media/omslag.png: is no picture by its content",
    ],
    "older": [
        f"feed: /feed.xml: {READ.format('För dig som är anhörig')} differs from the archive: title",
        f"feed: /feed.xml: {READ.format('Stigma, självstigma och hopp')} {ABSENT}",
    ],
    "spaced": ["feed: /feed.xml: has other bytes than the archive's, though it says the same"],
    "wrong type": ["feed: /feed.xml: comes as text/html"],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_fault_is_found_and_nothing_else(hosted: Mapping[str, Hosted], name: str):
    report = hosted[name].check()

    assert lines(report.found, hosted[name].address) == EXPECTED[name]
    assert report.has_faults == (name != "good")


def test_a_feed_that_is_no_xml_is_told_once_and_nothing_else_is_asked(
    hosted: Mapping[str, Hosted],
):
    report = hosted["broken"].check()

    assert [(each.group, each.rule) for each in report.found] == [("feed", "feed-broken")]
    assert set(report.looked_at) == {"feed"}


def test_a_host_without_ranges_is_found_for_each_recording(hosted: Mapping[str, Hosted]):
    found = hosted["no ranges"].check().found

    assert len(found) == EPISODES
    assert {(each.rule, each.message) for each in found} == {
        ("ranges", "the host gives the whole recording where a part was asked for")
    }


def test_a_host_that_refuses_head_is_found(hosted: Mapping[str, Hosted]):
    found = hosted["no HEAD"].check().found

    assert {each.message for each in found} == {"the host answers 405"}
    assert {each.remedy for each in found} == {"let the host answer HEAD, as Apple asks"}


def test_a_page_that_says_of_everything_that_it_is_there_is_found(hosted: Mapping[str, Hosted]):
    found = hosted["soft 404"].check().found

    assert [(each.group, each.rule) for each in found] == [
        ("pages", "soft-404"),
        ("pages", "soft-404"),
    ]


def test_a_host_that_says_nothing_of_types_is_found(hosted: Mapping[str, Hosted]):
    found = hosted["as Debian has it"].check().found

    rules = {(each.group, each.rule) for each in found}
    assert rules == {
        ("feed", "feed-type"),
        ("feed", "compressed"),
        ("recordings", "type"),
        ("transcripts", "type"),
        ("transcripts", "cors"),
        ("chapters", "type"),
        ("chapters", "cors"),
        ("pictures", "picture-type"),
        ("pages", "compressed"),
    }


def test_an_episode_that_subscribers_would_lose_is_found(hosted: Mapping[str, Hosted]):
    """What is published has an episode that the archive has made a draft."""
    good = hosted["good"]
    path = good.root / "episodes/001-vad-ar-peer-support/episode.yml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("status: published", "status: draft"), "utf-8")
    try:
        found = good.check().found
    finally:
        path.write_text(before, "utf-8")

    assert ("archive", "against-gone") in {(each.group, each.rule) for each in found}
    (extra,) = (each for each in found if each.rule == "feed-differs")
    assert extra.message.endswith("is published, and not in the archive's feed")


def test_a_recording_that_was_taken_back_and_is_still_there_is_found(hosted: Mapping[str, Hosted]):
    good = hosted["good"]
    path = good.root / "episodes/001-vad-ar-peer-support/episode.yml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("status: published", "status: withdrawn"), "utf-8")
    try:
        found = good.check().found
    finally:
        path.write_text(before, "utf-8")

    (told,) = (each for each in found if each.rule == "taken-back")
    assert told.address == good.address + SOUND


def test_a_person_and_a_program_read_it(hosted: Mapping[str, Hosted]):
    good, cut = hosted["good"], hosted["cut"]
    words = ("--check", good.address, "--as-of", AS_OF, "--quiet")

    refused = poddarkiv(good.root, "publish", *words)
    right = poddarkiv(good.root, "publish", *words, "--allow-local")
    wrong = poddarkiv(
        cut.root, "publish", "--check", f"{cut.address}feed.xml", "--as-of", AS_OF, "--allow-local",
        "--format", "json",
    )  # fmt: skip

    assert refused.returncode == 1
    assert "127.0.0.1, which is not on the open internet" in refused.stdout
    assert (right.returncode, right.stdout.splitlines()) == (
        0,
        [
            "The feed: 5 right",
            "Recordings: 4 right",
            "Transcripts: 12 right",
            "Chapters: 4 right",
            "Pictures: 1 right",
            "Pages: 3 right",
            "Compared with the archive: 4 right",
        ],
    )
    assert wrong.returncode == 1
    told = json.loads(wrong.stdout)
    assert told["url"] == f"{cut.address}feed.xml"
    assert told["right"]["recordings"] == EPISODES - 1
    assert told["found"] == [
        {
            "group": "recordings",
            "address": cut.address + SOUND,
            "severity": "error",
            "rule": "length",
            "message": "the feed says 923286 bytes, the host 1000",
            "remedy": "upload the recording again, or run: poddarkiv measure, then publish",
        }
    ]


@pytest.mark.parametrize("host", SNIPPETS)
def test_the_settings_of_a_host_are_printed(built: Path, host: str):
    done = poddarkiv(built, "publish", "--host-file", host)

    assert (done.returncode, done.stdout) == (0, SNIPPETS[host]("/"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--moved-to", "https://podd.example/"), "--moved-to goes with --check"),
        (("--check", "podd.example"), "a web address was expected"),
        (("--check", "https://podd.example/", "--old-feed", "{root}/mkdocs.yml"), "--moved-to"),
    ],
)
def test_what_cannot_be_meant_is_misuse(built: Path, words: tuple[str, ...], told: str):
    done = poddarkiv(built, "publish", *(word.format(root=built) for word in words))

    assert done.returncode == 2
    assert told in done.stderr


def test_many_of_one_fault_are_one_row_and_a_count():
    report = Report("https://podd.example/feed.xml")
    report.note_checked("transcripts", (
        Finding("transcripts", f"https://podd.example/{n}.vtt", "no CORS", "allow it", rule="cors")
        for n in range(9)
    ), 12)  # fmt: skip
    advice = Finding("feed", report.url, "has no ETag", "", Severity.WARNING, "feed-etag")
    report.note_checked("feed", [advice])

    assert format_report(report) == (
        "The feed: 1 right, 1 warning\n"
        "  https://podd.example/feed.xml: warning: has no ETag\n"
        "Transcripts: 3 right, 9 errors\n"
        "  https://podd.example/0.vtt: no CORS – allow it\n"
        "  https://podd.example/1.vtt: no CORS – allow it\n"
        "  https://podd.example/2.vtt: no CORS – allow it\n"
        "  … and 6 more like these\n"
        "What the host should say stands in a file for it: host_files in show.yml, or "
        "poddarkiv publish --host-file HOST\n"
    )
    assert len(json.loads(report_json(report))["found"]) == 10


def test_nothing_is_asked_twice_by_head(hosted: Mapping[str, Hosted]):
    from poddarkiv.load import load_archive
    from poddarkiv.publish.live_check import check_published
    from poddarkiv.rss import render_feed
    from publish.hosted import ask

    good, asked = hosted["good"], []

    def noting(questions):
        asked.extend((question.method, question.url) for question in questions)
        return ask(questions)

    archive = load_archive(good.root)
    ours = render_feed(archive, as_of=MOMENT)
    check_published(archive, good.address, ours, MOMENT, noting)

    assert len(asked) == len(set(asked))
    assert len([url for method, url in asked if url.endswith(".mp3")]) == 2 * EPISODES + 1
