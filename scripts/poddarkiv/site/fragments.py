"""What results show of pages, with what is said on them: one of Pagefind's files for each."""

import pickle
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from poddarkiv.search import Speech, Vocabulary
from poddarkiv.site.pagefind_files import PagefindFiles


class SpeechFile:
    """Transcripts by the address of their page, in a file: thousands would fill the memory."""

    def __init__(self, folder: Path) -> None:
        """Begin with none, in a file in `folder`, which nobody needs afterwards."""
        self._path = folder / "said"
        self._file = self._path.open("wb")
        self._starts: dict[str, int] = {}

    def write(self, url: str, speech: Speech) -> None:
        """Keep what is said on a page."""
        self._starts[url] = self._file.tell()
        own = (speech.anchors, speech.starts, speech.heads, speech.words)
        pickle.dump(own, self._file, pickle.HIGHEST_PROTOCOL)

    def close(self) -> None:
        """End the writing; only then can be read."""
        self._file.close()

    def read(self, url: str, vocabulary: Vocabulary) -> Speech | None:
        """Return what is said on a page, or None where no word is."""
        if url not in self._starts:
            return None
        # Opened each time: two processes that share an open file share their place in it.
        with self._path.open("rb") as file:
            file.seek(self._starts[url])
            # We wrote it a moment ago.
            speech = Speech(vocabulary, *pickle.load(file))  # noqa: S301
        return speech if speech.words else None


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """What is known of a page of an index."""

    url: str
    html: str
    """A digest of what Pagefind has read of it."""
    speech_digest: str
    """A digest of its transcript; empty where nothing is said."""
    speakers: tuple[str, ...] = ()
    """What those who speak are called."""
    start: int = 0
    """How many words it has before what is said."""
    count: int = 0
    """And with it."""
    name: str = ""
    """Of its file."""
    digest: str = ""
    """Of what is in the file."""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What it can be chosen by."""

    def is_same(self, html: str, speech: str) -> bool:
        """Whether it is made of these two."""
        return (self.html, self.speech_digest) == (html, speech)


def html_digest(html: str) -> str:
    """Return a digest of a document."""
    return blake2b(html.encode(), digest_size=16).hexdigest()


def write_fragment(
    files: PagefindFiles, page: IndexedPage, own: dict[str, Any], speech: Speech | None
) -> IndexedPage:
    """Write the file of a page, and return what is known of it then.

    Args:
        files: The index.
        page: What was known of it.
        own: What Pagefind has in its file.
        speech: What is said there.

    Raises:
        OSError: A file could not be written.
    """
    whole = _with(own, speech) if speech else own
    name, digest = files.write_fragment(whole)
    filters = tuple((key, tuple(values)) for key, values in sorted(own["filters"].items()))
    start, count = own["word_count"], whole["word_count"]
    return replace(page, start=start, count=count, name=name, digest=digest, filters=filters)


def _with(page: dict[str, Any], speech: Speech) -> dict[str, Any]:
    """Return `page` with what is said after its text."""
    start = page["word_count"]
    places = zip(speech.anchors, speech.starts, speech.heads, strict=True)
    # As on the page: a paragraph begins with a link, the sentences in it are spans.
    anchors = [
        {"element": "a" if head else "span", "id": anchor, "text": "", "location": start + place}
        for anchor, place, head in places
    ]
    return page | {
        "anchors": page["anchors"] + anchors,
        "content": f"{page['content']} {speech.vocabulary.text(speech.words)}",
        "word_count": start + len(speech.words),
    }
