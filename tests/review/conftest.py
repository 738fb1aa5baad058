"""One episode with a recording on a desk, and the page served to a browser."""

import wave
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from chromium import chromium
from poddarkiv.formats.low_confidence import LowConfidence
from poddarkiv.output import write_if_changed
from poddarkiv.review.app import make_application
from poddarkiv.review.session import ReviewSession
from poddarkiv.transcript import Transcript, Word
from review.archive import write_archive
from serving import serving

TOKEN = "a-token-that-nobody-guesses"
VTT = """\
WEBVTT

NOTE
poddarkiv-transcript: 1
engine: faster-whisper 1.2.1
model: packaged:base
date: 2026-11-01
audio_sha256: abc
text_sha256: def

00:00:00.000 --> 00:00:02.000
Hej och välkommen.

00:00:02.000 --> 00:00:04.000
Jag heter Sofia Ekmann
och bor i Västerås.

00:00:04.000 --> 00:00:06.000
Sofia Ekmann, säger hon.

00:00:06.000 --> 00:00:08.000
Tack för i dag.
"""
YML = """\
# yaml-language-server: $schema=../../schema/episode.schema.json
number: 1   # som i flödet
title: Start
summary: Vi börjar.
transcript:
# Slut.
"""
HEARD = [
    Word(text, start, start + 0.4, 0.9)
    for text, start in (("Hej", 0.1), ("och", 0.6), ("välkommen.", 1.1), ("Jag", 2.0))
]


def find_ekmann(transcript: Transcript) -> list[LowConfidence]:
    """Doubt each “Ekmann”: what the page does with doubts is tested, not which there are."""
    return [
        LowConfidence(
            segment.start + 1, segment.start + 1.5, index, "nära Sofia Ekman", "Sofia Ekmann", 1
        )
        for index, segment in enumerate(transcript.segments)
        if "Ekmann" in segment.text
    ]


def write_tone(path: Path, seconds: float = 8.0) -> Path:
    """Write a recording that is silent in its first second and then as loud as can be."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        loud = b"\xff\x7f" * 10 + b"\x01\x80" * 10
        file.writeframes(bytes(2 * 8000) + loud * int((seconds - 1) * 400))
    return path


@pytest.fixture
def make_review(tmp_path: Path) -> Callable[..., ReviewSession]:
    def build(**changes: Any) -> ReviewSession:
        (tmp_path / "transcript.vtt").write_bytes(changes.pop("vtt", VTT).encode())
        (tmp_path / "episode.yml").write_bytes(changes.pop("yml", YML).encode())
        values: dict[str, Any] = {
            "transcript": tmp_path / "transcript.vtt",
            "episode": tmp_path / "episode.yml",
            "shown": "episodes/001-start/transcript.vtt",
            "write": write_if_changed,
            "today": lambda: date(2026, 11, 21),
            "find_doubts": find_ekmann,
            "audio": write_tone(tmp_path / "001.wav"),
            "machine_words": HEARD,
            "facts": {
                "title": "Start",
                "guests": ["Sofia Ekman", "Bo <Berg>"],
                "names": ["Västerås"],
            },
        }
        return ReviewSession(**(values | changes))

    return build


@pytest.fixture
def review(make_review: Callable[..., ReviewSession]) -> ReviewSession:
    return make_review()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive with one episode to review, number 7."""
    root = write_archive(tmp_path)
    write_tone(root / "media" / "007-start.wav", 4)
    return root


class Current:
    """The application of the test that runs: starting a server for each takes most of its time."""

    def __init__(self) -> None:
        self.app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[Current, int]]:
    current = Current()
    with serving(current) as port:
        yield current, port


@pytest.fixture
def port(review: ReviewSession, server: tuple[Current, int]) -> int:
    current, port = server
    current.app = make_application(review, TOKEN)
    return port


@pytest.fixture
def address(port: int) -> str:
    return f"http://127.0.0.1:{port}/{TOKEN}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser, address):
    """Return a function that opens the page; at the end nothing has gone wrong in any."""
    contexts, faults = [], []

    def opened(count=4, **how) -> Page:
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
        expect(page.locator(".cue")).to_have_count(count)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page) -> Page:
    return open_page()
