"""WebVTT: what we write, and what people write."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.formats import vtt
from poddarkiv.transcript import Provenance, Segment, Transcript

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "vtt").glob("*.yml"))


def read(path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    made = case.get("provenance")
    provenance = Provenance(**made | {"vocabulary": tuple(made["vocabulary"])}) if made else None
    return Transcript(tuple(Segment(**s) for s in case["segments"]), provenance=provenance), case


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_text_is_the_golden_one(path):
    transcript, case = read(path)

    assert vtt.render_vtt(transcript) == case["output"]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_what_is_written_reads_back_the_same(path):
    transcript, case = read(path)
    again, faults = vtt.parse_vtt(case["output"])

    assert faults == []
    assert vtt.render_vtt(again) == case["output"]
    assert again.provenance == transcript.provenance


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)
cues = st.lists(st.tuples(st.integers(1, 5000), words, words), max_size=20)


@given(cues)
def test_any_words_and_names_survive_a_round_trip(rows):
    segments, at = [], 0
    for length, name, text in rows:
        segments.append(Segment(at / 1000, (at + length) / 1000, text, name))
        at += length
    again, faults = vtt.parse_vtt(vtt.render_vtt(Transcript(tuple(segments))))

    assert faults == []
    assert [(s.start, s.end, s.text, s.speaker) for s in again.segments] == [
        (s.start, s.end, s.text, s.speaker) for s in segments
    ]


PUTS = [
    "\n",
    "x",
    "<i>",
    "\n\nNOTE x\n\n",
    " ",
    "-->",
    "\n \n",
    "<v B>",
    "&#10;",
    "&NewLine;&NewLine;",
]


@given(cues, st.integers(min_value=0), st.sampled_from(PUTS))
def test_what_somebody_put_into_our_own_text_is_read_as_in_any_text(rows, at, put):
    segments = [Segment(i, i + length / 5000, text) for i, (length, _n, text) in enumerate(rows)]
    ours = vtt.render_vtt(Transcript(tuple(segments)))
    at = 7 + at % (len(ours) - 6)
    text = f"{ours[:at]}{put}{ours[at:]}"
    quick, faults = vtt.parse_vtt(text)
    # A remark in the first line is read the long way.
    slow, slow_faults = vtt.parse_vtt(text.replace("WEBVTT", "WEBVTT -", 1))

    assert (quick, faults) == (slow, slow_faults)
    assert [s.line for s in quick.segments] == [s.line for s in slow.segments]
    assert vtt.cue_lines(text) == [s.line for s in quick.segments]
    # Whatever came of it can be published and read again.
    again, _faults = vtt.parse_vtt(vtt.render_vtt(quick))
    assert [(s.text, s.speaker) for s in again.segments] == [
        (s.text, s.speaker) for s in quick.segments
    ]


def test_a_transcript_from_a_file_is_equal_to_the_one_that_was_written():
    said = Transcript((Segment(0.0, 2.5, "Hej & välkommen!", "Ada"), Segment(2.5, 4.0, "Då\nså.")))
    read, _faults = vtt.parse_vtt(vtt.render_vtt(said))

    assert read == said
    assert said == read
    assert (read.end, read.text) == (4.0, said.text)
    assert replace(read, segments=said.segments[:1]) == Transcript(said.segments[:1])
    assert vtt.render_vtt(replace(read, segments=said.segments[:1])).endswith("välkommen!\n")


def test_a_null_is_read_as_the_standard_says():
    transcript, _faults = vtt.parse_vtt("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHej\0 du\n")

    assert transcript.text == "Hej\ufffd du"
    assert "Hej\ufffd du" in vtt.render_vtt(transcript)


def test_what_people_and_other_tools_write_is_understood():
    text = (
        "\ufeffWEBVTT - Avsnitt 1\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "1\r\n00:01.000 --> 00:02.000 align:start\r\n"
        "<v.loud Ada Berg>Hej <i>du</i>&nbsp;där!</v>\r\n\r\n"
        "NOTE en tanke\r\n\r\n00:02.000 --> 00:03.000\r\n\r\n"
    )
    transcript, faults = vtt.parse_vtt(text)

    assert faults == []
    [segment] = transcript.segments
    assert (segment.start, segment.end, segment.speaker) == (1.0, 2.0, "Ada Berg")
    assert segment.text == "Hej du\xa0där!"


def test_every_fault_is_named_with_its_line():
    text = (
        "00:00:01.000 --> 00:00:02.000\nHej\n\n00:00:09,000 --> 00:00:10.000\nDu\n\n"
        "00:00:04.000 --> 00:00:03.000\nDär\n\nbara text\n"
    )

    assert vtt.parse_vtt(text)[1] == [
        (1, "the first line must be WEBVTT"),
        (4, "times are written 00:00:01.000 --> 00:00:04.000, not “00:00:09,000 --> 00:00:10.000”"),
        (7, "the cue ends before it starts"),
        (10, "a time such as 00:00:01.000 --> 00:00:04.000 was expected"),
    ]


def test_a_hand_edited_transcript_is_recognised():
    segments = (Segment(0.0, 1.0, "Hej."),)
    made = Provenance("e", "m", "2026-11-21", "aa", vtt.hash_text(segments))
    machine = Transcript(segments, provenance=made)
    corrected = Transcript((Segment(0.0, 1.0, "Hej!"),), provenance=made)

    assert not vtt.is_edited(vtt.parse_vtt(vtt.render_vtt(machine))[0])
    assert vtt.is_edited(vtt.parse_vtt(vtt.render_vtt(corrected))[0])
    assert vtt.is_edited(Transcript(segments))


def test_each_cue_knows_its_line():
    text = vtt.render_vtt(read(GOLDEN[0])[0])
    transcript, _faults = vtt.parse_vtt(text)

    assert vtt.cue_lines(text) == [segment.line for segment in transcript.segments]
    assert "-->" in text.split("\n")[vtt.cue_lines(text)[0] - 1]


WPT = yaml.safe_load((Path(__file__).parent / "wpt_file_parsing.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", WPT, ids=lambda case: case["name"])
def test_the_public_cases_of_file_parsing_hold(case):
    transcript, faults = vtt.parse_vtt(case["text"])
    refused = vtt.unsigned_message() in faults

    assert refused is case.get("refused", False)
    assert refused or [segment.text for segment in transcript.segments] == case["cues"]
    assert vtt.cue_lines(case["text"]) == [segment.line for segment in transcript.segments]


@pytest.mark.parametrize("name", ["NOTE", "NOTE ett", "STYLE", "REGION", "WEBVTT", "WEBVTT 2"])
def test_a_cue_may_be_named_as_a_block_begins(name):
    text = f"WEBVTT\n\n{name}\n00:01.000 --> 00:02.000\nHej\n"

    assert [s.text for s in vtt.parse_vtt(text)[0].segments] == ["Hej"]
    assert vtt.parse_vtt(text)[1] == []


def test_an_arrow_in_a_text_begins_a_cue():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHej\n00:02.000 --> 00:03.000\ndu\nvi --> oss\n"
    transcript, faults = vtt.parse_vtt(text)

    assert [s.text for s in transcript.segments] == ["Hej", "du"]
    assert faults == [(7, "times are written 00:00:01.000 --> 00:00:04.000, not “vi --> oss”")]


def test_only_an_empty_row_ends_a_text():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHej\n \ndu\n\n00:02.000 --> 00:03.000\nigen\n"

    assert [s.text for s in vtt.parse_vtt(text)[0].segments] == ["Hej\ndu", "igen"]


def test_cues_out_of_order_are_told():
    text = "WEBVTT\n\n00:03.000 --> 00:04.000\nHej\n\n00:02.000 --> 00:03.000\ndu\n"

    assert vtt.parse_vtt(text)[1] == [(6, "the cue starts before the one above")]
