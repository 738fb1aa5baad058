"""Targets with folders, where a file is sent under another name and then renamed."""

import contextlib
import secrets
import threading
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path

from poddarkiv.publish.errors import LostError, describe_error
from poddarkiv.publish.stores.base import ASIDE, LARGE, Store, parent_folders, partial_path


class RenamingStore(Store):
    """A target that is a tree of folders on some host."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self._folders: set[str] = set()
        """Folders that are there for sure."""
        self._making = threading.Lock()

    @abstractmethod
    def _make_folder(self, folder: str) -> None:
        """Make `folder`, whose parent is there.

        Raises:
            FileExistsError: Something of that name is there.
        """

    @abstractmethod
    def _send(self, source: Path | bytes, path: str, aside: str) -> None:
        """Send `source` to `aside`, then give it the name `path`, which may be taken."""

    def upload(self, path: str, source: Path | bytes, headers: Mapping[str, str]) -> None:
        """Put `source` at `path` by way of a name beside it."""
        del headers  # such hosts choose them by the file's name
        self._ensure(path)
        self._upload_aside(path, source)

    def _upload_aside(self, path: str, source: Path | bytes) -> None:
        folder, _slash, _name = path.rpartition("/")
        aside = f"{folder}/{ASIDE}" if folder else ASIDE
        aside += secrets.token_hex(8)
        try:
            self._send(source, path, aside)
        except BaseException:
            # Where the connection is gone, the next run finds it.
            with contextlib.suppress(Exception):
                self.remove(aside)
            raise

    def _ensure(self, path: str) -> None:
        for folder in parent_folders(path):
            if folder in self._folders:
                continue
            with self._making:
                if folder not in self._folders:
                    with contextlib.suppress(FileExistsError):
                        self._make_folder(folder)
                    self._folders.add(folder)

    def claim(self, path: str, content: bytes) -> bool:
        """Make the folder of `path`, which only one can, and put `content` into it."""
        folder = path.rpartition("/")[0]
        try:
            self._make_folder(folder)
        except FileExistsError:
            return False
        self._folders.add(folder)
        self.upload(path, content, {})
        return True

    def forget_folder(self, folder: str) -> None:
        """Note that `folder` is there no more."""
        self._folders.discard(folder)


class ResumingStore(RenamingStore):
    """One that goes on inside a large file of which a lost connection has left the beginning."""

    @abstractmethod
    def _send_rest(self, source: Path, aside: str) -> None:
        """Let `aside` hold what `source` does; what it holds of it already is not sent again."""

    @abstractmethod
    def _rename(self, aside: str, path: str) -> None:
        """Give `aside` the name `path`, which may be taken."""

    def _upload_aside(self, path: str, source: Path | bytes) -> None:
        if isinstance(source, Path) and source.stat().st_size >= LARGE:
            self._upload_large(path, source)
        else:
            super()._upload_aside(path, source)

    def _upload_large(self, path: str, source: Path) -> None:
        """Put `source` by way of a name that the next try finds again."""
        aside = partial_path(path)
        try:
            self._send_rest(source, aside)
            self._rename(aside, path)
        except Exception as error:
            if not isinstance(describe_error(error, self.shown), LostError):
                # Nobody goes on from it: it must not fill the account.
                with contextlib.suppress(Exception):
                    self.remove(aside)
            raise
