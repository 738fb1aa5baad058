"""Each Pagefind whose files are known is woven into; every other makes the index alone."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.search import Corpus
from poddarkiv.site import pagefind_files
from poddarkiv.site.index import Indexer
from poddarkiv.site.index_files import COMMON_FILE, DIGEST_FILE
from poddarkiv.site.pagefind_files import PagefindFiles
from poddarkiv.site.pagefind_service import find_executable, read_version
from search.conftest import AS_OF, PAGEFIND_160, Ask

QUERIES = ["kamratstöd", "medkänsla", '"det är inte"', "återhämtade", "bibliotek", "fönstret"]

Build = Callable[..., bool]


@pytest.fixture
def build(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Index the test archive into `site/pagefind`; return whether anything had to be indexed."""
    # Where processes are not forked, what a test has replaced counts in each of them.
    monkeypatch.setattr("poddarkiv.site.index.worker_count", lambda: 1)

    def run(site: Path, previous: Path | None = None) -> bool:
        i18n.use("sv")
        site.mkdir()
        corpus = Corpus(archive, as_of=AS_OF)
        indexer = Indexer(corpus, site / "pagefind", previous=previous)
        indexer.start()
        return indexer.finish()

    return run


@pytest.fixture
def newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Pagefind 1.6.0's own program make the index."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(PAGEFIND_160))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def answers(ask: Ask, site: Path) -> list[list[tuple[str, list[int]]]]:
    return [
        [(hit["url"], hit["moments"]) for hit in answer["hits"]]
        for answer in ask(QUERIES, site=site)
    ]


def said_by(version: str, path: Path) -> Path:
    """Return a program that is Pagefind, and says that it is another version."""
    run = f'[ "$1" = --version ] && echo "pagefind {version}" || exec {find_executable()} "$@"'
    path.write_text(f"#!/bin/sh\n{run}\n")
    path.chmod(0o755)
    return path


def test_the_program_says_which_version_it_is(newest: None) -> None:
    assert read_version() == "1.6.0"


def test_pagefind_160_finds_the_same(
    newest: None,
    build: Build,
    ask: Ask,
    indexed: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    build(tmp_path / "site")

    meta = PagefindFiles(tmp_path / "site/pagefind").read_meta()
    assert {len(page) for page in meta[1]} == {3}
    assert warnings(caplog) == []
    assert answers(ask, tmp_path / "site") == answers(ask, indexed)


def test_a_version_that_is_not_known_makes_the_index_alone(
    build: Build,
    ask: Ask,
    indexed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(said_by("1.7.0", tmp_path / "pagefind")))

    assert build(tmp_path / "site")

    [line] = warnings(caplog)
    assert line.startswith("sökregistret från Pagefind 1.7.0 har en form som inte är känd här")
    assert answers(ask, tmp_path / "site") == answers(ask, indexed)
    # The same again is copied, and the warning stands.
    assert not build(tmp_path / "again", tmp_path / "site/pagefind")
    assert warnings(caplog) == [line, line]


@pytest.mark.parametrize("shape", ["members", "meta", "words", "chunk"])
def test_a_known_version_with_another_form_makes_the_index_alone(
    shape: str,
    build: Build,
    ask: Ask,
    indexed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    version = ".".join(read_version().split(".")[:2])
    if shape == "members":
        monkeypatch.setitem(pagefind_files.PAGE_MEMBERS, version, 4)
    elif shape == "meta":
        monkeypatch.setattr(pagefind_files, "_META_MEMBERS", 7)
    elif shape == "words":
        read = PagefindFiles.read_fragment
        monkeypatch.setattr(
            PagefindFiles,
            "read_fragment",
            lambda files, name: (
                (page := read(files, name)) | {"word_count": page["word_count"] + 1}
            ),
        )
    else:
        words = [["a", [[0, [-25, 0]]], []]]
        monkeypatch.setattr(PagefindFiles, "read_words", lambda _files: iter(words))

    assert build(tmp_path / "site")

    [line] = warnings(caplog)
    assert f"Pagefind {read_version()}" in line
    assert answers(ask, tmp_path / "site") == answers(ask, indexed)
    assert (tmp_path / "site/pagefind" / COMMON_FILE).read_text() == "[]\n"
    # So that the next build tries again.
    assert not (tmp_path / "site/pagefind" / DIGEST_FILE).exists()
