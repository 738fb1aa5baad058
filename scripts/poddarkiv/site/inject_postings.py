"""Index what is said in episodes: Pagefind reads each different word once, its places follow here.

Pagefind takes half a minute for a thousand episodes, and most of it for words that it has read ten
thousand times. So it gets a page with every different word, besides the pages without transcripts;
what it makes of each word (its stem, its parts, its spelling without dots) is then put where the
word is said, in its own files. It gets only the pages and the words that an earlier index lacks.
"""

import zlib
from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from gzip import BadGzipFile
from html import escape
from pathlib import Path
from typing import Any

from cbor2 import CBORError

from poddarkiv.search import Document, Vocabulary
from poddarkiv.search.earlier import LexiconState
from poddarkiv.search.matches import unmarked
from poddarkiv.search.words import words_of
from poddarkiv.site.chunks import PagefindWords, make_chunks
from poddarkiv.site.fragments import IndexedPage, SpeechFile, html_digest, write_fragment
from poddarkiv.site.index_state import IndexState
from poddarkiv.site.index_update import Change, page_filters, update_state
from poddarkiv.site.pagefind_files import PagefindFiles
from poddarkiv.site.pagefind_service import UnknownIndexError
from poddarkiv.site.workers import start_in_worker

WORDS_URL = "/~words/"
"""The page with every word: nobody sees it."""
_FIELDS = "".join(
    f'<i data-v="a" data-pagefind-meta="{name}[data-v]"></i>' for name in ("nr", "title", "typ")
)
"""On that page, every field that a page may have: Pagefind numbers those that it has met."""
_UNREADABLE = (
    AttributeError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    BadGzipFile,
    CBORError,
    zlib.error,
)
"""What reading an index of another form ends in."""
_RESERVED = "___PAGEFIND"
"""Begins Pagefind's own marks in a text."""


class PostingsInjector:
    """What is said, to be put into an index that Pagefind has made of everything else."""

    def __init__(
        self, stop_words: Collection[str], scratch: Path, earlier: IndexState | None = None
    ) -> None:
        """Begin with nothing said.

        Args:
            stop_words: Words that are shown and not indexed.
            scratch: A folder for what need not be in memory.
            earlier: What an earlier index was made with.
        """
        self._stop_words = frozenset(stop_words)
        self._scratch = scratch
        self._earlier = earlier or IndexState()
        self._speech = SpeechFile(scratch)
        self.vocabulary = Vocabulary(self._earlier.words)
        """What the documents share; all of it once all are added."""
        self._words: list[str] = []
        self._pages: list[IndexedPage] = []
        self._tokens: list[array[int]] = []
        """What is said on each page that has changed."""

    def add(self, document: Document) -> None:
        """Take a page, and what is said there."""
        about = html_digest(document.html), document.speech_digest, document.speakers
        page = IndexedPage(document.url, *about)
        if document.is_known:
            page = self._earlier.pages[self._earlier.numbers[document.url]]
        elif document.speech:
            self.vocabulary = document.speech.vocabulary
            self._speech.write(document.url, document.speech)
        self._pages.append(page)
        if not document.is_known:
            self._tokens.append(document.speech.words if document.speech else array("I"))

    @property
    def pages(self) -> Sequence[IndexedPage]:
        """What is known of each page: in which file it is, once all is finished."""
        return self._pages

    def words(self) -> Document:
        """Return the page with every new word, for Pagefind to read as the last."""
        found = set(map(unmarked, self.vocabulary)) - self._earlier.meanings.keys()
        # Pagefind leaves out a page without words.
        self._words = sorted(filter(self._is_indexed, found)) or ["a"]
        text = escape(" ".join(map(_legible, self._words)), quote=False)
        # The full stop at the end is what Pagefind would add to the last word.
        return Document(
            WORDS_URL, f"<html><body data-pagefind-body>{_FIELDS}<p>{text} .</p></body></html>"
        )

    def _is_indexed(self, word: str) -> bool:
        if not _legible(word) or word.startswith(_RESERVED):
            return False
        return not self._stop_words.issuperset(words_of(word) or (word,))

    def finish(
        self,
        folder: Path,
        progress: Callable[[], object] = lambda: None,
        *,
        previous: Path | None = None,
        lexicon_state: LexiconState | None = None,
    ) -> IndexState:
        """Put it into the index in `folder`.

        Args:
            folder: Where Pagefind has written it.
            progress: Called, perhaps in a worker, when a page's file is written anew.
            previous: The folder of the earlier index.
            lexicon_state: The lexicon's state, for the next index.

        Returns:
            What the next index can be made with.

        Raises:
            UnknownIndexError: Pagefind has numbered the pages, or cut the words, in another way,
                or there are more pages than an index has room for.
        """
        self._speech.close()
        try:
            return self._injected(
                PagefindFiles(folder, previous), progress, lexicon_state or LexiconState()
            )
        except _UNREADABLE as error:
            raise UnknownIndexError(f"{type(error).__name__}: {error}") from error

    def _injected(
        self, files: PagefindFiles, progress: Callable[[], object], lexicon_state: LexiconState
    ) -> IndexState:
        meta = files.read_meta()
        own = [files.read_fragment(page[0]) for page in meta[1]]
        every = own.pop()
        if (every["url"], every["word_count"]) != (WORDS_URL, len(self._words) + 1):
            raise ValueError("the words were cut in another way")
        if [page["url"] for page in own] != [p.url for p in self._pages if not p.name]:
            raise ValueError("the pages were numbered in another way")
        files.drop_fragments()
        fragments = start_in_worker(
            lambda: self._write_fragments(files, own, progress), self._scratch / "fragments"
        )
        try:
            change = Change(
                self._pages,
                [page["word_count"] for page in own],
                self._tokens,
                self.vocabulary,
                PagefindWords(files.read_words(), len(own)),
                self._words,
            )
            files.drop_words()
            state = update_state(self._earlier, change, lexicon_state)
            listed: list[list[str]] = []
            chunks: dict[str, str] = {}
            for ends, data in make_chunks(state.index.names, state.index.entries):
                name, digest = files.write_chunk(data, self._earlier.chunks)
                listed.append([*ends, name])
                chunks[digest] = name
        finally:
            # A process that writes into the folder must not outlive this.
            self._pages = fragments()
        members = meta[1][-1][2:]
        meta[1] = [[page.name, page.count, *members] for page in self._pages]
        meta[2] = listed
        files.write_meta(meta, page_filters(self._pages))
        return replace(state, pages=self._pages, chunks=chunks)

    def _write_fragments(
        self, files: PagefindFiles, own: Sequence[Any], progress: Callable[[], object]
    ) -> list[IndexedPage]:
        """Write the pages' files, and return the pages with what is known of them then."""
        found: list[IndexedPage] = []
        fresh = iter(own)
        for page in self._pages:
            if page.name:
                name = files.keep_fragment(page.name, page.digest)
                found.append(replace(page, name=name))
            else:
                speech = self._speech.read(page.url, self.vocabulary)
                found.append(write_fragment(files, page, next(fresh), speech))
            if page.speech_digest:
                progress()
        files.flush()
        return found


def _legible(word: str) -> str:
    """Return `word` without what is not seen: soft hyphens, marks of direction."""
    return word if word.isprintable() else "".join(filter(str.isprintable, word))
