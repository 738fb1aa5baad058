"""Who says what in a WebVTT cue, and when: several voices, and several people at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.formats import vtt


def said(*rows):
    """Return what a cue of these rows says, by speaker."""
    text = "\n".join(("WEBVTT", "", "00:00.000 --> 00:10.000", *rows))
    transcript, faults = vtt.parse_vtt(text)
    assert faults == []
    return [(segment.speaker, segment.text) for segment in transcript.segments]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["<v Ada>Hej.", "<v Bo>Hej du."], [("Ada", "Hej."), ("Bo", "Hej du.")]),
        (["<v Ada>Hej.</v> <v Bo>Hej du.</v>"], [("Ada", "Hej."), ("Bo", "Hej du.")]),
        (["- <v Ada>Hej.", "– <v Bo>Hej du."], [("Ada", "Hej."), ("Bo", "Hej du.")]),
        ([" <v Ada>Hej."], [("Ada", "Hej.")]),
        (["<i><v Ada>Hej.</v></i>"], [("Ada", "Hej.")]),
        (["<lang en><v Ada>Hello.", "again</v></lang>"], [("Ada", "Hello.\nagain")]),
        (
            ["<v Ada>Hej <v Bo>hej</v> alla</v> i kör"],
            [("Ada", "Hej"), ("Bo", "hej"), ("Ada", "alla"), ("", "i kör")],
        ),
        (["Någon talar. <v Bo>Ja."], [("", "Någon talar."), ("Bo", "Ja.")]),
        (["<v", "Ada Berg>Hej", "<i", ".x>du</i>."], [("Ada Berg", "Hej\ndu.")]),
        (["<v Ada>Hej", "<v Ada>igen"], [("Ada", "Hej\nigen")]),
        (["<v.loud Ada &amp; Bo>Hej"], [("Ada & Bo", "Hej")]),
        (["<v>Hej"], [("", "Hej")]),
        (["3 < 5 och 7 > 5"], [("", "3 < 5 och 7 > 5")]),
        (["sta<b>rt</b>, <00:00:05.000>nu"], [("", "start, nu")]),
        (["<i>♪</i>"], [("", "♪")]),
        (["<v Ada>Hej</v>."], [("Ada", "Hej.")]),
    ],
)  # fmt: skip
def test_each_voice_of_a_cue_is_its_own(rows, expected):
    assert said(*rows) == expected


def test_voices_of_one_cue_share_its_time_and_its_line():
    text = "WEBVTT\n\n1\n00:10.000 --> 00:20.000\n<v Ada>Ja.</v>\n<v Bo>Nej, nej.</v>\n"
    transcript, _faults = vtt.parse_vtt(text)

    assert [(s.start, s.end, s.line) for s in transcript.segments] == [
        (10.0, 12.5, 4),
        (12.5, 20.0, 4),
    ]


def test_people_may_speak_at_once():
    text = (
        "WEBVTT\n\n00:01.000 --> 00:09.000\n<v Ada>Länge.\n\n"
        "00:02.000 --> 00:03.000\n<v Bo>Mm.\n\n00:02.000 --> 00:04.000\n<v Cia>Ja.\n"
    )
    transcript, faults = vtt.parse_vtt(text)

    assert faults == []
    assert [s.speaker for s in transcript.segments] == ["Ada", "Bo", "Cia"]
    assert transcript.end == 9.0
    assert vtt.parse_vtt(vtt.render_vtt(transcript)) == (transcript, [])


OVERLAPPING = """\
WEBVTT

00:00.000 --> 00:10.000
<v Ada>Hej hej hej.</v> <v Bo>Ja ja ja.</v>

