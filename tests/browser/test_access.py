"""Usable by everyone: what axe sees, and what it does not."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.kinds import KINDS
from sample import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}


def violations(page: Page) -> str:
    """Return what axe objects to, readable."""
    if not page.evaluate("Boolean(window.axe)"):
        assert AXE.is_file(), "axe-core is missing: npm ci"
        page.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        ".then((result) => result.violations)",
        RULES,
    )
    short = [
        {"rule": v["id"], "help": v["help"], "where": [n["html"][:120] for n in v["nodes"]][:4],
         "why": v["nodes"][0]["failureSummary"]}
        for v in found
    ]  # fmt: skip
    return json.dumps(short, ensure_ascii=False, indent=1) if short else ""


@pytest.mark.parametrize("kind", KINDS)
def test_axe_has_no_objection(page: Page, kind: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(KINDS[kind])
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == "", f"{kind}, {scheme}, {size['width']} px"


def test_axe_has_no_objection_to_what_opens(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(KINDS["episode"])
    page.locator("[data-chapters] [data-seek]").nth(1).click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("[data-pod-dock]")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == ""

    menu_button(page).click()
    expect(page.locator("[data-pod-menu]")).to_have_attribute("open", "")
    assert violations(page) == ""


def menu_button(page: Page) -> Locator:
    """Return what opens the menu on a phone."""
    return page.locator("[data-pod-menu] > summary")


def walk(page: Page, limit: int = 250) -> list[dict[str, Any]]:
    """Press Tab through the page; return each stop once."""
    page.evaluate("scrollTo(0, 0); document.activeElement?.blur()")
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate("probe.focus()")
        if stop is None or (stops and stop["key"] == stops[0]["key"]):
            return stops
        # The buttons of the browser's own audio controls look like one stop from outside.
        if not (stops and stop["audio"] and stops[-1]["key"] == stop["key"]):
            stops.append(stop)
    raise AssertionError(f"Tab never came round: {[stop['what'] for stop in stops[-3:]]}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_has_the_focus_can_be_seen(page: Page, kind: str, size: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(size)
    page.goto(KINDS[kind])
    stops = walk(page)

    assert len(stops) > 5
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert [stop["what"] for stop in stops if not stop["ring"]] == []


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto(KINDS["episode"])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hoppa till innehållet")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_is_worked_by_keys_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/")
    menu = menu_button(page)
    articles = page.locator("[data-pod-menu]").get_by_role("link", name="Artiklar", exact=True)
    expect(menu).to_be_visible()
    expect(articles).to_be_hidden()

    menu.focus()
    page.keyboard.press("Enter")
    expect(articles).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(articles).to_be_hidden()
    expect(menu).to_be_focused()

    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("Tab")
        if articles.evaluate("(e) => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/artiklar/")


def test_the_open_menu_closes_when_the_focus_goes_on(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/")
    menu_button(page).focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pod-menu]")).to_have_attribute("open", "")
    for _ in range(15):
        page.keyboard.press("Tab")

    expect(page.locator("[data-pod-menu]")).not_to_have_attribute("open", "")


def test_no_link_of_a_closed_menu_gets_the_focus(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/")
    menu_button(page).focus()
    page.keyboard.press("Tab")

    assert not page.evaluate(
        "document.querySelector('[data-pod-menu]').contains(document.activeElement)"
    )


def test_the_player_and_transcript_are_worked_by_keys_alone(page: Page) -> None:
    page.goto(KINDS["episode"])
    audio = "document.querySelector('audio')"
    page.locator("pod-player audio").focus()
    page.keyboard.press("k")
    page.wait_for_function(f"!{audio}.paused")
    page.keyboard.press("k")
    page.wait_for_function(f"{audio}.paused")

    for name in ("back", "forward"):
        page.locator(f"pod-player [data-do={name}]").focus()
        before = page.evaluate(f"{audio}.currentTime")
        page.keyboard.press("Enter")
        page.wait_for_function(f"Math.abs({audio}.currentTime - {before}) > 0.5 || {before} < 1")
    page.locator("[data-speed]").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{audio}.playbackRate") == 1.25

    link = page.locator("[data-transcript] a.tid").nth(3)
    link.focus()
    page.keyboard.press("Enter")
    second = float(link.get_attribute("data-seek") or "")
    page.wait_for_function(f"!{audio}.paused && {audio}.currentTime >= {second}")


def test_the_transcript_can_be_skipped(page: Page) -> None:
    page.goto(KINDS["episode"])
    skip = page.get_by_role("link", name="Hoppa över utskriften")
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate(
        "probe.after(document.activeElement, document.querySelector('[data-transcript]'))"
    )


def test_the_focus_is_not_hidden_under_the_dock(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    page.goto(KINDS["episode"])
    page.locator("[data-chapters] [data-seek]").nth(1).click()
    page.wait_for_function("!document.querySelector('audio').paused")
    page.locator("[data-transcript] a.tid").nth(1).focus()
    page.evaluate("document.activeElement.scrollIntoView({block: 'start', behavior: 'instant'})")
    expect(page.locator("[data-pod-dock]")).to_be_visible()
    hidden = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stop = page.evaluate("probe.focus()")
        if stop is None:
            break
        if not stop["seen"]:
            hidden.append(stop["what"])

    assert hidden == []


@pytest.mark.parametrize("kind", ["home", "episode", "article"])
def test_nothing_moves_for_those_who_asked_for_stillness(page: Page, kind: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(KINDS[kind])

    assert page.evaluate("probe.moving()") == []


@pytest.mark.parametrize("kind", ["home", "episode", "subscribe"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_button_is_seen_in_forced_colours(page: Page, kind: str, scheme: Any) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(KINDS[kind])

    assert page.evaluate("probe.lost()") == []


def test_the_sentence_that_is_said_is_seen_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(KINDS["episode"])
    page.locator("[data-chapters] [data-seek]").nth(1).click()
    said = page.locator("[data-transcript] [data-s][aria-current]")
    expect(said).to_have_count(1)

    grounds = page.evaluate(
        """() => ["[data-s][aria-current]", "[data-s]:not([aria-current])"].map(
            (s) => getComputedStyle(document.querySelector(s)).backgroundColor)"""
    )
    assert grounds[0] != grounds[1]


def test_player_and_transcript_point_to_each_other(page: Page) -> None:
    """WCAG 1.2.1, as Digg advises: who finds one of them finds the other."""
    page.goto(KINDS["episode"])

    described = page.locator("pod-player audio").get_attribute("aria-describedby")
    assert described
    assert page.locator(f"#{described}").count() == 1
    assert page.locator("[data-transcript] a[href='#ljud'], a[href='#ljud']").count() >= 1
