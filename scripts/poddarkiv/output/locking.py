"""Locks on disk: one run at a time writes something, on one machine or on several that share it.

Locks of the system are gone when their holder is, but they do not reach every shared folder and do
not say whose they are. So a lock is a folder that is moved into place with its holder's name in
it: that happens in one step everywhere, and a kill leaves no lock without a name.
"""

import contextlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _
from poddarkiv.output.files import write_new
from poddarkiv.output.moves import remove_empty, remove_path
from poddarkiv.output.names import temporary_name
from poddarkiv.processes import Process, current_process, is_running

FOLDER = ".poddarkiv/locks"
"""From the archive's root."""
STALE = 120.0
"""Seconds without a sign of life after which a holder on another machine is taken for dead."""
_SIGN = 15.0
_AHEAD = 60.0
"""Seconds by which a sign may be from the future: more, and the clock has been set back."""
_HOLDER = "holder.json"
_PAUSE = 0.1
WAIT = 60.0
"""Seconds that a verb waits for another's work on one episode."""


class HeldError(PoddarkivError):
    """Another run holds the lock."""


@dataclass(frozen=True)
class Holder:
    """Who holds a lock."""

    verb: str
    process: Process
    since: str
    """The moment, as ISO 8601 has it."""
    path: Path
    """The lock's folder."""


@contextlib.contextmanager
def hold_lock(
    root: Path,
    name: str,
    verb: str,
    *,
    wait: float = WAIT,
    notify: Callable[[str], None] = lambda _text: None,
) -> Iterator[None]:
    """Hold the lock `name` of the archive at `root` while the block runs.

    Args:
        root: The archive's folder.
        name: What is written: an episode's slug, or `new`.
        verb: Who asks; shown to those who wait.
        wait: Seconds to wait for another run.
        notify: Called once with a message that says who holds the lock.

    Raises:
        HeldError: Another run still holds it; says who, and what to do when nothing runs there.
    """
    until = time.monotonic() + wait
    notified = False
    while isinstance(lock := take_lock(root / FOLDER, name, verb), Holder):
        text = _described(lock, root)
        if time.monotonic() >= until:
            raise HeldError(text)
        if not notified:
            notify(text)
            notified = True
        time.sleep(_PAUSE)
    with keep_alive(lock):
        yield


def take_lock(folder: Path, name: str, verb: str) -> Path | Holder:
    """Return the lock `name` in `folder`, now ours, or who holds it.

    Locks are numbered: who makes the number after one that is void owns it, however many try.
    """
    new = _new_folder(folder)
    try:
        _write_holder(new, verb)
        # By the clock of the disk, which may be another machine's.
        now = (new / _HOLDER).stat().st_mtime
        before = _locks(folder, name)
        for lock in before:
            if (holder := _live_holder(lock, now)) is not None:
                return holder
        ours = folder / f"{name}.{_number(before[-1]) + 1 if before else 1}"
        try:
            new.rename(ours)
        except OSError:
            if not ours.exists():
                raise
            # Somebody was quicker, and has signed, or has been killed since.
            return _live_holder(ours, now) or take_lock(folder, name, verb)
        for lock in before:
            remove_path(lock)
        # Two runs may both have seen the old lock as stale: the later one yields.
        others = (each for each in _locks(folder, name) if each != ours)
        for holder in filter(None, (_live_holder(each, now) for each in others)):
            _give_up(ours)
            return holder
        return ours
    finally:
        remove_path(new)


def _new_folder(folder: Path) -> Path:
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / temporary_name()
        # Who gave up the last lock may just have removed the empty folder.
        with contextlib.suppress(FileNotFoundError):
            new.mkdir()
            return new


@contextlib.contextmanager
def keep_alive(lock: Path) -> Iterator[None]:
    """Keep the heartbeat of `lock` going while the block runs, then release it."""
    stop = threading.Event()
    # A daemon: a thread that beats on must not keep an ended run alive.
    signs = threading.Thread(target=_show_life, args=(lock / _HOLDER, stop), daemon=True)
    signs.start()
    try:
        yield
    finally:
        stop.set()
        signs.join()
        _give_up(lock)


def sweep_locks(folder: Path) -> None:
    """Remove the stale locks in `folder`."""
    try:
        now = time.time()
        void = [path for path in folder.iterdir() if _is_lock(path) and not _live_holder(path, now)]
    except OSError:
        return
    for lock in void:
        gone = lock.with_name(temporary_name())
        with contextlib.suppress(OSError):
            lock.rename(gone)
            # Somebody may have taken it a moment ago.
            if _live_holder(gone, now):
                gone.rename(lock)
            else:
                remove_path(gone)
    remove_empty(folder)


def _is_lock(path: Path) -> bool:
    return path.suffix[1:].isdecimal()


def _give_up(lock: Path) -> None:
    # Under another name first: nobody is to see a lock without its holder.
    gone = lock.with_name(temporary_name())
    with contextlib.suppress(OSError):
        lock.rename(gone)
        remove_path(gone)
        remove_empty(lock.parent)


def _show_life(sign: Path, stop: threading.Event) -> None:
    while not stop.wait(_SIGN):
        with contextlib.suppress(OSError):
            os.utime(sign)


def _write_holder(folder: Path, verb: str) -> None:
    me = current_process()
    values = {
        "verb": verb,
        "host": me.host,
        "process": me.number,
        "started": me.started,
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    write_new(folder / _HOLDER, [json.dumps(values, ensure_ascii=False).encode()])


def _locks(folder: Path, name: str) -> list[Path]:
    """Return the locks of that name, the newest last."""
    found = (path for path in folder.iterdir() if path.name.rpartition(".")[0] == name)
    return sorted(filter(_is_lock, found), key=_number)


def _number(lock: Path) -> int:
    return int(lock.suffix[1:])


def _live_holder(lock: Path, now: float) -> Holder | None:
    """Return who holds `lock`; None when it is void: its holder is dead, or from the future."""
    try:
        sign = lock / _HOLDER
        values = json.loads(sign.read_bytes())
        process = Process(str(values["host"]), int(values["process"]), str(values["started"]))
        holder = Holder(str(values["verb"]), process, str(values["since"]), lock)
        age = now - sign.stat().st_mtime
    except (OSError, ValueError, KeyError, TypeError):
        return None
    running = is_running(process)
    if running is None:
        # Another machine's processes can't be asked; only the heartbeat tells.
        running = -_AHEAD <= age <= STALE
    return holder if running else None


def _described(holder: Holder, root: Path) -> str:
    return _(
        "{what}: “poddarkiv {verb}” is at it on {host}, process {process}, since {since} – wait "
        "until it is done; if nothing runs there any more, remove the folder {folder}",
        what=holder.path.stem,
        verb=holder.verb,
        host=holder.process.host.partition(" ")[0],
        process=holder.process.number,
        since=holder.since,
        folder=holder.path.relative_to(root).as_posix(),
    )
