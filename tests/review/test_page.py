"""The page in Chromium, from opening to a saved correction."""

import re

import pytest
from playwright.sync_api import expect

from review.conftest import VTT
from review.correcting import correct, file_text, over_three, save, until

pytestmark = pytest.mark.browser


def test_a_correction_is_written_whole_and_the_rest_of_the_file_stays(page, review):
    correct(page, 0, "Hej och hjärtligt välkommen.")
    expect(page.locator("#state")).to_have_text("Not reviewed · Corrections not saved: 1")
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved in episodes/001-start/transcript.vtt")
    assert file_text(review) == VTT.replace("Hej och välkommen.", "Hej och hjärtligt välkommen.")


def test_a_sentence_over_several_cues_is_one_block_and_each_cue_is_corrected(open_page, review):
    text = over_three(review)
    page = open_page()
    blocks = page.get_by_role("region", name="Transcript").get_by_role("listitem")
    expect(blocks).to_have_count(2)
    expect(blocks.first.locator(".text")).to_have_text(
        ["Hej och –", re.compile("jag"), re.compile("Ås")]
    )
    assert "–" not in blocks.first.inner_text()
    expect(blocks.first.get_by_role("button", name="Play from")).to_have_count(1)

    for _line in range(2):
        page.keyboard.press("j")
    expect(page.get_by_role("group", name="Ås, säger hon.")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_label("Text (Shift+Enter")).to_have_value("– Ås, säger hon.")
    page.keyboard.press("Control+a")
    page.keyboard.type("– Ås.")
    page.keyboard.press("Enter")
    expect(page.locator(".cue").nth(2)).to_be_focused()
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(review) == text.replace("– Ås, säger hon.", "– Ås.")


def test_a_correction_that_ends_or_joins_a_sentence_moves_the_cues_between_blocks(
    open_page, review
):
    over_three(review)
    page = open_page()
    blocks = page.locator("#cues > li")
    sizes = "[...document.querySelectorAll('#cues > li')].map((block) => block.children.length)"
    assert page.evaluate(sizes) == [3, 1]

    correct(page, 0, "Hej.")
    assert page.evaluate(sizes) == [1, 2, 1]
    expect(blocks.nth(1)).to_contain_text("– jag heter")
    correct(page, 2, "– Ås, säger –")
    assert page.evaluate(sizes) == [1, 3]
    page.locator(".cue").nth(2).get_by_role("button", name="Correct").click()
    page.get_by_role("button", name="Remove").click()
    # It stays where it was; after it, the silence that it leaves is long.
    assert page.evaluate(sizes) == [1, 2, 1]
    for _step in range(3):
        page.get_by_role("button", name="Undo").click()
    assert page.evaluate(sizes) == [3, 1]
    expect(page.locator(".cue .text").nth(1)).to_contain_text("jag heter Sofia")
    expect(page.locator("#save")).to_be_disabled()


def test_it_is_done_with_the_keyboard_alone(page, review):
    page.locator("body").press("n")
    expect(page.locator(".cue[aria-current]")).to_contain_text("Jag heter Sofia Ekmann")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Jag heter Sofia Ekman.")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator(".cue[aria-current]")).to_be_focused()
    page.keyboard.press("Control+s")

    expect(page.locator("#message")).to_contain_text("Saved")
    expect(page.locator(".cue[aria-current]")).to_be_focused()
    text = file_text(review)
    assert "\nJag heter Sofia Ekman.\n" in text
    assert text.count("<v Sofia Ekman>") == 2  # from the third cue onwards
    assert "<v Sofia Ekman>Sofia Ekmann, säger hon." in text


def test_a_word_is_played_from_where_it_is_said(page):
    page.evaluate(
        """() => {
          const sound = document.querySelector("#sound")
          sound.playbackRate = 0.1 // the word is over before a busy machine looks
          sound.addEventListener("seeking", () => (window.sought ??= sound.currentTime))
        }"""
    )
    page.locator(".cue").nth(0).get_by_text("välkommen.").click()

    until(page, "document.querySelector('#sound').currentTime > window.sought")
    assert page.evaluate("window.sought") == pytest.approx(1.1, abs=0.05)
    expect(page.locator(".spoken")).to_be_visible()
    page.keyboard.press(" ")
    assert page.evaluate("document.querySelector('#sound').paused")


def test_a_doubtful_place_is_played_and_ticked(page):
    button = page.get_by_role("button", name="Hear “Sofia Ekmann” at 0:05")
    button.click()

    expect(button).to_have_class("heard")
    expect(page.locator(".cue[aria-current]")).to_contain_text("säger hon")
    until(page, "document.querySelector('#sound').currentTime >= 4.5")


def test_the_waveform_is_drawn_and_seeks(page):
    canvas = page.locator("#wave .whole")
    canvas.click()  # in its middle

    until(page, "Math.abs(document.querySelector('#sound').currentTime - 4) < 0.2")
    drawn = """() => {
      const canvas = document.querySelector(".whole")
      const alpha = (share) => canvas.getContext("2d")
        .getImageData(Math.floor(canvas.width * share), 2, 1, 1).data[3]
      return alpha(0.05) === 0 && alpha(0.9) > 0
    }"""
    until(page, drawn)


def test_names_are_replaced_after_a_preview(page, review):
    page.get_by_role("button", name="Replace …").first.click()
    expect(page.locator("#hit-count")).to_have_text("Places found: 2")
    expect(page.get_by_label("Replace with")).to_have_value("Sofia Ekman")
    expect(page.locator("#hits li").first).to_contain_text("Sofia Ekmann Sofia Ekman")
    page.locator("#hits input").nth(1).uncheck()
    page.get_by_role("button", name="Replace the ticked ones").click()
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(review) == VTT.replace("heter Sofia Ekmann\n", "heter Sofia Ekman\n")


def test_enter_in_the_search_field_replaces_nothing(page):
    page.keyboard.press("f")
    page.keyboard.type("Ekmann")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Replace with")).to_be_focused()
    expect(page.locator(".cue.changed")).to_have_count(0)


def test_a_speaker_becomes_a_guest_everywhere(page, review):
    page.get_by_text("Speakers", exact=True).click()
    field = page.get_by_label("(no name), lines: 4")
    field.fill("Bo <Berg>")
    field.press("Tab")
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(review).count("<v Bo &lt;Berg&gt;>") == 4


def test_a_cue_is_split_removed_and_restored(page, review):
    page.locator(".cue").nth(0).get_by_role("button", name="Correct").click()
    text = page.get_by_label("Text (Shift+Enter")
    text.press("Control+Home")
    text.press("Control+ArrowRight")
    text.press("Control+Enter")
    expect(page.locator(".cue")).to_have_count(5)
    page.locator(".cue").nth(4).get_by_role("button", name="Correct").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".cue.removed")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".cue.removed")).to_have_count(0)
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(review) == VTT.replace(
        "00:00:02.000\nHej och välkommen.",
        "00:00:00.600\nHej\n\n00:00:00.600 --> 00:00:02.000\noch välkommen.",
    )


def test_of_two_who_speak_at_once_the_one_who_began_last_is_marked(open_page, review):
    text = VTT.replace("00:00:00.000 --> 00:00:02.000", "00:00:00.000 --> 00:00:08.000")
    review.transcript.write_text(text, encoding="utf-8")
    page = open_page()
    for seconds, word in ((1.3, "välkommen."), (4.1, "Sofia")):
        page.evaluate(f"document.querySelector('#sound').currentTime = {seconds}")
        expect(page.locator(".spoken")).to_have_text(word)
    expect(page.locator(".cue").nth(2).locator(".spoken")).to_be_visible()
