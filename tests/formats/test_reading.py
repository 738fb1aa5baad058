"""A transcript as reading text."""

from poddarkiv.formats.cues import Spoken, cues
from poddarkiv.formats.reading import paragraphs
from poddarkiv.transcript import Segment, Transcript, Word


def read(*rows):
    transcript = Transcript(tuple(Segment(*row) for row in rows))
    return [
        (paragraph.start, paragraph.speaker, [sentence.text for sentence in paragraph.sentences])
        for paragraph in paragraphs(transcript)
    ]


def test_sentences_in_one_cue_are_parted_and_have_their_own_times():
    [paragraph] = paragraphs(Transcript((Segment(10, 14, "Hej allihop. Hur är läget?"),)))

    assert [(s.start, s.end, s.text) for s in paragraph.sentences] == [
        (10, 12.0, "Hej allihop."),
        (12.0, 14, "Hur är läget?"),
    ]


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
    spoken = [Spoken(Word(w, i * 0.4, i * 0.4 + 0.4, 0.9)) for i, w in enumerate(words)]

    [paragraph] = paragraphs(Transcript(cues(spoken)))

    assert " ".join(sentence.text for sentence in paragraph.sentences) == " ".join(words)
