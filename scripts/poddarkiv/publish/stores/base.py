"""The interface of a target. Errors are the libraries' own: `publish.errors` tells them apart."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from poddarkiv.publish.plan import Listing, RemoteEntry

ASIDE = ".poddarkiv-part-"
"""Begins the name of a file that is still being sent."""
LARGE = 1 << 23
"""Bytes from which on a file whose sending broke off is not begun anew, where a target allows."""


@dataclass
class WantedNames:
    """What is looked for in a folder, by name."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)


class Store(ABC):
    """A target. Paths are counted from its root, with forward slashes."""

    workers = 4
    """How many files may be on their way at a time."""
    is_atomic = False
    """Whether everything that was put appears at once, at `finish`."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        """The address, for people."""

    @abstractmethod
    def connect(self) -> None:
        """Connect, for the first time or anew."""

    @abstractmethod
    def make_root(self) -> None:
        """Make the folder that the address names, where only its last part isn't there."""

    @abstractmethod
    def list_folder(self, folder: str) -> dict[str, RemoteEntry | None]:
        """Return what is in `folder`, by name; None is a folder. Empty when it isn't there."""

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """Return the file at `path`, or None when there is none."""

    @abstractmethod
    def upload(self, path: str, source: Path | bytes, headers: Mapping[str, str]) -> None:
        """Put `source` at `path`, whole or not at all."""

    @abstractmethod
    def remove(self, path: str) -> None:
        """Remove the file at `path`, if there is one."""

    @abstractmethod
    def claim(self, path: str, content: bytes) -> bool:
        """Put `content` at `path`, in a folder of its own, if that folder isn't there.

        Returns:
            Whether it was not there; of several who try at once one gets True.
        """

    @abstractmethod
    def remove_folder(self, folder: str) -> None:
        """Remove `folder` when nothing is in it."""

    def list_folders(self, folders: Iterable[str]) -> list[dict[str, RemoteEntry | None]]:
        """Return what is in each of `folders`, in their order."""
        listed = list(folders)
        if len(listed) < 2 or self.workers < 2:
            return [self.list_folder(folder) for folder in listed]
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(self.list_folder, listed))

    def list_wanted(
        self, folders: Mapping[str, WantedNames | None]
    ) -> list[dict[str, RemoteEntry | None]]:
        """Return what is in each of `folders`, in their order.

        Args:
            folders: Each with the names that are looked for in it, where no others matter.
        """
        return self.list_folders(folders)

    def list_tree(self, paths: Iterable[str], *, whole: bool = False) -> Listing:
        """Return what is at `paths`; each folder is looked into once at most.

        Args:
            paths: Files.
            whole: Whether all that is in their folders matters, beside them.
        """
        tree = _tree(paths)
        listing = Listing()
        level = [""]
        while level:
            wanted = {folder: None if whole else tree[folder] for folder in level}
            inside: list[str] = []
            for folder, names in zip(level, self.list_wanted(wanted), strict=True):
                for name, found in names.items():
                    path = f"{folder}/{name}" if folder else name
                    if found is not None:
                        listing.files[path] = found
                    elif path in tree:
                        inside.append(path)
            level = inside
        return listing

    def abort_parts(self, known: Collection[str], kept: Collection[str]) -> None:
        """End what runs before this one began to send and did not, where a target keeps that apart.

        Args:
            known: The files that we have put there, or are to put.
            kept: Those of them that are sent now: what is up of them is gone on from.
        """
        del known, kept

    def finish(self, message: str) -> None:
        """Let what was put appear, where it has not yet."""
        del message

    @abstractmethod
    def close(self) -> None:
        """End the connection."""


def _tree(paths: Iterable[str]) -> dict[str, WantedNames]:
    """Return each folder that `paths` are in, the root among them, with what is in it of them."""
    tree = {"": WantedNames()}
    for path in paths:
        folder, _slash, name = path.rpartition("/")
        known = folder in tree
        tree.setdefault(folder, WantedNames()).files.add(name)
        while folder and not known:
            above, _slash, name = folder.rpartition("/")
            known = above in tree
            tree.setdefault(above, WantedNames()).folders.add(name)
            folder = above
    return tree


def partial_path(path: str) -> str:
    """Return where a large file is while it is sent to `path`: each run finds it there again."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{ASIDE}{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def parent_folders(path: str) -> list[str]:
    """Return the folders that `path` is in, the outermost first, without the root.

    >>> parent_folders("avsnitt/032/index.html")
    ['avsnitt', 'avsnitt/032']
    """
    parts = path.split("/")[:-1]
    return ["/".join(parts[: i + 1]) for i in range(len(parts))]
