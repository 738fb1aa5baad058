"""What is said is indexed as Pagefind would index it, in less time."""

import gzip
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cbor2
import numpy as np
import pytest

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.model import Episode
from poddarkiv.search import Corpus, Document
from poddarkiv.site.cbor import Numbers, array_head
from poddarkiv.site.fragments import SpeechFile
from poddarkiv.site.index import Indexer
from poddarkiv.site.inject_postings import PostingsInjector
from poddarkiv.site.pagefind_service import Service, settle
from poddarkiv.site.plain_index import with_speech
from poddarkiv.site.postings import pack_places
from poddarkiv.site.speech_places import Meanings, SpeechPlaces
from poddarkiv.site.word_index import WordIndex
from poddarkiv.transcript import Segment, Transcript
from search.conftest import AS_OF, PAGEFIND_160

STRANGE = (
    "LibreOffice och SIP2 på www.exempel.se, Åsa-Lenas don\u2019t 10:30 c/o mid\u2013dash.",
    "Hon sa \u201dcitat\u201d och gick.",
    "Mjukt binde\u00adstreck, \u200bnollbrett, 日本語 och 👋 samt _under_streck & <taggar> i text.",
    "Stöd stöd stod STÖD kamrat-stöd kamratstöd är är ett två tre fyra fem sex sju åtta nio tio.",
)


def index_with(documents: list[Document], folder: Path, injector: PostingsInjector | None) -> Path:
    """Let Pagefind index `documents`, with what is said in them as paragraphs or put in."""
    service = Service()
    try:
        service.ask({"type": "NewIndex", "config": {"force_language": "sv"}})
        for document in documents:
            if injector:
                injector.add(document)
            service.add(document if injector else with_speech(document))
        if injector:
            service.add(injector.words())
        service.ask({"type": "WriteFiles", "index_id": 0, "output_path": str(folder)})
        service.wait()
        settle(folder)
    finally:
        service.kill()
    if injector:
        injector.finish(folder)
    return folder


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")


def words(folder: Path) -> dict[str, Any]:
    """Return each word with its places by page, and those of its spellings."""
    found: dict[str, Any] = {}
    for path in folder.glob("index/*.pf_index"):
        for word, pages, spellings in cbor2.loads(unpacked(path))[0]:
            assert word not in found
            forms = {"": by_page(pages)} | {form: by_page(own) for form, own in spellings}
            if any(forms.values()):
                found[word] = {form: own for form, own in forms.items() if own}
    return found


def by_page(entries: list[Any]) -> dict[int, Any]:
    """Return where a word stands in the text of each page, and in which fields."""
    found: dict[int, Any] = {}
    number = 0
    for step, places, fields in entries:
        number += step
        # Pagefind also notes the words of a page's kind, which stand in no text.
        if places:
            found[number] = places, fields
    return found


def fragments(folder: Path) -> dict[str, Any]:
    pages = [json.loads(unpacked(path)) for path in folder.glob("fragment/*.pf_fragment")]
    for page in pages:
        # Pagefind ends a page with a full stop, and drops spaces without width.
        page["content"] = page["content"].rstrip(".").replace("\u200b", "")
    return {page["url"]: page for page in pages}


def meta(folder: Path) -> list[Any]:
    [path] = folder.glob("*.pf_meta")
    found: list[Any] = cbor2.loads(unpacked(path))
    return found


@pytest.fixture
def documents(archive: Archive, make_episode: Callable[..., Episode]) -> list[Document]:
    """The test archive with an episode of strange words."""
    i18n.use("sv")
    episode = make_episode(slug="099-underligt", title="Underligt", number=99)
    said = Transcript(tuple(Segment(i * 20.0, i * 20.0 + 9, t) for i, t in enumerate(STRANGE)))
    archive = replace(
        archive,
        episodes=(*archive.episodes, episode),
        transcripts={**archive.transcripts, episode.slug: said},
    )
    return list(Corpus(archive, as_of=AS_OF).documents())


