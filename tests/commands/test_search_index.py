"""The index that `poddarkiv search` keeps: nothing but faster, whatever happens to it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.faults import copy_base
from consent.withdrawing import AS_OF, archive, withdraw
from poddarkiv import i18n
from poddarkiv.commands._search_index import FILE, kept_index, make_index
from poddarkiv.errors import SourceError
from poddarkiv.output.partfile import DamagedError, PartFile, write_part_file
from poddarkiv.search.find import find_in_index
from poddarkiv.search.index import SearchIndex, index_parts
from poddarkiv.search.language import language
from running import in_english, poddarkiv
from search.conftest import read_archive
from search.test_queries import TABLE

NOW = datetime.fromisoformat("2026-06-01T12:00:00+02:00")
AT = ("--as-of", NOW.isoformat())


@pytest.fixture
def root(tmp_path):
    return in_english(copy_base(tmp_path))


def search(root: Path, *words: str) -> tuple[int, str, str]:
    done = poddarkiv(root, "search", *words, *AT)
    return done.returncode, done.stdout, done.stderr


class Counting(Mapping[str, bytes]):
    """Parts that count how many of them are read."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self.read: list[str] = []

    def __getitem__(self, name: str) -> bytes:
        self.read.append(name)
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


LOADED = """
import sys
from poddarkiv.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print("loaded" if "poddarkiv.archive" in sys.modules else "kept")
"""


def test_the_second_search_says_the_same_without_loading_the_archive(root):
    command = (sys.executable, "-c", LOADED, "search", "podden", "--root", root, *AT)
    first, second = (
        subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
        for _time in range(2)
    )

    assert first.endswith("loaded\n")
    assert second.endswith("kept\n")
    assert first.removesuffix("loaded\n") == second.removesuffix("kept\n") != ""


def test_a_query_reads_what_it_needs(tmp_path, make_archive, make_episode, make_transcript):
    episodes = [make_episode(slug=f"{n:03}-e", number=n, guid=f"g{n}") for n in range(1, 41)]
    texts = {e.slug: make_transcript((0.0, 9.0, f"Ord{e.number} och stjärna.")) for e in episodes}
    from poddarkiv.search import Corpus

    found = make_archive(episodes=tuple(episodes), transcripts=texts)
    write_part_file(tmp_path / "x", index_parts(Corpus(found, as_of=NOW)))
    parts = Counting(PartFile(tmp_path / "x"))

    [hit] = find_in_index(SearchIndex(parts), "ord7", language("sv")).hits
    assert [moment.anchor for moment in hit.moments] == ["t-0"]
    assert len(parts) > 80
    assert len(parts.read) <= 6
    parts.read.clear()
    assert len(find_in_index(SearchIndex(parts), "stjärna", language("sv")).hits) == 40
    assert len(parts.read) <= 5


CHANGES: dict[str, Callable[[Path], object]] = {
    "a title": lambda root: edit(
        root / "episodes/001-start/episode.yml", "title: ", "title: Zebra "
    ),
    "what is said": lambda root: (root / "episodes/001-start/transcript.vtt").write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nEn zebra.\n", "utf-8"
    ),
    "a new page": lambda root: (root / "content/djur.md").write_text(
        "---\ntitle: Zebra\n---\nEtt djur.\n", "utf-8"
    ),
}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_found(root, change):
    assert search(root, "zebra")[0] == 1

    CHANGES[change](root)
    stamp = (root / "episodes/show.yml").stat().st_mtime
    for path in (p for p in root.rglob("*") if p.is_file() and ".poddarkiv" not in p.parts):
        os.utime(path, (stamp, stamp))

    assert search(root, "zebra")[0] == 0


def test_a_fault_is_told_though_an_index_is_there(root):
    search(root, "podden")
    edit(root / "episodes/001-start/episode.yml", "title: ", "titel: ")

    code, out, err = search(root, "podden")
    assert (code, out) == (1, "")
    assert "episodes/001-start/episode.yml" in err
    with pytest.raises(SourceError):
        make_index(root, NOW, drafts=False)


def test_what_is_scheduled_is_found_on_its_day_and_drafts_when_asked_for(root):
    edit(root / "episodes/001-start/episode.yml", "title: ", "title: Zebra ")
    edit(
        root / "episodes/001-start/episode.yml",
        "published: ",
        "published: 2026-07-01T06:00:00+02:00 #",
    )
    assert search(root, "zebra")[0] == 1

    assert poddarkiv(root, "search", "zebra", *AT, "--drafts").returncode == 0
    assert poddarkiv(root, "search", "zebra", "--as-of", "2026-07-02").returncode == 0
    assert search(root, "zebra")[0] == 1


