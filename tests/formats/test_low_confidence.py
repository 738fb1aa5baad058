"""Which places are worth hearing again."""

import pytest

from poddarkiv.formats.low_confidence import find_low_confidence, pick_worst_minutes
from poddarkiv.formats.machine import MachineTranscript, Stretch
from poddarkiv.transcript import Segment, Transcript, Word


def heard(*rows, stretches=()):
    """Return a machine's transcript of (start, text); a word with `?` is unsure."""
    segments = []
    for start, text in rows:
        words = tuple(
            Word(
                word.rstrip("?"),
                start + i * 0.4,
                start + i * 0.4 + 0.4,
                0.2 if "?" in word else 0.9,
            )
            for i, word in enumerate(text.split())
        )
        plain = " ".join(word.text for word in words)
        segments.append(Segment(start, words[-1].end, plain, "", words))
    return MachineTranscript(Transcript(tuple(segments)), tuple(stretches), segments[-1].end)


def places(machine, transcript=None, names=()):
    found = find_low_confidence(transcript or machine.transcript, machine, names)
    return [(doubt.cue_index, doubt.text, doubt.reason) for doubt in found]


def test_unsure_words_that_stand_together_are_one_place():
    machine = heard((0, "vi for till Synvik? kommun? igår"), (5, "allt var lugnt"))

    assert places(machine) == [(0, "Synvik kommun", "unsure")]


def test_what_stands_between_unsure_words_is_heard_with_them():
    rows = (("hon", 0, 0.4, 0.2), ("har", 0.4, 0.6, 0.9), ("betalt", 0.6, 1, 0.2))
    words = tuple(Word(*row) for row in rows)
    said = MachineTranscript(Transcript((Segment(0, 1, "hon har betalt", words=words),)))
    corrected = Transcript((Segment(0, 1, "hon är betalt"),))

    assert places(said) == [(0, "hon har betalt", "unsure")]
    assert places(said, corrected) == [(0, "betalt", "unsure"), (0, "hon", "unsure")]


def test_one_spelling_is_shown_together_with_how_often_it_stands():
    machine = heard((0, "då kom Falkenstam?"), (5, "och sa kolofon?"), (9, "till Falkenstam? igen"))

    assert places(machine) == [
        (0, "Falkenstam", "unsure, stands 2 times"),
        (2, "Falkenstam", "unsure, stands 2 times"),
        (1, "kolofon", "unsure"),
    ]


def test_what_a_person_has_corrected_is_not_doubted_any_more():
    machine = heard((0, "vi for till Synvik? igår"))
    corrected = Transcript((Segment(0, 2, "vi for till Sundsvall igår"),))

    assert places(machine, corrected) == []


def test_the_machines_words_beside_a_correction_are_still_doubted():
    machine = heard((0, "vi for till Synvik? med kolofon? och Bo"))
    corrected = Transcript((Segment(0, 4, "vi for till Sundsvall med kolofon och Bo"),))

    assert places(machine, corrected) == [(0, "kolofon", "unsure")]


def test_a_cue_that_a_person_wrote_anew_is_not_doubted():
    machine = heard((0, "vi for? till Synvik? igår"), (5, "allt var lugnt"))
    anew = Transcript(
        (Segment(0, 2, "Resan till Sundsvall for bra"), Segment(5, 7, "allt var lugnt"))
    )

    assert places(machine, anew) == []


def test_a_name_that_a_person_wrote_is_not_doubted():
    machine = heard((0, "idag är Sofia Äkman här"))
    corrected = Transcript((Segment(0, 2, "idag är Sofia Ekmann här"),))

    assert places(machine, corrected, names=["Sofia Ekman"]) == []


def test_the_words_of_a_removed_cue_make_the_next_no_persons():
    machine = heard((0, "tack för att du såg"), (5, "vi for till Synvik? igår"))

    assert places(machine, Transcript(machine.transcript.segments[1:])) == [(0, "Synvik", "unsure")]


def test_a_stretch_is_doubted_until_people_have_written_all_of_it():
    stretch = Stretch(0, 10, 9.0, 6, ("loop",), ("loop",))
    machine = heard((0, "en gång till"), (5, "en gång igen"), stretches=[stretch])
    reason = "doubtful after hearing it again (one thing over and over)"
    half = Transcript((Segment(0, 2, "det var då"), machine.transcript.segments[1]))
    whole = Transcript((half.segments[0], Segment(5, 7, "det är nu")))

    assert places(machine) == [(0, "en gång till", reason)]
    assert places(machine, half) == [(1, "en gång igen", reason)]
    assert places(machine, whole) == []


