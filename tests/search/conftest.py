"""The archive that the search is tried on, and a way to ask as the site does."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import poddarkiv
from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.model import Article, Consent, Episode, Glossary, Guest, Show, Topic
from poddarkiv.search import Corpus
from poddarkiv.site.index import Indexer
from poddarkiv.transcript import Segment, Transcript

HERE = Path(__file__).parent
ASSETS = Path(poddarkiv.__file__).parent / "assets"
PAGEFIND_160 = HERE.parents[1] / "node_modules/@pagefind/linux-x64/bin/pagefind_extended"
"""npm has this version; PyPI has 1.5.2."""
AS_OF = datetime(2026, 1, 1, tzinfo=UTC)

Ask = Callable[..., list[dict[str, Any]]]


def read_archive(show: Show, name: str = "archive.yml") -> Archive:
    """Return the archive of a file beside this one."""
    data = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    said = {entry["slug"]: entry.pop("said") for entry in data["episodes"]}
    return Archive(
        root=HERE,
        site_url="https://example.org/",
        show=show,
        episodes=tuple(_episode(entry) for entry in data["episodes"]),
        guests=tuple(
            Guest(**entry, consent=Consent(basis="given", scope=("namn", "text")))
            for entry in data["guests"]
        ),
        articles=tuple(
            Article(**entry, author="Redaktionen", written="2025-05-01")
            for entry in data["articles"]
        ),
        topics=tuple(Topic(**entry) for entry in data["topics"]),
        glossary=Glossary(terms=data["glossary"]),
        transcripts={slug: _transcript(times) for slug, times in said.items()},
    )


def _episode(entry: dict[str, Any]) -> Episode:
    guests = [{"guest": slug} for slug in entry.pop("guests", [])]
    number = int(entry["slug"][:3])
    published = f"2025-03-{number:02}T06:00:00+01:00"
    return Episode.model_validate(
        entry | {"guests": guests, "number": number, "published": published, "status": "published"}
    )


def _transcript(times: dict[int, str]) -> Transcript:
    # A pause of some seconds: each entry is a paragraph of its own.
    segments = (Segment(start, start + 10.0, text) for start, text in times.items())
    return Transcript(tuple(segments))


@pytest.fixture(scope="session")
def archive() -> Archive:
    """The archive that the queries are about."""
    return read_archive(
        Show.model_validate(
            {
                "title": "Sökpodden",
                "description": "En podd för test.",
                "author": "Testarna",
                "owner": {"name": "Testarna", "email": "redaktion@example.org"},
                "image": {"file": "omslag.png", "alt": "Ett omslag"},
                "categories": [{"category": "Health & Fitness"}],
            }
        )
    )


@pytest.fixture(scope="session")
def indexed(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site folder with the archive's index."""
    return make_site(archive, tmp_path_factory.mktemp("site"))


def make_site(archive: Archive, site: Path) -> Path:
    """Index an archive in the folder of a site; return it."""
    i18n.use("sv")
    indexer = Indexer(Corpus(archive, as_of=AS_OF), site / "pagefind")
    indexer.start()
    indexer.finish()
    i18n.use("en")
    return site


@pytest.fixture(scope="session")
def ask(indexed: Path) -> Ask:
    """Search as the site does: with the real pagefind.js and our own modules."""

    def run(queries: list[str], *mode: str, site: Path = indexed) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["node", HERE / "find.mjs", site, ASSETS, *mode],
            input=json.dumps(queries).encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        answers: list[dict[str, Any]] = json.loads(done.stdout)
        return answers

    return run