00:02.000 --> 00:04.000
<v Cia>Nej.
"""


def test_voices_of_a_cue_that_goes_on_while_the_next_begins_come_in_the_order_of_their_times():
    transcript, faults = vtt.parse_vtt(OVERLAPPING)

    assert faults == []
    assert [(s.speaker, s.start, s.line) for s in transcript.segments] == [
        ("Ada", 0.0, 3),
        ("Cia", 2.0, 6),
        ("Bo", 5.714, 3),
    ]
    assert vtt.parse_vtt(vtt.render_vtt(transcript)) == (transcript, [])


def test_a_cue_too_short_to_be_shared_is_all_its_voices():
    transcript, faults = vtt.parse_vtt(
        "WEBVTT\n\n00:00.000 --> 00:00.001\n<v Ada>Hej.</v> <v Bo>Ja.</v>\n"
    )

    assert faults == []
    assert [(s.start, s.end) for s in transcript.segments] == [(0.0, 0.001)] * 2
    assert vtt.parse_vtt(vtt.render_vtt(transcript)) == (transcript, [])


SEVERAL_ROWS = """\
WEBVTT

00:00.000 --> 00:10.000
<v Ada>Hej hej.</v>
<v Bo>Ja ja.</v>
<v Ada>Igen.</v>

00:02.000 --> 00:04.000
<v Cia>Nej.
"""


def spans(text):
    return [(s.speaker, s.start, s.end) for s in vtt.parse_vtt(text)[0].segments]


def test_a_voice_that_speaks_in_several_rows_is_heard_in_each_of_them_in_turn():
    # Characters 8, 6 and 5 of 19 share ten seconds, whatever begins meanwhile.
    assert spans(SEVERAL_ROWS) == [
        ("Ada", 0.0, 4.211),
        ("Cia", 2.0, 4.0),
        ("Bo", 4.211, 7.368),
        ("Ada", 7.368, 10.0),
    ]


def test_times_within_a_cue_say_when_each_voice_begins():
    timed = SEVERAL_ROWS.replace("<v Bo>", "<00:03.000><v Bo>").replace(
        "<v Ada>Igen", "<v Ada><00:09.000>Igen"
    )

    assert spans(timed) == [
        ("Ada", 0.0, 3.0),
        ("Cia", 2.0, 4.0),
        ("Bo", 3.0, 9.0),
        ("Ada", 9.0, 10.0),
    ]


def test_a_time_within_a_voice_divides_what_is_before_it_from_what_is_behind():
    timed = SEVERAL_ROWS.replace("Ja ja.", "Ja <00:08.000>ja.")

    # Ten characters stand before the time, eight of them Ada's; nine behind it, four of them Bo's.
    assert [span for span in spans(timed) if span[0] != "Cia"] == [
        ("Ada", 0.0, 6.4),
        ("Bo", 6.4, 8.889),
        ("Ada", 8.889, 10.0),
    ]


@pytest.mark.parametrize("time", ["00:00.000", "00:10.000", "01:00:03.000", "00:03", "0:99.000"])
def test_a_time_outside_the_cue_or_no_time_is_passed_over(time):
    assert spans(SEVERAL_ROWS.replace("<v Bo>", f"<{time}><v Bo>")) == spans(SEVERAL_ROWS)


def test_times_that_go_back_are_passed_over():
    timed = SEVERAL_ROWS.replace("<v Bo>", "<00:05.000><v Bo>").replace("Ig", "<00:04.000>Ig")

    assert spans(timed)[2] == ("Bo", 5.0, pytest.approx(7.727, abs=0.001))


VOICE = st.tuples(st.sampled_from(["Ada", "Bo", ""]), st.sampled_from(["Ja.", "Nej då, inte."]))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.lists(VOICE, min_size=1))),
    st.sampled_from(["\n", " ", "<00:04.000>"]),
)
def test_the_voices_of_a_cue_follow_each_other_from_its_start_to_its_end(cues, between):
    rows = ["WEBVTT"]
    for start, length, said in sorted(cues):
        times = f"00:{start:02}.000 --> 00:{start + length:02}.000"
        rows.append(times + "\n" + between.join(f"<v {name}>{text}</v>" for name, text in said))
    transcript, faults = vtt.parse_vtt("\n\n".join(rows) + "\n")

    assert faults == []
    assert [s.start for s in transcript.segments] == sorted(s.start for s in transcript.segments)
    for (start, length, _said), line in zip(
        sorted(cues), sorted({s.line for s in transcript.segments}), strict=True
    ):
        own = [s for s in transcript.segments if s.line == line]
        edges = [own[0].start, *(s.end for s in own)]
        assert (edges[0], edges[-1]) == (start, start + length)
        assert [s.start for s in own] == edges[:-1]
