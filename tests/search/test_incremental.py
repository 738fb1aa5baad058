"""An index that follows a change has the bytes of one that is made anew."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.model import Episode, Status
from poddarkiv.search import Corpus
from poddarkiv.site.build_observer import BuildObserver
from poddarkiv.site.index_writer import IndexWriter
from poddarkiv.site.pagefind_service import Service
from poddarkiv.transcript import Segment, Transcript
from search.conftest import AS_OF

NEW = (
    "Kamratstödjaren cyklade till Övertorneå och 1 500 älgar såg på.",
    "Självmedkänsla är inte självömkan, sa Łukasz om e-tjänsten covid-19.",
    "Återhämtning återhämtning aterhamtning ÅTERHÄMTNING och boken om böckerna.",
    "Stödperson stödpersonen bibliotekarien bibliotekarierna bibliotek.",
    "Zebran zebrorna zebrafinken sover aldrig i zebralägret.",
)


class Kept(dict[str, bytes]):
    """A store in memory."""

    def read(self, key: str) -> bytes | None:
        return self.get(key)

    def write(self, key: str, data: bytes) -> None:
        self[key] = data

    def sweep(self) -> None:
        """Keep all."""

    def close(self) -> None:
        """Keep all."""


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    i18n.use("sv")
    yield
    i18n.use("en")


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    """Index an archive; what is kept is used where there is an earlier folder."""
    kept = Kept()
    count = iter(range(1000))

    def run(archive: Archive, previous: Path | None = None, *, store: Kept | None = None) -> Path:
        staging = tmp_path / str(next(count))
        staging.mkdir()
        writer = IndexWriter(
            Corpus(archive, as_of=AS_OF),
            staging,
            language="sv",
            previous=previous,
            observer=BuildObserver(),
            store=kept if store is None else store,
        )
        writer.write()
        writer.end()
        return staging / "index"

    return run


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def edited(archive: Archive, chance: random.Random) -> Archive:
    """Return an archive with one change by chance."""
    slug = chance.choice(sorted(archive.transcripts))
    segments = list(archive.transcripts[slug].segments)
    at = chance.randrange(len(segments) + 1)
    kind = chance.randrange(6)
    if kind == 0 and len(segments) > 1:
        del segments[at - 1]
    elif kind == 1:
        episodes = [
            episode.model_copy(
                update={
                    "title": f"{chance.choice(NEW)[:20]} {chance.randrange(9)}",
                    "summary": chance.choice(NEW),
                }
            )
            if episode.slug == slug
            else episode
            for episode in archive.episodes
        ]
        return replace(archive, episodes=tuple(episodes))
    elif kind == 2:
        episodes = [
            episode.model_copy(
                update={
                    "status": Status.WITHDRAWN
                    if episode.status is Status.PUBLISHED
                    else Status.PUBLISHED
                }
            )
            if episode.slug == slug
            else episode
            for episode in archive.episodes
        ]
        return replace(archive, episodes=tuple(episodes))
    else:
        where = segments[min(at, len(segments) - 1)]
        text = " ".join(chance.sample(f"{where.text} {chance.choice(NEW)}".split(), k=5))
        segments[min(at, len(segments) - 1)] = replace(where, text=text)
    said = replace(archive.transcripts[slug], segments=tuple(segments))
    return replace(archive, transcripts={**archive.transcripts, slug: said})


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_the_index_is_that_of_a_clean_build(
    seed: int,
    archive: Archive,
    build: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So that a small archive has common words, and many files.
    monkeypatch.setattr("poddarkiv.site.word_index.COMMON", 12)
    monkeypatch.setattr("poddarkiv.site.chunks.CHUNK", 40)
    chance = random.Random(seed)
    folder = build(archive)

    for _number in range(8):
        for _change in range(chance.choice((1, 1, 2))):
            archive = edited(archive, chance)
        folder = build(archive, folder)
        assert tree(folder) == tree(build(archive, store=Kept()))


def test_pagefind_reads_only_what_has_changed(
    archive: Archive, build: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    add = Service.add
    monkeypatch.setattr(
        Service, "add", lambda self, document: read.append(document.url) or add(self, document)
    )
    first = build(archive)
    assert len(read) > 5
    read.clear()
    slug = archive.episodes[0].slug
    said = Transcript((*archive.transcripts[slug].segments, Segment(900.0, 909.0, NEW[4])))

    build(replace(archive, transcripts={**archive.transcripts, slug: said}), first)

    assert read == [f"/avsnitt/{slug}/", "/~words/"]


def test_words_that_nobody_says_any_longer_are_not_kept(
    archive: Archive, make_episode: Callable[..., Episode], build: Callable[..., Path]
) -> None:
    episode = make_episode(slug="099-hemligt", title="Hemligt", number=99)
    said = Transcript((Segment(0.0, 9.0, "Zanzibarfararen sov."),))
    transcripts = {**archive.transcripts, episode.slug: said}
    before = replace(archive, episodes=(*archive.episodes, episode), transcripts=transcripts)
    kept = Kept()
    first = build(before, store=kept)
    assert b"zanzibar" in b"".join(kept.values()).lower()
    earlier = set(kept)

    build(archive, first, store=kept)

    [now] = kept.keys() - earlier
    assert b"zanzibar" not in kept[now].lower()


@pytest.mark.parametrize("missing", ["fragment", "index"])
def test_files_that_somebody_has_removed_are_made_anew(
    missing: str, archive: Archive, build: Callable[..., Path]
) -> None:
    first = build(archive)
    for path in (first / missing).iterdir():
        path.unlink()
    slug = archive.episodes[0].slug
    said = Transcript((*archive.transcripts[slug].segments, Segment(900.0, 909.0, NEW[0])))
    archive = replace(archive, transcripts={**archive.transcripts, slug: said})

    assert tree(build(archive, first)) == tree(build(archive, store=Kept()))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "changed": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"!"),
    "added": lambda path: path.with_name(f"x{path.name}").write_bytes(b"x"),
}


@pytest.mark.parametrize("kind", ["fragment", "index"])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_an_index_that_somebody_has_changed_is_not_taken_over(
    damage: Callable[[Path], object], kind: str, archive: Archive, build: Callable[..., Path]
) -> None:
    first = build(archive)
    before = tree(first)
    damage(min((first / kind).iterdir()))

    assert tree(build(archive, first)) == before
