"""Listening: the player on an episode's page, steered as people steer it."""

import json
import re

from playwright.sync_api import BrowserContext, Page, expect

from browser.conftest import Seen, Site
from browser.listening import AUDIO, PAGE, at, button, now, plays, slowly
from poddarkiv.formats.reading import Paragraph


def test_nothing_of_the_recording_is_fetched_before_somebody_listens(
    page: Page, context: BrowserContext
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE)
    page.wait_for_timeout(300)

    assert [url for url in asked if url.endswith(".mp3")] == []


def test_a_time_in_the_transcript_plays_from_there(
    episode: Page, text: tuple[Paragraph, ...]
) -> None:
    second = int(text[2].start)
    episode.locator(f"#t-{second}").click()

    plays(episode, second)
    at(episode, second)
    assert episode.url.endswith(f"{PAGE}#t={second}")


def test_a_chapter_plays_from_its_start_and_is_marked(episode: Page) -> None:
    chapter = episode.locator("[data-chapters] [data-seek]").nth(1)
    second = float(chapter.get_attribute("data-seek") or "")
    chapter.click()

    plays(episode, second)
    expect(chapter).to_have_attribute("aria-current", "true")
    expect(episode.locator("[data-chapters] [aria-current]")).to_have_count(1)


def test_the_sentence_that_is_said_is_marked(episode: Page, text: tuple[Paragraph, ...]) -> None:
    sentence = text[3].sentences[0]
    button(episode, "forward").press("k")
    slowly(episode, sentence.start + 0.3)

    marked = episode.locator("[data-transcript] [aria-current]")
    expect(marked).to_have_count(1)
    expect(marked).to_have_text(sentence.text)


def test_a_shared_time_is_shown_and_waits_for_a_press(
    page: Page, text: tuple[Paragraph, ...]
) -> None:
    paragraph = text[4]
    page.goto(f"{PAGE}#t={int(paragraph.start)}")

    here = page.locator("[data-here]")
    expect(here).to_contain_text(paragraph.sentences[0].text)
    expect(here).to_be_in_viewport()
    expect(here.locator("a.tid")).to_be_focused()
    assert page.evaluate(f"{AUDIO}.paused")
    button(page, "start").click()
    plays(page, int(paragraph.start))
    at(page, paragraph.start)
    expect(button(page, "start")).to_be_hidden()


def test_a_shared_time_within_a_paragraph_leads_to_its_sentence(
    page: Page, text: tuple[Paragraph, ...]
) -> None:
    sentence = next(p for p in text[2:] if len(p.sentences) > 2).sentences[2]
    page.goto(f"{PAGE}#t={int(sentence.start)}")

    place = page.locator(f"#t-{int(sentence.start)}")
    expect(place).to_have_text(sentence.text)
    expect(place).to_be_focused()
    expect(place).to_be_in_viewport()
    expect(page.locator("[data-here]").locator(f"#t-{int(sentence.start)}")).to_have_count(1)
    # Not the one before, which is still said when the second begins.
    expect(page.locator("[data-transcript] [aria-current]")).to_have_text(sentence.text)


def test_a_time_beyond_the_end_does_no_harm(page: Page) -> None:
    page.goto(f"{PAGE}#t=99999")
    expect(button(page, "start")).to_have_text(re.compile(r"Spela från 2:\d\d$"))
    button(page, "start").click()

    page.wait_for_function(f"{AUDIO}.ended")


def test_skipping_goes_fifteen_back_and_thirty_forward(episode: Page) -> None:
    button(episode, "forward").click()
    at(episode, 30)
    button(episode, "back").click()
    at(episode, 15)
    button(episode, "back").click()
    button(episode, "back").click()

    at(episode, 0)


