"""Builders: each gives a valid thing and lets the test change the one part it is about."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import offline.sitecustomize  # noqa: F401  (this process asks no host either)
from longest import LONGEST
from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.errors import Origin
from poddarkiv.model import Audio, Consent, Episode, Guest, Lock, Show, Topic
from poddarkiv.transcript import Segment, Transcript

OFFLINE = str(Path(__file__).with_name("offline"))
os.environ["PYTHONPATH"] = os.pathsep.join(
    [OFFLINE, *filter(None, [os.environ.get("PYTHONPATH", "").removeprefix(OFFLINE + os.pathsep)])]
)

GUID = "7f0c2a52-55fd-4b1e-9a39-0d8b0a5b2f11"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files first in each worker; who runs without workers has the usual order."""
    if hasattr(config, "workerinput"):
        place = {path: i for i, path in enumerate(LONGEST)}
        items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(autouse=True, scope="session")
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps for its user stays out of the tester's own folder."""
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    yield
    if before is None:
        del os.environ["XDG_STATE_HOME"]
    else:
        os.environ["XDG_STATE_HOME"] = before


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are asserted whole, in the language of the code."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def make_show() -> Callable[..., Show]:
    """Return a builder of shows."""

    def build(**changes: Any) -> Show:
        values: dict[str, Any] = {
            "title": "Testpodden",
            "description": "En podd för test.",
            "language": "sv",
            "author": "Testarna",
            "owner": {"name": "Testarna", "email": "redaktion@example.org"},
            "image": {"file": "omslag.png", "alt": "Ett omslag"},
            "categories": [{"category": "Health & Fitness", "sub": "Mental Health"}],
        }
        return Show.model_validate(values | changes)

    return build


@pytest.fixture
def make_episode() -> Callable[..., Episode]:
    """Return a builder of episodes."""

    def build(**changes: Any) -> Episode:
        values: dict[str, Any] = {
            "slug": "001-start",
            "guid": GUID,
            "number": "1",
            "title": "Start",
            "published": "2025-03-01T06:00:00+01:00",
            "status": "published",
            "summary": "Vi börjar.",
            "audio": "001-start.mp3",
        }
        return Episode.model_validate(values | changes)

    return build


@pytest.fixture
def make_guest() -> Callable[..., Guest]:
    """Return a builder of guests."""

    def build(**changes: Any) -> Guest:
        values: dict[str, Any] = {
            "slug": "ada-berg",
            "name": "Ada Berg",
            "consent": Consent(basis="given", scope=("namn", "röst", "text")),
            "bio": "Ada är **testare**.",
        }
        return Guest.model_validate(values | changes)

    return build


@pytest.fixture
def make_transcript() -> Callable[..., Transcript]:
    """Return a builder of transcripts from (start, end, text[, speaker])."""

    def build(*rows: tuple[Any, ...]) -> Transcript:
        rows = rows or ((0.0, 2.5, "Hej och välkommen!", "Ada"), (2.5, 61.25, "Nu slutar vi.", ""))
        return Transcript(tuple(Segment(*row) for row in rows))

    return build


@pytest.fixture
def make_archive(
    tmp_path: Path, make_show: Callable[..., Show], make_episode: Callable[..., Episode]
) -> Callable[..., Archive]:
    """Return a builder of archives: one published episode with measured audio, and a topic."""

    def build(**changes: Any) -> Archive:
        episodes = changes.get("episodes", (make_episode(),))
        values: dict[str, Any] = {
            "root": tmp_path,
            "site_url": "https://podd.example.org/",
            "show": make_show(),
            "episodes": episodes,
            "topics": (Topic(slug="stod", title="Stöd"),),
            "locks": {
                episode.slug: Lock(audio=make_audio(episode))
                for episode in episodes
                if episode.audio
            },
            "origins": {
                f"episodes/{episode.slug}/episode.yml": Origin(
                    f"episodes/{episode.slug}/episode.yml"
                )
                for episode in episodes
            },
        }
        return Archive(**(values | changes))

    return build


def make_audio(episode: Episode) -> Audio:
    """Return what `measure` would have written for a minute of MP3."""
    return Audio(
        path=f"media/{episode.audio}",
        bytes=480_000,
        duration=60.0,
        mime_type="audio/mpeg",
        sha256="a" * 64,
        audio_sha256="b" * 64,
        bit_rate=64_000,
    )
