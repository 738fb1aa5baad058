"""The index: made with Pagefind, of what is public, and nothing of before stays."""

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.errors import Problem, SourceError
from poddarkiv.model import Episode, Status
from poddarkiv.search import Corpus, Document
from poddarkiv.site.index import Indexer
from poddarkiv.site.index_files import DIGEST_FILE, VOCABULARY_FILE
from poddarkiv.site.pagefind_files import PagefindFiles
from poddarkiv.site.pagefind_service import SearchIndexError, settle
from search.conftest import AS_OF, Ask

Build = Callable[..., bool]


@pytest.fixture
def build() -> Build:
    """Index an archive into a folder; tell whether a new index was made."""

    def run(archive: Archive, target: Path, previous: Path | None = None) -> bool:
        i18n.use("sv")
        target.parent.mkdir(exist_ok=True)
        indexer = Indexer(Corpus(archive, as_of=AS_OF), target, previous=previous)
        indexer.start()
        return indexer.finish()

    return run


@pytest.fixture
def indexer(archive: Archive, tmp_path: Path) -> Indexer:
    """Return what would index the test archive into a site of its own."""
    (tmp_path / "site").mkdir()
    return Indexer(Corpus(archive, as_of=AS_OF), tmp_path / "site" / "pagefind")


def everything(folder: Path) -> str:
    """Return all that readers could download of the index, unpacked."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".js", ".pagefind"}:
            data = path.read_bytes()
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            parts.append(data.decode(errors="replace"))
    return "\n".join(parts)


def with_status(archive: Archive, slug: str, status: Status) -> Archive:
    return replace(
        archive,
        episodes=tuple(
            episode.model_copy(update={"status": status}) if episode.slug == slug else episode
            for episode in archive.episodes
        ),
    )


def test_a_withdrawn_episode_leaves_nothing_in_the_index(
    archive: Archive, build: Build, tmp_path: Path
) -> None:
    target = tmp_path / "pagefind"
    build(archive, target)
    assert "bibliotekarie" in everything(target)

    build(with_status(archive, "002-boken", Status.WITHDRAWN), target)

    said = everything(target)
    assert "bibliotekarie" not in said
    assert "nattduksbordet" not in said.lower()


def test_the_same_text_is_indexed_once(archive: Archive, build: Build, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "pagefind", tmp_path / "b" / "pagefind"
    assert build(archive, first)
    louder = tuple(e.model_copy(update={"explicit": True}) for e in archive.episodes)

    assert not build(replace(archive, episodes=louder), second, previous=first)

    assert everything(second) == everything(first)


def test_another_text_is_indexed_again(archive: Archive, build: Build, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "pagefind", tmp_path / "b" / "pagefind"
    build(archive, first)
    other = tuple(e.model_copy(update={"summary": "Något nytt."}) for e in archive.episodes)

    assert build(replace(archive, episodes=other), second, previous=first)

    assert (first / DIGEST_FILE).read_text() != (second / DIGEST_FILE).read_text()


def test_another_list_of_stop_words_makes_another_index(
    archive: Archive, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a" / "pagefind", tmp_path / "b" / "pagefind"
    build(archive, first)
    monkeypatch.setattr(Corpus, "stop_words", ("och",))

    assert build(archive, second, previous=first)


def test_pagefinds_own_interfaces_are_left_out(indexed: Path) -> None:
    names = {path.name for path in (indexed / "pagefind").iterdir() if path.is_file()}

    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} < names
    assert not [name for name in names if "-ui" in name or "highlight" in name]
    assert {VOCABULARY_FILE, DIGEST_FILE} < names


def test_a_fault_while_feeding_is_told_by_finish(tmp_path: Path) -> None:
    class Broken(Corpus):
        stop_words = ()
        transcript_count = 1

        def __init__(self) -> None:
            pass

        def synonyms(self) -> bytes:
            return b"[]"

        def documents(self) -> Iterator[Document]:
            yield Document("/a/", "<html><body><h1>A</h1></body></html>")
            raise SourceError([Problem("episodes/a/transcript.vtt", 3, "", "isn't WebVTT")])

    (tmp_path / "site").mkdir()
    indexer = Indexer(Broken(), tmp_path / "site" / "pagefind")
    indexer.start()

    with pytest.raises(SourceError, match=r"^episodes/a/transcript.vtt:3: isn't WebVTT$"):
        indexer.finish()
    assert [path.name for path in tmp_path.rglob("*")] == ["site"]


def test_a_file_that_cannot_be_written_is_told(
    indexer: Indexer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_fragment(_files: PagefindFiles, _page: object) -> tuple[str, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PagefindFiles, "write_fragment", write_fragment)
    indexer.start()

    with pytest.raises(SearchIndexError, match="No space left on device"):
        indexer.finish()
    assert [path.name for path in tmp_path.rglob("*")] == ["site"]


def test_an_answer_that_the_disk_had_no_room_for_is_told(
    indexer: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poddarkiv.site.index.pickle.dumps", lambda _outcome: b"")
    indexer.start()

    with pytest.raises(SearchIndexError, match="is the disk full"):
        indexer.finish()


def test_a_file_that_is_half_written_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pagefind-worker.js"
    path.write_bytes(b"/" * 8192)
    rest = threading.Timer(0.3, path.write_bytes, [b"/" * 10_000])
    rest.start()

    settle(tmp_path)

    assert path.stat().st_size == 10_000
    rest.join()


def test_a_file_that_stays_empty_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poddarkiv.site.pagefind_service._PATIENCE", 15)
    (tmp_path / "whole.js").write_bytes(b"/" * 4096)
    settle(tmp_path)
    (tmp_path / "pagefind.js").touch()

    with pytest.raises(SearchIndexError, match="is the disk full"):
        settle(tmp_path)


def test_stopping_leaves_no_process_and_no_folder(indexer: Indexer, tmp_path: Path) -> None:
    indexer.start()

    indexer.stop()

    assert not indexer._thread.is_alive()
    assert [path.name for path in tmp_path.rglob("*")] == ["site"]


def test_markup_in_a_title_is_text(archive: Archive, make_episode: Callable[..., Episode]) -> None:
    evil = make_episode(title='<script>alert("1")</script>', summary="</body><img src=x>")
    archive = replace(archive, episodes=(evil,), articles=(), guests=(), topics=())

    [document, *_rest] = Corpus(archive, as_of=AS_OF).documents()

    assert "<script" not in document.html
    assert "<img" not in document.html


def test_words_that_are_added_are_not_shown(ask: Ask) -> None:
    [answer] = ask(["medkänsla"])

    [hit] = answer["hits"]
    assert hit["url"] == "/avsnitt/001-kamrater/"
    assert hit["moments"] == [72]


def test_a_misspelt_word_says_what_was_searched_for(ask: Ask) -> None:
    [answer] = ask(["kamratstdö"])

    assert (answer["note"], answer["text"]) == ("instead", "kamratstöd")


def test_a_page_with_some_of_the_words_says_so(ask: Ask) -> None:
    [answer] = ask(["fönster bibliotek"])

    assert answer["note"] == "some"
    assert {hit["url"] for hit in answer["hits"]} == {
        "/avsnitt/001-kamrater/",
        "/avsnitt/002-boken/",
    }
