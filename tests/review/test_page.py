"""The page in Chromium, from opening to a saved correction."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chromium import chromium
from poddarkiv.formats import vtt
from review.conftest import VTT, YML

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
  const { violations } = await axe.run(document, { runOnly: rules })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser, address):
    """Return a function that opens the page; at the end nothing has gone wrong in any."""
    contexts, faults = [], []

    def opened(**how) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | how))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            # The browser itself notes each answer that is not a success.
            lambda said: (
                said.type == "error"
                and not said.text.startswith("Failed to load resource")
                and faults.append(said.text)
            ),
        )
        page.goto(address)
        expect(page.locator(".cue")).to_have_count(4)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


def until(page, condition):
    """Wait until `condition` holds. Playwright's own wait needs `eval`, which the page forbids."""
    for _attempt in range(80):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never: {condition}")


def file_text(desk):
    return desk.transcript.read_text(encoding="utf-8")


def correct(page, number, text):
    page.locator(".cue").nth(number).get_by_role("button", name="Correct").click()
    page.get_by_label("Text (Shift+Enter").fill(text)
    page.get_by_role("button", name="Done").click()


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_correction_is_written_whole_and_the_rest_of_the_file_stays(page, desk):
    correct(page, 0, "Hej och hjärtligt välkommen.")
    expect(page.locator("#state")).to_have_text("Not reviewed · Corrections not saved: 1")
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved in episodes/001-start/transcript.vtt")
    assert file_text(desk) == VTT.replace("Hej och välkommen.", "Hej och hjärtligt välkommen.")


def over_three(desk):
    """Make one sentence of the first three cues."""
    text = VTT.replace("Hej och välkommen.", "Hej och –").replace("Jag heter", "– jag heter")
    text = text.replace("bor i Västerås.", "bor i –").replace("Sofia Ekmann, säger", "– Ås, säger")
    desk.transcript.write_text(text, encoding="utf-8")
    return text


def test_a_sentence_over_several_cues_is_one_block_and_each_cue_is_corrected(open_page, desk):
    text = over_three(desk)
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
    assert file_text(desk) == text.replace("– Ås, säger hon.", "– Ås.")


def test_a_correction_that_ends_or_joins_a_sentence_moves_the_cues_between_blocks(open_page, desk):
    over_three(desk)
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


def test_it_is_done_with_the_keyboard_alone(page, desk):
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
    text = file_text(desk)
    assert "\nJag heter Sofia Ekman.\n" in text
    assert text.count("<v Sofia Ekman>") == 2  # from the third cue onwards
    assert "<v Sofia Ekman>Sofia Ekmann, säger hon." in text


