"""Clean up after killed runs, before anything else is done."""

import os
from collections.abc import Iterator
from pathlib import Path

from poddarkiv.i18n import _
from poddarkiv.output.locking import FOLDER as LOCKS
from poddarkiv.output.locking import sweep_locks
from poddarkiv.output.moves import ENDING, JOURNALS, remove_path, settle_journal
from poddarkiv.output.names import DEAD_AFTER, PREFIX, is_leftover

REPLACED = "-old-"
"""In the name of a folder that stands aside while another takes its place; its own name follows."""
_SOURCES = ("content", "episodes", "media")
_MOMENT = 60.0
"""Seconds in which all moves of a journal are done, on any disk."""


def recover(root: Path) -> list[str]:
    """Finish or take back what killed runs began in the archive at `root`, and sweep the rest.

    Returns:
        A line for a person for each thing that was not whole.
    """
    journals = _left(root / JOURNALS, ENDING, _MOMENT)
    told = [line for journal in journals for line in _settled(journal, root)]
    for folder in (root, *_folders(root / JOURNALS)):
        told += sweep(folder)
    sweep_locks(root / LOCKS)
    for name in _SOURCES:
        for folder in _folders(root / name):
            told += sweep(folder)
    return told


def sweep(folder: Path) -> list[str]:
    """Put back what stood aside in `folder` when a run was killed; remove its other temporaries."""
    told = []
    for path in _left(folder):
        _head, _mark, name = path.name.partition(REPLACED)
        if name and not os.path.lexists(folder / name):
            path.rename(folder / name)
            told.append(_("{file}: put back after a run that was killed", file=name))
        else:
            remove_path(path)
    return told


def _settled(journal: Path, root: Path) -> Iterator[str]:
    for path, finished in settle_journal(journal):
        file = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        yield (
            _("{file}: finished what a run that was killed had begun", file=file)
            if finished
            else _("{file}: taken back, as the run was killed before all was written", file=file)
        )


def _left(folder: Path, ending: str = "", forgotten: float = DEAD_AFTER) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [each.name for each in entries if each.name.startswith(PREFIX)]
    except OSError:
        return []
    paths = (folder / name for name in names if name.endswith(ending))
    return [path for path in paths if is_leftover(path, forgotten)]


def _folders(top: Path) -> Iterator[Path]:
    """Give `top` and the folders in it, but not those that are temporary or a whole site."""
    yield top
    try:
        with os.scandir(top) as entries:
            inner = [each.path for each in entries if each.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for path in map(Path, inner):
        if not path.name.startswith((".", "preview")):
            yield from _folders(path)
