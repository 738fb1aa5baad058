"""Whatever people write is text: no page runs it, and none holds anything active of theirs."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Seen, Site, watch
from browser.hostile import poison
from poddarkiv.commands.build import build
from poddarkiv.site.server import application
from running import poddarkiv
from sample import AS_OF, copy_archive
from serving import serving

ACTIVE = """() => {
    const ours = (script) => script.type === "application/ld+json" ||
        /\\/assets\\/pod\\/js\\/[a-z-]+\\.js$/.test(script.src) ||
        script.textContent.startsWith("__md_scope=new URL(") ||
        script.textContent.startsWith('try{var s=localStorage.getItem("pod-theme")')
    const found = []
    const add = (e, why) => found.push(`${why}: ${e.outerHTML.slice(0, 160)}`)
    for (const e of document.querySelectorAll("*")) {
        if (e.matches("iframe, object, embed, base, frame, math, noscript, portal, [srcdoc]"))
            add(e, "active element")
        if (e.tagName === "SCRIPT" && !ours(e)) add(e, "script")
        if (e.matches("main :is(style, link, meta)")) add(e, "style or meta in the text")
        if (e.matches("meta[http-equiv]") && /refresh/i.test(e.httpEquiv)) add(e, "refresh")
        for (const { name, value } of e.attributes) {
            if (/^on/i.test(name)) add(e, "handler")
            if (/^(href|src|action|formaction|xlink:href|data)$/i.test(name) &&
                /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data):/i.test(value)) add(e, "address")
            if (name === "style" && !e.closest("svg")) add(e, "style")
        }
    }
    for (const id of ["ljud", "utskrift", "innehall"])
        if (document.querySelectorAll("#" + id).length > 1) found.push(`twice: #${id}`)
    if (document.querySelectorAll("[data-pod-dock]").length !== 1) found.push("another dock")
    return found
}"""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_archive(tmp_path_factory.mktemp("hostile") / "arkiv")
    assert poison(root) > 300
    return root


@pytest.fixture(scope="module")
def hostile(poisoned: Path) -> Iterator[Site]:
    """Build it as if no rule had found anything: the pages must hold by themselves."""
    root = poisoned
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("poddarkiv.commands.build.check", lambda *_, **__: [])
        build(root, datetime.fromisoformat(AS_OF))
    with serving(application(root / "site", root / "media")) as port:
        yield Site(root / "site", f"http://127.0.0.1:{port}")


@pytest.fixture
def victim(browser: Browser, hostile: Site, seen: Seen) -> Iterator[Page]:
    context = browser.new_context(base_url=hostile.address, locale="sv-SE")
    watch(context, seen)
    yield context.new_page()
    assert {host for host in seen.hosts if host} <= {hostile.address.partition("//")[2]}
    context.close()


def test_a_link_that_would_run_a_script_stops_the_build(poisoned: Path) -> None:
    done = poddarkiv(poisoned, "build")

    assert done.returncode == 1
    assert (
        f"content/om.md:{line_of(poisoned / 'content/om.md', '[a](javascript:')}: " in done.stderr
    )


def line_of(path: Path, words: str) -> int:
    lines = path.read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def ran(seen: Seen) -> list[str]:
    """Return what went wrong but pictures that are not there: they do no harm."""
    return [fault for fault in seen.faults if "Failed to load resource" not in fault]


def test_no_page_runs_or_holds_what_people_wrote(victim: Page, hostile: Site, seen: Seen) -> None:
    found: list[str] = []
    for path in hostile.pages():
        victim.goto(path)
        found += [f"{path}: {fault}" for fault in victim.evaluate(ACTIVE)]
        if victim.evaluate("window.pwned"):
            found.append(f"{path}: a script ran")

    assert found == []
    assert ran(seen) == []


def test_hovering_and_tabbing_wakes_nothing(victim: Page) -> None:
    for path in ("/", "/avsnitt/001-vad-ar-peer-support/", "/gaster/sofia-ekman/", "/ordlista/"):
        victim.goto(path)
        victim.evaluate(
            """() => { for (const e of document.querySelectorAll("*"))
                for (const type of ["mouseover", "mouseenter", "focus", "click", "load", "error"])
                    if (type !== "click" || !e.closest("a, button, summary, label"))
                        e.dispatchEvent(new Event(type, {bubbles: true, cancelable: true})) }"""
        )
        for _ in range(20):
            victim.keyboard.press("Tab")

        assert victim.evaluate("window.pwned") is None


def test_what_looks_like_a_script_is_shown_as_it_was_written(victim: Page) -> None:
    victim.goto("/avsnitt/001-vad-ar-peer-support/")

    expect(victim.locator("[data-transcript]")).to_contain_text("<script>window.pwned=1</script>")
    expect(victim.locator("[data-transcript]")).to_contain_text("{{ 7*7 }}")
    assert "49" not in victim.title()


def test_the_search_shows_it_as_text_too(victim: Page, seen: Seen) -> None:
    victim.goto("/")
    victim.locator("pod-search button").first.click()
    for words in ("<img src=x onerror=window.pwned=1>", "pwned", "script"):
        victim.locator("#pod-search-field").fill(words)
        expect(victim.locator(".pod-search__status")).to_contain_text("hittades")
        victim.wait_for_timeout(600)
        assert victim.evaluate(ACTIVE) == []

    assert victim.evaluate("window.pwned") is None
    assert ran(seen) == []


def test_the_player_and_the_exchanged_page_show_it_as_text_too(victim: Page, seen: Seen) -> None:
    victim.goto(
        "/avsnitt/001-vad-ar-peer-support/?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E#t=20"
    )
    victim.locator("pod-player [data-do=start]").click()
    victim.wait_for_function("!document.querySelector('audio').paused")
    victim.locator("pod-player [data-do=quote]").click()
    victim.evaluate("document.querySelector('header a[href$=\"artiklar/\"]').click()")
    victim.wait_for_url("**/artiklar/")
    expect(victim.locator("[data-pod-dock]")).to_be_visible()
    victim.wait_for_timeout(300)

    assert victim.evaluate(ACTIVE) == []
    assert victim.evaluate("window.pwned") is None
    assert ran(seen) == []
