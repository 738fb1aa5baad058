"""From a word to the second where it is said: the search, and the episode that it opens."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Site
from browser.listening import AUDIO, EPISODE, PAGE, at, plays
from poddarkiv.formats import vtt
from poddarkiv.formats.reading import Paragraph, make_paragraphs
from sample import ROOT


@pytest.fixture(scope="module")
def said() -> Paragraph:
    """A place well into the sample, far from where a browser would begin by itself."""
    source = ROOT / "episodes" / EPISODE / "transcript.vtt"
    return make_paragraphs(vtt.parse_vtt(source.read_text("utf-8"))[0])[-2]


def search(page: Page, words: str) -> None:
    page.locator("pod-search button").first.click()
    page.locator("#pod-search-field").fill(words)
    expect(page.locator(".pod-hit").first).to_be_visible()


def test_a_sentence_is_found_and_its_hit_plays_at_the_second(page: Page, said: Paragraph) -> None:
    page.goto("/")
    words = said.sentences[0].text.rstrip(".?!")
    search(page, words)
    hit = page.locator(f"a.pod-moment[href*='{EPISODE}']").first
    second = int(re.search(r"#t=(\d+)$", hit.get_attribute("href") or "")[1])  # type: ignore[index]
    assert abs(second - said.start) < 1
    hit.click()

    page.wait_for_url(f"**{PAGE}?q=*#t={second}")
    here = page.locator("[data-here]")
    expect(here).to_contain_text(said.sentences[0].text)
    expect(here).to_be_in_viewport()
    plays(page, second)
    at(page, second)
    expect(here.locator("mark[data-hit]").first).to_be_visible()


def test_the_hit_is_chosen_by_keys_alone(page: Page, said: Paragraph) -> None:
    page.goto("/om/")
    page.keyboard.press("Control+k")
    field = page.locator("#pod-search-field")
    expect(field).to_be_focused()
    words = said.sentences[0].text.rstrip(".?!")
    page.keyboard.type(words)
    # What the first words find is shown while the last are typed.
    moment = page.locator(f"a.pod-moment[href*='{EPISODE}'][href*='{quote(words.split()[-1])}']")
    moment = moment.first
    expect(moment).to_be_visible()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        if moment.evaluate("(e) => e === document.activeElement"):
            break
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{PAGE}?q=*")
    plays(page, said.start - 1)
    at(page, said.start)
    expect(page.locator("[data-here] a.tid")).to_be_focused()


def test_the_focus_does_not_vanish_with_a_hit(page: Page) -> None:
    page.goto("/")
    search(page, "stöd")
    expect(page.locator("a.pod-hit__title").first).to_be_visible()
    page.evaluate(
        """() => {
            const field = document.querySelector("#pod-search-field")
            field.value = "stöd återhämtning"
            field.dispatchEvent(new Event("input"))
            document.querySelector("a.pod-hit__title").focus()
        }"""
    )

    expect(page.locator("a.pod-hit__title[href*='terh']").first).to_be_visible()
    expect(page.locator("#pod-search-field")).to_be_focused()


def test_who_finds_nothing_is_told_whom_to_call(page: Page) -> None:
    page.goto("/")
    page.locator("pod-search button").first.click()
    page.locator("#pod-search-field").fill("xyzzyqwv")

    expect(page.locator(".pod-search__status")).to_contain_text("Inget hittades")
    expect(page.locator(".pod-search__help a[href='tel:112']")).to_be_visible()


def test_escape_leaves_the_search_where_one_was(page: Page) -> None:
    page.goto("/")
    opener = page.locator("pod-search button").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pod-search-field")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    expect(page.locator("pod-search dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_loading_the_page_of_a_hit_again_is_silent(page: Page, said: Paragraph) -> None:
    page.goto("/")
    page.evaluate("(to) => location.assign(to)", f"{PAGE}?q=st%C3%B6d#t={int(said.start)}")
    plays(page, said.start - 1)
    page.reload()

    expect(page.locator("pod-player [data-do=start]")).to_be_visible()
    assert page.evaluate(f"{AUDIO}.paused")


def test_a_hit_that_somebody_sent_waits_for_a_press(page: Page, said: Paragraph) -> None:
    page.goto(f"{PAGE}?q=st%C3%B6d#t={int(said.start)}")

    start = page.locator("pod-player [data-do=start]")
    expect(start).to_be_visible()
    assert page.evaluate(f"{AUDIO}.paused")
    start.click()
    plays(page, said.start - 1)
    at(page, said.start)


def test_another_hit_in_the_episode_that_plays_moves_there(page: Page, said: Paragraph) -> None:
    page.goto(PAGE)
    page.locator("[data-chapters] [data-seek]").first.click()
    plays(page)
    page.evaluate("window.same = true")
    search(page, said.sentences[0].text.rstrip(".?!"))
    page.locator(f"a.pod-moment[href*='{EPISODE}']").first.click()

    page.wait_for_url(f"**{PAGE}?q=*")
    page.wait_for_function(f"{AUDIO}.currentTime >= {int(said.start)}")
    plays(page, said.start - 1)
    assert page.evaluate("window.same"), "the page was loaded anew, and the sound with it"


def test_nothing_of_the_index_is_fetched_before_the_field_has_the_focus(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_timeout(300)
    assert [url for url in asked if "pagefind" in url] == []

    search(page, "stöd")
    assert [url for url in asked if "pagefind" in url]


def test_the_search_is_usable_on_a_phone(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    search(page, "stöd")

    dialog = page.locator("pod-search dialog")
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate("probe.sideways()") == []


def test_a_phrase_with_a_silent_word_counts_the_pages_that_have_it(page: Page) -> None:
    page.goto("/")
    search(page, '"stöd och"')
    shown, more = page.locator(".pod-hit"), page.locator(".pod-search__more")
    status = page.locator(".pod-search__status")
    # The pages of a small archive are read at once, and it is known how many answer.
    expect(status).to_contain_text("sidor hittades")
    total = status.inner_text()
    while more.is_visible():
        before = shown.count()
        more.click()
        expect(shown).not_to_have_count(before)

    assert total == f"{shown.count()} sidor hittades"


def test_a_hit_says_why_it_is_there(page: Page) -> None:
    page.goto("/")
    search(page, "mamma")
    title = page.locator("a.pod-hit__title[href*='for-dig-som-ar-anhorig']").first
    expect(title).to_have_accessible_description(re.compile("^Står för ”mamma”: anhörig"))
    expect(page.locator(".pod-hit__why", has_text="anhörig").first).to_be_visible()

    page.locator("#pod-search-field").fill("kamratstdö")
    expect(page.locator(".pod-hit__why").first).to_contain_text("I stället för ”kamratstdö”")
