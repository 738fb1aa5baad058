"""Reading while listening: the transcript follows, and what is said is shared and quoted."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.listening import AUDIO, PAGE, button, plays, slowly
from poddarkiv.formats.reading import Paragraph


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
    slowly(episode, last.start + 0.2)
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
