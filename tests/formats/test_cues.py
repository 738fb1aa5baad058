"""Words into cues, by Swedish subtitling practice."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from poddarkiv.formats import vtt
from poddarkiv.formats.cues import (
    LONGEST,
    PAUSE,
    ROW,
    SpokenWord,
    cue_words,
    make_cues,
    spoken_words,
)
from poddarkiv.transcript import Transcript, Word


def spoken(text, *, step=0.35, start=0.0, speaker=""):
    return [
        SpokenWord(
            Word(word, round(start + i * step, 2), round(start + i * step + step, 2), 0.9), speaker
        )
        for i, word in enumerate(text.split())
    ]


def rows(text, names=(), **how):
    return [segment.text.split("\n") for segment in make_cues(spoken(text, **how), names)]


WORDS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *(
                    "jag",
                    "och",
                    "att",
                    "som",
                    "det",
                    "Sofia",
                    "Ekman",
                    "kl.",
                    "10",
                    "t.ex.",
                    "slut.",
                ),
                *("återhämtning,", "socialpsykiatriska", "verksamheten", "ja?", "–nej–", "peer"),
                *("support", "Region", "Västmanland.", "arbetsmarknadsdepartementets", "å"),
            ]
        ),
        st.floats(0.05, 1.9),
        st.floats(0, 3),
        st.sampled_from(["", "Ada", "Bo"]),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=150)
@given(WORDS)
def test_every_cue_fits_two_rows_and_seven_seconds_and_no_word_is_lost(drawn):
    at, made = 0.0, []
    for text, length, pause, speaker in drawn:
        made.append(SpokenWord(Word(text, round(at, 2), round(at + length, 2), 0.9), speaker))
        at = round(at + length, 2) + pause * (pause > 2)

    found = make_cues(made)

    for segment in found:
        lines = segment.text.split("\n")
        assert len(lines) <= 2
        assert all(len(line) <= ROW for line in lines)
        assert segment.end - segment.start <= LONGEST + 0.01
        assert segment.start < segment.end
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert [(e.word.text, e.speaker) for e in spoken_words(found)] == [
        (e.word.text, e.speaker) for e in made
    ]
    again, faults = vtt.parse_vtt(vtt.render_vtt(Transcript(found)))
    assert faults == []
    assert [s.text for s in again.segments] == [s.text for s in found]
    said = [text for segment in again.segments for text in cue_words(segment.text)]
    assert said == [e.word.text for e in made]


def test_a_sentence_that_goes_on_carries_a_dash_on_both_sides():
    found = rows(
        "Vi har arbetat länge med att få verksamheten på plats i hela regionen, och nu ser vi "
        "att det ger resultat för de personer som kommer hit varje dag."
    )

    assert found[0][-1].endswith(" –")
    assert found[1][0].startswith("– ")
    assert not found[-1][-1].endswith("–")


def test_a_cue_ends_at_a_clause_where_it_can():
    found = rows(
        "När vi började med det här arbetet för tio år sedan fanns det inga pengar, "
        "men det fanns många människor som ville hjälpa till på sin fritid."
    )

    assert next(lines[-1] for lines in found).endswith("pengar, –")


def test_no_name_is_cut_between_rows_or_cues():
    text = (
        "Och sedan kom det en person från verksamheten i Sofia Ekman Lundgrens gamla kommun. " * 3
    )

    for lines in rows(text, ["Sofia Ekman Lundgrens"]):
        for line in lines:
            count = sum(part in line for part in ("Sofia", "Ekman", "Lundgrens"))
            assert count in {0, 3}, lines


def test_a_number_stays_with_its_abbreviation():
    text = "Nu har klockan blivit så mycket att det är kl. 10 och då får vi sluta för i dag."

    assert not any(line.endswith("kl.") for lines in rows(text) for line in lines)


def test_another_speaker_and_a_pause_begin_a_cue():
    said = [
        *spoken("Hej på dig.", speaker="Ada"),
        *spoken("Hej hej.", start=1.1, speaker="Bo"),
        *spoken("Jaha.", start=1.8 + PAUSE + 0.1, speaker="Bo"),
    ]

    assert [(s.speaker, s.text) for s in make_cues(said)] == [
        ("Ada", "Hej på dig."),
        ("Bo", "Hej hej."),
        ("Bo", "Jaha."),
    ]


def test_short_sentences_share_a_cue():
    assert len(rows("Ja. Precis. Det är så.")) == 1


def test_the_upper_row_is_not_the_longer_one_when_both_are_good():
    [lines] = rows("Det är en ganska lång mening som behöver två rader.")

    assert len(lines) == 2
    assert len(lines[0]) <= len(lines[1]) + 6


def test_a_cue_stands_long_enough_to_be_read_where_there_is_room():
    [segment] = make_cues(spoken("Hej på er allihop", step=0.1))

    assert segment.end - segment.start >= 1.5


def test_ten_thousand_words_take_little_time():
    found = make_cues(spoken("och sedan gick vi hem till dem, för det var sent. " * 1000))

    assert sum(len(segment.words) for segment in found) == 11_000
