"""Make folders aside, and let them take the place of others."""

import contextlib
import errno
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from poddarkiv.output.exchange import exchange
from poddarkiv.output.names import temporary_name
from poddarkiv.output.recovery import REPLACED, sweep

_TRIES = 20
"""To remove a folder, a twentieth of a second apart."""


@contextlib.contextmanager
def scratch_folder(beside: Path, kind: str) -> Iterator[Path]:
    """Give a new empty folder beside `beside`; it is gone afterwards, also when the run is ended.

    What a run that was killed left behind goes first.
    """
    parent = beside.parent
    parent.mkdir(parents=True, exist_ok=True)
    sweep(parent)
    folder = parent / temporary_name(f"-{kind}")
    folder.mkdir()
    try:
        with _ended_by_leaving():
            yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    # A process that was ended with ours may write one more file while the folder goes.
    for _try in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


@contextlib.contextmanager
def _ended_by_leaving() -> Iterator[None]:
    """Let a request to end this process raise, so that what it began is tidied."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def replace_tree(new: Path, target: Path) -> None:
    """Let `target` become the folder `new`, which disappears.

    Equal files keep their modification time. Where the system can, the two change places in one
    step. Else the old folder stands aside for a moment, and `recover` puts it back after a kill;
    where the system refuses to rename a folder (files open on Windows), files are moved one by one.
    """
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    if target.exists():
        _keep_times(new, target)
        # A reader never meets a moment without the site.
        if exchange(new, target):
            _remove(new)
            return
    _replace_in_turn(new, target)


def _replace_in_turn(new: Path, target: Path) -> None:
    old = target.with_name(temporary_name(f"{REPLACED}{target.name}"))
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except PermissionError:
        if old.exists() and not target.exists():
            old.rename(target)
        _move_files(new, target)
    finally:
        # Ended between the two: the old one goes back.
        if old.exists() and not target.exists():
            old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _keep_times(new: Path | str, target: Path | str) -> None:
    # Thousands of files: as names, for paths would take twice the time.
    with os.scandir(new) as entries:
        for entry in entries:
            before = os.path.join(target, entry.name)  # noqa: PTH118
            if entry.is_dir(follow_symlinks=False):
                _keep_times(entry.path, before)
            else:
                with contextlib.suppress(OSError):
                    then = os.stat(before)  # noqa: PTH116
                    if then.st_ino == entry.inode():
                        continue  # a link to the very file
                    if then.st_size == entry.stat().st_size and _equal(entry.path, before):
                        os.utime(entry.path, ns=(then.st_atime_ns, then.st_mtime_ns))


def _equal(one: str, other: str) -> bool:
    with open(one, "rb", 0) as a, open(other, "rb", 0) as b:  # noqa: PTH123
        return a.read() == b.read()


def _move_files(new: Path, target: Path) -> None:
    fresh = {path.relative_to(new) for path in _files(new)}
    for name in sorted(fresh):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).replace(target / name)
    for path in list(_files(target)):
        if path.relative_to(target) not in fresh:
            path.unlink()
    shutil.rmtree(new, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