def test_speech_that_a_person_has_written_down_is_not_missed_any_more():
    lost = Stretch(10, 25, 14.0, 0, ("credit",), ("empty",))
    machine = heard((0, "vi for till Synvik igår"), (26, "sedan kom vi hem"), stretches=[lost])
    first, last = machine.transcript.segments
    written = Transcript((first, Segment(11, 20, "Det här hörde ingen dator."), last))

    assert len(places(machine)) == 1
    assert places(machine, written) == []


def test_a_line_that_a_person_left_short_is_theirs():
    machine = heard((0, "ja"), (20, "sedan kom vi hem"))
    short = Transcript((Segment(0, 18, "Mm."), machine.transcript.segments[1]))

    assert places(machine, short) == []


def test_a_word_near_a_known_name_asks_whether_it_is_that():
    machine = heard((0, "idag är Sofia Ekmann här"), (5, "Sofia Ekman säger att"))

    assert places(machine, names=["Sofia Ekman"]) == [(0, "Sofia Ekmann", "perhaps Sofia Ekman")]


def test_a_term_is_no_mishearing_of_a_longer_term():
    said = heard((0, "det är peer support"))

    assert places(said, names=["peer supporter", "peer support"]) == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Peer supportern tog emot", "peer support"),
        ("när jag var återhämtad", "Återhämtning"),
        ("deras återhämtningar tog tid", "Återhämtning"),
        ("hon återhämtade sig", "Återhämtning"),
        ("två självhjälpsgrupper finns", "självhjälpsgrupp"),
    ],
)
def test_another_form_of_a_word_is_no_mishearing(said, name):
    assert places(heard((0, said)), names=[name]) == []


@pytest.mark.parametrize(
    ("said", "name", "wrong"),
    [
        ("vi talar med Magnus Jidhaje", "Magnus Jidhage", "Magnus Jidhaje"),
        ("om peer suport i vården", "peer support", "peer suport"),
        ("och återhämtling tar tid", "Återhämtning", "återhämtling"),
    ],
)
def test_a_misheard_name_is_still_found(said, name, wrong):
    assert places(heard((0, said)), names=[name]) == [(0, wrong, f"perhaps {name}")]


def test_the_genitive_of_a_name_is_no_other_name():
    assert places(heard((0, "det är Sofia Ekmans ord")), names=["Sofia Ekman"]) == []


def test_speech_without_text_comes_before_single_words():
    lost = Stretch(10, 25, 14.0, 0, ("credit",), ("empty",))
    machine = heard((0, "vi for till Synvik? igår"), (26, "sedan kom vi hem"), stretches=[lost])

    assert [row[2] for row in places(machine)] == [
        "somebody speaks, and no text came of it",
        "unsure",
    ]


def test_credits_and_loops_are_found_without_the_machines_file():
    rows = [(0, 4, "Svensktextning.nu"), *((i, i + 1, "Ja, ja.") for i in range(5, 10))]
    transcript = Transcript(tuple(Segment(*row) for row in rows))

    found = find_low_confidence(transcript, None, ())

    assert [(doubt.cue_index, doubt.reason) for doubt in found] == [
        (0, "looks like a subtitler's credit"),
        (1, "stands 5 times in a row"),
    ]


def test_the_worst_minutes_hold_the_most_doubt():
    machine = heard((0, "en Synvik? dag"), (70, "Falkenstam? sa Kolofon? och Mirakelby?"))

    found = find_low_confidence(machine.transcript, machine, ())

    assert pick_worst_minutes(found, 1) == [1]


def test_hearing_a_quarter_of_the_cues_finds_most_of_the_errors():
    # As where it was measured: of unsure words most are wrong, and half of all errors are unsure.
    rows, wrong = [], set()
    for i in range(120):
        bad = i % 6 == 0
        mark = "?" if (bad and i % 24 != 0) or (not bad and i % 10 == 3) else ""
        rows.append((i * 2, f"ord{'abcdefghij'[i % 10]}{chr(97 + i // 10)}xy{mark} och"))
        wrong |= {i} if bad else set()
    machine = heard(*rows)

    first = [doubt.cue_index for doubt in find_low_confidence(machine.transcript, machine, ())][:30]

    assert len(wrong & set(first)) / len(wrong) >= 0.7
