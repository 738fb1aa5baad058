"""What results show of pages, with what is said on them: one of Pagefind's files for each."""

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from poddarkiv.search import Said, Vocabulary
from poddarkiv.site.pagefind_files import PagefindFiles

Listed = list[Any]
"""A page in the index's list: the name of its file, its words, and what Pagefind adds."""


class Shelf:
    """Transcripts by the address of their page, in a file: thousands would fill the memory."""

    def __init__(self, folder: Path) -> None:
        """Begin with none, in a file in `folder`, which nobody needs afterwards."""
        self.vocabulary = Vocabulary()
        """What all of them share."""
        self._path = folder / "said"
        self._file = self._path.open("wb")
        self._starts: dict[str, int] = {}

    def put(self, url: str, said: Said) -> None:
        """Keep what is said on a page."""
        self.vocabulary = said.vocabulary
        self._starts[url] = self._file.tell()
        own = (said.anchors, said.starts, said.heads, said.words)
        pickle.dump(own, self._file, pickle.HIGHEST_PROTOCOL)

    def close(self) -> None:
        """End the writing; only then can be read."""
        self._file.close()

    def get(self, url: str) -> Said | None:
        """Return what is said on a page, or None where no word is."""
        if url not in self._starts:
            return None
        # Opened each time: two processes that share an open file share their place in it.
        with self._path.open("rb") as file:
            file.seek(self._starts[url])
            # We wrote it a moment ago.
            said = Said(self.vocabulary, *pickle.load(file))  # noqa: S301
        return said if said.words else None


def rewritten(
    files: PagefindFiles,
    listed: Sequence[Listed],
    pages: Sequence[Any],
    shelf: Shelf,
    progress: Callable[[], object],
) -> list[Listed]:
    """Write the pages' files anew, and return the list of the pages as they are then.

    Args:
        files: The index.
        listed: Its pages.
        pages: What is in their files.
        shelf: What is said on them.
        progress: Called when one is written.

    Raises:
        OSError: A file could not be written.
    """
    found: list[Listed] = []
    for known, page in zip(listed, pages, strict=True):
        said = shelf.get(page["url"])
        if said is None:
            found.append(known)
            continue
        files.drop_fragment(known[0])
        whole = _with(page, said)
        found.append([files.write_fragment(whole), whole["word_count"], *known[2:]])
        progress()
    files.flush()
    return found


def _with(page: dict[str, Any], said: Said) -> dict[str, Any]:
    """Return `page` with what is said after its text."""
    start = page["word_count"]
    places = zip(said.anchors, said.starts, said.heads, strict=True)
    # As on the page: a paragraph begins with a link, the sentences in it are spans.
    anchors = [
        {"element": "a" if head else "span", "id": anchor, "text": "", "location": start + place}
        for anchor, place, head in places
    ]
    return page | {
        "anchors": page["anchors"] + anchors,
        "content": f"{page['content']} {said.vocabulary.text(said.words)}",
        "word_count": start + len(said.words),
    }
