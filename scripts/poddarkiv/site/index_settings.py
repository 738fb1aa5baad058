"""What a search index depends on besides documents, and where what it was made with is kept."""

from pathlib import Path
from typing import Protocol

from poddarkiv.i18n import _, quoted
from poddarkiv.search import Corpus
from poddarkiv.site.pagefind_files import PAGE_MEMBERS
from poddarkiv.site.store import digest

_FORMAT = 10
"""Counted up when the same text gives another index."""
_CODE = ("search/*.py", "site/*.py", "formats/*.py", "assets/search/*.json")
"""What decides how a text is indexed."""


class IndexStore(Protocol):
    """What keeps bytes from one build to the next, as `Store` does."""

    def read(self, key: str) -> bytes | None:
        """Return what was written for `key`."""

    def write(self, key: str, data: bytes) -> None:
        """Keep `data` for `key`."""

    def sweep(self) -> None:
        """Remove what was neither read nor written, now that the index is in its place."""

    def close(self) -> None:
        """Leave all as it is: there is no new index."""


class NoStore:
    """Keeps nothing."""

    def read(self, key: str) -> bytes | None:
        """Return None."""
        return None

    def write(self, key: str, data: bytes) -> None:
        """Forget `data`."""

    def sweep(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def plain_warning(version: str, error: Exception | None = None) -> str:
    """Return what to say when Pagefind alone makes the index."""
    known = ", ".join(f"{version}.x" for version in PAGE_MEMBERS)
    words = f" ({quoted('Python', error)})" if error else ""
    return _(
        "the form of the search index of Pagefind {version} is not known here{words}: Pagefind "
        "makes it alone, which takes longer – known are {known}: pip install "
        "'pagefind[extended]==1.5.2'",
        version=version,
        words=words,
        known=known,
    )


def index_settings(corpus: Corpus, version: str, language: str) -> str:
    """Return a digest of all that an index is made of, besides documents."""
    parts: list[str | bytes] = [str(_FORMAT), version, language, " ".join(corpus.stop_words)]
    parts.append(corpus.synonyms())
    package = Path(__file__).parents[1]
    for pattern in _CODE:
        parts += (path.read_bytes() for path in sorted(package.glob(pattern)))
    return digest(*parts)


def state_key(settings: str, index: str) -> str:
    """Return the name of what the index with the digest `index` was made with."""
    return digest("search index", settings, index)
