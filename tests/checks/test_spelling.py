"""One name, many spellings, over all transcripts."""

from datetime import UTC, datetime

from poddarkiv.checks.spelling import one_name_one_spelling
from poddarkiv.model import Glossary, Term
from poddarkiv.transcript import Segment, Transcript

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def messages(make_archive, make_guest, name, **transcripts):
    archive = make_archive(
        guests=(make_guest(slug="gast", name=name),),
        transcripts={
            slug: Transcript(
                tuple(
                    Segment(i * 5.0, i * 5 + 5.0, text, line=i * 3 + 3)
                    for i, text in enumerate(texts)
                )
            )
            for slug, texts in transcripts.items()
        },
    )
    return [
        (f"{problem.path}:{problem.line}", problem.message, problem.severity.value)
        for problem in one_name_one_spelling(archive, NOW)
    ]


def test_a_misspelt_name_is_told_once_with_how_often_and_where(make_archive, make_guest):
    found = messages(
        make_archive,
        make_guest,
        "Bo Jidhage",
        ettan=["Idag är Bo Jidhage här.", "Hej Jidhagen, sa vi till Jidhaje."],
        tvaan=["Nu frågar vi Jidhaje om det."],
    )

    assert found == [
        (
            "episodes/ettan/transcript.vtt:6",
            "“Jidhaje” (2 times in 2 episodes) is nearly “Jidhage”",
            "warning",
        )
    ]


def test_a_genitive_an_ending_and_a_common_word_are_no_misspellings(make_archive, make_guest):
    found = messages(
        make_archive,
        make_guest,
        "Eva Stenberg",
        ettan=["Det är Eva Stenbergs bok.", "Sedan sa Stenberg det.", "Vi åt vid Stenbergen."],
    )

    assert found == []


def test_a_word_that_also_stands_without_a_capital_is_a_word(make_archive, make_guest):
    found = messages(
        make_archive, make_guest, "Kim Lindal", ettan=["Hos Lindar och lindar växer det."]
    )

    assert found == []


def test_names_of_the_glossary_are_right(make_archive, make_guest):
    archive = make_archive(
        guests=(make_guest(name="Sofia Ekman"),),
        glossary=Glossary(terms=(Term(term="Ekmann", definition="Ett annat namn."),)),
        transcripts={"ettan": Transcript((Segment(0, 5, "Här är Ekmann nu."),))},
    )

    assert list(one_name_one_spelling(archive, NOW)) == []
