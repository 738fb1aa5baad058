"""Swedish works: every query of the table finds what it must."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.search import Corpus
from poddarkiv.site.index import Indexer
from search.conftest import AS_OF, Ask

TABLE: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("queries.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def answers(ask: Ask) -> dict[str, list[str]]:
    """What each query of the table gave: pages and moments, as addresses."""
    given = ask([row["query"] for row in TABLE])
    return {answer["query"]: list(addresses(answer)) for answer in given}


def addresses(answer: dict[str, Any]) -> list[str]:
    """Return the hits' addresses, the best first, each page before its moments."""
    found: list[str] = []
    for hit in answer["hits"]:
        page = hit["url"].removeprefix("/")
        found.append(page)
        found += [f"{page}#t={moment}" for moment in hit["moments"]]
    return found


def test_the_table_has_at_least_sixty_queries() -> None:
    assert len(TABLE) >= 60


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["query"])
def test_a_query_finds_what_it_must(answers: dict[str, list[str]], row: dict[str, Any]) -> None:
    found = answers[row["query"]]

    assert [wanted for wanted in row.get("expect", []) if wanted not in found] == []
    assert [page for page in row.get("never", []) if page in found] == []
    if row.get("order"):
        assert sorted(row["expect"], key=found.index) == row["expect"]
    if row.get("first"):
        assert found[0] == row["expect"][0].partition("#")[0]


def test_a_common_word_of_few_places_finds_what_it_found_with_all(
    answers: dict[str, list[str]],
    archive: Archive,
    ask: Ask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("poddarkiv.site.word_index.COMMON", 1)
    i18n.use("sv")
    indexer = Indexer(Corpus(archive, as_of=AS_OF), tmp_path / "pagefind")
    indexer.start()
    indexer.finish()

    phrases = ['"bara en stund"', '"på riktigt"', '"någon som lyssnar"', '"inte ensam"']
    thin = {a["query"]: a for a in ask([*answers, *phrases], site=tmp_path)}

    common = json.loads((tmp_path / "pagefind" / "common.json").read_text(encoding="utf-8"))
    assert len(common) > 100
    changed = {q: (sorted(a), sorted(addresses(thin[q]))) for q, a in answers.items()}
    assert {q: both for q, both in changed.items() if both[0] != both[1]} == {}
    whole = {a["query"]: a["total"] for a in ask([*answers, *phrases]) if a["query"][0] == '"'}
    assert len(whole) > len(phrases)
    assert {q: thin[q]["total"] for q in whole} == whole