def test_a_word_is_played_from_where_it_is_said(page):
    page.evaluate(
        """() => {
          const sound = document.querySelector("#sound")
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


def test_names_are_replaced_after_a_preview(page, desk):
    page.get_by_role("button", name="Replace …").first.click()
    expect(page.locator("#hit-count")).to_have_text("Places found: 2")
    expect(page.get_by_label("Replace with")).to_have_value("Sofia Ekman")
    expect(page.locator("#hits li").first).to_contain_text("Sofia Ekmann Sofia Ekman")
    page.locator("#hits input").nth(1).uncheck()
    page.get_by_role("button", name="Replace the ticked ones").click()
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(desk) == VTT.replace("heter Sofia Ekmann\n", "heter Sofia Ekman\n")


def test_enter_in_the_search_field_replaces_nothing(page):
    page.keyboard.press("f")
    page.keyboard.type("Ekmann")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Replace with")).to_be_focused()
    expect(page.locator(".cue.changed")).to_have_count(0)


def test_a_speaker_becomes_a_guest_everywhere(page, desk):
    page.get_by_text("Speakers", exact=True).click()
    field = page.get_by_label("(no name), lines: 4")
    field.fill("Bo <Berg>")
    field.press("Tab")
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(desk).count("<v Bo &lt;Berg&gt;>") == 4


def test_a_cue_is_split_removed_and_restored(page, desk):
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
    assert file_text(desk) == VTT.replace(
        "00:00:02.000\nHej och välkommen.",
        "00:00:00.600\nHej\n\n00:00:00.600 --> 00:00:02.000\noch välkommen.",
    )


def test_a_file_that_changed_underneath_shows_both_and_loses_nothing(page, desk):
    correct(page, 0, "Mitt hej.")
    correct(page, 3, "Mitt tack.")
    theirs = VTT.replace("Tack för i dag.", "Deras tack.").replace("Jag heter", "Hon heter")
    desk.transcript.write_text(theirs, encoding="utf-8")
    save(page)

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Mitt tack.")
    expect(dialog).to_contain_text("Deras tack.")
    expect(dialog.get_by_role("button", name="Use these")).to_be_disabled()
    assert file_text(desk) == theirs
    dialog.get_by_role("button", name="Decide later").click()
    expect(page.locator(".cue").nth(3)).to_contain_text("Mitt tack.")

    save(page)
    dialog.get_by_role("radio", name=re.compile("Yours")).check()
    dialog.get_by_role("button", name="Use these").click()
    expect(page.locator("#message")).to_contain_text("look them over and save")
    expect(page.locator(".cue").nth(1)).to_contain_text("Hon heter")
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(desk) == theirs.replace("Deras tack.", "Mitt tack.").replace(
        "Hej och välkommen.", "Mitt hej."
    )


def test_a_broken_file_is_told_and_the_corrections_stay(page, desk):
    correct(page, 0, "Mitt hej.")
    desk.transcript.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    save(page)

    expect(page.locator("#message")).to_contain_text(
        "Not saved: episodes/001-start/transcript.vtt:1: "
    )
    expect(page.locator(".cue").nth(0)).to_contain_text("Mitt hej.")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()


def test_when_nobody_answers_the_corrections_can_be_taken_home(page, tmp_path):
    correct(page, 0, "Mitt hej.")
    page.route("**/save", lambda route: route.abort())
    save(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="download it").click()

    download.value.save_as(tmp_path / "mine.vtt")
    transcript, faults = vtt.parse((tmp_path / "mine.vtt").read_text(encoding="utf-8"))
    assert faults == []
    assert transcript.segments[0].text == "Mitt hej."


def test_marking_as_reviewed_saves_and_writes_the_name(page, desk):
    correct(page, 0, "Mitt hej.")
    expect(page.locator(".doubtful")).to_have_text(["Sofia", "Ekmann", "Sofia", "Ekmann,"])
    page.get_by_role("button", name="Mark as reviewed").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Who has reviewed it").fill("Åsa Öberg")
    dialog.get_by_role("button", name="Mark as reviewed").click()

    expect(page.locator("#state")).to_have_text("Reviewed by Åsa Öberg, 2026-11-21")
    expect(page.locator(".doubtful")).to_have_count(0)
    expect(page.locator("#doubt-count")).to_have_text("(0)")
    expect(page.locator("#doubts")).to_have_text(
        "A person has reviewed the transcript: nothing is doubted any more."
    )
    assert "Mitt hej." in file_text(desk)
    line = "transcript: {status: reviewed, by: Åsa Öberg, date: 2026-11-21}"
    assert desk.episode.read_text(encoding="utf-8") == YML.replace("transcript:", line)


def test_leaving_with_unsaved_corrections_asks_first(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    correct(page, 0, "Mitt hej.")
    page.close(run_before_unload=True)
    page.wait_for_event("close")

    assert asked == ["beforeunload"]


def test_single_key_shortcuts_can_be_turned_off(page):
    page.keyboard.press("?")
    page.get_by_label("Shortcuts of a single key").uncheck()
    page.get_by_role("heading", name="Start").click()
    page.keyboard.press("e")

    expect(page.locator(".editor")).to_have_count(0)


def open_everything(page):
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.get_by_label("Find", exact=True).fill("Ekmann")
    page.locator(".cue").nth(1).get_by_role("button", name="Correct").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_to_say(open_page, desk, scheme, width):
    over_three(desk)
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 740}, bypass_csp=True)
    open_everything(page)
    page.add_script_tag(path=AXE)

    assert page.evaluate(RUN_AXE) == []
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Mark as reviewed").click()
    assert page.evaluate(RUN_AXE) == []


def test_a_phone_shows_it_without_sideways_scrolling(open_page, desk):
    over_three(desk)
    page = open_page(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    open_everything(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Text (Shift+Enter").fill("Från telefonen.")
    page.get_by_role("button", name="Done").tap()
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.locator("#message")).to_contain_text("Saved")
    assert "Från telefonen." in file_text(desk)
