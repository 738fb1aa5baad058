"""What the plugin makes of MkDocs' own settings, and of pages that only MkDocs knows."""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from mkdocs.theme import Theme

from poddarkiv.commands.build import draw_site
from poddarkiv.load import load_archive
from poddarkiv.site.job import Job
from poddarkiv.site.settings import theme_language

BASE = Path(__file__).parents[1] / "checks" / "base"
SETTINGS = """
site_name: Test
site_url: https://podd.example.org/arkiv/
docs_dir: content
repo_url: https://git.example.org/podd/arkiv
edit_uri: edit/main/content/
theme: {name: material, language: sv, font: false}
plugins: [poddarkiv]
nav:
  - Lyssna: avsnitt/index.md
  - Mer:
    - Mapp: mapp/sida.md
  - Annat: https://example.org/
"""
FOREIGN = """---
title: Sidan
---

# Sidan

# Mer

[om](../om.md) [avsnittet](../avsnitt/001-start.md) <script>pwn()</script>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site in a folder of its host, with a menu and a page of MkDocs' own."""
    root = tmp_path_factory.mktemp("arkiv") / "arkiv"
    shutil.copytree(BASE, root)
    (root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (root / "content/mapp").mkdir()
    (root / "content/mapp/sida.md").write_text(FOREIGN, "utf-8")
    (root / "content/bilder").mkdir()
    (root / "content/bilder/dorr.txt").write_text("x", "utf-8")
    job = Job(load_archive(root), datetime.fromisoformat("2026-06-01T12:00:00+02:00"))
    # Strict: MkDocs finds every page that its menu and texts name.
    draw_site(root, root / "site", job, strict=True)
    return root / "site"


def test_the_menu_is_the_one_of_mkdocs_when_there_is_one(site):
    page = (site / "om/index.html").read_text("utf-8")
    menu = page[page.index('<nav class="pod-nav"') : page.index("</nav>")]

    assert '<a href="../avsnitt/">Lyssna</a>' in menu
    assert '<a href="../mapp/sida/">Mapp</a>' in menu
    assert '<a href="https://example.org/">Annat</a>' in menu


def test_what_is_not_out_yet_is_not_in_the_menu(tmp_path: Path, capfd):
    root = shutil.copytree(BASE, tmp_path / "arkiv")
    entries = "  - Nytt: avsnitt/002-mitt.md\n  - Fler:\n    - Snart: avsnitt/002-mitt.md\n"
    entries += "    - Först: avsnitt/001-start.md\n"
    (root / "mkdocs.yml").write_text(
        SETTINGS.replace("  - Mer:\n    - Mapp: mapp/sida.md\n", entries), "utf-8"
    )
    job = Job(load_archive(root), datetime.fromisoformat("2026-03-15T12:00:00+02:00"))

    # Strict: MkDocs does not miss the page either.
    draw_site(root, root / "site", job, strict=True)

    page = (root / "site/index.html").read_text("utf-8")
    menu = page[page.index('<nav class="pod-nav"') : page.index("</nav>")]
    assert re.findall("<a href[^>]*>([^<]+)<", menu) == ["Lyssna", "Först", "Annat"]
    assert "002-mitt" not in page


@pytest.mark.parametrize("language", ["en", "en-GB", "he", "pt-BR", "ga", "sv-FI"])
def test_every_page_is_in_the_language_of_the_show(tmp_path: Path, language: str) -> None:
    # As where somebody changed it in show.yml: mkdocs.yml says sv.
    root = _drawn(tmp_path, language)

    pages = [*root.glob("site/**/index.html"), root / "site/404.html"]
    assert {re.search("<html[^>]*>", page.read_text("utf-8"))[0] for page in pages} == {
        f'<html lang="{language}">'
    }


@pytest.mark.parametrize(
    ("language", "texts"),
    [("sv", "sv"), ("pt-br", "pt-BR"), ("en-GB", "en"), ("zh-Hant", "zh-Hant"), ("ga", "en")],
)
def test_material_has_its_own_texts_in_the_nearest_language(language: str, texts: str) -> None:
    assert theme_language(Theme(name="material"), language) == texts


def test_a_show_in_hebrew_is_read_from_the_right(tmp_path: Path) -> None:
    page = _drawn(tmp_path, "he") / "site/avsnitt/001-start/index.html"

    assert '<body dir="rtl"' in page.read_text("utf-8")


def _drawn(tmp_path: Path, language: str) -> Path:
    """Return the folder of an archive in `language`, drawn."""
    root = tmp_path / "arkiv"
    shutil.copytree(BASE, root)
    show = root / "episodes/show.yml"
    text = show.read_text("utf-8").replace("language: sv", f"language: {language}")
    show.write_text(text, "utf-8")
    job = Job(load_archive(root), datetime.fromisoformat("2026-06-01T12:00:00+02:00"))

    draw_site(root, root / "site", job)
    return root


def test_a_page_that_only_mkdocs_knows_has_the_same_frame_and_is_as_harmless(site):
    page = (site / "mapp/sida/index.html").read_text("utf-8")

    assert page.count("<h1") == 1
    assert "<h2>Mer</h2>" in page
    assert 'href="../../om/"' in page
    assert 'href="../../avsnitt/001-start/"' in page
    assert "pwn" not in page


def test_the_page_for_what_is_not_found_works_at_any_depth(site):
    page = (site / "404.html").read_text("utf-8")

    assert 'href="/arkiv/assets/pod/css/base.css"' in page
    assert 'href="/arkiv/avsnitt/"' in page
    assert "//avsnitt" not in page


def test_the_player_knows_its_page_below_the_sites_folder(site):
    page = (site / "avsnitt/001-start/index.html").read_text("utf-8")

    assert 'data-page="/arkiv/avsnitt/001-start/"' in page


def test_edit_links_lead_to_the_files_that_people_write(site):
    base = "https://git.example.org/podd/arkiv/edit/main"

    episode = (site / "avsnitt/001-start/index.html").read_text("utf-8")
    assert f'href="{base}/episodes/001-start/episode.yml"' in episode
    assert f'data-edit="{base}/episodes/001-start/transcript.vtt"' in episode
    article = (site / "artiklar/vad-ar-stod/index.html").read_text("utf-8")
    assert f'href="{base}/content/artiklar/vad-ar-stod.md"' in article


def test_each_paragraph_knows_its_line_in_the_transcript(site):
    page = (site / "avsnitt/001-start/index.html").read_text("utf-8")
    lines = (BASE / "episodes/001-start/transcript.vtt").read_text("utf-8").splitlines()
    number = int(page.partition('data-line="')[2].partition('"')[0])

    assert "-->" in lines[number - 1]


def test_files_beside_the_texts_are_copied_and_data_files_are_not(site):
    assert (site / "bilder/dorr.txt").is_file()
    assert not list(site.rglob("*.yml"))


def test_the_menu_marks_where_the_reader_is(site):
    def marks(path):
        page = (site / path).read_text("utf-8")
        menu = page[page.index('<nav class="pod-nav"') : page.index("</nav>")]
        return re.findall(r'aria-current="(\w+)">([^<]+)<', menu)

    # The frame is drawn once for all pages where it looks the same.
    assert marks("avsnitt/index.html") == [("page", "Lyssna")]
    assert marks("avsnitt/001-start/index.html") == [("true", "Lyssna")]
    assert marks("avsnitt/002-mitt/index.html") == [("true", "Lyssna")]
    assert marks("gaster/ada-berg/index.html") == []
    assert marks("index.html") == []
