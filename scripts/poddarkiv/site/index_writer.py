"""Write the search index of a corpus with Pagefind, into a folder of its own."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from poddarkiv.output import write_if_changed
from poddarkiv.output.links import link_or_copy
from poddarkiv.search import Corpus, Document
from poddarkiv.site.build_observer import BuildObserver
from poddarkiv.site.index_files import (
    COMMON_FILE,
    DESCRIBE_STEPS,
    SYNONYMS_FILE,
    VOCABULARY_FILE,
    WEAVE_STEPS,
    WEIGH_STEPS,
    Outcome,
    read_digest,
    write_digest,
)
from poddarkiv.site.index_settings import (
    IndexStore,
    NoStore,
    index_settings,
    plain_warning,
    state_key,
)
from poddarkiv.site.index_state import IndexState, pack_state, unpack_state
from poddarkiv.site.inject_postings import PostingsInjector
from poddarkiv.site.pagefind_files import is_known
from poddarkiv.site.pagefind_service import Service, UnknownIndexError, read_version, settle
from poddarkiv.site.plain_index import with_speech

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
        observer: BuildObserver,
        store: IndexStore | None = None,
    ) -> None:
        """Prepare an index of `corpus`.

        Args:
            corpus: What can be found.
            staging: A folder for the index (`index/`) and for what need not be in memory.
            language: Whose words Pagefind stems, as in `sv`.
            previous: An earlier index, copied if it was made of the same text.
            observer: Receives the build's progress.
            store: Keeps what the next index can be made with.
        """
        self._store = NoStore() if store is None else store
        self._corpus = corpus
        self._staging = staging
        self._language = language
        self._previous = previous
        self._observer = observer
        self._before = read_digest(previous) if previous else ""
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
        """Write the index, or take over the previous one.

        Raises:
            PoddarkivError: Pagefind failed, or the archive can't be read.
        """
        version = read_version()
        if not is_known(version):
            return self._write_plain(version)
        settings = index_settings(self._corpus, version, self._language)
        try:
            return self._write_injected(settings, self._earlier(settings))
        except UnknownIndexError as error:
            return self._write_plain(version, error)

    def _earlier(self, settings: str) -> IndexState:
        """Return what the previous index was made with; nothing where that is not known."""
        data = self._store.read(state_key(settings, self._before)) if self._before else None
        return unpack_state(data) if data else IndexState()

    def _write_injected(self, settings: str, earlier: IndexState) -> Outcome:
        """Let Pagefind read what `earlier` lacks, and put what is said into its index.

        Raises:
            UnknownIndexError: This Pagefind writes in another form.
        """
        # As it was given: what it has read goes with the copy.
        corpus = copy(self._corpus)
        corpus.earlier = earlier
        injector = PostingsInjector(corpus.stop_words, self._staging, earlier)
        waiting, digest = self._read(corpus, injector, settings)
        if self._copied(digest):
            return Outcome(made=False, warning="")
        self._send([*waiting, injector.words()])
        self._run()
        if self._stopped:
            return Outcome(made=False, warning="")
        try:
            state = injector.finish(
                self._folder,
                lambda: self._observer.indexed(WEAVE_STEPS),
                previous=self._previous,
                lexicon_state=corpus.lexicon_state,
            )
        except OSError:
            if not earlier.pages:
                raise
            # Somebody has removed files of the previous index.
            shutil.rmtree(self._folder, ignore_errors=True)
            self._service = None
            return self._write_injected(settings, IndexState())
        self._write_own(corpus, digest, sorted(state.index.common))
        if digest:
            self._store.write(state_key(settings, digest), pack_state(state.compacted()))
        if earlier.pages and digest != self._before:
            # Not even until the next build: it may hold words that are published no longer.
            self._store.write(state_key(settings, self._before), b"")
        return Outcome(made=True, warning="")

    def _read(
        self, corpus: Corpus, injector: PostingsInjector, settings: str
    ) -> tuple[list[Document], str]:
        """Read the corpus: return what Pagefind has not been given yet, and a digest of it all."""
        waiting: list[Document] = []
        whole = hashlib.sha256(settings.encode())
        for number, document in enumerate(self._documents(corpus)):
            if not number:
                # The first document comes when the words of all of them are known.
                self._observer.indexed(WEIGH_STEPS * corpus.transcript_count)
            injector.add(document)
            if document.speech_digest:
                self._observer.indexed(DESCRIBE_STEPS)
            parts = document.url, document.html, document.speech_digest, ""
            whole.update("\0".join(parts).encode())
            if not document.is_known:
                waiting.append(replace(document, speech=None))
            if not self._before:
                # Where nothing can be the same as before, Pagefind reads them as they come.
                self._send(waiting)
        # Other words may be added to the same text.
        whole.update(" ".join(sorted(corpus.lexicon_state.words)).encode())
        whole.update(corpus.usual_words)
        return waiting, whole.hexdigest()

    def _copied(self, digest: str) -> bool:
        """Copy the previous index, if it was made of the same text and can be read."""
        if self._previous is None or self._before != digest:
            return False
        try:
            shutil.copytree(self._previous, self._folder, copy_function=link_or_copy)
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            return False
        # Nothing is left to put into it.
        self._observer.indexed(WEAVE_STEPS * self._corpus.transcript_count)
        return True

    def _documents(self, corpus: Corpus) -> Iterator[Document]:
        return takewhile(lambda _document: not self._stopped, corpus.documents())

    def _send(self, documents: list[Document]) -> None:
        """Let Pagefind read `documents`, which are forgotten here."""
        if self._service is None:
            self._service = Service()
            self._service.ask({"type": "NewIndex", "config": {"force_language": self._language}})
        for document in documents:
            self._service.add(document)
        documents.clear()

    def _write_plain(self, version: str, error: Exception | None = None) -> Outcome:
        """Let Pagefind read every page whole, and make the index alone."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._service = None
        corpus = copy(self._corpus)
        waiting: list[Document] = []
        whole = hashlib.sha256(index_settings(corpus, version, self._language).encode())
        for document in map(with_speech, self._documents(corpus)):
            whole.update(f"{document.url}\0{document.html}\0".encode())
            waiting.append(document)
            if error or not self._before:
                self._send(waiting)
        # After an error none: the next build is to try again, and to say so again.
        digest = "" if error else whole.hexdigest()
        warning = plain_warning(version, error)
        if digest and self._copied(digest):
            return Outcome(made=False, warning=warning)
        self._send(waiting)
        self._run()
        self._write_own(corpus, digest, [])
        return Outcome(made=True, warning=warning)

    def _run(self) -> None:
        """Let Pagefind write what it has read, and end."""
        assert self._service is not None
        self._service.ask({"type": "WriteFiles", "index_id": 0, "output_path": str(self._folder)})
        if not self._stopped:
            self._service.wait()
            settle(self._folder)
        self._service.kill()

    def _write_own(self, corpus: Corpus, digest: str, common: list[str]) -> None:
        """Write our own files beside Pagefind's, and leave out what ours replaces."""
        folder = self._folder
        for pattern in _UNUSED:
            for path in folder.glob(pattern):
                path.unlink()
        write_if_changed(folder / VOCABULARY_FILE, corpus.usual_words)
        write_if_changed(folder / SYNONYMS_FILE, corpus.synonyms())
        text = json.dumps(common, ensure_ascii=False)
        write_if_changed(folder / COMMON_FILE, f"{text}\n".encode())
        if digest:
            write_digest(folder, digest)
