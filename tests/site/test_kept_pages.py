"""Pages that go on into the new site as the last build drew them."""

from datetime import datetime
from pathlib import Path

import pytest

from checks.faults import copy_base
from poddarkiv.commands.build import build
from poddarkiv.load.transcripts import LazyTranscripts
from poddarkiv.site import assembly
from poddarkiv.site.kept_pages import PageReads, TrackedTranscripts
from soak.edits import without_index

AS_OF = datetime.fromisoformat("2026-11-21T12:00:00+01:00")
TRANSCRIPT = "episodes/001-start/transcript.vtt"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that builds draw from now on."""
    addresses: list[str] = []
    draw = assembly.draw_pages

    def noted(pages, *args, **choices):
        addresses.extend(pages)
        draw(pages, *args, **choices)

    monkeypatch.setattr(assembly, "draw_pages", noted)
    return addresses


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive that has been built."""
    root = copy_base(tmp_path)
    with without_index():
        build(root, AS_OF)
    return root


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_of_a_changed_transcript_only_pages_that_show_it_are_drawn(root, drawn):
    page = root / "site/avsnitt/001-start/index.html"
    other = root / "site/gaster/ada-berg/index.html"
    before = other.stat().st_ino
    edit(root / TRANSCRIPT, "välkommen", "god kväll")

    with without_index():
        build(root, AS_OF)

    # The front page plays the newest episode that can be heard, with its chapters.
    assert set(drawn) == {"", "avsnitt/001-start/"}
    assert "god kväll" in page.read_text("utf-8")
    assert "god kväll" in page.with_name("transcript.txt").read_text("utf-8")
    assert other.stat().st_ino == before


def test_whatever_else_changes_all_is_drawn(root, drawn):
    edit(root / "episodes/002-mitt/episode.yml", "title: ", "title: Nu ")

    with without_index():
        build(root, AS_OF)

    assert {"", "avsnitt/001-start/", "gaster/ada-berg/"} <= set(drawn)


def test_a_site_that_somebody_changed_is_drawn_whole(root, drawn):
    edit(root / TRANSCRIPT, "välkommen", "god kväll")
    (root / "site/index.html").write_text("mine")

    with without_index():
        build(root, AS_OF)

    assert len(drawn) > 1
    assert (root / "site/index.html").read_text() != "mine"


def test_a_page_that_shows_another_s_transcript_is_drawn_with_it(root, drawn, monkeypatch):
    render = assembly.PageRenderer.render_page
    prepare = assembly.SiteAssembly.__init__
    sites: list[assembly.SiteAssembly] = []

    def curious(self, address, page):
        if address == "gaster/ada-berg/":
            _read = sites[-1].job.archive.transcripts["001-start"]
        return render(self, address, page)

    def noted(self, *args, **choices):
        prepare(self, *args, **choices)
        sites.append(self)

    monkeypatch.setattr(assembly.SiteAssembly, "__init__", noted)
    monkeypatch.setattr(assembly.PageRenderer, "render_page", curious)
    with without_index():
        build(root, AS_OF, clean=True)
        drawn.clear()
        edit(root / TRANSCRIPT, "välkommen", "god kväll")
        build(root, AS_OF)

    assert set(drawn) == {"", "avsnitt/001-start/", "gaster/ada-berg/"}


def test_a_digest_of_a_transcript_is_told_without_reading_it(tmp_path) -> None:
    known = LazyTranscripts(copy_base(tmp_path))
    slug = next(iter(known))
    noted = TrackedTranscripts(known, PageReads())

    assert noted.digest is not None
    assert noted.digest(slug) == known.digest(slug)
    assert known._read == {}


def test_without_room_for_what_pages_read_nothing_of_it_is_known(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("tempfile._candidate_tempdir_list", lambda: ["/dev/null"])

    reads = PageReads()
    with reads.drawing("avsnitt/001-start/"):
        reads.record("002-mitt")

    assert reads.by_address() is None
