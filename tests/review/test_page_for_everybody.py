"""The page when something goes wrong, when somebody leaves, and for everybody's eyes and hands."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from poddarkiv.formats import vtt
from review.conftest import VTT, YML
from review.correcting import correct, file_text, over_three, save

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
  const { violations } = await axe.run(document, { runOnly: rules })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)
}"""


def test_a_file_that_changed_underneath_shows_both_and_loses_nothing(page, review):
    correct(page, 0, "Mitt hej.")
    correct(page, 3, "Mitt tack.")
    theirs = VTT.replace("Tack för i dag.", "Deras tack.").replace("Jag heter", "Hon heter")
    review.transcript.write_text(theirs, encoding="utf-8")
    save(page)

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Mitt tack.")
    expect(dialog).to_contain_text("Deras tack.")
    expect(dialog.get_by_role("button", name="Use these")).to_be_disabled()
    assert file_text(review) == theirs
    dialog.get_by_role("button", name="Decide later").click()
    expect(page.locator(".cue").nth(3)).to_contain_text("Mitt tack.")

    save(page)
    dialog.get_by_role("radio", name=re.compile("Yours")).check()
    dialog.get_by_role("button", name="Use these").click()
    expect(page.locator("#message")).to_contain_text("look them over and save")
    expect(page.locator(".cue").nth(1)).to_contain_text("Hon heter")
    save(page)

    expect(page.locator("#message")).to_contain_text("Saved")
    assert file_text(review) == theirs.replace("Deras tack.", "Mitt tack.").replace(
        "Hej och välkommen.", "Mitt hej."
    )


def test_a_broken_file_is_told_and_the_corrections_stay(page, review):
    correct(page, 0, "Mitt hej.")
    review.transcript.write_text("<<<<<<< HEAD\n", encoding="utf-8")
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
    transcript, faults = vtt.parse_vtt((tmp_path / "mine.vtt").read_text(encoding="utf-8"))
    assert faults == []
    assert transcript.segments[0].text == "Mitt hej."


def test_marking_as_reviewed_saves_and_writes_the_name(page, review):
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
    assert "Mitt hej." in file_text(review)
    line = "transcript: {status: reviewed, by: Åsa Öberg, date: 2026-11-21}"
    assert review.episode.read_text(encoding="utf-8") == YML.replace("transcript:", line)


def test_leaving_with_unsaved_corrections_asks_first(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    correct(page, 0, "Mitt hej.")
    with page.expect_event("close"):
        page.close(run_before_unload=True)

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
def test_axe_finds_nothing_to_say(open_page, review, scheme, width):
    over_three(review)
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 740}, bypass_csp=True)
    open_everything(page)
    page.add_script_tag(path=AXE)

    assert page.evaluate(RUN_AXE) == []
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Mark as reviewed").click()
    assert page.evaluate(RUN_AXE) == []


def test_a_phone_shows_it_without_sideways_scrolling(open_page, review):
    over_three(review)
    page = open_page(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    open_everything(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Text (Shift+Enter").fill("Från telefonen.")
    page.get_by_role("button", name="Done").tap()
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.locator("#message")).to_contain_text("Saved")
    assert "Från telefonen." in file_text(review)
