"""The transcript in four formats: the same words at the same times, also in real apps."""

import html
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antennapod import read_json, read_srt, read_vtt
from poddarkiv.formats import plain, srt, transcript_json, vtt
from poddarkiv.formats.published import episode_files, published_files
from poddarkiv.transcript import Provenance, Segment, Transcript

TRICKY = Transcript(
    (
        Segment(0.0, 2.5, "Hej & välkommen!", "Ada"),
        Segment(2.5, 4.0, "klockan 12:30: då\nbörjar <vi> --> nu", "Bo"),
        Segment(4.0, 5.0, "Frågan är:", "Bo"),
        Segment(5.0, 3723.5, "varför? Svar: därför", "Bo"),
        Segment(3723.5, 3724.0, "Jaha.", "Bo"),
    )
)


def words(text):
    return text.split()


def expected(transcript):
    return [(s.start, s.end, words(s.text)) for s in transcript.segments]


def heard(rows):
    return [(start, end, words(html.unescape(text))) for start, end, _who, text in rows]


def test_every_format_says_the_same_at_the_same_time():
    assert heard(read_vtt(vtt.render_vtt(TRICKY))) == expected(TRICKY)
    assert heard(read_json(transcript_json.render_transcript_json(TRICKY))) == expected(TRICKY)
    in_srt = [
        (start, end, words(text.replace("→", "-->")))
        for start, end, _who, text in read_srt(srt.render_srt(TRICKY))
    ]
    assert in_srt == expected(TRICKY)
    assert plain.render_plain_text(TRICKY).split("\n") == [
        "[0:00] Ada: Hej & välkommen!",
        "",
        "[0:02] Bo: klockan 12:30: då börjar <vi> --> nu Frågan är:",
        "",
        "[0:05] Bo: varför?",
        "",
        "[24:52] Bo: Svar: därför",
        "",
        "[1:02:03] Bo: Jaha.",
        "",
    ]


def test_a_speaker_is_named_in_srt_when_it_changes_unless_a_colon_would_hide_words():
    assert srt.render_srt(TRICKY) == (
        "1\n00:00:00,000 --> 00:00:02,500\nAda: Hej & välkommen!\n\n"
        "2\n00:00:02,500 --> 00:00:04,000\nklockan 12:30:\u00a0då\nbörjar <vi> → nu\n\n"
        "3\n00:00:04,000 --> 00:00:05,000\nFrågan är:\u00a0\n\n"
        "4\n00:00:05,000 --> 01:02:03,500\nvarför? Svar:\u00a0därför\n\n"
        "5\n01:02:03,500 --> 01:02:04,000\nBo: Jaha.\n"
    )


text = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S")), min_size=1)


@given(st.lists(st.tuples(text, st.sampled_from(["", "Ada", "Bo: x"])), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
def test_no_text_that_people_write_is_lost_in_an_app(rows):
    spoken = [(said, who) for said, who in rows if said.strip()]
    transcript = Transcript(
        tuple(Segment(float(i), i + 0.5, said, who) for i, (said, who) in enumerate(spoken))
    )
    wanted = [words(said.replace("-->", "→")) for said, _who in spoken]

    assert [words(row[3]) for row in read_srt(srt.render_srt(transcript))] == wanted
    assert [
        words(row[3].replace("-->", "→"))
        for row in read_json(transcript_json.render_transcript_json(transcript))
    ] == wanted


def test_the_public_transcript_does_not_tell_how_it_was_made(make_archive, make_transcript):
    made = Provenance("faster-whisper 1.2.1", "base", "2026-11-21", "a" * 64, "b" * 64)
    transcript = Transcript(make_transcript().segments, provenance=made)
    archive = make_archive(transcripts={"001-start": transcript})

    files = episode_files(archive, archive.episodes[0])

    assert files["transcript.vtt"].startswith(b"WEBVTT\n\n00:00:00.000 --> ")
    assert list(files) == [name for name, _type in published_files(archive, archive.episodes[0])]


def test_chapters_are_json_of_version_1_2_0(make_archive, make_episode):
    chapters = [
        {"start": "0:00", "title": "Hej"},
        {"start": "1:00.5", "title": "Mer", "url": "https://example.org/", "hidden": "true"},
    ]
    episode = make_episode(chapters=chapters)

    files = episode_files(make_archive(episodes=(episode,)), episode)

    assert list(files) == ["chapters.json"]
    assert json.loads(files["chapters.json"]) == {
        "version": "1.2.0",
        "title": "Start",
        "podcastName": "Testpodden",
        "author": "Testarna",
        "chapters": [
            {"startTime": 0, "title": "Hej"},
            {"startTime": 60.5, "title": "Mer", "url": "https://example.org/", "toc": False},
        ],
    }


def test_an_episode_without_either_has_no_files(make_archive):
    archive = make_archive()

    assert episode_files(archive, archive.episodes[0]) == {}


@pytest.mark.parametrize(
    "render", [srt.render_srt, transcript_json.render_transcript_json, plain.render_plain_text]
)
def test_an_empty_segment_is_left_out(render):
    empty = Transcript((Segment(0.0, 1.0, "  "), Segment(1.0, 2.0, "Hej.")))

    assert render(empty).count("Hej.") == 1
    assert '""' not in render(empty)


NAMED = Transcript(
    (
        Segment(0.0, 2.5, "Hej & välkommen!", "Anna Andersson"),
        Segment(2.5, 4.0, "klockan 12:30: då\nbörjar <vi> --> nu", "Åsa Öberg-Li"),
        Segment(4.0, 5.0, "Frågan: varför?", "Bo"),
        Segment(5.0, 6.0, "Ingen vet.", ""),
    )
)


def podverse_rows(text):
    """Return start, end, speaker and words of each row that transcriptator makes of `text`."""
    done = subprocess.run(
        ["node", "tests/js/transcriptator.mjs"],
        input=text if isinstance(text, bytes) else text.encode(),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode() + " (npm ci installs it)"
    return [
        (row["startTime"], row["endTime"], row.get("speaker", ""), words(row["body"]))
        for row in json.loads(done.stdout)
    ]


def test_podverse_shows_the_first_transcript_with_names_apart_from_words(
    make_archive, make_episode
):
    archive = make_archive(episodes=(make_episode(),), transcripts={"001-start": NAMED})
    files = episode_files(archive, archive.episodes[0])

    [first, *_others] = (name for name, _type in published_files(archive, archive.episodes[0]))

    assert podverse_rows(files[first]) == [
        (s.start, s.end, s.speaker, words(s.text)) for s in NAMED.segments
    ]


def test_why_json_goes_first_transcriptator_leaves_the_tags_of_webvtt():
    assert podverse_rows(vtt.render_vtt(NAMED))[0] == (
        0.0,
        2.5,
        "",
        ["<v", "Anna", "Andersson>Hej", "&amp;", "välkommen!"],
    )
