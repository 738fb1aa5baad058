"""What `make soak` has found, each kind once."""

import struct

import pytest

from poddarkiv.audio.measure import measure_file
from poddarkiv.errors import AudioError
from poddarkiv.formats import vtt
from poddarkiv.formats.subrip import parse_srt
from poddarkiv.load.yamltext import read_yaml
from poddarkiv.transcript import Segment, Transcript


@pytest.mark.parametrize("text", ["", "Hej.", "1\n\n2\n"])
def test_subrip_without_times_holds_no_cue(text):
    assert parse_srt(text) == (Transcript(()), [])


def test_a_number_of_thousands_of_digits_is_no_time_and_no_number_of_a_cue():
    digits = "9" * 5000

    assert parse_srt(f"{digits}:00:01,000 --> {digits}:00:02,000\nHej.\n")[0].segments == ()
    assert parse_srt(f"{digits}\n00:00:01,000 --> 00:00:02,000\nHej.\n{digits}\n")[0].segments
    assert vtt.parse_vtt(f"WEBVTT\n\n{digits}:00:01.000 --> {digits}:00:02.000\nHej.\n")[1]


def test_a_zero_byte_in_a_text_ends_no_cue():
    texts = ("a\0b", "c")
    transcript = Transcript(tuple(Segment(i, i + 1.0, text) for i, text in enumerate(texts)))

    again, faults = vtt.parse_vtt(vtt.render_vtt(transcript))

    assert (faults, [each.text for each in again.segments]) == ([], ["a\ufffdb", "c"])


@pytest.mark.parametrize("char", ["\x8a", "\x80", "\x9f", "\x00"])
def test_a_control_character_is_one_line_at_its_place(char):
    [problem] = read_yaml(f"a: 1\nb: x{char}y\n", "a.yml").problems

    assert (problem.line, problem.rule) == (2, "control-character")
    assert "\n" not in str(problem)


@pytest.mark.parametrize("written", ["\\0", "\\x01", "\\u009f", "\\ud800"])
def test_what_can_not_be_seen_is_told_too_where_it_is_written_in_digits(written):
    [problem] = read_yaml(f'a: 1\nb: "x{written}"\n', "a.yml").problems

    assert problem.line == 2
    assert "\n" not in str(problem)


def test_a_recording_of_thousands_of_millions_of_samples_a_second_is_refused_at_once(tmp_path):
    rate, sound = 0x74800100, bytes(range(100))
    form = struct.pack("<HHIIHH", 1, 1, rate, rate, 2, 16)
    chunks = b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", 100) + sound
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)

    with pytest.raises(AudioError, match=f"{rate} samples a second"):
        measure_file(path, "media/a.wav")
