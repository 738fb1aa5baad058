"""Write single files."""

import contextlib
import filecmp
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from poddarkiv.output.names import temporary_beside, temporary_name

_AT_ONCE = 16
"""Files whose arrival on the disk is awaited side by side."""


def write_if_changed(path: Path, content: bytes) -> bool:
    """Put `content` at `path`, whole or not at all.

    Returns:
        Whether the file changed. An equal file keeps its modification time, so
        `serve` does not reload and `publish` does not upload it again.
    """
    if has_content(path, content):
        return False
    write_parts(path, [content])
    return True


def has_content(path: Path, content: bytes) -> bool:
    """Whether the file at `path` is `content`."""
    with contextlib.suppress(OSError):
        return path.stat().st_size == len(content) and path.read_bytes() == content
    return False


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Put `parts`, one after the other, at `path`: whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside it, not in /tmp: a rename is atomic only within one file system.
    temporary = temporary_beside(path)
    try:
        write_new(temporary, parts)
        keep_mode(temporary, path)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def write_new(path: Path, parts: Iterable[bytes]) -> None:
    """Write `parts` into a file that is not there yet, and wait until the disk has them."""
    with path.open("xb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())


def write_all_new(files: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, and wait until the disk has them all.

    Side by side: a disk keeps many files in the time that it takes for one.
    """
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _done in pool.map(_synced, files):
            pass


def _synced(path: Path) -> None:
    # Windows syncs only what is open for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def keep_mode(new: Path, path: Path) -> None:
    """Let those who may read `path` read `new` too, which is to take its place."""
    with contextlib.suppress(FileNotFoundError):
        # A new file gets the umask's mode, which may hide it from the web server.
        new.chmod(path.stat().st_mode & 0o777)


def edit_copy(path: Path, edit: Callable[[Path], None]) -> Path | None:
    """Let `edit` change a copy of the large file `path`, in a folder beside it.

    Returns:
        The copy, which has the same name in a temporary folder; None when it is as before.
    """
    folder = path.with_name(temporary_name())
    folder.mkdir()
    copy = folder / path.name
    changed = False
    try:
        shutil.copyfile(path, copy)
        edit(copy)
        # `shallow` would trust size and time, which an edit of tags may keep.
        changed = not filecmp.cmp(path, copy, shallow=False)
        if changed:
            keep_mode(copy, path)
            with copy.open("rb") as file:
                os.fsync(file.fileno())
    finally:
        if not changed:
            shutil.rmtree(folder, ignore_errors=True)
    return copy if changed else None
