"""Write the search index of a corpus with Pagefind, into a folder of its own."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from poddarkiv.i18n import _, quoted
from poddarkiv.output import write_if_changed
from poddarkiv.search import Corpus, Document
from poddarkiv.site.index_files import (
    COMMON_FILE,
    DESCRIBE_STEPS,
    DIGEST_FILE,
    SYNONYMS_FILE,
    VOCABULARY_FILE,
    WEAVE_STEPS,
    WEIGH_STEPS,
    Outcome,
)
from poddarkiv.site.pagefind_files import PAGE_MEMBERS, is_known
from poddarkiv.site.pagefind_service import Service, UnknownIndexError, read_version, settle
from poddarkiv.site.plain_index import with_speech
from poddarkiv.site.watcher import Watcher
from poddarkiv.site.weave import Weave

_FORMAT = 9
"""Counted up when the same text gives another index."""
_UNUSED = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
)
"""Pagefind's own interfaces: ours replaces them."""


class IndexWriter:
    """Writes one search index; Pagefind's process ends with it or with `stop`."""

    def __init__(
        self,
        corpus: Corpus,
        staging: Path,
        *,
        language: str,
        previous: Path | None,
        watcher: Watcher,
    ) -> None:
        """Prepare an index of `corpus`.

        Args:
            corpus: What can be found.
            staging: A folder for the index (`index/`) and for what need not be in memory.
            language: Whose words Pagefind stems, as in `sv`.
            previous: An earlier index, copied if it was made of the same text.
            watcher: Who is told how far it is.
        """
        self._corpus = corpus
        self._staging = staging
        self._language = language
        self._previous = previous
        self._watcher = watcher
        self._before = _known(previous) if previous else ""
        self._folder = staging / "index"
        self._service: Service | None = None
        self._stopped = False

    def stop(self) -> None:
        """Stop the writing, wherever it is."""
        self._stopped = True
        self.end()

    def end(self) -> None:
        """End Pagefind."""
        if self._service is not None:
            self._service.kill()

    def write(self) -> Outcome:
        """Write the index, or copy the previous one.

        Raises:
            PoddarkivError: Pagefind failed, or the archive can't be read.
        """
        version = read_version()
        woven = is_known(version)
        warning = "" if woven else _plain_warning(version)
        weave = Weave(self._corpus.silent, self._staging)
        waiting, digest = self._read(weave, version, woven=woven)
        if self._copied(digest):
            return Outcome(made=False, warning=warning)
        common: list[str] = []
        if woven:
            self._hand_over([*waiting, weave.words()])
            try:
                common = self._write_woven(weave)
            except UnknownIndexError as error:
                warning = _plain_warning(version, error)
                # None: the next build is to try again, and to say so again.
                digest = ""
                self._write_plain()
        else:
            self._hand_over(waiting)
            self._write()
        self._write_own(digest, common)
        return Outcome(made=True, warning=warning)

    def _read(self, weave: Weave, version: str, *, woven: bool) -> tuple[list[Document], str]:
        """Read the corpus: return what Pagefind has not been given yet, and a digest of it all."""
        waiting: list[Document] = []
        digest = self._begun_digest(version)
        weighed = False
        for document in self._documents():
            if not weighed:
                # The first document comes when the words of all of them are known.
                self._watcher.indexed(WEIGH_STEPS * self._corpus.transcript_count)
                weighed = True
            weave.add(document)
            if document.said:
                self._watcher.indexed(DESCRIBE_STEPS)
            digest.update(_as_bytes(document))
            waiting.append(replace(document, said=None) if woven else with_speech(document))
            if not self._before:
                # Where nothing can be the same as before, Pagefind reads them as they come.
                self._hand_over(waiting)
        digest.update("\0".join(weave.vocabulary.words).encode())
        return waiting, digest.hexdigest()

    def _copied(self, digest: str) -> bool:
        """Copy the previous index, if it was made of the same text and can be read."""
        if self._previous is None or self._before != digest:
            return False
        try:
            shutil.copytree(self._previous, self._folder)
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            return False
        # Nothing is left to weave.
        self._watcher.indexed(WEAVE_STEPS * self._corpus.transcript_count)
        return True

    def _documents(self) -> Iterator[Document]:
        return takewhile(lambda _document: not self._stopped, self._corpus.documents())

    def _begun_digest(self, version: str) -> "hashlib._Hash":
        digest = hashlib.sha256(f"{_FORMAT} {version} {self._language}".encode())
        digest.update(" ".join(self._corpus.silent).encode())
        digest.update(self._corpus.synonyms())
        return digest

    def _hand_over(self, documents: list[Document]) -> None:
        """Let Pagefind read `documents`, which are forgotten here."""
        if self._service is None:
            self._service = Service()
            self._service.ask({"type": "NewIndex", "config": {"force_language": self._language}})
        for document in documents:
            self._service.add(document)
        documents.clear()

    def _write_woven(self, weave: Weave) -> list[str]:
        """Let Pagefind write what it has read, and weave into it what is said.

        Returns:
            The words of whose places the index holds only some.

        Raises:
            UnknownIndexError: This Pagefind writes in another form.
        """
        self._write()
        if self._stopped:
            return []
        return weave.finish(self._folder, lambda: self._watcher.indexed(WEAVE_STEPS))

    def _write_plain(self) -> None:
        """Let Pagefind read every page whole, and begin anew."""
        shutil.rmtree(self._folder)
        self._service = None
        for document in self._documents():
            self._hand_over([with_speech(document)])
        self._write()

    def _write(self) -> None:
        """Let Pagefind write what it has read, and end."""
        assert self._service is not None
        self._service.ask({"type": "WriteFiles", "index_id": 0, "output_path": str(self._folder)})
        if not self._stopped:
            self._service.wait()
            settle(self._folder)
        self._service.kill()

    def _write_own(self, digest: str, common: list[str]) -> None:
        """Write our own files beside Pagefind's, and leave out what ours replaces."""
        folder = self._folder
        for pattern in _UNUSED:
            for path in folder.glob(pattern):
                path.unlink()
        write_if_changed(folder / VOCABULARY_FILE, self._corpus.usual_words())
        write_if_changed(folder / SYNONYMS_FILE, self._corpus.synonyms())
        text = json.dumps(common, ensure_ascii=False)
        write_if_changed(folder / COMMON_FILE, f"{text}\n".encode())
        if digest:
            write_if_changed(folder / DIGEST_FILE, f"{digest}\n".encode())


def _plain_warning(version: str, error: Exception | None = None) -> str:
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


def _as_bytes(document: Document) -> bytes:
    """Return everything that a document says, for the digest; what is said by number."""
    text = "\0".join((document.url, document.html, "")).encode()
    said = document.said
    if said is None:
        return text
    anchors = " ".join(said.anchors).encode()
    return b"".join(
        (text, anchors, *(part.tobytes() for part in (said.starts, said.heads, said.words)))
    )


def _known(folder: Path) -> str:
    try:
        return (folder / DIGEST_FILE).read_text(encoding="ascii").strip()
    except OSError:
        return ""
