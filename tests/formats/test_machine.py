"""`transcript.machine.json`."""

import json

import pytest

from poddarkiv.formats import machine
from poddarkiv.formats.machine import MachineTranscript, Stretch
from poddarkiv.transcript import Provenance, Segment, Transcript, Word

MADE = MachineTranscript(
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
    assert machine.parse_machine_transcript(machine.render_machine_transcript(MADE)) == MADE


def test_it_is_json_with_a_line_for_each_cue():
    text = machine.render_machine_transcript(MADE)

    assert json.loads(text)["segments"][0]["words"] == [["Hej", 0.0, 0.4, 0.9]]
    assert [line for line in text.split("\n") if "Hej på dig" in line] == [
        (
            '{"start": 0.0, "end": 1.5, "speaker": "Ada", "text": "Hej på dig.", '
            '"words": [["Hej", 0.0, 0.4, 0.9]]},'
        )
    ]


def test_a_transcript_without_speech_is_json_too():
    empty = MachineTranscript(Transcript((), "sv", MADE.transcript.provenance))

    assert machine.parse_machine_transcript(machine.render_machine_transcript(empty)) == empty


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "segments": 3}'])
def test_another_file_is_refused(text):
    with pytest.raises(ValueError):
        machine.parse_machine_transcript(text)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("seconds", '"12"', 'a number was expected, not "12"'),
        ("seconds", "NaN", "a number was expected, not NaN"),
        ("seconds", "1e999", "a number was expected, not Infinity"),
        ("seconds", "true", "a number was expected, not true"),
        ("engine", "7", "a text was expected, not 7"),
        ("options", "[]", "keys and values were expected, not “[]”"),
        ("vocabulary", '"Ada"', 'a list was expected, not "Ada"'),
        ("segments", '{"start": 0}', 'a list was expected, not {"start": 0}'),
        ("segments", "[3]", "keys and values were expected, not “3”"),
        (
            "segments",
            '[{"start": "0", "end": 1, "text": "a", "words": []}]',
            'a number was expected, not "0"',
        ),
        (
            "segments",
            '[{"start": 0, "end": 1, "text": "a", "words": [["a", 0, 1, "0.5"]]}]',
            'a number was expected, not "0.5"',
        ),
        ("stretches", "[" * 100_000, "lists and keys stand within one another too deep to be read"),
    ],
)
def test_a_value_of_another_kind_is_told_and_no_crash(key, value, said):
    rows = machine.render_machine_transcript(MADE).split("\n")
    data = {row.partition(":")[0]: row for row in rows if row.startswith('"')}
    text = machine.render_machine_transcript(
        MachineTranscript(Transcript((), "sv", MADE.transcript.provenance))
    )
    old = data[f'"{key}"'] if key in {"seconds", "engine", "options", "vocabulary"} else None
    if old is None:
        text = text.replace(f'"{key}": [\n\n]', f'"{key}": {value}')
    else:
        text = "\n".join(
            f'"{key}": {value},' if row.startswith(f'"{key}"') else row for row in text.split("\n")
        )

    with pytest.raises(ValueError, match="not what “transcribe” writes: ") as error:
        machine.parse_machine_transcript(text)

    assert said in str(error.value)


def test_a_key_that_is_missing_is_named():
    with pytest.raises(ValueError, match=r"^engine is missing"):
        machine.parse_machine_transcript("{}")
