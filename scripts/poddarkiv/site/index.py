"""Make the search index with Pagefind, beside the rendering of pages."""

import atexit
import contextlib
import gc
import hashlib
import json
import os
import pickle
import shutil
import threading
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _, quoted
from poddarkiv.output import scratch_folder, write_if_changed
from poddarkiv.search import Corpus, Document
from poddarkiv.site.pagefind_service import SearchIndexError, Service, settle
from poddarkiv.site.together import copy, end, hands

if TYPE_CHECKING:
    from poddarkiv.site.weave import Weave

DIGEST_FILE = "indexed.txt"
"""In the index's folder: a digest of what was indexed, so that the same text is indexed once."""
VOCABULARY_FILE = "words.json"
"""Beside it: the archive's usual words, fetched only when a search finds nothing."""
SYNONYMS_FILE = "synonyms.json"
"""What means the same, fetched only to say why a page is given that has none of the words."""
COMMON_FILE = "common.json"
"""And the words of whose places the index holds only some, fetched only for a phrase."""
_FORMAT = 8
"""Counted up when the same text gives another index."""
_UNUSED = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
)
"""Pagefind's own interfaces: ours replaces them."""


class Indexer:
    """One search index in the making: grows while pages render, then is put in its place.

    Its process ends with `finish` or `stop`.
    """

    def __init__(
        self, corpus: Corpus, target: Path, *, language: str = "sv", previous: Path | None = None
    ) -> None:
        """Prepare an index of `corpus`.

        Args:
            corpus: What can be found.
            target: The folder to come, as in `site/pagefind`.
            language: Whose words Pagefind stems.
            previous: An earlier index, copied if it was made of the same text.
        """
        self._corpus = corpus
        self._target = target
        self._language = language.partition("-")[0]
        self._previous = previous
        self._service: Service | None = None
        self._stopped = False
        self._copy = 0
        """The process that makes it, where this one can be copied."""
        self._thread = threading.Thread(target=self._tell, daemon=True)
        self._scratch = contextlib.ExitStack()
        self._staging = Path()

    def start(self) -> None:
        """Begin, in a process of its own or else in a thread."""
        # Beside the site: MkDocs empties the site's own folder when it begins.
        scratch = scratch_folder(self._target.parent, "site")
        self._staging = self._scratch.enter_context(scratch)
        atexit.register(self.stop)
        if hands() > 1:
            self._copy = copy(self._tell_alone)
        else:
            self._thread.start()

    def finish(self) -> bool:
        """Put the index at its target, which holds nothing else afterwards.

        Returns:
            Whether anything had to be indexed.

        Raises:
            PoddarkivError: Pagefind failed.
        """
        if self._copy:
            os.waitpid(self._copy, 0)
            self._copy = 0
        else:
            self._thread.join()
        try:
            made = self._told()
            shutil.rmtree(self._target, ignore_errors=True)
            self._target.parent.mkdir(parents=True, exist_ok=True)
            (self._staging / "index").rename(self._target)
        finally:
            self.stop()
        return made

    def stop(self) -> None:
        """End Pagefind, whatever it does, and remove what it has made so far."""
        self._stopped = True
        if self._copy:
            end(self._copy)
            self._copy = 0
        atexit.unregister(self.stop)
        if self._service is not None:
            self._service.kill()
        if self._thread.is_alive():
            self._thread.join()
        self._scratch.close()

    def _tell_alone(self) -> bool:
        # This process ends soon: looking for rubbish among millions of words would be dear.
        gc.disable()
        # numpy's threads are for matrices, of which there are none; without, it can be copied too.
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        return self._tell()

    def _tell(self) -> bool:
        """Make the index, and leave beside it whether it is new, or what went wrong."""
        try:
            told: bool | PoddarkivError = self._make()
        except PoddarkivError as error:
            # What stood open where it was raised must not stay so.
            told = error.with_traceback(None)
        except Exception as error:  # of whatever kind: `finish` raises it in the thread that waits
            words = quoted("Python", f"{type(error).__name__}: {error}")
            told = SearchIndexError(_("the search index could not be made ({words})", words=words))
        finally:
            if self._service is not None:
                self._service.kill()
        if not self._stopped:
            (self._staging / "told").write_bytes(pickle.dumps(told))
        return True

    def _told(self) -> bool:
        try:
            # Our own process wrote it a moment ago.
            told: bool | PoddarkivError = pickle.loads((self._staging / "told").read_bytes())  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise SearchIndexError(
                _("the search index was not made: was it killed, or is the disk full?")
            ) from error
        if isinstance(told, PoddarkivError):
            raise told
        return told

    def _make(self) -> bool:
        # Here: numpy brings threads, and a process with threads can't be copied.
        from poddarkiv.site.weave import Weave

        folder = self._staging / "index"
        weave = Weave(self._corpus.silent, self._staging)
        before = _known(self._previous) if self._previous else ""
        waiting: list[Document] = []
        digest = self._begun_digest()
        for document in takewhile(lambda _document: not self._stopped, self._corpus.documents()):
            weave.add(document)
            digest.update(_as_bytes(document))
            waiting.append(replace(document, said=None))
            if not before:
                # Where nothing can be the same as before, Pagefind reads them as they come.
                self._hand_over(waiting)
        digest.update("\0".join(weave.vocabulary.words).encode())
        if self._previous is not None and before == digest.hexdigest():
            try:
                shutil.copytree(self._previous, folder)
            except OSError:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                return False
        self._hand_over([*waiting, weave.words()])
        self._index(weave, folder)
        for pattern in _UNUSED:
            for path in folder.glob(pattern):
                path.unlink()
        write_if_changed(folder / VOCABULARY_FILE, self._corpus.usual_words())
        write_if_changed(folder / SYNONYMS_FILE, self._corpus.synonyms())
        write_if_changed(folder / DIGEST_FILE, f"{digest.hexdigest()}\n".encode())
        return True

    def _begun_digest(self) -> "hashlib._Hash":
        digest = hashlib.sha256(f"{_FORMAT} {_version()} {self._language}".encode())
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

    def _index(self, weave: "Weave", folder: Path) -> None:
        """Let Pagefind write what it has read, and weave into it what is said."""
        assert self._service is not None
        self._service.ask({"type": "WriteFiles", "index_id": 0, "output_path": str(folder)})
        if not self._stopped:
            self._service.wait()
            settle(folder)
        self._service.kill()
        if not self._stopped:
            common = json.dumps(weave.finish(folder), ensure_ascii=False)
            write_if_changed(folder / COMMON_FILE, f"{common}\n".encode())


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


def _version() -> str:
    from importlib.metadata import version

    return version("pagefind")
