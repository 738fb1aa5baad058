"""Write files whole or not at all. Nothing else in the package writes a file of the product."""

import contextlib
import filecmp
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from poddarkiv.processes import runs

_FORGOTTEN = 3600
"""Seconds after which a folder of a run is nobody's, also where nobody can tell whether it runs."""
_TRIES = 20
"""To remove a folder, a twentieth of a second apart."""


def write_if_changed(path: Path, content: bytes) -> bool:
    """Put `content` at `path`, whole or not at all.

    Returns:
        Whether the file changed. An equal file keeps its modification time, so
        `serve` does not reload and `publish` does not upload it again.
    """
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    write_parts(path, [content])
    return True


def copy_file(source: Path, target: Path) -> None:
    """Copy the large file `source` to `target`, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.stem}.new{target.suffix}")
    try:
        shutil.copyfile(source, temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Put `parts`, one after the other, at `path`: whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=f"-{path.name}"[-80:])
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode_of(path: Path) -> int:
    # mkstemp makes files that only their owner reads; a web server must read these.
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


@contextlib.contextmanager
def scratch_folder(beside: Path, kind: str) -> Iterator[Path]:
    """Give a new empty folder beside `beside`; it is gone afterwards, also when the run is ended.

    What a run that was killed left behind goes first.
    """
    parent = beside.parent
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f".{kind}-*"):
        if _forgotten(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{kind}-{os.getpid()}-", dir=parent))
    try:
        folder.chmod(0o755)
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


def _forgotten(folder: Path) -> bool:
    process = re.search(r"-(\d+)-", folder.name)
    try:
        old = time.time() - folder.stat().st_mtime > _FORGOTTEN
    except OSError:
        return False
    return old or process is None or not runs(int(process[1]))


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

    Equal files keep their modification time. The old folder stays until the new one is in place;
    where the system refuses to rename a folder (files open on Windows), files are moved one by one.
    """
    if target.exists():
        _keep_times(new, target)
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except PermissionError:
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


def rewrite_file(path: Path, edit: Callable[[Path], None]) -> bool:
    """Let `edit` change a copy of the large file `path`, which then takes its place.

    A kill at any moment leaves the old file whole. The copy has a fixed name, so what such a run
    left behind is used up by the next.

    Returns:
        Whether the file changed. An equal file stays as it is.
    """
    copy = path.with_name(f".{path.stem}.new{path.suffix}")
    try:
        shutil.copyfile(path, copy)
        edit(copy)
        if filecmp.cmp(path, copy, shallow=False):
            return False
        copy.chmod(_mode_of(path))
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        copy.replace(path)
    finally:
        copy.unlink(missing_ok=True)
    return True
