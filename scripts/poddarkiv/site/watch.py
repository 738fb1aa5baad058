"""Notice that somebody changed a source file."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from watchfiles import Change, awatch

from poddarkiv.formats.sniff import RECORDING_ENDINGS

FOLDERS = ("content", "episodes", "media", "overrides")
"""What people write, from the archive's root. The site and caches are not watched: no loops."""
_PASSING = frozenset(
    {".bak", ".crdownload", ".part", ".partial", ".swo", ".swp", ".swpx", ".swx", ".tmp"}
)
"""What editors, browsers and Office write beside the file that is being saved."""
_OTHERS = frozenset({"desktop.ini", "thumbs.db"})
_CALM = 50
"""Milliseconds without a change after which the changes so far are told."""


def matters(root: Path, path: Path, change: Change) -> bool:
    """Whether `change` of `path` may change the site of the archive at `root`.

    >>> matters(Path("/a"), Path("/a/content/om.md"), Change.modified)
    True
    >>> matters(Path("/a"), Path("/a/content/.om.md.swp"), Change.modified)
    False
    """
    parts = path.relative_to(root).parts
    if any(_passing(part) for part in parts):
        return False
    if len(parts) == 1:
        return parts[0] == "mkdocs.yml"
    # A recording that is being copied changes for minutes; the site says only whether it is there.
    return not (path.suffix.lower() in RECORDING_ENDINGS and change is Change.modified)


def _passing(name: str) -> bool:
    # A name of digits alone is how Vim tries whether it may write in a folder: 4913.
    return (
        name.startswith((".", "#", "~"))
        or name.endswith(("~", "___"))
        or name.isdecimal()
        or name.lower() in _OTHERS
        or any(suffix.lower() in _PASSING for suffix in Path(name).suffixes)
    )


class Watch:
    """Follows the sources of the archive at `root` from the moment it is made, until `end`.

    What changes while somebody is busy with earlier changes waits, and is not lost.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stop = asyncio.Event()
        self._found: asyncio.Queue[set[Path] | None] = asyncio.Queue()
        folders = [root / name for name in FOLDERS if (root / name).is_dir()]
        # An editor saves mkdocs.yml by putting a new file in its place: its folder tells that.
        self._tasks = [
            asyncio.create_task(self._follow((root,), recursive=False)),
            asyncio.create_task(self._follow(folders, recursive=True)),
        ]

    async def _follow(self, folders: Iterable[Path], *, recursive: bool) -> None:
        try:
            async for found in awatch(
                *folders,
                watch_filter=lambda change, name: matters(self._root, Path(name), change),
                step=_CALM,
                stop_event=self._stop,
                recursive=recursive,
            ):
                # What was made and is gone already was an editor's own, whatever it was called.
                made = {Path(name) for change, name in found if change is Change.added}
                gone = {path for path in made if not path.exists()}
                if paths := {Path(name) for _change, name in found} - gone:
                    self._found.put_nowait(paths)
        finally:
            self._found.put_nowait(None)

    async def changes(self) -> AsyncIterator[set[Path]]:
        """Give the files that changed, each time some did."""
        while (found := await self._found.get()) is not None:
            while not self._found.empty() and (more := self._found.get_nowait()) is not None:
                found |= more
            yield found

    async def end(self) -> None:
        """Stop watching.

        Raises:
            OSError: Such as a system that lets nobody watch so many folders.
        """
        self._stop.set()
        for task in self._tasks:
            task.cancel()
        for result in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result
