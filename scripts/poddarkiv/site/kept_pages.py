"""Reuse pages that the last build drew: they are linked into the new site without being drawn."""

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from poddarkiv.addresses import EPISODES
from poddarkiv.formats.published import MIME_TYPES
from poddarkiv.output.links import link_or_copy
from poddarkiv.transcript import Transcript


@dataclass(frozen=True)
class KeptPages:
    """The site of the last build, where nothing but transcripts has changed since."""

    site: Path
    """Its folder; every file is as the build left it."""
    changed: frozenset[str]
    """The slugs of the episodes whose transcripts have changed."""
    reads: Mapping[str, Sequence[str]]
    """The slugs of the others' transcripts that pages show something of, by address."""

    def has_page(self, address: str) -> bool:
        """Whether the page at `address`, and what is beside it, is the one that would be drawn."""
        return self.changed.isdisjoint({episode_of(address), *self.reads.get(address, ())})

    def link_page(self, address: str, target: Path) -> bool:
        """Link the page at `address`, with the files beside it, into the site `target`.

        Returns:
            Whether it was there.
        """
        names = ["index.html", *(MIME_TYPES if episode_of(address) is not None else ())]
        (target / address).mkdir(parents=True, exist_ok=True)
        found = [
            name for name in names if _link(self.site / address / name, target / address / name)
        ]
        return "index.html" in found


def episode_of(address: str) -> str | None:
    """Return the slug of the episode that the page at `address` is; None where it is none.

    >>> episode_of("avsnitt/001-start/"), episode_of("avsnitt/"), episode_of("artiklar/om/")
    ('001-start', None, None)
    """
    slug = address.removeprefix(EPISODES).rstrip("/") if address.startswith(EPISODES) else ""
    return slug if slug and "/" not in slug else None


def _link(old: Path, new: Path) -> bool:
    # The same file in both trees until the old one goes: nothing is written.
    try:
        link_or_copy(old, new)
    except FileNotFoundError:
        return False
    return True


class PageReads:
    """Which pages show something of another transcript than their own episode's.

    Workers forked from this process record it too.
    """

    def __init__(self, before: Mapping[str, Sequence[str]] | None = None) -> None:
        """Begin with what is known of pages that may not be drawn again."""
        self._before = before or {}
        self._file: IO[bytes] | None = None
        self._page: str | None = None
        with contextlib.suppress(OSError):  # no room among the temporary files
            # A line is appended in one step, whichever process does it.
            self._file = tempfile.TemporaryFile("a+b", 0)  # noqa: SIM115 - as long as this lives

    @contextlib.contextmanager
    def drawing(self, address: str) -> Iterator[None]:
        """Record what the page at `address` reads while it is drawn inside."""
        self._page = address
        try:
            yield
        finally:
            self._page = None

    def record(self, slug: str) -> None:
        """Record that the transcript of `slug` is read."""
        if self._file and self._page is not None and slug != episode_of(self._page):
            line = json.dumps([self._page, slug]) + "\n"
            self._file.write(line.encode())

    def by_address(self) -> dict[str, list[str]] | None:
        """Return the slugs of the others' transcripts by the page's address; None if not known."""
        if self._file is None:
            return None
        found = {address: set(slugs) for address, slugs in self._before.items()}
        self._file.seek(0)
        for line in set(self._file.read().splitlines()):
            address, slug = json.loads(line)
            found.setdefault(address, set()).add(slug)
        return {address: sorted(slugs) for address, slugs in sorted(found.items())}


class TrackedTranscripts(Mapping[str, Transcript]):
    """Transcripts by slug; records each that is read."""

    def __init__(self, transcripts: Mapping[str, Transcript], reads: PageReads) -> None:
        self._transcripts = transcripts
        self._reads = reads

    def __getitem__(self, slug: str) -> Transcript:
        """Return the transcript.

        Raises:
            SourceError: The file isn't WebVTT; with the line.
        """
        self._reads.record(slug)
        return self._transcripts[slug]

    @property
    def digest(self) -> Callable[[str], str] | None:
        """How to get a transcript's digest without reading it; None where that is impossible."""
        found: Callable[[str], str] | None = getattr(self._transcripts, "digest", None)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._transcripts)

    def __len__(self) -> int:
        return len(self._transcripts)

    def __contains__(self, slug: object) -> bool:
        return slug in self._transcripts
