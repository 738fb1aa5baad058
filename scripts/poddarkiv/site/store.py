"""What builds have drawn, kept for the next one: bytes by the digest of all they were made from.

An entry is a file of its own in `.poddarkiv/store/`, and holds a checksum that only this user can
make: a folder that came with a cloned repository, or was written by somebody else, is passed over.
Nothing in the store is needed. Whatever is wrong with it, a build is a clean one and says so once.
"""

import contextlib
import hashlib
import hmac
import json
import mmap
import os
import re
import sys
import time
from collections.abc import Callable, Container, Iterable
from pathlib import Path

from poddarkiv.errors import system_reason
from poddarkiv.i18n import _
from poddarkiv.output.names import PREFIX, temporary_name
from poddarkiv.output.recovery import sweep
from poddarkiv.output.userkey import keyed_checksum, user_key

FOLDER = ".poddarkiv/store"
"""From the archive's root."""
FORMAT = 1
"""Of the folder and of an entry. Another one is emptied."""
_ABOUT = "about.json"
_USES = "uses-"
"""Begins the name of the list of what the last build of one site used."""
_JOURNAL = ".used"
"""Ends the name of such a list while its build runs."""
_NAME = re.compile(r"[0-9a-f]{2}")
_REST = re.compile(r"[0-9a-f]{62}")
_CHECKSUM = 32
"""Bytes at the front of an entry."""
_FORGOTTEN = 30 * 86400.0
"""Seconds after which nobody builds the site any longer that a list is of."""


def digest(*parts: bytes | str) -> str:
    """Return a key for what is made from `parts`, and from nothing else.

    >>> digest("a", "b") == digest("ab")
    False
    """
    whole = hashlib.blake2b(digest_size=32)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


class Store:
    """The store of one archive, open while one site is built.

    Worker processes that are forked from this one may read and write too.
    """

    def __init__(
        self,
        root: Path,
        *,
        site: str = "site",
        withheld: Iterable[str] = (),
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """Open the store of the archive at `root`; it is created where there is none.

        Args:
            root: The archive's folder.
            site: Which site is built: `sweep` keeps what the last build of each one used.
            withheld: Who may not be shown. What was kept while others were withheld is removed.
            tell: Is given the one line about a store that can't be used.
        """
        self._folder = root / FOLDER
        self._site = hashlib.sha256(site.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._tell = tell or _print
        # Shared with forks: whether the store is closed, and whether that was told.
        self._flags = mmap.mmap(-1, 2)
        self._journal = -1
        self._key = b""
        try:
            self._key = user_key("store.key")
            self._open(sorted(set(withheld)))
        except OSError as error:
            self._close(error)

    def read(self, key: str) -> bytes | None:
        """Return what was written for `key`; None where there is nothing, or nothing whole."""
        if self._flags[0]:
            return None
        path = self._path(key)
        try:
            # Before it is read: the sweep of a build that runs beside this one then leaves it.
            self._note(key)
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._close(error)
            return None
        data = content[_CHECKSUM:]
        if not hmac.compare_digest(content[:_CHECKSUM], self._checksum(key, data)):
            self._remove_damaged(path)
            return None
        return data

    def write(self, key: str, data: bytes) -> None:
        """Keep `data` for `key`, whole or not at all. A full disk closes the store."""
        if self._flags[0]:
            return
        path = self._path(key)
        temporary = self._folder / temporary_name()
        try:
            # Not waited for until the disk has it: an entry that is cut off has another checksum.
            with temporary.open("xb") as file:
                file.write(self._checksum(key, data))
                file.write(data)
            self._note(key)
            _put(temporary, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            self._close(error)

    def sweep(self) -> None:
        """End the build: remove what neither it nor the last one of another site has used."""
        if self._flags[0]:
            return
        try:
            os.close(self._journal)
            self._journal = -1
            self._journal_path.replace(self._folder / f"{_USES}{self._site}")
            _remove_entries(self._folder, besides=self._used())
            self._flags[0] = 1
        except OSError as error:
            self._close(error)

    def clear(self) -> None:
        """Remove every entry."""
        try:
            _remove_entries(self._folder)
        except OSError as error:
            self._close(error)

    def close(self) -> None:
        """End a build that went wrong: what the one before it used stays."""
        if self._journal >= 0:
            os.close(self._journal)
            self._journal = -1
            with contextlib.suppress(OSError):
                self._journal_path.unlink(missing_ok=True)
        self._flags[0] = 1

    def _open(self, withheld: list[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        sweep(self._folder)
        # The names of people who may not be shown are not to be read here either.
        people = self._checksum("withheld", json.dumps(withheld).encode()).hex()
        about = json.dumps({"format": FORMAT, "withheld": people}).encode()
        kept = _read_about(self._folder / _ABOUT)
        if kept != json.loads(about):
            if kept and kept.get("format") != FORMAT:
                self._say(_("What earlier builds kept is of another version: all is drawn anew"))
            _remove_entries(self._folder)
            (self._folder / _ABOUT).write_bytes(about)
        self._journal_path = self._folder / temporary_name(_JOURNAL)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL
        self._journal = os.open(self._journal_path, flags, 0o666)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]

    def _checksum(self, key: str, data: bytes) -> bytes:
        return keyed_checksum(self._key, key, data)

    def _note(self, key: str) -> None:
        # A line is written in one step, also where several processes write.
        os.write(self._journal, f"{key}\n".encode())

    def _used(self) -> set[str]:
        """Return what the last build of each site used, and builds that run now so far."""
        used: set[str] = set()
        for path in (*self._folder.glob(f"{_USES}*"), *self._folder.glob(f"{PREFIX}*{_JOURNAL}")):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime < _FORGOTTEN:
                    used.update(path.read_text("ascii", "replace").split())
        return used

    def _remove_damaged(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        self._say(_("Some of what earlier builds kept is damaged: it is drawn anew"))

    def _close(self, error: OSError) -> None:
        reason = system_reason(error)
        self._say(_("Nothing is kept for the next build: {reason}", reason=reason))
        self._flags[0] = 1

    def _say(self, text: str) -> None:
        if not self._flags[1]:
            self._flags[1] = 1
            self._tell(text)


def _print(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - a build tells of it, whoever started it


def _put(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except FileNotFoundError:
        path.parent.mkdir(exist_ok=True)
        temporary.replace(path)
    except PermissionError:
        # Windows does not replace what is open: another build reads the same bytes there.
        if not path.is_file():
            raise
        temporary.unlink()


def _read_about(path: Path) -> dict[str, object] | None:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        about = json.loads(path.read_bytes())
        return about if isinstance(about, dict) else {}
    return None


def _remove_entries(folder: Path, besides: Container[str] = ()) -> None:
    # By name, and past links: nothing else goes, wherever a link in a cloned repository leads.
    with os.scandir(folder) as shards:
        found = [s for s in shards if _NAME.fullmatch(s.name) and s.is_dir(follow_symlinks=False)]
    for shard in found:
        with os.scandir(shard.path) as entries:
            paths = [
                e.path
                for e in entries
                if _REST.fullmatch(e.name) and shard.name + e.name not in besides
            ]
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108 - thousands of names
