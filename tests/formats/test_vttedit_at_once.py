"""Corrections of WebVTT where people speak at once."""

import pytest

from formats.test_vttedit import asides
from poddarkiv.formats import vtt
from poddarkiv.formats.vttedit import replace_cues
from poddarkiv.transcript import Segment


def test_the_right_voice_is_corrected_where_a_cue_goes_on_while_the_next_begins():
    text = (
        "WEBVTT\n\n00:00.000 --> 00:10.000\n<v Ada>Hej hej hej.</v> <v Bo>Ja ja ja.</v>\n\n"
        "00:02.000 --> 00:04.000\n<v Cia>Nej.\n"
    )
    said = vtt.parse_vtt(text)[0].segments
    for place, segment in enumerate(said):
        new = Segment(segment.start, segment.end, "Jo.", segment.speaker)
        changed = vtt.parse_vtt(replace_cues(text, {place: [new]}))[0].segments

        others = [(s.speaker, s.text) for s in said if s is not segment]
        assert [(s.speaker, s.text) for s in changed if s.text != "Jo."] == others
        assert [s.speaker for s in changed if s.text == "Jo."] == [segment.speaker]


AT_ONCE = """\
WEBVTT

x
00:00.000 --> 00:10.000 line:0
<v Ada>Hej hej.</v> <00:04.000><v Bo>Ja.</v> <00:08.000><v Ada>Igen.

NOTE mellan

00:02.000 --> 00:05.000
<v Cia>Nej.

00:09.500 --> 00:11.000
<v Cia>Jo."""


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_is_split_where_people_speak_at_once_stands_in_order(place, ending, line_end):
    text = (AT_ONCE + ending).replace("\n", line_end)
    said = vtt.parse_vtt(text)[0].segments
    old = said[place]
    middle = round((old.start + old.end) / 2, 3)
    halves = [
        Segment(old.start, middle, "Ett", old.speaker),
        Segment(middle, old.end, "två", old.speaker),
    ]

    changed = replace_cues(text, {place: halves})

    again, faults = vtt.parse_vtt(changed)
    assert faults == []
    expected = sorted(
        [*said[:place], *halves, *said[place + 1 :]], key=lambda segment: segment.start
    )
    assert [(s.start, s.end, s.speaker, s.text) for s in again.segments] == [
        (s.start, s.end, s.speaker, s.text) for s in expected
    ]
    assert asides(changed) == asides(text)
    assert changed.endswith(ending.replace("\n", line_end))
    assert "\n" not in changed.replace(line_end, "")


def test_a_cue_goes_on_while_others_begin_and_is_split_after_them():
    text = (
        "WEBVTT\n\n00:00.000 --> 00:10.000\nLänge.\n\n"
        "00:02.000 --> 00:03.000\nMm.\n00:06.000 --> 00:07.000\nJa.\n"
    )

    changed = replace_cues(text, {0: [Segment(0.0, 5.0, "Lä"), Segment(5.0, 10.0, "nge.")]})

    assert changed == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nLä\n\n00:02.000 --> 00:03.000\nMm.\n"
        "00:00:05.000 --> 00:00:10.000\nnge.\n\n00:06.000 --> 00:07.000\nJa.\n"
    )


@pytest.mark.parametrize("place", range(5))
def test_a_corrected_voice_leaves_the_times_that_stand_in_its_cue(place):
    said = vtt.parse_vtt(AT_ONCE)[0].segments
    new = Segment(said[place].start, said[place].end, "Något mycket längre.", said[place].speaker)

    again = vtt.parse_vtt(replace_cues(AT_ONCE, {place: [new]}))[0].segments

    assert [(s.start, s.end, s.speaker) for s in again] == [
        (s.start, s.end, s.speaker) for s in said
    ]
