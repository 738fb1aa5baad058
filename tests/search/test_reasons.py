"""The reader is told why a page is there; the site says the same (`test_rules.py`)."""

import pytest

from poddarkiv.archive import Archive
from poddarkiv.search import Corpus
from poddarkiv.search.find import find_in_index
from poddarkiv.search.index import SearchIndex, index_parts
from poddarkiv.search.language import language
from search.conftest import AS_OF


@pytest.mark.parametrize(
    ("query", "page", "reasons"),
    [
        ("kamratstöd", "avsnitt/001-kamrater", [("exact", "", ())]),
        ("boken på nattduksbordet", "avsnitt/002-boken", [("title", "", ())]),
        ("böcker", "avsnitt/002-boken", [("form", "böcker", ("boken", "böckerna"))]),
        ("medkänsla", "avsnitt/001-kamrater", [("part", "medkänsla", ("självmedkänsla",))]),
        ("stöd", "artiklar/en-stodperson", [("part", "stöd", ("stödperson", "stödpersonen"))]),
        ("slutenvård", "avsnitt/004-vard", [("synonym", "slutenvård", ("heldygnsvård",))]),
        (
            "dotter",
            "avsnitt/005-anhorig",
            [("synonym", "dotter", ("anhörig", "anhörigföreningen"))],
        ),
        ("recovery", "avsnitt/001-kamrater", [("synonym", "recovery", ("återhämtning",))]),
        ("po blanketter", "avsnitt/005-anhorig", [("synonym", "po", ("personligt ombud",))]),
        ("fönster bibliotek", "avsnitt/001-kamrater", [("exact", "", ("fönster",))]),
        ('"inte en trend"', "avsnitt/006-unga", [("exact", "", ())]),
        ("1500 brev", "artiklar/tecken-i-texten", [("exact", "", ())]),
        ("kamratstdö", "avsnitt/001-kamrater", [("exact", "", ())]),
    ],
)
def test_a_hit_says_why_it_is_there(
    archive: Archive, query: str, page: str, reasons: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    corpus = Corpus(archive, as_of=AS_OF)
    index = SearchIndex(dict(index_parts(corpus)))

    hits = {hit.url: hit for hit in find_in_index(index, query, language("sv")).hits}

    told = [(r.kind, r.term, r.words) for r in hits[f"/{page}/"].reasons]
    assert told == reasons
