"""A link to an episode by its former name."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.conftest import Site
from browser.listening import EPISODE, PAGE, at
from poddarkiv.site.server import application
from sample import build, copy_archive
from serving import serving

FORMER = "/avsnitt/001-kamratstod/"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the sample archive after a change of an episode's name."""
    root = copy_archive(tmp_path_factory.mktemp("renamed") / "arkiv")
    lock = root / "episodes" / EPISODE / "episode.lock.yml"
    text = lock.read_text("utf-8")
    assert "former: []" in text
    lock.write_text(text.replace("former: []", f"former: [{FORMER.strip('/')}/]"), "utf-8")
    build(root)
    with serving(application(root / "site", root / "media")) as port:
        yield Site(root / "site", f"http://127.0.0.1:{port}")


@pytest.fixture
def opened(browser: Browser, moved: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=moved.address, locale="sv-SE")
    yield context
    context.close()


@pytest.mark.parametrize("fragment", ["#t-15", "#t=15", "#utskrift", ""])
def test_words_and_place_are_kept(opened: BrowserContext, moved: Site, fragment: str) -> None:
    page = opened.new_page()
    page.goto(f"{FORMER}?q=st%C3%B6d{fragment}")

    page.wait_for_url(f"{moved.address}{PAGE}?q=st%C3%B6d{fragment}")
    if fragment.startswith("#t"):
        at(page, 15)
    expect(page.locator("mark[data-hit]").first).to_be_attached()
    # Back is where one came from, not the former address that leads on again.
    assert page.evaluate("history.length") == 2


def test_without_scripts_a_page_in_the_language_of_the_archive_leads_on(
    browser: Browser, moved: Site
) -> None:
    context = browser.new_context(base_url=moved.address, java_script_enabled=False)
    page = context.new_page()
    html = context.request.get(FORMER).text()
    page.goto(FORMER)

    page.wait_for_url(f"{moved.address}{PAGE}")
    assert '<html lang="sv"' in html
    assert "Sidan har flyttat" in html
    context.close()
