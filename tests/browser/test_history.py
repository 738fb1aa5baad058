"""Reload, Back and Forward among pages that were exchanged while something played."""

import pytest
from playwright.sync_api import Page, expect

from browser.kinds import KINDS
from browser.listening import AUDIO, OTHER, PAGE, plays

ARTICLE = KINDS["article"]


@pytest.fixture
def exchanged(page: Page) -> Page:
    """Go from an episode that plays, a bit down, to a page of words, a bit down."""
    page.goto(PAGE)
    page.locator("[data-chapters] [data-seek]").first.click()
    plays(page)
    page.evaluate("window.same = true; scrollTo(0, 700)")
    follow(page, f"{ARTICLE}?q=stöd")
    page.wait_for_function("document.querySelector('mark[data-hit]')")
    assert page.evaluate("window.same")
    page.evaluate("scrollTo(0, 1200)")
    page.wait_for_function("scrollY === 1200")
    return page


def follow(page: Page, address: str) -> None:
    """Press a link of the page, as those of the search are."""
    page.evaluate(
        """(address) => {
            const link = Object.assign(document.createElement("a"), { href: address })
            document.querySelector("main").append(link)
            link.click()
        }""",
        address,
    )
    page.wait_for_function("(to) => location.href === new URL(to, location).href", arg=address)


def is_at(page: Page, path: str, place: int) -> None:
    """Wait for a page and a place on it: bars that come later move it by a line or two."""
    page.wait_for_function(
        """([path, place]) => location.pathname === path
            && new URL(document.querySelector("link[rel=canonical]").href).pathname.endsWith(path)
            && Math.abs(scrollY - place) < 120""",
        arg=[path, place],
    )


def test_back_and_forward_lead_to_the_page_the_marks_and_the_place(exchanged: Page) -> None:
    exchanged.go_back()
    is_at(exchanged, PAGE, 700)
    expect(exchanged.locator("mark[data-hit]")).to_have_count(0)
    exchanged.go_forward()

    is_at(exchanged, ARTICLE, 1200)
    expect(exchanged.locator("mark[data-hit]").first).to_be_attached()
    assert exchanged.evaluate("window.same")


def test_a_page_that_is_read_again_stays_and_is_silent(exchanged: Page) -> None:
    exchanged.reload()

    expect(exchanged.locator("mark[data-hit]").first).to_be_attached()
    is_at(exchanged, ARTICLE, 1200)
    assert exchanged.evaluate("document.querySelector('audio')") is None


def test_after_it_was_read_again_back_and_forward_still_lead_there(exchanged: Page) -> None:
    exchanged.reload()
    expect(exchanged.locator("mark[data-hit]").first).to_be_attached()
    exchanged.go_back()
    is_at(exchanged, PAGE, 700)
    assert exchanged.evaluate(f"{AUDIO}.paused")
    exchanged.go_forward()

    is_at(exchanged, ARTICLE, 1200)
    expect(exchanged.locator("mark[data-hit]").first).to_be_attached()


def test_a_hit_in_another_episode_is_silent_when_read_again_or_gone_back_to(page: Page) -> None:
    page.goto(PAGE)
    page.locator("[data-chapters] [data-seek]").first.click()
    plays(page)
    follow(page, f"{OTHER}?q=forskning#t=20")
    plays(page, 19)
    page.reload()
    expect(page.locator("mark[data-hit]").first).to_be_attached()
    expect(page.locator("pod-player [data-do=start]")).to_be_visible()
    assert page.evaluate(f"{AUDIO}.paused")

    page.locator("pod-player [data-do=start]").click()
    plays(page)
    follow(page, ARTICLE)
    page.wait_for_function(
        "(path) => document.querySelector('h1') && location.pathname === path", arg=ARTICLE
    )
    page.go_back()
    page.wait_for_function(
        "(path) => location.pathname === path && document.querySelector('pod-player')", arg=OTHER
    )
    plays(page)
    assert page.evaluate("document.querySelectorAll('audio').length") == 1


@pytest.mark.parametrize("delay", [0, 10, 100])
def test_who_goes_back_and_forward_at_once_sees_the_page_of_the_address(
    exchanged: Page, delay: int
) -> None:
    exchanged.evaluate("(ms) => { history.back(); setTimeout(() => history.forward(), ms) }", delay)
    exchanged.wait_for_timeout(1500)

    # Where the browser does not go forward before it has gone back, that is the episode.
    exchanged.wait_for_function(
        """document.querySelector('link[rel=canonical]').href.endsWith(location.pathname)
            && Boolean(document.querySelector('mark[data-hit]')) === (location.search !== '')"""
    )


def test_a_choice_in_the_list_of_episodes_is_no_other_page(page: Page) -> None:
    page.goto(PAGE)
    page.locator("[data-chapters] [data-seek]").first.click()
    plays(page)
    follow(page, "/avsnitt/")
    page.locator("form[data-pod-filter] [name=amne]").select_option(index=1)
    page.wait_for_function("location.search !== ''")
    page.evaluate("document.querySelector('h1').dataset.mine = '1'; location.hash = '#innehall'")
    page.go_back()
    page.wait_for_function("location.hash === ''")
    page.wait_for_timeout(300)

    assert page.evaluate("document.querySelector('h1').dataset.mine") == "1"
