"""Make the search index with Pagefind, beside the rendering of pages.

Pagefind's own Python client looks for an answer ten times a second, so a thousand pages would take
a hundred seconds; the service's protocol is small, and is spoken here directly.
"""

import base64
import hashlib
import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _
from poddarkiv.output import write_if_changed
from poddarkiv.search import Corpus, Document

DIGEST_FILE = "indexed.txt"
"""In the index's folder: a digest of what was indexed, so that the same text is indexed once."""
VOCABULARY_FILE = "words.json"
"""Beside it: the archive's usual words, fetched only when a search finds nothing."""
_UNUSED = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
)
"""Pagefind's own interfaces: ours replaces them."""


class SearchIndexError(PoddarkivError):
    """Pagefind could not make the index."""


class Indexer:
    """One search index in the making: grows while pages render, then is written.

    Its process ends with `finish` or `stop`.
    """

    def __init__(self, corpus: Corpus, *, language: str = "sv") -> None:
        self._corpus = corpus
        self._language = language.partition("-")[0]
        self._digest = hashlib.sha256(f"1 {_version()} {self._language}".encode())
        self._process: subprocess.Popen[bytes] | None = None
        self._sent = 0
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._fault: Exception | None = None
        self._feeder = threading.Thread(target=self._feed, daemon=True)
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def start(self) -> None:
        """Start Pagefind, and begin to feed it from a thread of its own."""
        from pagefind.service import get_executable

        executable = get_executable()
        if executable is None:
            raise SearchIndexError(
                _("the search index needs Pagefind: pip install 'pagefind[extended]'")
            )
        self._process = subprocess.Popen(
            [executable, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._feeder.start()
        self._listener.start()

    def finish(self, target: Path, *, previous: Path | None = None) -> bool:
        """Write the index to the folder `target`, which holds nothing else afterwards.

        Args:
            target: As in `site/pagefind`.
            previous: An earlier index, copied when it was made of the same text.

        Returns:
            Whether a new index was made.

        Raises:
            PoddarkivError: Pagefind failed.
        """
        self._feeder.join()
        try:
            if self._fault is not None:
                raise self._fault
            digest = self._digest.hexdigest()
            kept = previous is not None and _digest_of(previous) == digest
            if not kept:
                self._write(target, digest)
        finally:
            self.stop()
        if kept and previous is not None and previous != target:
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(previous, target)
        return not kept

    def stop(self) -> None:
        """End Pagefind, whatever it does."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        # The feeding thread finds the pipe broken, and ends.
        self._feeder.join()
        self._listener.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _write(self, target: Path, digest: str) -> None:
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._say({"type": "WriteFiles", "index_id": 0, "output_path": str(target.resolve())})
        for _number in range(self._sent):
            answer = self._answers.get()
            if answer["type"] == "Error":
                raise SearchIndexError(
                    _("Pagefind could not make the index: {reason}", reason=answer["message"])
                )
        for pattern in _UNUSED:
            for path in target.glob(pattern):
                path.unlink()
        write_if_changed(target / VOCABULARY_FILE, self._corpus.vocabulary())
        write_if_changed(target / DIGEST_FILE, f"{digest}\n".encode())

    def _feed(self) -> None:
        try:
            self._say({"type": "NewIndex", "config": {"force_language": self._language}})
            for document in self._corpus.documents():
                if self._process is None:
                    return
                self._add(document)
        except Exception as error:
            self._fault = error

    def _add(self, document: Document) -> None:
        self._digest.update(f"{document.url}\0{document.html}\0".encode())
        self._say(
            {
                "type": "AddFile",
                "index_id": 0,
                "url": document.url,
                "file_contents": document.html,
            }
        )

    def _say(self, payload: dict[str, Any]) -> None:
        process = self._process
        if process is None:
            return
        self._sent += 1
        message = json.dumps(
            {"message_id": self._sent, "payload": payload}, ensure_ascii=False
        ).encode()
        try:
            pipe = cast(BinaryIO, process.stdin)
            pipe.write(base64.b64encode(message) + b",")
            pipe.flush()
        except (BrokenPipeError, ValueError):
            # Killed, or dead: the listening thread tells what it said last.
            return

    def _listen(self) -> None:
        process = self._process
        assert process is not None
        pipe = cast(Any, process.stdout)
        rest = b""
        while block := pipe.read1(65536):
            *messages, rest = (rest + block).split(b",")
            for message in messages:
                self._answers.put(json.loads(base64.b64decode(message))["payload"])
        said = rest.decode(errors="replace").strip() or _("it ended without a word")
        self._answers.put({"type": "Error", "message": said})


def _digest_of(folder: Path) -> str:
    try:
        return (folder / DIGEST_FILE).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _version() -> str:
    from importlib.metadata import version

    return version("pagefind")
