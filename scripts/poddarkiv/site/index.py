"""Make the search index with Pagefind, beside the rendering of pages.

A large archive is indexed in parts, one after the other, because Pagefind holds all of a part in
memory: 1.3 GB for 1,000 long episodes. The browser searches the parts as one.
"""

import hashlib
import json
import shutil
import tempfile
import threading
from collections.abc import Iterable
from itertools import islice, takewhile
from pathlib import Path

from poddarkiv.output import write_if_changed
from poddarkiv.search import Corpus, Document
from poddarkiv.site.pagefind_service import Service, settle

DIGEST_FILE = "indexed.txt"
"""In the index's folder: digests of what was indexed, so that the same text is indexed once."""
VOCABULARY_FILE = "words.json"
"""Beside it: the archive's usual words, fetched only when a search finds nothing."""
PARTS_FILE = "parts.json"
"""Beside it: the folders of the parts after the first."""
WHOLE = 1500
"""Documents up to which an archive is indexed in one part."""
PART = 800
"""Documents of a part of a larger archive."""
_OF_A_PART = ("pagefind-entry.json", "*.pf_meta", "filter", "fragment", "index")
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
            previous: An earlier index; its parts that were made of the same text are copied.
        """
        self._corpus = corpus
        self._target = target
        self._language = language.partition("-")[0]
        self._previous = previous
        self._known = _digests(previous) if previous is not None else []
        self._digests: list[str] = []
        self._made = 0
        self._service: Service | None = None
        self._stopped = False
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._staging = Path()

    def start(self) -> None:
        """Begin, in a thread of its own."""
        # Beside the site: MkDocs empties the site's own folder when it begins.
        beside = self._target.parent.parent
        self._staging = Path(tempfile.mkdtemp(prefix=".index-", dir=beside))
        self._thread.start()

    def finish(self) -> bool:
        """Put the index at its target, which holds nothing else afterwards.

        Returns:
            Whether anything had to be indexed.

        Raises:
            PoddarkivError: Pagefind failed.
        """
        self._thread.join()
        try:
            if self._fault is not None:
                raise self._fault
            shutil.rmtree(self._target, ignore_errors=True)
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._assemble()
        finally:
            self.stop()
        return self._made > 0

    def stop(self) -> None:
        """End Pagefind, whatever it does, and remove what it has made so far."""
        self._stopped = True
        if self._service is not None:
            self._service.kill()
        if self._thread.is_alive():
            self._thread.join()
        if self._staging != Path():
            shutil.rmtree(self._staging, ignore_errors=True)

    def _assemble(self) -> None:
        folders = [self._staging / str(number) for number in range(1, len(self._digests) + 1)]
        folders[0].rename(self._target)
        for folder in folders[1:]:
            part = self._target / folder.name
            part.mkdir()
            for pattern in _OF_A_PART:
                for path in folder.glob(pattern):
                    path.rename(part / path.name)
        for pattern in _UNUSED:
            for path in self._target.glob(pattern):
                path.unlink()
        parts = json.dumps([f"{folder.name}/" for folder in folders[1:]])
        write_if_changed(self._target / PARTS_FILE, f"{parts}\n".encode())
        write_if_changed(self._target / VOCABULARY_FILE, self._corpus.vocabulary())
        digests = "".join(f"{digest}\n" for digest in self._digests)
        write_if_changed(self._target / DIGEST_FILE, digests.encode())

    def _work(self) -> None:
        try:
            total = self._corpus.size
            parts = 1 if total <= WHOLE else -(-total // PART)
            documents = self._corpus.documents()
            for _number in range(parts):
                self._part(islice(documents, -(-total // parts) if parts > 1 else None))
                if self._stopped:
                    return
        except Exception as error:  # told by `finish`, in the thread that waits
            self._fault = error

    def _part(self, documents: Iterable[Document]) -> None:
        number = len(self._digests) + 1
        folder = self._staging / str(number)
        if number <= len(self._known):
            # Most likely the same as before: look first, and do not even start Pagefind.
            documents = list(documents)
            digest = self._digest(documents)
            if digest == self._known[number - 1] and self._copy(number, folder):
                self._digests.append(digest)
                return
        self._made += 1
        self._digests.append(self._index(documents, folder))

    def _copy(self, number: int, folder: Path) -> bool:
        assert self._previous is not None
        source = self._previous if number == 1 else self._previous / str(number)
        inner = shutil.ignore_patterns(*map(str, range(2, len(self._known) + 1)))
        try:
            shutil.copytree(source, folder, ignore=inner if number == 1 else None)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            return False
        return True

    def _digest(self, documents: Iterable[Document]) -> str:
        digest = hashlib.sha256(f"1 {_version()} {self._language}".encode())
        for document in documents:
            digest.update(f"{document.url}\0{document.html}\0".encode())
        return digest.hexdigest()

    def _index(self, documents: Iterable[Document], folder: Path) -> str:
        service = self._service = Service()
        try:
            service.ask({"type": "NewIndex", "config": {"force_language": self._language}})
            wanted = takewhile(lambda _document: not self._stopped, documents)
            digest = self._digest(map(service.add, wanted))
            service.ask({"type": "WriteFiles", "index_id": 0, "output_path": str(folder)})
            if not self._stopped:
                service.wait()
                settle(folder)
        finally:
            service.kill()
        return digest


def _digests(folder: Path) -> list[str]:
    try:
        return (folder / DIGEST_FILE).read_text(encoding="ascii").split()
    except OSError:
        return []


def _version() -> str:
    from importlib.metadata import version

    return version("pagefind")
