"""Listening: the player on an episode's page, steered as people steer it."""

import json

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from browser.conftest import Seen, Site
from poddarkiv.formats import vtt
from poddarkiv.formats.reading import Paragraph, paragraphs
from sample import ROOT

EPISODE = "001-vad-ar-peer-support"
PAGE = f"/avsnitt/{EPISODE}/"
OTHER = "/avsnitt/002-vad-sager-forskningen/"
AUDIO = "document.querySelector('audio')"


@pytest.fixture(scope="module")
def text() -> tuple[Paragraph, ...]:
    """The sample's transcript in the paragraphs of its page."""
    source = ROOT / "episodes" / EPISODE / "transcript.vtt"
    return paragraphs(vtt.parse(source.read_text("utf-8"))[0])


@pytest.fixture
def episode(page: Page) -> Page:
    page.goto(PAGE)
    expect(page.locator("[data-controls]")).to_be_visible()
    return page


def now(page: Page) -> float:
    seconds: float = page.evaluate(f"{AUDIO}.currentTime")
    return seconds


def plays(page: Page, beyond: float = 0.0) -> None:
    """Wait for sound: before the recording is read, its place is a wish and its length NaN."""
    page.wait_for_function(
        f"{AUDIO} && !{AUDIO}.paused && {AUDIO}.readyState > 2 && {AUDIO}.currentTime > {beyond}"
    )


def at(page: Page, seconds: float) -> None:
    """Wait for a place; where sound goes on, a busy machine may look a little later."""
    page.wait_for_function(
        f"""() => {{
            const beyond = {AUDIO}.currentTime - {seconds}
            return beyond > -1 && beyond < ({AUDIO}.paused ? 1 : 5)
        }}"""
    )


def button(page: Page, name: str) -> Locator:
    return page.locator(f"pod-player [data-do={name}]")


def menu(page: Page, name: str) -> None:
    page.locator("header").get_by_role("link", name=name, exact=True).first.click()


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
    episode.evaluate(f"{AUDIO}.currentTime = {sentence.start + 0.3}")
    button(episode, "forward").press("k")

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


def test_a_time_beyond_the_end_does_no_harm(page: Page) -> None:
    page.goto(f"{PAGE}#t=99999")
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
    place = now(episode)
    episode.goto("/om/")
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


def test_following_along_scrolls_until_the_reader_does(
    episode: Page, text: tuple[Paragraph, ...]
) -> None:
    episode.set_viewport_size({"width": 800, "height": 400})
    button(episode, "forward").press("k")
    plays(episode)
    follow = button(episode, "follow")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    last = text[-1].sentences[0]
    episode.evaluate(f"{AUDIO}.currentTime = {last.start + 0.2}")
    sentence = episode.locator("[data-transcript] [aria-current]")
    expect(sentence).to_have_text(last.text)
    expect(sentence).to_be_in_viewport()

    episode.mouse.move(300, 200)
    episode.mouse.wheel(0, -900)
    expect(follow).to_have_attribute("aria-pressed", "false")
    first = text[0].sentences[0]
    episode.evaluate(f"{AUDIO}.currentTime = {text[2].start + 0.2}; scrollTo(0, 1e6)")
    episode.wait_for_timeout(300)
    expect(sentence).not_to_have_text(first.text)
    expect(sentence).not_to_be_in_viewport()


@pytest.mark.parametrize("key", ["PageDown", "ArrowUp", "Home", "Space"])
def test_scrolling_by_keys_stops_following_too(episode: Page, key: str) -> None:
    button(episode, "follow").click()
    episode.locator("h1").first.click()
    episode.keyboard.press(key)

    expect(button(episode, "follow")).to_have_attribute("aria-pressed", "false")


def test_a_link_to_this_very_time_is_copied(episode: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(episode, "forward").click()
    expect(button(episode, "share")).to_contain_text("0:30")
    button(episode, "share").click()

    expect(episode.locator("[data-status]")).to_have_text("Länken är kopierad.")
    copied = episode.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{PAGE}#t=30")
    assert copied.startswith("http://")


def test_a_link_is_shown_where_the_clipboard_is_refused(episode: Page) -> None:
    episode.evaluate("navigator.clipboard.writeText = () => Promise.reject(); 0")
    button(episode, "share").click()

    expect(episode.locator("[data-status]")).to_contain_text(f"{PAGE}#t=0")


def test_a_marked_quote_is_copied_with_who_where_and_when(
    episode: Page, context: BrowserContext, text: tuple[Paragraph, ...]
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sentence = text[2].sentences[0]
    quoted = " ".join(sentence.text.split()[:3])
    episode.evaluate(
        """([start, length]) => {
            const node = document.querySelector(`[data-s="${start}"]`).firstChild
            getSelection().setBaseAndExtent(node, 0, node, length)
        }""",
        [f"{sentence.start:.1f}", len(quoted)],
    )
    button(episode, "quote").click()

    expect(episode.locator("[data-status]")).to_have_text("Citatet är kopierat med källa.")
    words, address = episode.evaluate("navigator.clipboard.readText()").split("\n")
    assert words.startswith(f"”{quoted}” – Syntetisk röst, ”")
    assert address.endswith(f"{PAGE}#t={int(sentence.start)}")


def test_without_a_marking_the_paragraph_that_is_heard_is_quoted(
    episode: Page, context: BrowserContext, text: tuple[Paragraph, ...]
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    episode.evaluate(f"{AUDIO}.currentTime = {text[1].start + 0.5}")
    button(episode, "quote").click()
    expect(episode.locator("[data-status]")).to_have_text("Citatet är kopierat med källa.")

    copied = episode.evaluate("navigator.clipboard.readText()")
    assert " ".join(sentence.text for sentence in text[1].sentences) in copied


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
    before = now(heard)
    dock.locator("[data-do=forward]").click()
    at(heard, before + 30)
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


def test_the_player_is_small(site: Site) -> None:
    import gzip

    folder = site.folder / "assets" / "pod"
    names = ("player", "dock", "swap", "memory", "times", "transcript")
    sizes = {
        name: len(gzip.compress(next(folder.rglob(f"{name}.js")).read_bytes(), 9)) for name in names
    }

    assert sum(sizes.values()) <= 10_000, json.dumps(sizes)
