import pytest
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.formats import vtt
from poddarkiv.formats.vttblocks import collect_blocks, text_lines
from poddarkiv.formats.vttedit import replace_all, replace_cues, replace_note
from poddarkiv.timecode import format_timecode
from poddarkiv.transcript import Provenance, Segment

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
    before, _faults = vtt.parse_vtt(TEXT)

    changed = replace_cues(TEXT, {index: []})

    after, faults = vtt.parse_vtt(changed)
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
        ({1: [Segment(0.5, 5.0, "X", "")]}, "the cue starts before the one above"),
        ({1: [Segment(2.5, 2.5, "X", "")]}, "the cue ends before it starts"),
    ],
)
def test_what_would_not_be_a_right_transcript_is_refused(edits, message):
    with pytest.raises(ValueError, match=message):
        replace_cues(TEXT, edits)


VOICES = """\
WEBVTT

STYLE
::cue(v) { color: red }

x
00:01.000 --> 00:05.000 line:0
- <v.loud Ada>Hej <i>du</i>.</v>
- <v Bo>Hej <b>själv</b>.</v>

NOTE mellan
00:00:05.000 --> 00:00:06.000
Direkt under ett namn.
00:00:06.000 --> 00:00:07.000
Utan tom rad.
"""


def test_one_voice_of_a_cue_changes_and_the_other_keeps_its_bytes():
    cues = vtt.parse_vtt(VOICES)[0].segments

    changed = replace_cues(VOICES, {1: [Segment(cues[1].start, cues[1].end, "Hallå.", "Bo")]})

    assert changed == VOICES.replace("<v Bo>Hej <b>själv</b>.</v>", "<v Bo>Hallå.</v>")


def test_a_voice_that_moves_gets_a_cue_of_its_own():
    cues = vtt.parse_vtt(VOICES)[0].segments

    changed = replace_cues(VOICES, {1: [Segment(4.0, 5.0, "Hej själv.", "Bo")]})

    end = format_timecode(cues[0].end)
    assert f"x\n00:00:01.000 --> {end} line:0\n<v Ada>Hej du.\n\n" in changed
    assert "00:00:04.000 --> 00:00:05.000 line:0\n<v Bo>Hej själv.\n" in changed
    assert changed.endswith(VOICES[VOICES.index("NOTE mellan") :])


def test_a_voice_that_was_never_closed_keeps_its_words():
    text = "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ada>Hej <v Bo>du\n"
    cues = vtt.parse_vtt(text)[0].segments

    changed = replace_cues(text, {1: [Segment(cues[1].start, cues[1].end, "du", "")]})

    assert [(s.speaker, s.text) for s in vtt.parse_vtt(changed)[0].segments] == [
        ("Ada", "Hej"),
        ("", "du"),
    ]


@pytest.mark.parametrize("index", range(4))
def test_whatever_is_removed_the_rest_is_read_as_before(index):
    cues = vtt.parse_vtt(VOICES)[0].segments

    left = vtt.parse_vtt(replace_cues(VOICES, {index: []}))

    assert left[1] == []
    assert [s.text for s in left[0].segments] == [
        s.text for place, s in enumerate(cues) if place != index
    ]


ROWS = st.lists(
    st.sampled_from(
        [
            *("", "", " ", "\t", "WEBVTT", "NOTE", "NOTE x", "STYLE", "REGION", "7", "Hej då."),
            *("<v Ada>Hej <i>du</i>", "- <v Bo>Ja</v> <v Cia>Nej.", "<v Ada", "x>y", "3 < 4"),
            *("00:01.000 --> 00:02.000", "00:00:01.000 --> 00:00:03.000 line:0", "00:04 -->", "\0"),
        ]
    ),
    max_size=24,
)  # fmt: skip


@given(ROWS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_what_nobody_touched_keeps_its_bytes(rows, ending, marked):
    text = ("\ufeff" if marked else "") + ending.join(["WEBVTT", "", *rows])
    transcript, faults = vtt.parse_vtt(text)
    if faults:
        return
    same = {place: [segment] for place, segment in enumerate(transcript.segments)}

    assert replace_cues(text, {}) == text
    assert replace_cues(text, same) == text
    if transcript.segments:
        assert replace_all(text, transcript.segments, transcript.segments) == text


@given(ROWS, st.integers(0, 9), st.sampled_from(["Nytt & <eget>.", "Två\nrader"]))
def test_a_correction_changes_what_it_says_and_nothing_else(rows, place, words):
    text = "\n".join(["WEBVTT", "", *rows])
    transcript, faults = vtt.parse_vtt(text)
    if faults or place >= len(transcript.segments):
        return
    old = transcript.segments[place]
    new = Segment(old.start, old.end, words, "Dan")

    again, faults = vtt.parse_vtt(replace_cues(text, {place: [new]}))

    assert faults == []
    wanted = [(s.speaker, s.text) for s in transcript.segments]
    wanted[place] = ("Dan", words)
    assert [(s.speaker, s.text) for s in again.segments] == wanted
    assert asides(replace_cues(text, {place: [new]})) == asides(text)


def asides(text):
    return [list(block.rows) for block in collect_blocks(text_lines(text)) if block.is_aside]


def test_new_cues_stand_where_others_went_and_the_rest_keeps_its_bytes():
    before = vtt.parse_vtt(VOICES)[0].segments
    new = Segment(5.0, 5.5, "Ny.", "Ada")

    changed = replace_all(VOICES, before, [*before[:2], new, before[3]])

    assert changed == VOICES.replace(
        "00:00:05.000 --> 00:00:06.000\nDirekt under ett namn.",
        "00:00:05.000 --> 00:00:05.500\n<v Ada>Ny.",
    )
    more = replace_all(VOICES, before, [*before, Segment(7.0, 8.0, "Sist.")])
    assert more == VOICES + "\n00:00:07.000 --> 00:00:08.000\nSist.\n"


def test_the_note_of_the_machine_is_renewed_in_its_place():
    made = Provenance("whisper 2", "m@1", "2026-11-28", "aa", "bb")

    changed = replace_note(TEXT, made)

    assert vtt.parse_vtt(changed)[0].provenance == made
    assert changed.endswith(TEXT[TEXT.index("\n\nNOTE a person") :])
    assert replace_note(VOICES, made).endswith(VOICES.removeprefix("WEBVTT\n"))
    assert vtt.parse_vtt(replace_note(VOICES, made))[0].provenance == made
