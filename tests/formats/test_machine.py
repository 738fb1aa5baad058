"""`transcript.machine.json`."""

import json

import pytest

from poddarkiv.formats import machine
from poddarkiv.formats.machine import Machine, Stretch
from poddarkiv.transcript import Provenance, Segment, Transcript, Word

MADE = Machine(
    Transcript(
        (
            Segment(0.0, 1.5, "Hej på dig.", "Ada", (Word("Hej", 0.0, 0.4, 0.9),)),
            Segment(1.5, 2.0, "Å.", "", (Word("Å.", 1.5, 2.0, 0.123),)),
        ),
        "sv",
        Provenance("e 1", "m@1", "2026-11-21", "ab", "cd", {"beam": "5"}, ("Ada", "Bo")),
    ),
    (Stretch(0.0, 2.0, 1.9, 2), Stretch(2.0, 9.0, 6.0, 0, ("credit",), ("empty",))),
    12.5,
)


def test_what_is_written_is_read_back():
    assert machine.parse(machine.render(MADE)) == MADE


def test_it_is_json_with_a_line_for_each_cue():
    text = machine.render(MADE)

    assert json.loads(text)["segments"][0]["words"] == [["Hej", 0.0, 0.4, 0.9]]
    assert [line for line in text.split("\n") if "Hej på dig" in line] == [
        (
            '{"start": 0.0, "end": 1.5, "speaker": "Ada", "text": "Hej på dig.", '
            '"words": [["Hej", 0.0, 0.4, 0.9]]},'
        )
    ]


def test_a_transcript_without_speech_is_json_too():
    empty = Machine(Transcript((), "sv", MADE.transcript.provenance))

    assert machine.parse(machine.render(empty)) == empty


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "segments": 3}'])
def test_another_file_is_refused(text):
    with pytest.raises(ValueError):
        machine.parse(text)
