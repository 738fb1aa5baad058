"""Pagefind's service: a process that is told of documents and writes an index.

Pagefind's own Python client looks for an answer ten times a second, so a thousand pages would take
a hundred seconds; the protocol is small, and is spoken here directly.
"""

import base64
import json
import queue
import re
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _, quoted
from poddarkiv.reasons import file_reason
from poddarkiv.search import Document

_PATIENCE = 100
"""Tenths of a second."""
_CALM = 10
"""Tenths of a second in which a file of whole pages stays as it is: it is so by chance."""
_PAGE = 4096
"""Bytes."""


class SearchIndexError(PoddarkivError):
    """Pagefind could not make the index."""


class UnknownIndexError(SearchIndexError):
    """This Pagefind writes its index in a form that is not known here."""


def find_executable() -> Path:
    """Return Pagefind's program: that of `PAGEFIND_BINARY_PATH`, or the package's.

    Raises:
        SearchIndexError: There is none.
    """
    from pagefind.service import get_executable

    executable = get_executable()
    if executable is None:
        raise SearchIndexError(
            _("the search index needs Pagefind: pip install 'pagefind[extended]'")
        )
    return executable


def read_version() -> str:
    """Return which version Pagefind's program says that it is, as in `1.5.2`.

    The Python package may have another: `PAGEFIND_BINARY_PATH` names any program.

    Raises:
        SearchIndexError: There is no such program, or it does not start.
    """
    executable = find_executable()
    try:
        done = subprocess.run([executable, "--version"], capture_output=True, check=False)
    except OSError as error:
        words = file_reason(error)
        message = _(
            "Pagefind's program {path} can't be started ({words})", path=executable, words=words
        )
        raise SearchIndexError(message) from error
    found = re.search(rb"\d+(?:\.\d+)+", done.stdout)
    return found[0].decode() if found else "?"


class Service:
    """A Pagefind process: asked without waiting, its answers gathered at the end."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [find_executable(), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._sent = 0
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def add(self, document: Document) -> Document:
        """Hand over a document, and return it."""
        content = {"url": document.url, "file_contents": document.html}
        self.ask({"type": "AddFile", "index_id": 0, **content})
        return document

    def ask(self, payload: dict[str, Any]) -> None:
        """Send a request."""
        self._sent += 1
        request = {"message_id": self._sent, "payload": payload}
        message = json.dumps(request, ensure_ascii=False).encode()
        try:
            pipe = cast(BinaryIO, self.process.stdin)
            pipe.write(base64.b64encode(message) + b",")
            pipe.flush()
        except (BrokenPipeError, ValueError):
            # Killed, or dead: the listening thread tells what it said last.
            return

    def wait(self) -> None:
        """Wait until all requests are answered.

        Raises:
            SearchIndexError: One of them failed, or the process ended.
        """
        for _number in range(self._sent):
            answer = self._answers.get()
            if answer["type"] == "Error":
                words = answer["message"]
                reason = quoted("Pagefind", words) if words else _("it ended without a word")
                raise SearchIndexError(
                    _("the search index could not be made ({words})", words=reason)
                )

    def kill(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        if threading.current_thread() is not self._listener:
            self._listener.join()

    def _listen(self) -> None:
        pipe = cast(Any, self.process.stdout)
        rest = b""
        while block := pipe.read1(65536):
            *messages, rest = (rest + block).split(b",")
            for message in messages:
                self._answers.put(json.loads(base64.b64decode(message))["payload"])
        said = rest.decode(errors="replace").strip()
        self._answers.put({"type": "Error", "message": said})


def settle(folder: Path) -> None:
    """Wait until all files in `folder` are whole: Pagefind answers when the last are on the way.

    It ends without them too, when it is asked to end.

    Raises:
        SearchIndexError: They do not come.
    """
    same = 0
    before: dict[Path, int] = {}
    for _try in range(_PATIENCE):
        # A file that is being written has whole pages of memory, or nothing.
        sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
        growing = {path: size for path, size in sizes.items() if size % _PAGE == 0}
        same = same + 1 if growing == before and all(growing.values()) else 0
        if not growing or same == _CALM:
            return
        before = growing
        time.sleep(0.1)
    raise SearchIndexError(_("Pagefind did not write its files; is the disk full?"))