def test_who_takes_consent_back_leaves_the_index(tmp_path):
    root = archive(tmp_path)
    assert poddarkiv(root, "search", "pelargonior", "--as-of", AS_OF).returncode == 0
    assert "pelargon" in (root / FILE).read_bytes().decode("utf-8", "ignore").lower()

    withdraw(root)

    assert poddarkiv(root, "search", "pelargonior", "--as-of", AS_OF).returncode == 1
    kept = (root / FILE).read_bytes().decode("utf-8", "ignore").lower()
    assert "exempelsson" not in kept
    assert "pelargon" not in kept


def test_a_consent_that_runs_out_changes_the_index(tmp_path):
    root = archive(tmp_path)
    guest = root / "content/gaster/kim-exempelsson.md"
    edit(guest, "consent:\n", "consent:\n  until: 2026-06-30\n")
    days = ("2026-06-30", "2026-07-01", "2026-06-30")

    codes = [poddarkiv(root, "search", "pelargonior", "--as-of", day).returncode for day in days]

    assert codes == [0, 1, 0]


def test_a_damaged_index_answers_as_none(root):
    wanted = search(root, "podden")
    whole = (root / FILE).read_bytes()

    # Each eighth of the file in turn, its end cut off, and something else in its place.
    step = len(whole) // 8
    damaged = [
        whole[: at * step] + bytes(b ^ 0x55 for b in whole[at * step : at * step + step])
        + whole[at * step + step :]
        for at in range(8)
    ]  # fmt: skip
    for content in (*damaged, whole[: len(whole) // 2], b"", b"SQLite format 3\0"):
        (root / FILE).write_bytes(content)
        assert search(root, "podden") == wanted


def test_no_byte_of_a_part_changes_unseen(tmp_path):
    file = tmp_path / "parts"
    write_part_file(file, [("ord", b"stjerna" * 20), ("annat", b"zebra" * 20)])
    assert PartFile(file)["ord"] == b"stjerna" * 20
    assert list(PartFile(file)) == ["annat", "ord"]

    file.write_bytes(file.read_bytes().replace(b"stjerna", b"stjarna", 1))

    with pytest.raises(DamagedError):
        PartFile(file)["ord"]
    assert PartFile(file)["annat"] == b"zebra" * 20
    with pytest.raises(DamagedError):
        PartFile(file)["inget"]


def test_the_answer_is_the_same_where_nothing_can_be_kept(root):
    wanted = search(root, "podden")
    shutil.rmtree(root / ".poddarkiv")
    (root / ".poddarkiv").write_text("in the way", "utf-8")

    assert search(root, "podden") == wanted
    assert (root / ".poddarkiv").read_text("utf-8") == "in the way"


def test_an_index_of_another_version_is_made_anew(root):
    wanted = search(root, "podden")
    parts = dict(PartFile(root / FILE))
    about = parts["about"].replace(b'"made_of": ["', b'"made_of": ["0')
    write_part_file(root / FILE, (parts | {"about": about, "words": b"other"}).items())

    assert search(root, "podden") == wanted
    assert dict(PartFile(root / FILE)) == parts


def test_the_moment_counts_by_its_own_day(root):
    i18n.use("en")
    make_index(root, datetime(2026, 6, 1, tzinfo=UTC), drafts=False)

    assert kept_index(root, datetime(2026, 6, 2, tzinfo=UTC), drafts=False) is not None
    assert kept_index(root, datetime(2026, 6, 2, tzinfo=UTC), drafts=True) is None
    assert kept_index(root, datetime(2001, 6, 2, tzinfo=UTC), drafts=False) is None


def test_kept_and_made_anew_answer_alike(tmp_path, make_archive):
    from poddarkiv.search import Corpus

    corpus = Corpus(read_archive(make_archive().show), as_of=NOW)
    anew = SearchIndex(dict(index_parts(corpus)))
    write_part_file(tmp_path / "x", index_parts(corpus))
    kept = SearchIndex(PartFile(tmp_path / "x"))

    assert len(TABLE) > 250
    for query in (row["query"] for row in TABLE):
        assert answers(kept, query) == answers(anew, query)


def answers(index: SearchIndex, query: str) -> tuple[object, ...]:
    found = find_in_index(index, query, language("sv"))
    hits = [(hit.url, hit.moments, hit.reasons) for hit in found.hits]
    return hits, found.words, found.some, found.by
