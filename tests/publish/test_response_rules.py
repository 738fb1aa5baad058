"""What apps need of an answer: the rules alone, without any host."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from poddarkiv.publish import picture_rules, response_rules
from poddarkiv.publish.feed_diff import compare_feeds
from poddarkiv.publish.findings import Finding
from poddarkiv.publish.http_client import Redirect, Response
from poddarkiv.publish.live_feed import PublishedFile, read_live_feed
from poddarkiv.rss.published import read_published_feed

URL = "https://podd.example/a.mp3"
SOUND = PublishedFile(URL, "audio/mpeg", 1000)
HEAD = Response(URL, 200, {"content-type": "audio/mpeg", "content-length": "1000"})
PART = Response(URL, 206, {"content-range": "bytes 0-1/1000"}, b"ID")
NAMES = ("content-type", "content-length", "content-range", "content-encoding", "etag")
answers = st.builds(
    Response,
    url=st.sampled_from((URL, "http://podd.example/a.mp3", "")),
    status=st.sampled_from((0, 200, 206, 301, 404, 405, 416, 500)),
    headers=st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12)),
    body=st.binary(max_size=4),
    hops=st.sampled_from(((), (Redirect(302, URL),))),
    fault=st.sampled_from(("", "does not answer")),
)


def picture(width: int, height: int, kind: str = "PNG", said: str = "image/png") -> Response:
    content = io.BytesIO()
    Image.new("RGB", (width, height)).save(content, kind)
    return Response(URL, 200, {"content-type": said}, content.getvalue())


def messages(found: object) -> list[str]:
    assert isinstance(found, list)
    return [each.message for each in found if isinstance(each, Finding)]


def test_a_recording_that_is_right_has_no_fault():
    assert list(response_rules.check_recording(SOUND, HEAD, PART)) == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("bytes 0-1/*", None),
        ("bytes 0-1/999", "in byte ranges the recording has 999 bytes, not 1000"),
        ("bytes 0-999/1000", "the host answers 206 to a byte range"),
        ("", "the host answers 206 to a byte range"),
    ],
)
def test_a_part_must_be_the_one_that_was_asked_for(told: str, fault: str | None):
    part = Response(URL, 206, {"content-range": told}, b"ID")

    assert messages(list(response_rules.check_recording(SOUND, HEAD, part))) == [fault] * bool(
        fault
    )


def test_an_address_that_others_can_read_on_the_way_is_a_fault():
    plain = "http://podd.example/a.mp3"
    ended_there = Response(plain, 200, HEAD.headers, hops=(Redirect(301, plain),))

    for asked, answer in ((plain, HEAD), (URL, ended_there)):
        assert [
            each.rule for each in response_rules.check_reachable("recordings", asked, answer)
        ] == ["https"]
    assert list(response_rules.check_reachable("recordings", "http://127.0.0.1/", HEAD)) == []


def test_types_that_apps_take_for_one_another_are_the_same():
    file = PublishedFile(URL, "audio/x-m4a", 1000)
    head = Response(URL, 200, {**HEAD.headers, "content-type": "audio/mp4; codecs=mp4a.40.2"})

    assert list(response_rules.check_recording(file, head, PART)) == []


@pytest.mark.parametrize("allowed", ["*", "https://player.example"])
def test_a_transcript_may_be_open_to_all_or_to_who_asks(allowed: str):
    file = PublishedFile(URL, "text/vtt")
    told = {"content-type": "text/vtt; charset=utf-8", "access-control-allow-origin": allowed}

    answer = Response(URL, 200, told)
    assert (
        list(response_rules.check_text_file("transcripts", file, answer, "https://player.example"))
        == []
    )


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (picture(1400, 1400), None),
        (picture(3000, 3000), None),
        (picture(1399, 1399), "is 1399 × 1399 pixels; Apple wants a square of 1400 to 3000"),
        (picture(1400, 1500), "is 1400 × 1500 pixels; Apple wants a square of 1400 to 3000"),
        (
            picture(1400, 1400, "PNG", "image/jpeg"),
            "is image/png by its content, image/jpeg by the host",
        ),
        (Response(URL, 200, {"content-type": "text/html"}), "is text/html; apps take JPEG and PNG"),
    ],
)
def test_a_cover_is_as_apple_wants_it(answer: Response, fault: str | None):
    assert messages(list(picture_rules.check_cover(URL, answer))) == [fault] * bool(fault)


def test_a_picture_has_the_bytes_that_the_archive_has():
    told = {"content-type": "image/jpeg", "content-length": "10"}

    assert messages(list(picture_rules.check_picture(URL, Response(URL, 200, told), 11))) == [
        "has 10 bytes on the host, 11 in media/"
    ]


@pytest.mark.parametrize("name", ["podbean-anonymised", "podcasting20-namespace-example"])
def test_feeds_of_other_hosts_promise_what_they_say(name: str):
    xml = (Path(__file__).parents[1] / f"feeds/samples/{name}.xml").read_bytes()

    read = read_live_feed(xml)
    assert [entry.guid for entry in read.entries] == [
        i.guid.strip() for i in read_published_feed(xml).items
    ]
    assert len(read.transcripts) == 4
    assert [each.rule for each in compare_feeds(URL, xml + b"\n", xml)] == ["feed-bytes"]


@given(answers, answers)
def test_any_answer_is_judged(one: Response, other: Response):
    file = PublishedFile(URL, "text/vtt")
    found = [
        *response_rules.check_recording(SOUND, one, other),
        *response_rules.check_text_file("transcripts", file, one, "https://player.example"),
        *response_rules.check_feed_headers(URL, one),
        *picture_rules.check_cover(URL, one),
        *picture_rules.check_picture(URL, other, 5),
        *response_rules.check_withdrawn(URL, one),
    ]

    assert all(each.message and each.rule and "\n" not in str(each) for each in found)
