"""A real Chromium over the sample archive, built once and served by our own server."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.listening import EPISODE, PAGE
from chromium import chromium
from poddarkiv.formats import vtt
from poddarkiv.formats.reading import Paragraph, make_paragraphs
from poddarkiv.site.server import application
from sample import ROOT, build, copy_archive
from serving import serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """A built archive that is being served."""

    folder: Path
    address: str
    """Without a slash at the end."""

    def pages(self) -> list[str]:
        """Return the path of every page, as in `/om/`."""
        found = sorted(self.folder.rglob("*.html"))
        return [
            "/" + path.relative_to(self.folder).as_posix().removesuffix("index.html")
            for path in found
            if "pagefind" not in path.parts
        ]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = copy_archive(tmp_path_factory.mktemp("archive") / "arkiv")
    build(root)
    with serving(application(root / "site", root / "media")) as port:
        yield Site(root / "site", f"http://127.0.0.1:{port}")


# Not for the session: two of playwright's loops in one thread refuse each other.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@dataclass
class Seen:
    """What went on in the pages of one test."""

    hosts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def watch(context: BrowserContext, seen: Seen) -> None:
    """Note each request, and everything that a good page does not do."""

    def page(opened: Page) -> None:
        opened.on("pageerror", lambda error: seen.faults.append(f"{opened.url}: {error}"))
        opened.on("dialog", lambda dialog: (seen.faults.append(dialog.message), dialog.dismiss()))
        opened.on(
            "console",
            lambda said: (
                said.type == "error"
                and seen.faults.append(f"{opened.url}: {said.text} {said.location.get('url')}")
            ),
        )

    context.on("request", lambda request: seen.hosts.add(urlsplit(request.url).netloc))
    context.on("page", page)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def context(browser: Browser, site: Site, seen: Seen) -> Iterator[BrowserContext]:
    """Give a fresh browser window; at the end no other host was asked and nothing went wrong."""
    context = browser.new_context(
        base_url=site.address, locale="sv-SE", viewport={"width": 1280, "height": 800}
    )
    context.add_init_script(path=Path(__file__).with_name("probes.js"))
    watch(context, seen)
    yield context
    context.close()
    assert seen.faults == []
    assert {host for host in seen.hosts if host} <= {urlsplit(site.address).netloc}


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def text() -> tuple[Paragraph, ...]:
    """The sample's transcript in the paragraphs of its page."""
    source = ROOT / "episodes" / EPISODE / "transcript.vtt"
    return make_paragraphs(vtt.parse_vtt(source.read_text("utf-8"))[0])


@pytest.fixture
def episode(page: Page) -> Page:
    page.goto(PAGE)
    expect(page.locator("[data-controls]")).to_be_visible()
    return page
