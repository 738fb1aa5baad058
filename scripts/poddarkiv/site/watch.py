"""Notice that somebody changed a source file."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, awatch

FOLDERS = ("content", "episodes", "media", "overrides")
"""What people write, from the archive's root. The site and caches are not watched: no loops."""
_AUDIO = frozenset({".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav"})
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
    if any(part.startswith((".", "#", "~")) or part.endswith(("~", ".tmp")) for part in parts):
        return False
    if len(parts) == 1:
        return parts[0] == "mkdocs.yml"
    # A recording that is being copied changes for minutes; the site says only whether it is there.
    return not (path.suffix.lower() in _AUDIO and change is Change.modified)


async def changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[Path]]:
    """Give the files that changed, each time some did, until `stop`."""
    queue: asyncio.Queue[set[Path] | None] = asyncio.Queue()

    async def follow(*folders: Path, recursive: bool) -> None:
        try:
            async for found in awatch(
                *folders,
                watch_filter=lambda change, name: matters(root, Path(name), change),
                step=_CALM,
                stop_event=stop,
                recursive=recursive,
            ):
                queue.put_nowait({Path(name) for _change, name in found})
        finally:
            queue.put_nowait(None)

    # An editor saves mkdocs.yml by putting a new file in its place: its folder tells that.
    folders = [root / name for name in FOLDERS if (root / name).is_dir()]
    tasks = [
        asyncio.create_task(follow(root, recursive=False)),
        asyncio.create_task(follow(*folders, recursive=True)),
    ]
    try:
        while (found := await queue.get()) is not None:
            yield found
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        # Such as a system that lets nobody watch so many folders.
        if isinstance(result, Exception):
            raise result
