"""The browser and the terminal follow the same rules of words."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.search import Corpus
from poddarkiv.search.find import find_in_index
from poddarkiv.search.index import SearchIndex, index_parts
from poddarkiv.search.language import language
from poddarkiv.search.lexicon import Lexicon
from poddarkiv.search.matches import unmarked
from poddarkiv.search.spelling import edit_distance
from poddarkiv.search.stem import stem
from poddarkiv.search.words import clean, fold, spellings, ungrouped, without_hyphens, words_of
from search.conftest import AS_OF, ASSETS, HERE, Ask
from search.test_queries import TABLE, addresses

SV = language("sv")


@pytest.fixture(scope="module")
def words() -> list[str]:
    """Every word of the test archive, of the queries, and of the language's own lists."""
    said = (HERE / "archive.yml").read_text(encoding="utf-8")
    typed = (HERE / "queries.yml").read_text(encoding="utf-8")
    facts = (ASSETS / "search" / "sv.json").read_text(encoding="utf-8")
    return sorted(set(words_of(f"{said} {typed} {facts}")))


def in_browser(
    words: list[str], pairs: list[tuple[str, str]], texts: tuple[str, ...] = ()
) -> dict[str, Any]:
    done = subprocess.run(
        ["node", HERE / "words.mjs", ASSETS],
        input=json.dumps({"words": words, "pairs": pairs, "texts": texts}).encode(),
        capture_output=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_browser_and_python_cut_words_alike(words: list[str]) -> None:
    theirs = in_browser(words, [])["words"]

    assert len(words) > 1000
    assert [[stem(fold(w)), SV.root(w), SV.reach(w)] for w in words] == theirs


def test_browser_and_python_compare_words_alike(words: list[str]) -> None:
    terms = sorted({word for row in TABLE for word in words_of(row["query"])})
    pairs = [(word, term) for word in words[::7] for term in terms]
    theirs = in_browser([], pairs)["pairs"]
    ours = [
        [
            SV.match(word, term),
            SV.same(word, term),
            SV.shows(word, term),
            edit_distance(fold(word), fold(term), 2),
        ]
        for word, term in pairs
    ]

    assert ours == theirs


TEXTS = (
    *("kam\u00adrat", "e\u2011tjänst", "E-tjänst och tv-serie", "peer-support, covid-19"),
    *("x\u200by", "\ufeffordet", "e\u0301tat", "1 500", "1\u00a0500", "12 345 678 kr", "1 50"),
    *("2016 2017", "(7 800)", "A4 100 ark", "17 800\u00a0pärlor 9 900-kronors 1 500"),
    *( "0,1 500", "den 1 500-kronorssedeln", "1-2-3", "Åke-Åsa", "İstanbul"),
    *("Łukasz Đorđe", "Sørensen Æ œ ß þ ŧ ı"),
)  # fmt: skip


def test_browser_and_python_read_signs_and_numbers_alike() -> None:
    theirs = in_browser([], [], TEXTS)["texts"]

    ours = [
        [fold(t), words_of(t), spellings(t), words_of(without_hyphens(ungrouped(clean(t))))]
        for t in TEXTS
    ]
    assert ours == theirs


@pytest.mark.parametrize(
    ("word", "term", "met"),
    [
        ("annars", "anna", False),
        ("annas", "anna", True),
        ("svenska", "skånska", False),
        ("skånskt", "skånska", True),
        ("stockholmsregionen", "stockholm", True),
        ("johnsson", "johansson", False),
        ("goteborgs", "göteborg", False),
        ("göteborgs", "goteborg", True),
        ("7800", "7", False),
        ("lundens", "lund", False),
        ("lär", "lars", False),
        ("lärde", "lär", True),
        ("männen", "män", True),
        ("min", "minst", False),
        ("man", "män", False),
        ("mindre", "mind", False),
        ("ånge", "ange", True),
        ("angett", "ange", True),
        ("gräns", "gränser", True),
        ("gränser", "gräns", True),
        ("psykoserna", "psykos", True),
        ("året", "åre", False),
    ],
)
def test_names_and_numbers_answer_as_wholes(word: str, term: str, met: bool) -> None:
    [(browser, *_others)] = in_browser([], [(word, term)])["pairs"]

    assert (SV.answers(word, term), browser > 0) == (met, met)


def test_a_root_is_the_beginning_of_its_word(words: list[str]) -> None:
    assert [word for word in words if not word.startswith(SV.root(word))] == []


def test_the_terminal_finds_the_moments_that_the_site_finds(archive: Archive, ask: Ask) -> None:
    i18n.use("sv")
    index = SearchIndex(dict(index_parts(Corpus(archive, as_of=AS_OF))))
    sited = {a["query"]: set(addresses(a)) for a in ask([row["query"] for row in TABLE])}

    differing = {}
    for row in TABLE:
        hits = find_in_index(index, row["query"], SV).hits
        ours = {
            f"{hit.url.removeprefix('/')}{place}"
            for hit in hits
            for place in (
                "",
                *(f"#t={m.seconds or m.anchor.removeprefix('t-')}" for m in hit.moments),
            )
        }
        if ours != sited[row["query"]]:
            differing[row["query"]] = (ours - sited[row["query"]], sited[row["query"]] - ours)
    assert differing == {}


def test_the_terminal_and_the_site_give_the_same_pages_for_the_same_reasons(
    archive: Archive, ask: Ask
) -> None:
    i18n.use("sv")
    corpus = Corpus(archive, as_of=AS_OF)
    index = SearchIndex(dict(index_parts(corpus)))
    given = {a["query"]: a["hits"] for a in ask([row["query"] for row in TABLE])}
    sited = {query: [(h["url"], h["reasons"]) for h in hits] for query, hits in given.items()}
    ours = {
        query: [
            (hit.url, [vars(reason) | {"words": [*reason.words]} for reason in hit.reasons])
            for hit in find_in_index(index, query, SV).hits
        ]
        for query in given
    }

    assert sum(len(pages) > 1 for pages in sited.values()) > 60
    assert ours == sited


@pytest.mark.parametrize(
    ("word", "term", "shown"),
    [("kamratstöd", "stötta", True), ("användare", "vana", False), ("person", "söner", False)],
)
def test_a_compound_is_marked_for_the_family_of_its_last_part(
    word: str, term: str, shown: bool
) -> None:
    [(_match, _same, browser, _apart)] = in_browser([], [(word, term)])["pairs"]

    assert (SV.shows(word, term), browser) == (shown, shown)


@pytest.mark.parametrize(
    ("word", "part"),
    yaml.safe_load(Path(__file__).with_name("compounds.yml").read_text(encoding="utf-8")).items(),
)
def test_a_compound_is_found_by_its_part(word: str, part: str) -> None:
    added = Lexicon(SV, []).expand_text([word])

    assert any(SV.answers(unmarked(other), part) for other in added)
