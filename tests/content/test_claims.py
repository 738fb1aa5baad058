"""Every number that the archive states stands in the fact that it rests on: `claims.yml`."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.figures import Passage, numbers_in, passages

ROOT = Path(__file__).resolve().parents[2]
TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "claims.yml").read_text("utf-8"))
FACTS: dict[str, str] = TABLE["facts"]
CLAIMS: dict[str, dict[str, list[str]]] = TABLE["claims"]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("content/artiklar/*.md", "content/gaster/*.md", "episodes/*/manus.md")
    for path in ROOT.glob(pattern)
)
CONTACTS = "content/kontakter.yml"


def stated(page: str) -> list[Passage]:
    return list(passages((ROOT / page).read_text("utf-8")))


def sources_of(fact: str) -> set[str]:
    return {code.lower() for code in re.findall(r"\b[KS]\d+b?\b", FACTS[fact])}


def numbers_of_fact(fact: str) -> list[str]:
    return numbers_in(re.sub(r"\b[KS]\d+b?\b", "", FACTS[fact]))


@pytest.mark.parametrize("page", PAGES)
def test_each_number_on_a_page_has_a_fact_and_each_claim_a_number(page: str) -> None:
    numbers = {number for passage in stated(page) for number in passage.numbers}

    assert set(CLAIMS.get(page, {})) == numbers


@pytest.mark.parametrize("page", sorted(set(CLAIMS) - {CONTACTS}))
def test_each_claimed_number_occurs_in_its_facts(page: str) -> None:
    absent = [
        f"{number} in {fact}"
        for number, facts in CLAIMS[page].items()
        for fact in facts
        if number not in numbers_of_fact(fact)
    ]

    assert absent == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("content/artiklar")])
def test_a_paragraph_that_cites_sources_cites_one_that_the_fact_names(page: str) -> None:
    wrong = [
        f"{number}: {passage.text[:60]}"
        for passage in stated(page)
        if passage.cited
        for number in passage.numbers
        if not any(sources_of(fact) & passage.cited for fact in CLAIMS[page][number])
    ]

    assert wrong == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("content/artiklar")])
def test_a_number_in_an_article_is_cited_where_it_stands(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    uncited = {
        number
        for passage in stated(page)
        if not passage.cited and not passage.text.lstrip().startswith("#")
        for number in passage.numbers
    }
    cited = {number for passage in stated(page) if passage.cited for number in passage.numbers}

    # Easy-read pages carry no source numbers: the article that they retell does.
    assert uncited <= cited or ".lattlast" in page or "[@" not in text


def test_each_telephone_number_occurs_in_its_fact() -> None:
    contacts = yaml.safe_load((ROOT / CONTACTS).read_text("utf-8"))["contacts"]
    phones = {contact["phone"].replace(" ", "") for contact in contacts}

    assert phones == set(CLAIMS[CONTACTS])
    for phone, facts in CLAIMS[CONTACTS].items():
        assert all(phone in FACTS[fact].replace(" ", "") for fact in facts)


def test_no_fact_in_the_table_is_left_over() -> None:
    used = {fact for claims in CLAIMS.values() for facts in claims.values() for fact in facts}

    assert used == set(FACTS)
