"""Templates of an archive that were made for Material's base go on working in our skeleton."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from lxml import html

from poddarkiv.commands.build import draw_site
from poddarkiv.load import load_archive
from poddarkiv.site.job import Job

BASE = Path(__file__).parents[1] / "checks" / "base"
OVERRIDES = {
    "main.html": """{% extends "base.html" %}
{% block announce %}Vi flyttar.{% endblock %}
{% block extrahead %}{{ super() }}<meta name="egen" content="ja">{% endblock %}
{% block content %}{{ super() }}<p id="sist">Sist.</p>{% endblock %}
{% block tabs %}<p>Flikar.</p>{% endblock %}
""",
    "404.html": """{% extends "main.html" %}
{% block content %}<h1>Borta</h1>{% endblock %}
""",
    "pod/identity.html": "<meta name='identitet' content='ja'>",
    "assets/extra.css": "p { color: red }",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an archive with them, and with a page that MkDocs alone knows."""
    root = tmp_path_factory.mktemp("overrides") / "arkiv"
    shutil.copytree(BASE, root)
    for name, text in OVERRIDES.items():
        path = root / "overrides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "content/mapp").mkdir()
    (root / "content/mapp/sida.md").write_text("# Sidan\n\nText.\n", "utf-8")
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("  language: sv", "  custom_dir: overrides")
    settings.write_text(f"{text}\nextra_css: [assets/extra.css]\n", "utf-8")
    draw_site(
        root, root / "site", Job(load_archive(root), datetime.fromisoformat("2026-06-01T12:00Z"))
    )
    return root / "site"


def page(site: Path, path: str) -> html.HtmlElement:
    return html.fromstring((site / path).read_text("utf-8"))


def test_blocks_of_materials_base_show_on_the_pages_that_mkdocs_alone_knows(site):
    drawn = page(site, "mapp/sida/index.html")

    assert drawn.xpath("string(//body/aside[@class='pod-announce'])").strip() == "Vi flyttar."
    assert drawn.xpath("//head/meta[@name='egen']/@content") == ["ja"]
    assert drawn.xpath("//main//h1/text()") == ["Sidan"]
    assert drawn.xpath("//main//p/text()") == ["Text.", "Sist."]
    assert "Flikar" not in drawn.text_content()


def test_other_pages_are_not_changed_by_them(site):
    drawn = page(site, "avsnitt/001-start/index.html")

    assert drawn.xpath("//aside[@class='pod-announce'] | //meta[@name='egen']") == []
    assert drawn.xpath("//meta[@name='identitet']/@content") == ["ja"]


def test_the_page_for_what_is_not_found_may_extend_main(site):
    assert page(site, "404.html").xpath("//main//h1/text()") == ["Borta"]


@pytest.mark.parametrize("path", ["index.html", "mapp/sida/index.html", "404.html"])
def test_a_style_sheet_of_the_settings_comes_after_ours(site, path):
    sheets = page(site, path).xpath("//link[@rel='stylesheet']/@href")

    assert [sheet.rpartition("/")[2] for sheet in sheets] == [
        "base.css",
        "player.css",
        "search.css",
        "extra.css",
    ]


def test_a_page_has_one_skip_link_and_one_main(site):
    for path in ("index.html", "mapp/sida/index.html"):
        drawn = page(site, path)
        assert len(drawn.xpath("//a[@href='#innehall']")) == 1
        assert len(drawn.xpath("//main[.//*[@id='innehall']]")) == 1
