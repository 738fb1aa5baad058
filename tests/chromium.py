"""Debian's Chromium, driven by playwright: for every test that looks at a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--mute-audio",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium; a machine without it fails the test and says what to install."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("the browser tests need Chromium: apt-get install chromium", pytrace=False)
    # Chromium's sandbox refuses to run as root, as in most containers.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, *root])
        yield browser
        browser.close()
