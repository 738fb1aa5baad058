"""Two people in one transcript: in two windows, or one in the page and one in an editor."""

import pytest
from playwright.sync_api import expect

from review.conftest import TOKEN, VTT
from review.correcting import correct, file_text, save
from review.test_app import ask

pytestmark = pytest.mark.browser
AT_ONCE = """\
WEBVTT

00:00:00.000 --> 00:00:06.000
<v Ada>Hej på dig.</v>
<v Bo>Ja, hej.</v>
<v Ada>Vi börjar.</v>

00:00:02.000 --> 00:00:03.000
<v Cia>Mm.

00:00:06.000 --> 00:00:08.000
<v Bo>Tack.
"""


def name(page, number, speaker):
    page.locator(".cue").nth(number).get_by_role("button", name="Correct").click()
    page.get_by_label("Speaker", exact=True).fill(speaker)
    page.get_by_role("button", name="Done").click()


def saved(page):
    save(page)
    # The message may still be that of the last time.
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    expect(page.locator("#message")).to_contain_text("Saved")


def carried(page):
    """Save what another has changed meanwhile: once to take it over, once to write it."""
    save(page)
    expect(page.locator("#message")).to_contain_text("look them over and save")
    expect(page.get_by_role("dialog")).to_have_count(0)
    saved(page)


BOTH = VTT.replace("Hej och välkommen.", "<v Bo Berg>Mitt hej.")


@pytest.mark.parametrize("words_first", [True, False])
def test_words_in_one_window_and_the_name_in_the_other_are_both_kept(
    open_page, review, words_first
):
    words, naming = open_page(), open_page()
    correct(words, 0, "Mitt hej.")
    name(naming, 0, "Bo Berg")

    first, second = (words, naming) if words_first else (naming, words)
    saved(first)
    carried(second)

    assert file_text(review) == BOTH
    expect(second.locator(".cue").first).to_contain_text("Bo Berg")
    expect(second.locator(".cue").first).to_contain_text("Mitt hej.")


def test_words_in_the_page_and_the_name_in_an_editor_are_both_kept(page, review):
    correct(page, 0, "Mitt hej.")
    named = VTT.replace("Hej och välkommen.", "<v Bo Berg>Hej och välkommen.")
    review.transcript.write_text(named, encoding="utf-8")

    carried(page)

    assert file_text(review) == BOTH


def test_a_name_in_the_page_and_words_in_an_editor_are_both_kept(page, review):
    name(page, 0, "Bo Berg")
    worded = VTT.replace("Hej och välkommen.", "Mitt hej.")
    review.transcript.write_text(worded, encoding="utf-8")

    carried(page)

    assert file_text(review) == BOTH


def test_what_is_open_to_be_corrected_is_kept_too(open_page, review):
    words, naming = open_page(), open_page()
    words.locator(".cue").first.get_by_role("button", name="Correct").click()
    words.get_by_label("Text (Shift+Enter").fill("Mitt hej.")
    name(naming, 0, "Bo Berg")
    saved(naming)
    words.keyboard.press("Control+s")

    expect(words.locator("#message")).to_contain_text("look them over and save")
    saved(words)
    assert file_text(review) == BOTH


def test_a_name_stays_whichever_words_are_chosen(open_page, review):
    words, other = open_page(), open_page()
    correct(words, 0, "Mitt hej.")
    correct(other, 0, "Deras hej.")
    name(other, 0, "Bo Berg")
    saved(other)
    save(words)
    dialog = words.get_by_role("dialog")
    dialog.get_by_role("radio", name="Yours").check()
    expect(dialog.locator("label").first).to_contain_text("Bo Berg: Mitt hej.")
    dialog.get_by_role("button", name="Use these").click()
    saved(words)

    assert file_text(review) == BOTH


def test_voices_of_one_cue_and_of_one_that_interrupts_it_are_each_kept(open_page, review):
    review.transcript.write_text(AT_ONCE, encoding="utf-8")
    one, other = open_page(count=5), open_page(count=5)
    assert one.locator(".cue .text").all_inner_texts() == [
        "Hej på dig.",
        "Mm.",
        "Ja, hej.",
        "Vi börjar.",
        "Tack.",
    ]
    correct(one, 0, "Hej på dig, och välkommen hit.")
    correct(one, 1, "Mm, just det.")
    correct(other, 2, "Ja.")
    name(other, 3, "Eva")
    saved(one)
    carried(other)

    assert file_text(review) == AT_ONCE.replace(
        "Hej på dig.", "Hej på dig, och välkommen hit."
    ).replace("Mm.", "Mm, just det.").replace("Ja, hej.", "Ja.").replace("<v Ada>Vi", "<v Eva>Vi")


def test_nothing_is_changed_while_it_is_being_saved(page, review):
    waiting = []
    page.route("**/save", lambda route: waiting.append(route))
    correct(page, 0, "Mitt hej.")
    save(page)
    page.wait_for_timeout(200)
    page.keyboard.press("Control+s")
    page.keyboard.press("e")
    page.locator(".cue").nth(1).get_by_role("button", name="Correct").click()

    expect(page.locator(".editor")).to_have_count(0)
    [request] = waiting
    request.continue_()
    expect(page.locator("#message")).to_contain_text("Saved")
    correct(page, 3, "Mitt tack.")
    page.unroute("**/save")
    saved(page)
    assert file_text(review) == VTT.replace("Hej och välkommen.", "Mitt hej.").replace(
        "Tack för i dag.", "Mitt tack."
    )


def test_marking_as_reviewed_shows_first_what_another_has_changed(open_page, review, port):
    one, other = open_page(), open_page()
    one.get_by_role("button", name="Mark as reviewed").click()
    one.get_by_role("dialog").get_by_label("Who has reviewed it").fill("Åsa")
    correct(other, 0, "Deras hej.")
    saved(other)
    one.get_by_role("dialog").get_by_role("button", name="Mark as reviewed").click()

    expect(one.locator(".cue").first).to_contain_text("Deras hej.")
    expect(one.locator("#message")).to_have_text(
        "The file had changed. Here is its new version: look it over."
    )
    expect(one.locator("#state")).to_have_text("Not reviewed")
    assert b'"reviewed":null' in ask(port, "GET", f"/{TOKEN}/state")[1]
