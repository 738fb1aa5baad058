"""Put several files or folders in place so that all of them are there, or none.

What is to come is written aside first. A journal then names every move, so that a run that was
killed among them is finished or taken back by the next run, whatever verb that is.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poddarkiv.output.files import has_content, keep_mode, write_new
from poddarkiv.output.names import PREFIX, temporary_beside, temporary_name

JOURNALS = ".poddarkiv"
"""The folder of journals, from the archive's root."""
ENDING = "-moves.json"

State = list[int] | None
"""What tells one file from another: its number, and for a file size and time. None: no file."""


@dataclass(frozen=True)
class Move:
    """Something that is to get another name, on the same disk."""

    source: Path
    target: Path


def write_aside(path: Path, content: bytes) -> Move | None:
    """Write `content` beside `path`; return the move that puts it there, None when it is there."""
    if has_content(path, content):
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(path)
    try:
        write_new(temporary, [content])
        keep_mode(temporary, path)
    except BaseException:
        remove_path(temporary)
        raise
    return Move(temporary, path)


def move_together(root: Path, moves: Iterable[Move | None]) -> bool:
    """Do all of `moves`, or none; the last of them is what makes the others count.

    Returns:
        Whether there was anything to move. What is over of the sources' own temporary folders is
        removed.
    """
    listed = [move for move in moves if move is not None]
    try:
        if len(listed) > 1:
            _journaled(root, listed)
        else:
            for move in listed:
                move.source.replace(move.target)
    finally:
        discard_moves(listed)
    return bool(listed)


def discard_moves(moves: Iterable[Move | None]) -> None:
    """Remove temporary files that are not to be moved into place."""
    for move in filter(None, moves):
        for path in (move.source, move.source.parent):
            if path.name.startswith(PREFIX):
                remove_path(path)


def remove_path(path: Path) -> None:
    """Remove a file, a link or a whole folder, if it is there and can be removed."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def remove_empty(folder: Path) -> None:
    """Remove `folder` and the one above it, if nothing else lies in them."""
    with contextlib.suppress(OSError):
        folder.rmdir()
        folder.parent.rmdir()


def _journaled(root: Path, moves: Sequence[Move]) -> None:
    rows = [
        {
            "source": str(move.source.absolute()),
            "target": str(move.target.absolute()),
            "before": _state(move.target),
            "after": _state(move.source),
        }
        for move in moves
    ]
    journal = root / JOURNALS / temporary_name(ENDING)
    journal.parent.mkdir(parents=True, exist_ok=True)
    unfinished = journal.with_name(temporary_name())
    try:
        write_new(unfinished, [json.dumps(rows).encode()])
        # It counts when it is whole.
        unfinished.replace(journal)
        for move in moves:
            move.source.replace(move.target)
        journal.unlink()
        with contextlib.suppress(OSError):
            journal.parent.rmdir()
    except BaseException:
        remove_path(unfinished)
        settle_journal(journal)
        raise


def settle_journal(journal: Path) -> list[tuple[Path, bool]]:
    """Finish or roll back the moves of a journal, and remove it.

    New files alone are taken back: the run can be done again. When one of them has taken the place
    of another, the rest follows. A file that somebody changed meanwhile is left as it is.

    Returns:
        What was in the making, and whether it is finished (else it is as it was before).
    """
    try:
        rows: list[dict[str, Any]] = json.loads(journal.read_bytes())
        done = [row for row in rows if _is_done(row)]
        if len(done) < len(rows):
            # A file that was replaced is gone for good: only forward is possible then.
            follow = any(row["before"] is not None for row in done)
            (_finish if follow else _take_back)(rows)
        finished = [(Path(rows[-1]["target"]), all(map(_is_done, rows)))] if done else []
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        # Nobody's any more, or none of ours. Nor may what can't be moved stop every later run.
        finished = []
    remove_path(journal)
    return finished


def _is_done(row: dict[str, Any]) -> bool:
    return _state(Path(row["source"])) is None and _state(Path(row["target"])) == row["after"]


def _finish(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        source, target = Path(row["source"]), Path(row["target"])
        if _state(source) == row["after"] and _state(target) == row["before"]:
            source.replace(target)


def _take_back(rows: list[dict[str, Any]]) -> None:
    # The last move makes the others count, so it is undone first.
    for row in reversed(rows):
        source, target = Path(row["source"]), Path(row["target"])
        if _is_done(row):
            source.parent.mkdir(parents=True, exist_ok=True)
            target.replace(source)


def _state(path: Path) -> State:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    if path.is_dir():
        return [found.st_ino]
    return [found.st_ino, found.st_size, found.st_mtime_ns]
