import pytest

from poddarkiv.formats import vtt
from poddarkiv.formats.vttedit import replace_cues
from poddarkiv.transcript import Segment

TEXT = """\
WEBVTT

NOTE
poddarkiv-transcript: 1
engine: faster-whisper 1.2.1
text_sha256: abc

NOTE a person wrote this

intro
00:01.000 --> 00:02.500 line:0
<v Ada>Hej &amp; <i>välkommen</i>!

00:00:02.500 --> 00:00:04.000
Vi börjar
nu.

00:00:04.000 --> 00:00:06.000
Hej då.
"""


def test_nothing_changed_gives_the_same_bytes():
    assert replace_cues(TEXT, {}) == TEXT


def test_a_corrected_cue_changes_its_own_lines_only():
    changed = replace_cues(TEXT, {1: [Segment(2.5, 4.0, "Vi börjar\nigen.", "Bo <x>")]})

    assert changed == TEXT.replace("Vi börjar\nnu.", "<v Bo &lt;x&gt;>Vi börjar\nigen.")


def test_the_identifier_the_times_as_written_and_the_settings_stay():
    changed = replace_cues(TEXT, {0: [Segment(1.0, 2.5, "Hej!", "Ada")]})

    assert "intro\n00:01.000 --> 00:02.500 line:0\n<v Ada>Hej!\n" in changed


def test_a_cue_is_split_in_two():
    parts = [Segment(4.0, 5.0, "Hej", "Ada"), Segment(5.0, 6.0, "då.", "Bo")]

    assert replace_cues(TEXT, {2: parts}).endswith(
        "00:00:04.000 --> 00:00:05.000\n<v Ada>Hej\n\n00:00:05.000 --> 00:00:06.000\n<v Bo>då.\n"
    )


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_removed_cue_leaves_the_others_and_the_header(index):
    before, _faults = vtt.parse(TEXT)

    changed = replace_cues(TEXT, {index: []})

    after, faults = vtt.parse(changed)
    assert faults == []
    assert after.segments == before.segments[:index] + before.segments[index + 1 :]
    assert after.provenance == before.provenance
    assert "intro" not in changed or index
    assert "\n\n\n" not in changed
    assert changed.endswith("\n")


def test_windows_line_endings_stay():
    text = TEXT.replace("\n", "\r\n")

    changed = replace_cues(text, {2: [Segment(4.0, 6.0, "Adjö.", "")]})

    assert changed == text.replace("Hej då.", "Adjö.")


def test_an_empty_line_in_a_text_does_not_end_the_cue():
    changed = replace_cues(TEXT, {2: [Segment(4.0, 6.0, "Hej\n \n då.", "")]})

    assert changed == TEXT.replace("Hej då.", "Hej\ndå.")


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ({3: []}, "there is no cue 4"),
        ({1: [Segment(2.5, 4.0, " \n", "")]}, "a cue needs text"),
        ({1: [Segment(2.5, 5.0, "X", "")]}, "the cue starts before the one above has ended"),
        ({1: [Segment(2.5, 2.5, "X", "")]}, "the cue ends before it starts"),
    ],
)
def test_what_would_not_be_a_right_transcript_is_refused(edits, message):
    with pytest.raises(ValueError, match=message):
        replace_cues(TEXT, edits)
