"""What `serve` shows before the whole site is built: the pages of the file that changed."""

from pathlib import Path

import pytest

from poddarkiv.commands._preview import draw_pages, pages_of
from poddarkiv.errors import SourceError
from sample import build, copy_archive

EPISODE = "episodes/001-vad-ar-peer-support"
PAGE = "avsnitt/001-vad-ar-peer-support/"


@pytest.mark.parametrize(
    ("changed", "pages"),
    [
        ([f"{EPISODE}/episode.yml"], {PAGE}),
        ([f"{EPISODE}/transcript.vtt", "content/om.md"], {PAGE, "om/"}),
        (["content/artiklar/sa-borjade-det.md"], {"artiklar/sa-borjade-det/"}),
        (["content/gaster/ada.md"], {"gaster/ada/"}),
        ([f"{EPISODE}/episode.yml", "mkdocs.yml"], set()),
        (["content/ordlista.yml"], set()),
        (["content/index.md"], set()),
        (["overrides/assets/identity.css"], set()),
        ([f"episodes/00{n}-a/episode.yml" for n in range(5)], set()),
        ([], set()),
    ],
)  # fmt: skip
def test_what_is_drawn_at_once(changed: list[str], pages: set[str]) -> None:
    assert pages_of(changed) == pages


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_archive(tmp_path_factory.mktemp("preview") / "arkiv")
    build(root)
    return root


def draw(root: Path, *changed: str) -> bool:
    return draw_pages(root, root / "site", pages_of(changed), drafts=False)


def files(root: Path) -> dict[str, bytes]:
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_a_corrected_transcript_is_in_the_page_and_beside_it_and_nowhere_else(root: Path) -> None:
    before = files(root)
    text = root / EPISODE / "transcript.vtt"
    text.write_text(text.read_text("utf-8").replace("syntetisk", "konstgjord"), "utf-8")

    assert draw(root, f"{EPISODE}/transcript.vtt")
    after = files(root)
    changed = {name for name in after if before.get(name) != after[name]}
    names = ("index.html", "transcript.json", "transcript.srt", "transcript.txt", "transcript.vtt")
    assert changed == {f"{PAGE}{name}" for name in names}
    assert all(b"konstgjord" in after[name] for name in changed)
    assert set(after) == set(before)


@pytest.mark.slow
def test_the_page_drawn_at_once_is_the_one_that_the_build_writes(root: Path) -> None:
    name = "content/artiklar/sa-borjade-det.md"
    page = root / "site/artiklar/sa-borjade-det/index.html"
    (root / name).write_text((root / name).read_text("utf-8") + "\nSlut.\n", "utf-8")

    assert draw(root, name)
    at_once = page.read_text("utf-8")
    build(root)
    assert page.read_text("utf-8") == at_once


@pytest.mark.slow
def test_a_fault_leaves_the_page_as_it_was(root: Path) -> None:
    page = root / "site/avsnitt/002-vad-sager-forskningen/index.html"
    before = page.read_bytes()
    path = root / "episodes/002-vad-sager-forskningen/episode.yml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("topics: [", "topics: [finns-inte, "), "utf-8")

    with pytest.raises(SourceError, match="finns-inte"):
        draw(root, "episodes/002-vad-sager-forskningen/episode.yml")
    path.write_text(good, "utf-8")
    assert page.read_bytes() == before


def test_a_page_that_the_site_lacks_waits_for_the_build(root: Path) -> None:
    assert not draw(root, "episodes/099-ny/episode.yml")
