"""Corrections as a person makes them in the page."""

import pytest

from chromium import PATIENCE
from review.conftest import VTT


def until(page, condition):
    """Wait until `condition` holds. Playwright's own wait needs `eval`, which the page forbids."""
    for _attempt in range(PATIENCE // 100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never: {condition}")


def file_text(review):
    return review.transcript.read_text(encoding="utf-8")


def correct(page, number, text):
    page.locator(".cue").nth(number).get_by_role("button", name="Correct").click()
    page.get_by_label("Text (Shift+Enter").fill(text)
    page.get_by_role("button", name="Done").click()


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def over_three(review):
    """Make one sentence of the first three cues."""
    text = VTT.replace("Hej och välkommen.", "Hej och –").replace("Jag heter", "– jag heter")
    text = text.replace("bor i Västerås.", "bor i –").replace("Sofia Ekmann, säger", "– Ås, säger")
    review.transcript.write_text(text, encoding="utf-8")
    return text