def test_keys_work_in_the_player_and_nowhere_else(episode: Page) -> None:
    episode.locator("h1").first.click()
    for key in ("l", "k", ">"):
        episode.keyboard.press(key)
    assert now(episode) == 0
    assert episode.evaluate(f"{AUDIO}.paused")

    button(episode, "forward").focus()
    episode.keyboard.press("l")
    at(episode, 30)
    episode.keyboard.press("j")
    at(episode, 15)
    episode.keyboard.press("k")
    plays(episode, 15)
    episode.keyboard.press("k")
    episode.wait_for_function(f"{AUDIO}.paused")
    episode.keyboard.press(">")
    assert episode.evaluate(f"{AUDIO}.playbackRate") == 1.25
    episode.keyboard.press("<")
    episode.keyboard.press("<")
    assert episode.evaluate(f"{AUDIO}.playbackRate") == 0.75


def test_keys_with_control_stay_the_browsers(episode: Page) -> None:
    button(episode, "forward").focus()
    episode.keyboard.press("Control+Shift+l")

    assert now(episode) == 0


def test_speed_is_chosen_and_remembered(episode: Page) -> None:
    episode.locator("[data-speed]").select_option("1.5")
    episode.reload()
    episode.locator("pod-player [data-do=forward]").press("k")
    plays(episode)

    assert episode.evaluate(f"{AUDIO}.playbackRate") == 1.5
    expect(episode.locator("[data-speed]")).to_have_value("1.5")


def test_the_place_is_remembered_until_the_episode_is_heard(episode: Page) -> None:
    episode.locator("[data-chapters] [data-seek]").nth(1).click()
    plays(episode)
    # It goes on until the page has left.
    episode.evaluate(
        f"addEventListener('pagehide', () => (sessionStorage.left = {AUDIO}.currentTime))"
    )
    episode.goto("/om/")
    place = float(episode.evaluate("sessionStorage.left"))
    episode.goto(PAGE)

    at(episode, place)
    expect(episode.locator("[data-status]")).to_contain_text("Du hade kommit till")
    assert episode.evaluate(f"{AUDIO}.paused")

    button(episode, "forward").press("k")
    plays(episode)
    episode.evaluate(f"{AUDIO}.currentTime = {AUDIO}.duration - 1")
    episode.wait_for_function(f"{AUDIO}.ended")
    episode.reload()
    expect(episode.locator("[data-controls]")).to_be_visible()
    assert now(episode) == 0


def test_a_browser_that_refuses_to_remember_plays_all_the_same(
    context: BrowserContext, text: tuple[Paragraph, ...]
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page = context.new_page()
    page.goto(PAGE)
    page.locator(f"#t-{int(text[1].start)}").click()

    plays(page, text[1].start)


def test_the_machine_is_told_what_plays(episode: Page) -> None:
    button(episode, "forward").press("k")
    plays(episode)

    told = episode.evaluate(
        "[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]"
    )
    shown = episode.locator("h1").first.text_content()
    assert told == [shown, episode.locator("pod-player").get_attribute("data-show")]


def test_a_recording_that_cannot_be_loaded_is_said(
    page: Page, context: BrowserContext, seen: Seen
) -> None:
    context.route("**/*.mp3", lambda route: route.fulfill(status=404))
    page.goto(PAGE)
    button(page, "forward").press("k")

    expect(page.locator("[data-status]")).to_contain_text("gick inte att ladda")
    # The browser itself notes the failure, and the promise of the sound that came to nothing.
    seen.faults.clear()


def test_where_no_text_is_none_is_followed_and_the_wish_waits(page: Page) -> None:
    page.goto(PAGE)
    button(page, "follow").click()
    page.goto("/avsnitt/004-for-dig-som-ar-anhorig/")

    expect(button(page, "share")).to_be_visible()
    expect(button(page, "follow")).to_have_count(0)
    expect(button(page, "quote")).to_have_count(0)
    page.goto(PAGE)
    expect(button(page, "follow")).to_have_attribute("aria-pressed", "true")


def test_the_player_is_small(site: Site) -> None:
    import gzip

    folder = site.folder / "assets" / "pod"
    names = ("player", "dock", "swap", "memory", "times", "transcript")
    sizes = {
        name: len(gzip.compress(next(folder.rglob(f"{name}.js")).read_bytes(), 9)) for name in names
    }

    assert sum(sizes.values()) <= 10_000, json.dumps(sizes)
