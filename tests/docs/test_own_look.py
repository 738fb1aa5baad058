"""An archive with the pages, the menu and the look that the handbook shows."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from checks import faults
from commands.running import poddarkiv
from docs import handbook

MARK = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an archive with every block of both pages in it; return its site."""
    root = faults.copy_base(tmp_path_factory.mktemp("utseende"))
    for block in (block for kind in ("yaml", "html", "css") for block in handbook.blocks(kind)):
        if block.page in {"egna-sidor.md", "utseende.md"} and not block.text.startswith("# fel: "):
            handbook.write(root, block)
    (root / "overrides/assets/logotyp.svg").write_text(MARK, "utf-8")
    run = poddarkiv("build", "--as-of", "2026-11-21T12:00:00+01:00", cwd=root)
    assert run.returncode == 0, run.stderr
    assert "nav:" not in run.stdout + run.stderr
    return root / "site"


def page(site: Path, path: str) -> html.HtmlElement:
    return html.fromstring((site / path).read_text("utf-8"))


@pytest.mark.slow
def test_the_menu_is_the_one_that_was_written_and_leads_somewhere(site):
    links = page(site, "index.html").xpath("//nav[@class='pod-nav']//a")

    assert [(link.text, link.get("href")) for link in links] == [
        ("Avsnitt", "avsnitt/"),
        ("Artiklar", "artiklar/"),
        ("Ämnen", "amnen/"),
        ("Lyssna tillsammans", "lyssna-tillsammans/"),
        ("Föreningen", "https://www.example.org/"),
    ]
    for link in links[:-1]:
        assert (site / link.get("href") / "index.html").is_file()


@pytest.mark.slow
def test_a_page_of_ones_own_is_there_with_its_links(site):
    text = page(site, "lyssna-tillsammans/index.html")

    assert text.findtext(".//h1") == "Lyssna tillsammans"
    assert text.xpath("//div[@class='pod-prose']//a/@href") == ["../"]


@pytest.mark.slow
def test_logo_and_colours_are_on_every_page(site):
    for path in ("index.html", "avsnitt/001-start/index.html"):
        drawn = page(site, path)
        named = drawn.xpath("//header//img/@src | //link[contains(@href, 'identitet')]/@href")
        assert [Path(name).name for name in named] == ["identitet.css", "logotyp.svg"]
        for name in named:
            assert (site / path / ".." / name).resolve().is_file()


@pytest.mark.slow
def test_a_notice_is_on_every_page_and_leads_to_one(site):
    for path in ("index.html", "avsnitt/001-start/index.html"):
        (notice,) = page(site, path).xpath("//body/aside[@aria-label='Meddelande']")
        (target,) = notice.xpath(".//a/@href")
        assert (site / path / ".." / target / "index.html").resolve().is_file()


@pytest.mark.slow
def test_a_template_takes_the_place_of_the_tools(site):
    assert page(site, "404.html").findtext(".//h1") == "Sidan finns inte"


def test_the_names_of_colours_and_letters_are_the_tools():
    text = (handbook.HANDBOOK / "utseende.md").read_text("utf-8")
    sheet = handbook.ROOT / "scripts/poddarkiv/assets/css/base.css"
    named = set(re.findall(r"--pod-[a-z0-9-]+", text))

    assert len(named) >= 10
    assert named <= set(re.findall(r"--pod-[a-z0-9-]+(?=:)", sheet.read_text("utf-8")))


def test_the_tools_templates_are_where_the_page_says():
    text = (handbook.HANDBOOK / "utseende.md").read_text("utf-8")
    (line,) = re.findall(r"`(python -c [^`]+)`", text)

    command = [sys.executable, *shlex.split(line)[1:]]
    folder = Path(subprocess.check_output(command, encoding="utf-8").strip())

    assert (folder / "templates/404.html").is_file()
    assert (folder / "assets/css/base.css").is_file()
