"""Signs, numbers, names and compounds: site and terminal find what they must, and find alike."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.search import Corpus
from poddarkiv.search.answers import Answer
from poddarkiv.search.find import find_in_index
from poddarkiv.search.index import SearchIndex, index_parts
from poddarkiv.search.language import language
from poddarkiv.search.reasons import Reason
from search.conftest import AS_OF, Ask, make_site, read_archive
from search.test_queries import addresses

TABLE: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("signs-queries.yml").read_text(encoding="utf-8")
)
QUERIES = [row["query"] for row in TABLE]


@pytest.fixture(scope="session")
def signs(archive: Archive) -> Archive:
    """The archive that the table is about."""
    return read_archive(archive.show, "signs.yml")


@pytest.fixture(scope="session")
def sited(
    signs: Archive, ask: Ask, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What the site gives for each query."""
    answers = ask(QUERIES, site=make_site(signs, tmp_path_factory.mktemp("signs")))
    return {answer["query"]: answer for answer in answers}


@pytest.fixture(scope="session")
def told(signs: Archive) -> dict[str, Answer]:
    """What the terminal gives for each query."""
    i18n.use("sv")
    index = SearchIndex(dict(index_parts(Corpus(signs, as_of=AS_OF))))
    i18n.use("en")
    return {query: find_in_index(index, query, language("sv")) for query in QUERIES}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["query"])
def test_a_query_finds_what_it_must(sited: dict[str, dict[str, Any]], row: dict[str, Any]) -> None:
    found = addresses(sited[row["query"]])

    assert [wanted for wanted in row.get("expect", []) if wanted not in found] == []
    assert [page for page in row.get("never", []) if page in found] == []
    if row.get("none"):
        assert found == []
    if row.get("first"):
        assert found[0] == row["expect"][0]


def test_the_terminal_finds_the_same_pages_and_moments_in_the_same_order(
    sited: dict[str, dict[str, Any]], told: dict[str, Answer]
) -> None:
    ours = {
        query: [
            (h.url, [m.anchor if m.seconds is None else m.seconds for m in h.moments])
            for h in answer.hits
        ]
        for query, answer in told.items()
    }
    theirs = {q: [(h["url"], h["moments"]) for h in a["hits"]] for q, a in sited.items()}

    assert len(TABLE) > 300
    assert {q: (ours[q], theirs[q]) for q in QUERIES if ours[q] != theirs[q]} == {}


def test_the_terminal_tells_the_same_reasons(
    sited: dict[str, dict[str, Any]], told: dict[str, Answer]
) -> None:
    ours = {
        query: [
            [vars(reason) | {"words": [*reason.words]} for reason in hit.reasons]
            for hit in answer.hits
        ]
        for query, answer in told.items()
    }

    assert ours == {q: [hit["reasons"] for hit in a["hits"]] for q, a in sited.items()}


def test_a_family_within_a_compound_is_told_by_the_word_that_stands_there(
    told: dict[str, Answer],
) -> None:
    [hit] = told["böcker"].hits

    assert hit.reasons == (Reason("part", "böcker", ("dagboken",)),)


@pytest.mark.parametrize("query", ["och", "det är", '"det är"', "jag och du"])
def test_the_commonest_words_alone_are_not_looked_for(
    archive: Archive, ask: Ask, query: str
) -> None:
    index = SearchIndex(dict(index_parts(Corpus(archive, as_of=AS_OF))))
    [site] = ask([query])

    assert (site["note"], site["hits"]) == ("silent", [])
    answer = find_in_index(index, query, language("sv"))
    assert (answer.only_stop_words, answer.hits) == (True, ())
