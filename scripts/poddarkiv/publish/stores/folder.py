"""A folder of this machine, or one that is mounted here."""

import contextlib
import os
import shutil
from pathlib import Path

from poddarkiv.publish.plan import RemoteEntry
from poddarkiv.publish.stores.renaming import RenamingStore


class FolderStore(RenamingStore):
    """A folder; it is made when it isn't there."""

    workers = 1

    def __init__(self, root: Path) -> None:
        super().__init__(str(root))
        self._root = root

    def connect(self) -> None:
        """Do nothing: no connection is needed."""

    def make_root(self) -> None:
        """Make the folder, and those that it is in."""
        self._root.mkdir(parents=True, exist_ok=True)

    def list_folder(self, folder: str) -> dict[str, RemoteEntry | None]:
        """Return what is in `folder`; links count as what they lead to."""
        try:
            with os.scandir(self._root / folder) as entries:
                return {entry.name: _found(entry) for entry in entries}
        except FileNotFoundError:
            return {}

    def read(self, path: str) -> bytes | None:
        """Return the file at `path`, or None when there is none."""
        try:
            return (self._root / path).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, path: str) -> None:
        """Remove the file at `path`, if there is one."""
        (self._root / path).unlink(missing_ok=True)

    def remove_folder(self, folder: str) -> None:
        """Remove `folder` when nothing is in it."""
        with contextlib.suppress(OSError):
            (self._root / folder).rmdir()
            self.forget_folder(folder)

    def close(self) -> None:
        """Do nothing: no connection is held."""

    def _make_folder(self, folder: str) -> None:
        (self._root / folder).mkdir()

    def _send(self, source: Path | bytes, path: str, aside: str) -> None:
        with (self._root / aside).open("xb") as target:
            if isinstance(source, bytes):
                target.write(source)
            else:
                with source.open("rb") as file:
                    shutil.copyfileobj(file, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
        (self._root / aside).replace(self._root / path)


def _found(entry: os.DirEntry[str]) -> RemoteEntry | None:
    try:
        state = entry.stat()
    except FileNotFoundError:
        # A link that leads nowhere.
        return RemoteEntry(0, "")
    if entry.is_dir():
        return None
    return RemoteEntry(state.st_size, str(state.st_mtime_ns))
