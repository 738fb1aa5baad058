"""The sound goes on while the reader goes from page to page, in a dock at the foot."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from browser.conftest import Seen
from browser.listening import OTHER, PAGE, at, button, menu, now, plays
from poddarkiv.formats.reading import Paragraph


@pytest.fixture
def heard(episode: Page, text: tuple[Paragraph, ...]) -> Page:
    """An episode that plays; everything that happens to its sound is noted."""
    episode.locator(f"#t-{int(text[1].start)}").click()
    plays(episode, text[1].start)
    episode.evaluate(
        """window.sound = document.querySelector("audio")
        window.happened = []
        for (const type of ["pause", "emptied", "seeking", "abort"])
            sound.addEventListener(type, () => happened.push(type))"""
    )
    return episode


def test_it_plays_on_while_the_reader_opens_an_article(heard: Page) -> None:
    begun = now(heard)
    menu(heard, "Artiklar")
    heard.wait_for_url("**/artiklar/")
    heard.locator("main a[href*='vad-ar-peer-support']").first.click()
    heard.wait_for_url("**/artiklar/vad-ar-peer-support/")
    plays(heard, begun + 0.5)

    assert heard.evaluate("happened") == []
    expect(heard.locator("[data-pod-dock]")).to_be_visible()
    title = heard.locator("[data-dock-title]")
    assert (title.get_attribute("href") or "").endswith(f"{PAGE}#ljud")
    heading = heard.locator("h1").first
    expect(heading).to_be_focused()
    assert heard.title().startswith(heading.text_content() or "?")


def test_what_the_head_says_of_a_page_goes_with_it(heard: Page) -> None:
    icon = heard.evaluate("document.querySelector('link[rel=icon]').href")
    menu(heard, "Artiklar")
    heard.wait_for_url("**/artiklar/")

    canonical = heard.evaluate("document.querySelector('link[rel=canonical]').href")
    assert canonical.endswith("/artiklar/")
    assert heard.locator("link[rel=alternate][type='text/vtt']").count() == 0
    assert heard.evaluate("document.querySelector('link[rel=icon]').href") == icon


def test_the_dock_leads_back_and_hands_over_the_sound(heard: Page) -> None:
    menu(heard, "Artiklar")
    heard.wait_for_url("**/artiklar/")
    heard.locator("[data-dock-title]").click()
    heard.wait_for_url(f"**{PAGE}#ljud")

    expect(heard.locator("[data-pod-dock]")).to_be_hidden()
    assert heard.evaluate("[sound.isConnected, !!sound.closest('pod-player'), sound.paused]") == [
        True,
        True,
        False,
    ]
    assert heard.evaluate("happened") == []
    button(heard, "back").click()
    heard.wait_for_function("happened.length")
    assert heard.evaluate("happened") == ["seeking"]


def test_back_and_forward_work_while_it_plays(heard: Page) -> None:
    menu(heard, "Artiklar")
    heard.wait_for_url("**/artiklar/")
    articles = heard.locator("h1").first.text_content()
    heard.go_back()
    heard.wait_for_url(f"**{PAGE}*")
    expect(heard.locator("pod-player audio")).to_have_count(1)
    heard.go_forward()
    heard.wait_for_url("**/artiklar/")

    expect(heard.locator("h1").first).to_have_text(articles or "?")
    assert heard.evaluate("[happened, sound.paused]") == [[], False]


def test_the_dock_steers_and_closes(heard: Page) -> None:
    menu(heard, "Artiklar")
    heard.wait_for_url("**/artiklar/")
    dock = heard.locator("[data-pod-dock]")
    forward = dock.locator("[data-do=forward]")
    forward.evaluate("(button) => (button.onclick = () => (window.before = sound.currentTime))")
    forward.click()
    at(heard, heard.evaluate("before") + 30)
    toggle = dock.locator("[data-do=toggle]")
    expect(toggle).to_have_accessible_name("Pausa")
    toggle.click()
    expect(toggle).to_have_accessible_name("Spela")
    dock.locator("[data-do=close]").click()

    expect(dock).to_be_hidden()
    expect(heard.locator("h1").first).to_be_focused()
    assert heard.evaluate("[sound.paused, sound.isConnected]") == [True, False]


def test_another_episode_takes_over_and_both_places_are_kept(heard: Page) -> None:
    menu(heard, "Avsnitt")
    heard.wait_for_url("**/avsnitt/")
    heard.locator("main a[href*='002-vad-sager-forskningen']").first.click()
    heard.wait_for_url(f"**{OTHER}")
    button(heard, "forward").press("k")
    heard.wait_for_function("document.querySelector('pod-player audio').paused === false")

    heard.wait_for_function("sound.paused")
    expect(heard.locator("audio")).to_have_count(1)
    kept = heard.evaluate("localStorage.getItem('poddarkiv:plats:001-vad-ar-peer-support')")
    assert int(kept) > 0


def test_a_page_that_cannot_be_fetched_is_opened_as_usual(
    heard: Page, context: BrowserContext, seen: Seen
) -> None:
    refused: list[str] = []

    def refuse_scripts(route: Route) -> None:
        if route.request.resource_type == "fetch":
            refused.append(route.request.url)
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    context.route("**/artiklar/", refuse_scripts)
    with heard.expect_navigation():
        menu(heard, "Artiklar")

    # The browser itself notes the answer 503.
    seen.faults.clear()
    assert len(refused) == 1
    assert heard.evaluate("typeof window.sound") == "undefined"


def test_links_are_the_browsers_own_when_nothing_plays(episode: Page) -> None:
    episode.evaluate("window.sound = 1")
    menu(episode, "Artiklar")
    episode.wait_for_url("**/artiklar/")

    assert episode.evaluate("typeof window.sound") == "undefined"


def test_the_dock_shows_when_the_player_is_out_of_sight(heard: Page) -> None:
    heard.evaluate("scrollTo(0, 0)")
    expect(heard.locator("[data-pod-dock]")).to_be_hidden()
    heard.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(heard.locator("[data-pod-dock]")).to_be_visible()
    heard.evaluate("scrollTo(0, 0)")

    expect(heard.locator("[data-pod-dock]")).to_be_hidden()
