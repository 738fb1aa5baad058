"""Which page comes first."""

from datetime import UTC, datetime

from poddarkiv.model import Glossary
from poddarkiv.search import Corpus
from poddarkiv.search.find import find_pages
from poddarkiv.search.language import language

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def urls(archive, words):
    hits = find_pages(Corpus(archive, as_of=AS_OF), words, language("sv")).hits
    return [hit.url for hit in hits if hit.url.startswith("/avsnitt/")]


def test_a_page_that_says_the_word_comes_before_one_that_has_a_synonym(
    make_archive, make_episode, make_transcript
):
    glossary = Glossary.model_validate(
        {"terms": [{"term": "Heldygnsvård", "definition": "Vård.", "synonyms": ["slutenvård"]}]}
    )
    often = [(20.0 * i, 20.0 * i + 9, "Heldygnsvård är heldygnsvård.") for i in range(6)]
    archive = make_archive(
        glossary=glossary,
        episodes=(
            make_episode(slug="001-a", number=1, guid="a"),
            make_episode(slug="002-b", number=2, guid="b"),
        ),
        transcripts={
            "001-a": make_transcript(*often),
            "002-b": make_transcript((0.0, 9.0, "En gång slutenvård."), (60.0, 69.0, "Sedan hem.")),
        },
    )

    assert urls(archive, "slutenvård") == ["/avsnitt/002-b/", "/avsnitt/001-a/"]
    assert urls(archive, "heldygnsvård") == ["/avsnitt/001-a/", "/avsnitt/002-b/"]


def test_an_exact_title_comes_first(make_archive, make_episode, make_transcript):
    often = [(20.0 * i, 20.0 * i + 9, "Hoppet om vår.") for i in range(6)]
    archive = make_archive(
        episodes=(
            make_episode(slug="001-a", number=1, guid="a", title="Hoppet om vår och sommar"),
            make_episode(slug="002-b", number=2, guid="b", title="Hoppet om vår"),
        ),
        transcripts={"001-a": make_transcript(*often)},
    )

    assert urls(archive, "hoppet om vår")[0] == "/avsnitt/002-b/"


def test_what_a_compound_ends_with_weighs_more_than_what_it_begins_with(
    make_archive, make_episode, make_transcript
):
    often = [(20.0 * i, 20.0 * i + 9, "Min stödperson kom.") for i in range(6)]
    said = {
        "001-a": make_transcript(*often),
        "002-b": make_transcript((0.0, 9.0, "Vi har kamratstöd."), (60.0, 69.0, "Sedan hem.")),
        "003-c": make_transcript((0.0, 9.0, "Ge stöd."), (60.0, 69.0, "Sedan hem.")),
    }
    archive = make_archive(
        episodes=tuple(
            make_episode(slug=slug, number=number, guid=slug) for number, slug in enumerate(said, 1)
        ),
        transcripts=said,
    )

    assert urls(archive, "stöd") == ["/avsnitt/003-c/", "/avsnitt/002-b/", "/avsnitt/001-a/"]


def test_the_best_moment_of_a_page_comes_first(make_archive, make_transcript):
    said = make_transcript(
        (0.0, 9.0, "En stödperson."), (60.0, 69.0, "Kamratstöd."), (120.0, 129.0, "Bara stöd.")
    )
    archive = make_archive(transcripts={"001-start": said})

    hits = find_pages(Corpus(archive, as_of=AS_OF), "stöd", language("sv")).hits
    [hit] = [hit for hit in hits if hit.url == "/avsnitt/001-start/"]
    assert [moment.seconds for moment in hit.moments] == [120, 60, 0]


def test_a_narrower_term_leads_to_the_term_and_not_back(
    make_archive, make_episode, make_transcript
):
    glossary = Glossary.model_validate(
        {"terms": [{"term": "Anhörig", "definition": "Nära.", "narrower": ["mamma", "bror"]}]}
    )
    said = {
        "001-a": make_transcript((0.0, 9.0, "För anhöriga.")),
        "002-b": make_transcript((0.0, 9.0, "Anhörigföreningen ordnar det.")),
        "003-c": make_transcript((0.0, 9.0, "Min mamma kom.")),
    }
    archive = make_archive(
        glossary=glossary,
        episodes=tuple(
            make_episode(slug=slug, number=number, guid=slug) for number, slug in enumerate(said, 1)
        ),
        transcripts=said,
    )

    assert urls(archive, "mamma") == ["/avsnitt/003-c/", "/avsnitt/001-a/", "/avsnitt/002-b/"]
    assert urls(archive, "bror") == ["/avsnitt/001-a/", "/avsnitt/002-b/"]
    assert "/avsnitt/003-c/" not in urls(archive, "anhörig")
