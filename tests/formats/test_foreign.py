"""Transcripts of other people's programs: what they say, and nothing that they don't."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.asr.retime import align_times
from poddarkiv.formats import vtt
from poddarkiv.formats.encoding import decode_text
from poddarkiv.formats.foreign import Turn, read_foreign, rolling, transcript_kind
from poddarkiv.formats.foreign.timing import timed_segments
from poddarkiv.formats.foreign.turns import cues_to_turns
from poddarkiv.transcript import Word

SAMPLES = Path(__file__).parent / "samples"
A, B = "Ada Berg", "Bo Ek"


def read(name):
    foreign = read_foreign(decode_text((SAMPLES / name).read_bytes()).text)
    return foreign, [(t.start, t.end, t.speaker, t.text) for t in foreign.turns]


HEJ, TACK = "Hej och välkommen.", "Tack!"
CASES = {
    "names.txt": [
        (None, None, A, f"{HEJ} Vi börjar direkt."),
        (None, None, B, "Tack! Så här är det: jag är ny."),
        (None, None, A, "Jaså, sedan när?"),
    ],
    "otter.txt": [
        (0.0, None, A, HEJ),
        (5.0, None, "Speaker 2", "Tack! Klockan 12:30 åt vi."),
        (3723.0, None, A, "Jaså?"),
    ],
    "descript.txt": [(0.0, None, A, HEJ), (5.0, None, B, TACK), (62.0, None, A, "Jaså?")],
    "descript.md": [(0.0, None, A, HEJ), (5.0, None, B, TACK), (62.0, None, A, "Jaså?")],
    "atrain.txt": [
        (None, None, "SPEAKER_00", f"{HEJ} Vi börjar."),
        (None, None, "SPEAKER_01", TACK),
    ],
    "atrain_timestamps.txt": [
        (0.0, None, "SPEAKER_00", HEJ),
        (3.0, None, "SPEAKER_00", "Vi börjar."),
        (5.0, None, "SPEAKER_01", TACK),
    ],
    "atrain_maxqda.txt": [
        (0.0, None, "SPEAKER_00", HEJ),
        (3.0, None, "SPEAKER_00", "Vi börjar."),
        (5.0, None, "SPEAKER_01", TACK),
    ],
    "atrain.srt": [(0.0, 3.0, "", HEJ), (3.0, 5.0, "", TACK)],
    "atrain.json": [(0.0, 3.0, "SPEAKER_00", HEJ), (3.0, 5.0, "", TACK)],
    "whisper.json": [(0.0, 3.0, "", HEJ), (3.0, 5.0, "", TACK)],
    "whisper-cpp.json": [(0.0, 3.0, "", HEJ), (3.0, 5.0, "", TACK)],
    "whisperx.json": [
        (0.0, 9.0, "SPEAKER_00", "Hej och välkommen 2024."),
        (9.0, 10.0, "SPEAKER_01", TACK),
    ],
    "podcasting20.json": [(0.0, 3.0, A, HEJ), (3.0, 5.0, B, TACK)],
    "youtube.vtt": [
        (0.0, 2.01, "", "hej och välkommen"),
        (2.01, 4.01, "", "vi börjar"),
        (4.01, 6.0, "", "med en fråga"),
    ],
    "youtube.srt": [
        (0.0, 2.0, "", "hej och välkommen"),
        (2.0, 4.0, "", "vi börjar"),
        (4.0, 8.0, "", "med en fråga"),
    ],
    "zoom.vtt": [
        (0.0, 3.0, A, HEJ),
        (3.0, 5.0, B, TACK),
        (5.0, 7.0, A, "Jaså: på riktigt?"),
        (7.0, 9.0, B, "Ja."),
    ],
    "noscribe.vtt": [
        (0.0, 3.0, A, HEJ),
        (4.0, 6.0, A, "Vi börjar."),
        (6.0, 7.0, "S01", "Mm."),
        (7.0, 9.0, "S01", TACK),
    ],
    "noscribe.html": [
        (0.0, 3.0, A, HEJ),
        (4.0, 6.0, A, "Vi börjar."),
        (6.0, 7.0, "S01", "Mm."),
        (7.0, 9.0, "S01", TACK),
    ],
    "noscribe.txt": [
        (None, None, "S00", f"{HEJ} Vi börjar."),
        (None, None, "S01", TACK),
        (None, None, "S00", "Jaså?"),
    ],
    "otranscribe.otr": [
        (12.112, None, "Ada", HEJ),
        (15.0, None, "Bo", "Tack & hej!"),
        (20.5, None, "Ada", "Jaså?"),
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_each_form_says_who_speaks_and_when_as_far_as_the_file_does(name):
    foreign, turns = read(name)

    assert turns == CASES[name]
    assert foreign.rolling is name.startswith("youtube")
    assert not foreign.faults


def test_every_sample_is_tried():
    names = {path.name for path in SAMPLES.iterdir()} - {"README.md", "podcasting20-words.json"}

    assert names == set(CASES)


def test_words_with_times_become_cues_that_can_be_read():
    foreign, turns = read("podcasting20-words.json")
    segments = timed_segments(foreign.turns, None)

    assert len(segments) < len(turns) / 4
    assert (segments[0].start, segments[0].speaker) == (0.0, A)
    assert "".join(s.text for s in segments).count("–") % 2 == 0


def test_a_turn_lasts_until_the_next_and_the_last_to_the_end_of_the_recording():
    turns = read("otter.txt")[0].turns

    assert [(s.start, s.end) for s in timed_segments(turns, 3730.0)] == [
        (0.0, 5.0),
        (5.0, 3723.0),
        (3723.0, 3730.0),
    ]
    assert timed_segments(turns, None) is None
    assert timed_segments(read("names.txt")[0].turns, 100.0) is None


def test_a_colon_in_a_text_names_nobody():
    text = "Det var så här: jag gick hem.\n\nResultatet: ingenting.\n\nSå slutade det. Punkt."

    assert [(t.speaker, t.text) for t in read_foreign(text).turns] == [
        ("", "Det var så här: jag gick hem."),
        ("", "Resultatet: ingenting."),
        ("", "Så slutade det. Punkt."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Berg (00:01):\nHej.\n\nBo Ek (00:05):\nTack!\n",
        "Ada Berg [00:00:01]\nHej.\n\nBo Ek [00:00:05]\nTack!\n",
        "00:00:01 Ada Berg\nHej.\n\n00:00:05 Bo Ek\nTack!\n",
        "(0:01) Ada Berg: Hej.\n(0:05) Bo Ek: Tack!\n",
        "[00:00:01] - Ada Berg: Hej. [00:00:05] - Bo Ek: Tack!",
        "Ada Berg\t0:01\nHej.\n\nBo Ek\t0:05\nTack!\n",
    ],
)
def test_names_and_times_stand_in_many_ways(text):
    found = [(t.start, t.speaker, t.text) for t in read_foreign(text).turns]

    assert found == [(1.0, A, "Hej."), (5.0, B, "Tack!")]


@pytest.mark.parametrize(
    "text",
    ["ADA: Hej.\nBO: Tack!\n", "ADA: Hej.\n\nBO: Tack!\n", "**ADA:** Hej.\n\n**BO:** Tack!\n"],
)
def test_who_speaks_once_keeps_the_words(text):
    assert [(t.speaker, t.text) for t in read_foreign(text).turns] == [
        ("ADA", "Hej."),
        ("BO", "Tack!"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada Berg [00:01]: ", "Bo Ek [00:05]: "),
        ("[00:01 - 00:05] Ada Berg: ", "[00:05 - 00:07] Bo Ek: "),
        ("Ada Berg 00:01 - 00:05\n", "Bo Ek 00:05 - 00:07\n"),
        ("Ada Berg (0:01 – 0:05)\n", "Bo Ek (0:05 – 0:07)\n"),
        ("Ada Berg\n00:00:01\n", "Bo Ek\n00:00:05\n"),
        ("00:00:01:00 - 00:00:05:12\nAda Berg\n", "00:00:05:00 - 00:00:07:00\nBo Ek\n"),
        (
            "Ada Berg\n0 minuter och 1 sekund0:01\nAda Berg 0 minuter och 1 sekund\n",
            "Bo Ek\n0 minuter och 5 sekunder0:05\nBo Ek 0 minuter och 5 sekunder\n",
        ),
        ("[00:00:01.000 --> 00:00:05.000]  Ada Berg: ", "[00:00:05.000 --> 00:00:07.000]  Bo Ek: "),
        ("[1.00s -> 5.00s] Ada Berg: ", "[5.00s -> 7.00s] Bo Ek: "),
        (
            "<cite>Ada Berg:</cite>\n<time>0:01</time>\n<p>",
            "<cite>Bo Ek</cite> <time>0:05</time><p>",
        ),
    ],
)
def test_a_time_belongs_to_the_name_beside_it_and_is_no_word(first, second):
    foreign = read_foreign(f"{first}Hej.\n\n{second}Tack!\n")

    assert [(t.start, t.speaker, t.text) for t in foreign.turns] == [
        (1.0, A, "Hej."),
        (5.0, B, "Tack!"),
    ]
    assert {t.end for t in foreign.turns} in ({None}, {5.0, 7.0})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dr. Ada Berg", "Bo Ek (gäst)"),
        ("Ada Berg, programledare", "Bo Ek, gäst"),
        ("Speaker A", "Speaker B"),
    ],
)
def test_what_somebody_is_may_stand_after_the_name(first, second):
    text = f"{first}: Hej.\n\n{second}: Tack!\n\n{first}: Jaså?\n\n{second}: Ja.\n"

    assert [t.speaker for t in read_foreign(text).turns] == [first, second, first, second]


def test_a_colon_within_a_paragraph_names_nobody():
    text = "Ada: Hej.\n\nBo: Så sa jag: nej!\nObs: inte sant.\n\nAda: Ja.\n"

    assert [t.speaker for t in read_foreign(text).turns] == ["Ada", "Bo", "Ada"]


def test_who_answers_on_the_same_row_keeps_the_words():
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\nAda Berg: Hej. Bo Ek: Tack!\n"
    row = "Speaker 1: Hej. Speaker 2: Tack! Klart: ja.\n"

    assert [(t.speaker, t.text) for t in read_foreign(text, known=[A, B]).turns] == [
        (A, "Hej."),
        (B, "Tack!"),
    ]
    assert [(t.speaker, t.text) for t in read_foreign(row).turns] == [
        ("Speaker 1", "Hej."),
        ("Speaker 2", "Tack! Klart: ja."),
    ]


def test_each_person_of_one_segment_of_whisperx_keeps_the_words():
    words = [
        {"word": "Hej", "start": 0.5, "end": 1.0, "speaker": "SPEAKER_00"},
        {"word": "2024.", "score": 0.1},
        {"word": "Tack!", "start": 5.0, "end": 6.0, "speaker": "SPEAKER_01"},
    ]
    segment = {"start": 0.5, "end": 6.0, "text": " Hej 2024. Tack!", "speaker": "SPEAKER_00"}

    turns = read_foreign(json.dumps({"segments": [{**segment, "words": words}]})).turns

    assert [(t.start, t.end, t.speaker, t.text) for t in turns] == [
        (0.5, 1.0, "SPEAKER_00", "Hej 2024."),
        (5.0, 6.0, "SPEAKER_01", "Tack!"),
    ]


PODLOVE = {"start": "00:00:00.500", "start_ms": 500, "end": "00:00:02.000", "speaker": "1"}
ITEMS = [{**PODLOVE, "text": "Hej."}]


@pytest.mark.parametrize(
    ("data", "speaker"),
    [
        ([{**PODLOVE, "voice": A, "text": "Hej."}], A),
        ([{**PODLOVE, "voice": A, "items": ITEMS}], A),
        ({"segments": [{"speaker": A, "startTime": "0.5", "endTime": "2", "body": "Hej."}]}, A),
        (
            {
                "audio_duration": 9,
                "utterances": [{"start": 500, "end": 2000, "speaker": "A", "text": "Hej."}],
            },
            "A",
        ),
    ],
)
def test_times_are_the_same_in_every_unit_and_as_text(data, speaker):
    [turn] = read_foreign(json.dumps(data)).turns

    assert (turn.start, turn.end, turn.speaker, turn.text) == (0.5, 2.0, speaker, "Hej.")


@pytest.mark.parametrize(
    "text",
    [
        'start,end,text\n1000,5000," Hej, du."\n5000,7000," Tack!"\n',
        "0:00:01.000,0:00:05.000\nHej, du.\n\n0:00:05.000,0:00:07.000\nTack!\n",
        "1\n00:00:01,000 -> 00:00:05,000\nHej, du.\n\n2\n00:00:05,000 -> 00:00:07,000\nTack!\n",
        "1\n00:00:01,000 --> 00:00:05,000 Hej, du.\n2\n00:00:05,000 --> 00:00:07,000 Tack!\n",
    ],
)
def test_whispercpp_and_youtube_have_forms_of_their_own(text):
    assert [(t.start, t.end, t.text) for t in read_foreign(text).turns] == [
        (1.0, 5.0, "Hej, du."),
        (5.0, 7.0, "Tack!"),
    ]


def test_what_a_program_says_of_itself_nobody_says():
    text = (
        "Ada Berg påbörjade transkriberingen\n\nAda Berg   0:03\nHej.\n\nBo Ek   0:07\nTack!\n\n"
        "Ada Berg stoppade transkriberingen\n\n(Transcribed by TurboScribe.ai.)\n"
    )

    assert [t.text for t in read_foreign(text).turns] == ["Hej.", "Tack!"]
    assert [t.text for t in read_foreign("(0:03) Hej. (0:07) Tack!\n\n(0:09) Jaså?").turns] == [
        "Hej.",
        "Tack!",
        "Jaså?",
    ]


def test_a_cue_without_length_lasts_until_the_next():
    turns = [Turn("Hej.", "", 1.0, 1.0), Turn("du", "", 3.0, 2.0)]

    assert [(s.start, s.end) for s in timed_segments(turns, 9.0)] == [(1.0, 3.0), (3.0, 9.0)]


def test_a_table_of_times_is_read():
    text = "start\tend\ttext\n0\t3000\tHej.\n3000\t5000\tTack!\n"

    assert [(t.start, t.end, t.text) for t in read_foreign(text).turns] == [
        (0.0, 3.0, "Hej."),
        (3.0, 5.0, "Tack!"),
    ]


def test_two_people_in_one_cue_keep_their_own_words():
    text = "1\n00:00:00,000 --> 00:00:04,000\nAda Berg: Hej.\nBo Ek: Hallå.\n"

    assert [(t.speaker, t.text) for t in read_foreign(text).turns] == [(A, "Hej."), (B, "Hallå.")]


def test_a_caption_that_grows_is_said_once():
    rows = ["hej", "hej och", "hej och välkommen"]
    text = "WEBVTT\n\n" + "".join(
        f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n{row}\n\n" for i, row in enumerate(rows)
    )

    assert " ".join(t.text for t in read_foreign(text).turns) == "hej och välkommen"


def captions(*rows):
    return "WEBVTT\n\n" + "".join(
        f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n{row}\n\n" for i, row in enumerate(rows)
    )


def test_a_caption_that_grows_by_letters_is_said_once():
    rows = [
        "<v Ada>hej",
        "<v Ada>hej och v",
        "<v Ada>hej och välkom",
        "<v Ada>hej och välkommen hit",
    ]

    turns = read_foreign(captions(*rows)).turns

    assert " ".join(t.text for t in turns) == "hej och välkommen hit"
    assert [t.start for t in turns] == [0.0, 1.0, 3.0]


def test_who_says_the_same_as_another_keeps_the_words():
    rows = ["<v Ada>Ja.", "<v Bo>Ja.", "<v Ada>Ja.", "<v Bo>Ja.", "<v Ada>Nej."]
    foreign = read_foreign(captions(*rows))

    assert [(t.speaker, t.text) for t in foreign.turns] == [
        ("Ada", "Ja."),
        ("Bo", "Ja."),
        ("Ada", "Ja."),
        ("Bo", "Ja."),
        ("Ada", "Nej."),
    ]
    assert not foreign.rolling
    assert [
        (t.speaker, t.text)
        for t in rolling.flatten_rolling(cues_to_turns(vtt.parse_vtt(captions(*rows))[0].segments))
    ][:2] == [
        ("Ada", "Ja."),
        ("Bo", "Ja."),
    ]


@pytest.mark.parametrize("text", ['{"a": 1}', '{"segments": [', "%PDF-1.7", "PK\x03\x04abc"])
def test_what_is_no_transcript_is_refused_with_a_reason(text):
    with pytest.raises(ValueError, match=r"."):
        read_foreign(text)
    assert transcript_kind(text) is None


def test_only_what_is_surely_a_transcript_is_called_one():
    assert transcript_kind("En anteckning: ring Ada.\n\nOch Bo.") is None
    assert transcript_kind((SAMPLES / "otter.txt").read_text("utf-8")) == "text"
    assert transcript_kind((SAMPLES / "whisper.json").read_text("utf-8")) == "JSON"
    assert transcript_kind((SAMPLES / "noscribe.html").read_text("utf-8")) == "HTML"


def test_words_get_the_times_at_which_they_were_heard():
    heard = [
        Word(w, i, i + 0.5, 0.9) for i, w in enumerate(["hej", "och", "välkommen", "hit", "ada"])
    ]

    made = align_times([("Ada", "Hej & hjärtligt välkommen hit,"), ("Bo", "Ada!")], heard, 9.0)

    spoken = [(s.speaker, s.word.text, s.word.start, s.word.end) for s in made.spoken]
    assert spoken[0] == ("Ada", "Hej &", 0, 0.5)
    assert spoken[2:] == [
        ("Ada", "välkommen", 2, 2.5),
        ("Ada", "hit,", 3, 3.5),
        ("Bo", "Ada!", 4, 4.5),
    ]
    assert spoken[1] == ("Ada", "hjärtligt", 0.5, 2.0)
    assert made.share == 0.8


PIECES = st.sampled_from(
    [
        *("Ada Berg: ", "BO:", "[00:00:01]", "0:05", "**", "-->", "00:00:01,000 --> 00:00:02,000"),
        *("\n", "\n\n", " ", "WEBVTT", "{", "}", "[", "]", '"segments":', '"text":"hej"', ","),
        *('"start":1e999', "<p>", "</a>", '<a name="ts_1_2_S00">', "<v Ada>", "S00: ", "//", "\t"),
        *('<span data-timestamp="x">', '<span data-timestamp="1.5">', "SPEAKER_00", "hej du", "12"),
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80)))
def test_whatever_a_file_holds_it_is_read_or_refused(text):
    try:
        foreign = read_foreign(text)
    except ValueError:
        return
    for segment in timed_segments(foreign.turns, 10.0) or ():
        assert 0 <= segment.start < segment.end
        assert segment.text.strip()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
def test_a_file_that_goes_too_deep_is_refused(text):
    with pytest.raises(ValueError, match="no whole JSON file"):
        read_foreign(text)
