"""Somebody in need searches, and sees whom to call before anything else."""

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Site
from browser.test_access import violations

PHONE = {"width": 360, "height": 640}
FIRST = "[aria-live] > .pod-search__help"


def search(page: Page, words: str) -> None:
    page.goto("/")
    page.locator("pod-search button").first.click()
    page.locator("#pod-search-field").fill(words)


@pytest.mark.parametrize("words", ["självmord", "sjävlmord", "ta livet av mig", "vill inte leva"])
def test_on_a_phone_help_stands_above_the_hits_and_leaves_room_for_them(
    page: Page, words: str
) -> None:
    page.set_viewport_size(PHONE)
    search(page, words)
    help_box, hit = page.locator(FIRST), page.locator(".pod-hit").first
    expect(hit).to_be_visible()

    box, below = help_box.bounding_box(), hit.bounding_box()
    assert box is not None
    assert below is not None
    assert box["height"] <= PHONE["height"] / 3
    assert box["y"] + box["height"] <= below["y"]
    assert below["y"] < PHONE["height"]
    assert help_box.locator("a").evaluate_all(
        "(all) => all.map((a) => a.getAttribute('href'))"
    ) == [
        "tel:112",
        "https://www.sosalarm.se/",
        "tel:1177",
        "https://www.1177.se/",
    ]
    for link in help_box.locator("a").all():
        expect(link).to_be_in_viewport(ratio=1)
        target = link.bounding_box()
        assert target is not None
        assert target["height"] >= 44
        assert target["width"] >= 44
    assert page.evaluate("probe.sideways()") == []


def test_help_comes_while_the_words_are_typed_and_goes_with_them(page: Page) -> None:
    search(page, "")
    page.keyboard.type("hur orkar man tala om självmor")
    expect(page.locator(FIRST)).to_be_visible()

    page.locator("#pod-search-field").fill("återhämtning")
    expect(page.locator(FIRST)).to_have_count(0)
    expect(page.locator(".pod-search__help")).to_have_count(1)


def test_help_stands_on_a_search_that_finds_nothing(page: Page) -> None:
    search(page, "sjalvmordz xyzzyqwv")
    page.locator("select[name=typ]").select_option("Personer")

    expect(page.locator(".pod-search__status")).to_contain_text("Inget hittades")
    expect(page.locator(FIRST)).to_be_visible()


def test_help_needs_no_index(context, site: Site, seen) -> None:
    page = context.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    search(page, "vill inte leva")

    expect(page.locator(FIRST)).to_be_visible()
    expect(page.locator(".pod-search__status")).to_contain_text("kunde inte laddas")
    assert [fault for fault in seen.faults if "pagefind" not in fault] == []
    seen.faults.clear()


def test_keys_go_from_the_field_to_the_number_and_on_to_the_hits(page: Page) -> None:
    search(page, "självmord")
    expect(page.locator(".pod-hit").first).to_be_visible()
    call = page.locator(f"{FIRST} a").first
    page.keyboard.press("Enter")
    expect(call).to_be_focused()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.locator("a.pod-hit__title").first).to_be_focused()

    page.locator("#pod-search-field").focus()
    order = []
    for _ in range(8):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.getAttribute('href') ?? ''"))
    at = order.index("tel:112")
    assert order[at : at + 4] == [
        "tel:112", "https://www.sosalarm.se/", "tel:1177", "https://www.1177.se/"
    ]  # fmt: skip
    assert "?q=" in order[at + 4]


def test_the_number_is_still_there_for_who_called(page: Page) -> None:
    search(page, "självmord")
    call = page.locator(f"{FIRST} a[href='tel:112']")
    call.evaluate("(a) => a.addEventListener('click', (event) => event.preventDefault())")
    call.click()

    expect(call).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_has_no_objection_to_help_that_is_shown(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    search(page, "självmord")
    expect(page.locator(".pod-hit").first).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == "", scheme
