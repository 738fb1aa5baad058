"""A transcript as reading text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.earlier_reading import earlier_seconds
from poddarkiv.formats.cues import SpokenWord, make_cues
from poddarkiv.formats.reading import keep_paragraphs, make_paragraphs
from poddarkiv.pages.transcript import render_transcript
from poddarkiv.transcript import Segment, Transcript, Word


def read(*rows):
    transcript = Transcript(tuple(Segment(*row) for row in rows))
    return [
        (paragraph.start, paragraph.speaker, [sentence.text for sentence in paragraph.sentences])
        for paragraph in make_paragraphs(transcript)
    ]


def test_sentences_in_one_cue_are_parted_and_have_their_own_times():
    [paragraph] = make_paragraphs(Transcript((Segment(10, 14, "Hej allihop. Hur är läget?"),)))

    assert [(s.start, s.end, s.text) for s in paragraph.sentences] == [
        (10, 12.0, "Hej allihop."),
        (12.0, 14, "Hur är läget?"),
    ]


def test_kept_paragraphs_are_those_that_are_made_and_last_until_others_are_kept():
    one, two, three = (Transcript((Segment(at, at + 4, "Hej."),)) for at in (10, 20, 30))
    keep_paragraphs([one, two, three])

    kept = [make_paragraphs(each) for each in (one, two, three)]

    assert [[paragraph.start for paragraph in made] for made in kept] == [[10], [20], [30]]
    assert all(make_paragraphs(each) is made for each, made in zip((one, two), kept, strict=False))
    keep_paragraphs([three, two])
    assert make_paragraphs(one) is not kept[0]


def test_a_sentence_over_several_cues_is_one_without_its_dashes():
    assert read((0, 4, "Vi gick hem –"), (4, 7, "– och sedan\nåt vi. Det var gott.")) == [
        (0, "", ["Vi gick hem och sedan åt vi.", "Det var gott."])
    ]


def test_abbreviations_end_no_sentence():
    assert read((0, 4, "Det gäller t.ex. Sofia Ekman, kl. 10 Nya vägen.")) == [
        (0, "", ["Det gäller t.ex. Sofia Ekman, kl. 10 Nya vägen."])
    ]


def test_another_speaker_or_a_long_pause_begins_a_paragraph():
    rows = [(0, 2, "Hej.", "Ada"), (2, 4, "Hej.", "Bo"), (4, 6, "Ja.", "Bo"), (9, 11, "Nå.", "Bo")]

    assert read(*rows) == [
        (0, "Ada", ["Hej."]),
        (2, "Bo", ["Hej.", "Ja."]),
        (9, "Bo", ["Nå."]),
    ]


def test_five_sentences_are_enough_for_a_paragraph():
    found = read(*((i, i + 1, f"Mening {i}.") for i in range(7)))

    assert [len(sentences) for _start, _speaker, sentences in found] == [5, 2]


def test_what_the_cues_cut_is_read_whole_again():
    said = "Peer support betyder stöd från någon som har egen erfarenhet av psykisk ohälsa " * 3
    words = said.strip().split()
    spoken = [SpokenWord(Word(w, i * 0.4, i * 0.4 + 0.4, 0.9)) for i, w in enumerate(words)]

    [paragraph] = make_paragraphs(Transcript(make_cues(spoken)))

    assert " ".join(sentence.text for sentence in paragraph.sentences) == " ".join(words)


def spans(transcript):
    return [
        (paragraph.start, paragraph.sentences[-1].end) for paragraph in make_paragraphs(transcript)
    ]


def unpunctuated(count, seconds=4.0, pauses=()):
    """Return `count` cues without a full stop; before those in `pauses` somebody waits a second."""
    rows, at = [], 0.0
    for number in range(count):
        at += 1.0 if number in pauses else 0.0
        rows.append(Segment(at, at + seconds, f"ord{number} och så vidare", "Ada"))
        at += seconds
    return Transcript(tuple(rows))


def test_speech_without_full_stops_is_parted_every_25_seconds_at_a_cues_edge():
    transcript = unpunctuated(900)
    edges = {segment.start for segment in transcript.segments}
    found = make_paragraphs(transcript)

    assert max(end - start for start, end in spans(transcript)) <= 25
    assert min(end - start for start, end in spans(transcript)) >= 5
    assert {s.start for p in found for s in p.sentences} <= edges
    assert max(s.end - s.start for p in found for s in p.sentences) <= 25
    said = " ".join(s.text for p in found for s in p.sentences)
    assert said == " ".join(segment.text for segment in transcript.segments)


def test_the_best_pause_parts_it_first():
    transcript = unpunctuated(12, pauses=(5, 8))

    starts = [start for start, _end in spans(transcript)]

    assert {transcript.segments[5].start, transcript.segments[8].start} & set(starts)
    assert max(end - start for start, end in spans(transcript)) <= 25


def test_a_long_paragraph_of_sentences_is_parted_too():
    rows = [Segment(i * 8, i * 8 + 8 - (i == 3) * 0.9, f"Mening {i} är lång.") for i in range(8)]

    found = spans(Transcript(tuple(rows)))

    assert max(end - start for start, end in found) <= 25
    assert 32 in [start for start, _end in found]


def test_a_cue_that_stands_too_long_is_left_whole():
    assert spans(Transcript((Segment(0, 60, "allt i ett"),))) == [(0, 60)]


@pytest.mark.parametrize(
    "said",
    [
        ["今日は晴れです。", "明日は？", "「はい！」", "では"],
        ["你好。", "你是谁？", "我是安娜！"],
        ["यह एक वाक्य है।", "यह दूसरा है॥", "अच्छा"],
        ["مرحبا بكم.", "كيف حالك؟", "بخير"],
        ["یہ ایک جملہ ہے۔", "کیا حال ہے؟", "ٹھیک"],
        ["שלום לכם.", "מה שלומך?", "טוב"],
        ["Привет.", "Как дела?", "Да…", "Хорошо"],
        ["Γεια σου.", "Όλα καλά."],
        ["Τι κάνεις;", "Καλά"],
        ["Τι κάνεις\u037e", "Καλά"],
        ["»Kom hit!«", "Hon gick."],
        ["Han sa »nej!»", "Sedan gick vi."],
        ["ᱡᱚᱦᱟᱨ᱾", "ᱟᱢ"],
        ["བཀྲ་ཤིས།", "བདེ་ལེགས།"],
        ["Բարեւ։", "Լավ եմ։"],
        ["ሰላም።", "እንዴት ነህ፧", "ደህና"],
        ["(Hon skrattade.)", "»Jag vet.«", "“Ja!”", "[Han nickar.]", "Sedan gick vi."],
        ["¿Qué tal?", "¡Bien!", "Vale."],
    ],
)
def test_sentences_end_in_every_script_with_the_marks_that_close_after_them(said):
    wide = said[0][-1] in "。！？」"
    together = ("" if wide else " ").join(said)
    transcript = Transcript((Segment(0, 10, together),))
    apart = Transcript(tuple(Segment(i, i + 1, text) for i, text in enumerate(said)))

    for each in (transcript, apart):
        [paragraph] = make_paragraphs(each)
        assert [sentence.text for sentence in paragraph.sentences] == said


def test_a_semicolon_ends_no_sentence_in_other_letters():
    [paragraph] = make_paragraphs(Transcript((Segment(0, 10, "Det regnade; Ada gick hem"),)))

    assert len(paragraph.sentences) == 1


WORDS = st.sampled_from(
    ["ord", "Ja.", "Nej!", "t.ex.", "kl. 10", "Sofia", "–", "slut).", "“Ja.”", "1990.", "。", "x؟"]
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.0, 0.4, 1.2, 2.0]),
            st.floats(0.5, 30),
            st.sampled_from(["Ada", "Ada", "Ada", "Bo"]),
            st.lists(WORDS, min_size=1, max_size=8),
        ),
        max_size=40,
    )
)
def test_every_link_to_the_earlier_build_still_leads_to_its_second(rows):
    segments, at = [], 0.0
    for pause, length, speaker, words in rows:
        at += pause
        segments.append(Segment(round(at, 3), round(at + length, 3), " ".join(words), speaker))
        at += length
    transcript = Transcript(tuple(segments))

    html = render_transcript(transcript)

    ids = [int(second) for second in re.findall(r' id="t-(\d+)"', html)]
    assert len(ids) == len(set(ids))
    assert earlier_seconds(transcript) <= set(ids)
    for second in earlier_seconds(transcript):
        starts = re.findall(rf'id="t-{second}"[^>]*?(?:data-s|data-seek)="([\d.]+)"', html)
        assert [int(float(start)) for start in starts] == [second]
