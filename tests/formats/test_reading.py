"""A transcript as paragraphs of sentences."""

from poddarkiv.formats.reading import paragraphs


def shape(found):
    return [(p.start, p.speaker, [(s.start, s.end, s.text) for s in p.sentences]) for p in found]


def test_a_sentence_over_two_cues_is_put_together(make_transcript):
    transcript = make_transcript(
        (0.0, 2.0, "Det är svårt att –", "Ada"), (2.0, 4.0, "– börja om.", "Ada")
    )

    assert shape(paragraphs(transcript)) == [
        (0.0, "Ada", [(0.0, 4.0, "Det är svårt att börja om.")])
    ]


def test_another_speaker_begins_a_paragraph(make_transcript):
    transcript = make_transcript((0.0, 1.0, "Hej.", "Ada"), (1.0, 2.0, "Hej, hej.", "Bo"))

    assert [(p.speaker, p.start) for p in paragraphs(transcript)] == [("Ada", 0.0), ("Bo", 1.0)]


def test_a_pause_begins_a_paragraph(make_transcript):
    transcript = make_transcript(
        (0.0, 1.0, "Hej.", ""), (1.2, 2.0, "Du.", ""), (4.0, 5.0, "Nu.", "")
    )

    assert [len(p.sentences) for p in paragraphs(transcript)] == [2, 1]


def test_a_long_speech_is_parted(make_transcript):
    transcript = make_transcript(*((i, i + 1.0, f"Mening {i}.", "") for i in range(12)))

    assert [len(p.sentences) for p in paragraphs(transcript)] == [5, 5, 2]


def test_no_word_is_lost(make_transcript):
    transcript = make_transcript(
        (0.0, 1.0, "utan punkt", ""), (1.0, 2.0, "och så slut", "Ada"), (9.0, 10.0, "ensam", "Ada")
    )
    said = " ".join(s.text for p in paragraphs(transcript) for s in p.sentences)

    assert said == "utan punkt och så slut ensam"


def test_silence_gives_no_paragraph(make_transcript):
    from poddarkiv.transcript import Transcript

    assert paragraphs(Transcript(())) == ()
