"""Every page: nothing from elsewhere, nothing sideways, all there without JavaScript."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import Seen, Site
from browser.kinds import KINDS

PHONE = {"width": 320, "height": 640}
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""
"""WCAG 1.4.12."""


def test_no_page_asks_another_host_or_goes_wrong(
    site: Site, page: Page, context: BrowserContext, seen: Seen
) -> None:
    missing: list[str] = []
    context.on("response", lambda r: r.status >= 400 and missing.append(f"{r.status} {r.url}"))
    pages = site.pages()
    for path in pages:
        page.goto(path)
    page.wait_for_timeout(300)

    # What was asked of whom is judged when the window closes (conftest.context).
    assert len(pages) >= len(KINDS)
    assert missing == []


def test_every_link_within_the_site_leads_somewhere(site: Site, context: BrowserContext) -> None:
    known: dict[str, int] = {}
    dead: set[str] = set()
    for path in site.pages():
        address = f"{site.address}{path}"
        tree = html.parse(
            site.folder / path.lstrip("/") / ("index.html" if path[-1] == "/" else "")
        )
        hrefs = {urldefrag(urljoin(address, href)).url for href in tree.xpath("//@href | //@src")}
        for href in sorted(href for href in hrefs if href.startswith(site.address)):
            if href not in known:
                known[href] = context.request.head(href).status
            if known[href] != 200:
                dead.add(f"{path} → {href}")

    assert len(known) > 50
    assert sorted(dead) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_goes_sideways_on_a_phone(page: Page, kind: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(KINDS[kind])
    assert page.evaluate("probe.sideways()") == []

    page.add_style_tag(content=SPACING)
    assert page.evaluate("probe.sideways()") == []
    assert page.evaluate("probe.cut()") == []


@pytest.fixture
def plain(browser: Browser, site: Site) -> Page:
    """A browser that runs no scripts."""
    context = browser.new_context(
        base_url=site.address, java_script_enabled=False, viewport=PHONE, locale="sv-SE"
    )
    return context.new_page()


@pytest.mark.parametrize("kind", ["episode", "article", "topic", "home", "glossary"])
def test_a_long_compound_does_not_widen_the_page(page: Page, kind: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(KINDS[kind])
    page.evaluate(
        """() => {
            const titles = document.querySelectorAll("h1, h2, h3, .pod-card__title a, dt, summary")
            for (const title of titles) title.append(" Brukarinflytandesamordnarutbildningen")
        }"""
    )

    assert page.evaluate("probe.sideways()") == []


def test_times_lead_to_the_text_without_javascript(plain: Page) -> None:
    plain.goto(KINDS["episode"])
    plain.locator("[data-chapters] a").last.click()
    begun = plain.url.partition("#")[2]

    expect(plain.locator(f"#{begun}")).to_be_in_viewport()
    plain.locator("a.tid").nth(2).click()
    expect(plain.locator("a.tid").nth(2)).to_be_in_viewport()


def test_an_episode_is_whole_without_javascript(plain: Page) -> None:
    plain.goto(KINDS["episode"])

    audio = plain.locator("pod-player audio")
    expect(audio).to_be_visible()
    assert audio.get_attribute("controls") is not None
    assert audio.get_attribute("preload") == "none"
    source = audio.get_attribute("src") or ""
    answer = plain.request.get(
        f"{plain.url}{source}" if not source.startswith("/") else source,
        headers={"Range": "bytes=0-9"},
    )
    assert answer.status == 206
    expect(plain.locator("[data-transcript]")).to_contain_text("Peer support är stöd från någon")
    expect(plain.locator("[data-chapters] a").first).to_be_visible()
    expect(plain.locator("[data-controls]")).to_be_hidden()
    expect(plain.locator("[data-pod-dock]")).to_be_hidden()
    expect(plain.locator("a[href$='transcript.vtt']")).to_be_visible()


def test_a_time_in_the_transcript_leads_to_its_paragraph_without_javascript(plain: Page) -> None:
    plain.set_viewport_size({"width": 800, "height": 300})
    plain.goto(KINDS["episode"])
    link = plain.locator("[data-transcript] a.tid").last
    anchor = link.get_attribute("id") or ""
    plain.goto(f"{KINDS['episode']}#{anchor}")

    expect(link).to_be_in_viewport()


@pytest.mark.parametrize("kind", KINDS)
def test_the_way_on_is_there_without_javascript(plain: Page, kind: str) -> None:
    plain.goto(KINDS[kind])

    expect(plain.locator("h1").first).to_be_visible()
    hrefs = [link.get_attribute("href") or "" for link in plain.locator("a[href]").all()]
    paths = {urlsplit(urljoin(plain.url, href)).path for href in hrefs}
    assert {"/", "/avsnitt/", "/artiklar/", "/prenumerera/", "/tillganglighet/"} <= paths


def test_the_menu_opens_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.locator("[data-pod-menu] > summary").click()

    expect(plain.locator("[data-pod-menu] a[href$='artiklar/']")).to_be_visible()


def test_the_feed_address_can_be_read_and_copied_by_hand(plain: Page) -> None:
    plain.goto(KINDS["subscribe"])

    assert re.search(r"https://\S+/feed\.xml", plain.locator("main").inner_text())


def test_the_feed_address_is_copied_by_a_button(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(KINDS["subscribe"])
    button = page.locator("main [data-copy]").first
    expect(button).to_have_accessible_name("Kopiera adressen")
    button.click()
    # It is copied when the button says so, not when it is pressed.
    expect(button).to_have_text(button.get_attribute("data-copied") or "?")

    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/feed.xml")
    assert copied in page.locator("main").inner_text()


def test_an_article_and_a_transcript_print_well(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(KINDS["episode"])

    expect(page.locator("[data-transcript]")).to_be_visible()
    for hidden in ("[data-controls]", "[data-pod-dock]", "audio", "header nav", "pod-search"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
    assert page.evaluate("probe.sideways()") == []
    colours = page.evaluate(
        "['color', 'backgroundColor'].map((c) => getComputedStyle(document.body)[c])"
    )
    assert colours[1] in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert page.pdf()[:4] == b"%PDF"


def test_print_is_dark_on_white_for_those_who_read_white_on_dark(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(KINDS["article"])

    text, ground = page.evaluate(
        """() => {
            const shade = (c) => c.match(/[\\d.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0)
            const style = getComputedStyle(document.querySelector("main p"))
            const clear = getComputedStyle(document.body).backgroundColor
            return [shade(style.color), clear === "rgba(0, 0, 0, 0)" ? 765 : shade(clear)]
        }"""
    )
    # At least 4.5:1 on white.
    assert text < 3 * 0x77
    assert ground == 765
