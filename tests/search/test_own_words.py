"""Every word that is written or said finds its own pages: in the test archive, and in ours."""

import re
from html import unescape
from pathlib import Path

import pytest

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.load import load_archive
from poddarkiv.search import Corpus
from poddarkiv.search.language import language
from poddarkiv.search.matches import MARK
from poddarkiv.search.words import whole_numbers, words_of
from poddarkiv.site.index import Indexer
from sample import ROOT
from search.conftest import AS_OF, Ask

STOP = language("sv").function_words
MOST = 50
"""Pages that the searching script reads at the most."""
TAG = re.compile(r"<[^>]*>")


def words_by_page(archive: Archive) -> dict[str, set[str]]:
    """Return what stands on each page, by its address."""
    found = {}
    for document in Corpus(archive, as_of=AS_OF).documents():
        shown = unescape(TAG.sub(" ", document.html)).split()
        parts = document.speech.paragraphs() if document.speech else ()
        said = [word for _anchor, words in parts for word in words]
        tokens = (t for t in whole_numbers([*shown, *said]) if not t.startswith(MARK))
        found[document.url] = {word for token in tokens for word in words_of(token)}
    return found


def missing(archive: Archive, site: Path, ask: Ask) -> dict[str, list[str]]:
    """Return the pages that their own words do not find, by word."""
    i18n.use("sv")
    pages = words_by_page(archive)
    words = sorted({w for said in pages.values() for w in said if len(w) > 2 and w not in STOP})
    lost = {}
    for answer in ask(words, site=site):
        hits = {hit["url"] for hit in answer["hits"]}
        query = answer["query"]
        pages_without = [url for url, said in pages.items() if query in said and url not in hits]
        if pages_without and len(hits) < MOST:
            lost[query] = pages_without
    return lost


def test_in_the_test_archive(archive: Archive, indexed: Path, ask: Ask) -> None:
    assert missing(archive, indexed, ask) == {}


@pytest.mark.slow
def test_in_our_own_archive(tmp_path: Path, ask: Ask) -> None:
    i18n.use("sv")
    ours = load_archive(ROOT)
    indexer = Indexer(Corpus(ours, as_of=AS_OF), tmp_path / "pagefind")
    indexer.start()
    indexer.finish()

    assert missing(ours, tmp_path, ask) == {}
