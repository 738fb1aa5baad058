"""Two tables of queries in a real browser: the first three pages are those of the terminal."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.model import Show
from poddarkiv.search import Corpus
from poddarkiv.search.find import find_in_index
from poddarkiv.search.index import SearchIndex, index_parts
from poddarkiv.search.language import language
from search.conftest import AS_OF, ASSETS, make_site, read_archive
from search.test_queries import TABLE
from search.test_signs import TABLE as SIGNS
from serving import answering

ARCHIVES = {
    "archive.yml": [row["query"] for row in TABLE],
    "signs.yml": [row["query"] for row in SIGNS],
}
PAGE = '<!doctype html><html lang="sv"><title>Sök</title><link rel="icon" href="data:,">'
ASK = """async (queries) => {
    const engine = await import("/pagefind/pagefind.js")
    const { Finder } = await import("/js/search-find.js")
    const { Words } = await import("/js/search-words.js")
    await engine.init()
    const json = async (path) => (await fetch("/" + path)).json()
    const list = (name) => json(`pagefind/${name}.json`)
    const finder = new Finder(engine, new Words(await json("search/sv.json")), list)
    const found = []
    for (const query of queries) found.push(await finder.find(query))
    const told = ({ page, reasons }) => [page.raw_url, reasons]
    return found.map(({ hits }) => hits.slice(0, 3).map(told))
}"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_said: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture(params=ARCHIVES)
def asked(
    request: pytest.FixtureRequest, make_show: Callable[..., Show]
) -> tuple[Archive, list[str]]:
    """An archive and what it is asked for."""
    return read_archive(make_show(), request.param), ARCHIVES[request.param]


@pytest.fixture
def address(asked: tuple[Archive, list[str]], tmp_path: Path) -> Iterator[str]:
    """Where the search of that archive is served."""
    make_site(asked[0], tmp_path)
    for folder in ("js", "search"):
        shutil.copytree(ASSETS / folder, tmp_path / folder)
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    with answering(partial(Quiet, directory=tmp_path)) as address:  # type: ignore[arg-type]
        yield address


def test_browser_and_terminal_give_the_same_first_three(
    browser: Browser, asked: tuple[Archive, list[str]], address: str
) -> None:
    archive, queries = asked
    page = browser.new_page()
    page.goto(f"{address}/")
    given = page.evaluate(ASK, queries)
    page.close()

    i18n.use("sv")
    index = SearchIndex(dict(index_parts(Corpus(archive, as_of=AS_OF))))
    i18n.use("en")
    ours = [
        [
            [hit.url, [vars(reason) | {"words": [*reason.words]} for reason in hit.reasons]]
            for hit in find_in_index(index, query, language("sv")).hits[:3]
        ]
        for query in queries
    ]
    assert sum(map(bool, ours)) > 200
    pairs = zip(queries, ours, given, strict=True)
    assert {query: (one, other) for query, one, other in pairs if one != other} == {}
