"""An episode to listen to, and what tests ask of its sound."""

from playwright.sync_api import Locator, Page

EPISODE = "001-vad-ar-peer-support"
PAGE = f"/avsnitt/{EPISODE}/"
OTHER = "/avsnitt/002-vad-sager-forskningen/"
AUDIO = "document.querySelector('audio')"


def now(page: Page) -> float:
    seconds: float = page.evaluate(f"{AUDIO}.currentTime")
    return seconds


def plays(page: Page, beyond: float = 0.0) -> None:
    """Wait for sound: before the recording is read, its place is a wish and its length NaN."""
    page.wait_for_function(
        f"{AUDIO} && !{AUDIO}.paused && {AUDIO}.readyState > 2 && {AUDIO}.currentTime > {beyond}"
    )


def at(page: Page, seconds: float) -> None:
    """Wait for a place; where sound goes on, for the one that it was sent to."""
    page.wait_for_function(
        f"""() => {{
            const place = {AUDIO}.paused ? {AUDIO}.currentTime : probe.sought
            return Math.abs(place - {seconds}) < 1
        }}"""
    )


def slowly(page: Page, seconds: float) -> None:
    """Go to a place of what plays and hear a second in ten: a busy machine looks a little later."""
    plays(page)
    page.evaluate(f"Object.assign({AUDIO}, {{ playbackRate: 0.1, currentTime: {seconds} }})")


def button(page: Page, name: str) -> Locator:
    return page.locator(f"pod-player [data-do={name}]")


def menu(page: Page, name: str) -> None:
    page.locator("header").get_by_role("link", name=name, exact=True).first.click()