@pytest.mark.parametrize("program", [None, PAGEFIND_160], ids=["1.5.2", "1.6.0"])
def test_every_word_stands_where_pagefind_would_put_it(
    program: Path | None,
    documents: list[Document],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if program:
        monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    theirs = index_with(documents, tmp_path / "theirs", None)
    ours = index_with(documents, tmp_path / "ours", PostingsInjector((), tmp_path))

    # Pagefind keeps a word with a soft hyphen twice, once with the hyphen that nobody types.
    typed = {word: found for word, found in words(theirs).items() if word.isprintable()}
    assert words(ours) == typed
    assert fragments(ours) == fragments(theirs)
    assert [page[1:] for page in meta(ours)[1]] == [page[1:] for page in meta(theirs)[1]]
    assert [chunk[:2] for chunk in meta(ours)[2]] == [chunk[:2] for chunk in meta(theirs)[2]]


def test_files_end_where_pagefinds_would(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poddarkiv.site.chunks.CHUNK", 200)
    ours = index_with(documents, tmp_path / "ours", PostingsInjector((), tmp_path))

    chunks = meta(ours)[2]
    assert len(chunks) > 5
    for _first, last, _name in chunks[:-1]:
        assert last
    for (_a, last, _b), (first, _c, _d) in pairwise(chunks):
        assert last < first
        assert last[:-1] == first[: len(last) - 1]


def test_stop_words_are_shown_and_not_indexed(documents: list[Document], tmp_path: Path) -> None:
    ours = index_with(documents, tmp_path / "ours", PostingsInjector(("och", "är"), tmp_path))

    said = fragments(ours)["/avsnitt/099-underligt/"]["content"]
    assert "LibreOffice och SIP2" in said
    [number] = [
        number
        for number, (name, _count) in enumerate(meta(ours)[1])
        if "099-underligt" in unpacked(ours / "fragment" / f"{name}.pf_fragment").decode()
    ]
    assert number not in words(ours)["och"][""]
    assert number in words(ours)["samt"][""]


def test_the_same_text_gives_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    def made(name: str) -> dict[str, bytes]:
        target = tmp_path / name / "pagefind"
        target.parent.mkdir()
        indexer = Indexer(Corpus(archive, as_of=AS_OF), target)
        indexer.start()
        assert indexer.finish()
        files = sorted(path for path in target.rglob("*") if path.is_file())
        return {path.relative_to(target).as_posix(): path.read_bytes() for path in files}

    assert made("first") == made("second") == made("third")


def test_an_archive_where_nothing_is_said_has_an_index(
    documents: list[Document], tmp_path: Path
) -> None:
    silent = [replace(document, speech=None) for document in documents]

    ours = index_with(silent, tmp_path / "ours", PostingsInjector(("och",), tmp_path))

    assert words(ours) == words(index_with(silent, tmp_path / "theirs", None))
    assert len(fragments(ours)) == len(documents)


def index_of(keys: list[tuple[str, str]], *places: Numbers) -> WordIndex:
    """Return an index of words that stand in `places` of pages' own texts."""
    own = np.concatenate(places)
    pages = int((own >> 27 & 0x7FFF).max()) + 1
    none = np.zeros(pages + 1, np.int64)
    said = SpeechPlaces(own, np.zeros(0, np.uint32), none, none[1:], Meanings.of([]))
    return WordIndex.empty().updated(keys, said, {}, none[:0], np.ones(pages, bool))


def one(*place: int) -> Numbers:
    return pack_places(*(np.array([number]) for number in place))


def word_of(index: WordIndex, number: int) -> tuple[int, int, list[Any]]:
    """Return a word's pages, its places and pages, and what a browser reads of it."""
    entries = index.entries
    chosen = np.flatnonzero(entries.keys == number)
    start = int(entries.starts[chosen[0]])
    data = entries.data[start : start + int(entries.sizes[chosen].sum())]
    size = int(entries.counts[chosen].sum()) + len(chosen)
    return len(chosen), size, cbor2.loads(array_head(len(chosen)) + data)


def test_of_a_common_word_some_places_are_kept_on_each_page() -> None:
    many = np.arange(3_000_000)
    full = pack_places(many * 0 + 1, many // 100_000, many * 0 + 24, many % 100_000)

    index = index_of([("a", ""), ("b", ""), ("c", "")], full, one(1, 40, 4, 7), one(2, 0, 24, 5))

    pages, size, found = word_of(index, 1)
    assert pages == 31
    assert size == pytest.approx(10_000, rel=0.02)
    assert [step for step, _places, _fields in found] == [0, *[1] * 29, 11]
    for _step, (weight, first, *steps), _fields in found[:-1]:
        assert (weight, first) == (-25, 0)
        assert set(steps) <= {301, 302}
    assert found[-1][1] == [-5, 7]
    assert word_of(index, 2) == (1, 3, [[0, [-25, 5], []]])
    assert index.names[3:] == [("0b0", "")]
    assert word_of(index, 3)[:2] == (31, 3_000_001 + 31 + 31)


def test_a_word_and_its_spellings_are_fetched_together_and_common_together() -> None:
    many = np.arange(8_000)
    places = [pack_places(many * 0 + key, many * 0, many * 0 + 24, many) for key in (0, 1, 2)]

    index = index_of([("a", ""), ("b", ""), ("b", "ø")], *places)

    sizes = [word_of(index, number)[1] for number in range(4)]
    # What is kept of a common word is a share in steps of 1/32, 3.1 %.
    assert sizes[1] == sizes[2] == pytest.approx(5_000, rel=0.03)
    assert sizes[0] == sizes[3] == 8_002
    assert list(index.common) == ["b"]


def test_a_page_too_long_for_the_index_is_said() -> None:
    with pytest.raises(ValueError, match="room"):
        one(1, 1, 24, 1 << 20)


def test_a_transcript_without_a_word_stops_nothing(
    archive: Archive, make_episode: Callable[..., Episode], tmp_path: Path
) -> None:
    episode = make_episode(slug="099-tyst", title="Tyst", number=99)
    said = Transcript((Segment(0.0, 9.0, "\u00a0"),))
    archive = replace(archive, episodes=(episode,), transcripts={episode.slug: said})
    documents = list(Corpus(archive, as_of=AS_OF).documents())

    folder = index_with(documents, tmp_path / "index", PostingsInjector((), tmp_path))

    assert f"/avsnitt/{episode.slug}/" in fragments(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_speech_that_the_disk_has_no_room_for_is_not_lost_unseen(
    documents: list[Document], tmp_path: Path
) -> None:
    import resource

    said = next(document.speech for document in documents if document.speech)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):  # noqa: PT012
            file = SpeechFile(tmp_path)
            for number in range(20):
                file.write(f"/{number}/", said)
            file.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
