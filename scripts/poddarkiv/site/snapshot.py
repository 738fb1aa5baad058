"""What many files looked like at a moment, as one digest: by the system's notes, not by content.

A file that was written a moment before may be written again without a trace in its times, for those
go in steps: git calls such an entry "racily clean". Of these few files the content counts too.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from poddarkiv.output.names import temporary_name

_STEP = 100_000_000
"""Nanoseconds: times on Linux go in steps of up to 10 ms, on Windows of 16."""
_COARSE_STEP = 2_000_000_000
"""Of a disk that knows no parts of a second, FAT for one."""
_SECOND = 1_000_000_000


class Snapshot:
    """What files looked like when this was made; content is read when a digest is asked for."""

    def __init__(self, paths: Iterable[Path | str], *, deep: bool = True) -> None:
        """Look at the files `paths`.

        Args:
            paths: Files and folders. What is missing is noted as missing.
            deep: Whether all that lies in the folders counts, or only its names.
        """
        self._entries = list(_entries(paths, deep=deep))

    def young(self, clock: int) -> tuple[str, ...]:
        """Return the files that are as young as `clock`, by the clock of the disk."""
        return tuple(
            path
            for path, _about, written in self._entries
            if written is not None and _is_young(written, clock)
        )

    def digest(self, young: Collection[str] = (), *, besides: Collection[str] = ()) -> str:
        """Return a digest: equal ones mean that no file has changed.

        Args:
            young: The files whose content counts too, as their times say too little.
            besides: Files of which only that they are there counts.
        """
        whole, content = hashlib.blake2b(digest_size=32), set(young)
        for path, about, _written in self._entries:
            if path in besides:
                whole.update(f"{path}\n".encode("utf-8", "surrogateescape"))
            else:
                whole.update(_described(path, about, content))
        return whole.hexdigest()

    def digests(self, paths: Collection[str], young: Collection[str] = ()) -> dict[str, str]:
        """Return a digest for each of the files `paths`; see `digest`."""
        return {
            path: hashlib.blake2b(_described(path, about, young), digest_size=16).hexdigest()
            for path, about, _written in self._entries
            if path in paths
        }

    def files_called(self, name: str) -> frozenset[str]:
        """Return the files whose name is `name`."""
        ending = os.sep + name
        return frozenset(path for path, _about, _written in self._entries if path.endswith(ending))


def disk_clock(folder: Path) -> int:
    """Return what time it is on the disk of `folder`, which is made, in nanoseconds.

    Raises:
        OSError: Nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / temporary_name()
    mark.touch(exist_ok=False)
    try:
        return mark.stat().st_mtime_ns
    finally:
        mark.unlink()


def _described(path: str, about: str, young: Collection[str]) -> bytes:
    line = f"{path}\0{about}\n".encode("utf-8", "surrogateescape")
    return line + _content(path) if path in young else line


def _is_young(written: int, clock: int) -> bool:
    return written + (_STEP if written % _SECOND else _COARSE_STEP) > clock


def _entries(paths: Iterable[Path | str], *, deep: bool) -> Iterator[tuple[str, str, int | None]]:
    """Give each file and folder: its path, what the system says of it, when it was written."""
    for path in paths:
        name = os.fspath(path)
        try:
            found = os.stat(name)  # noqa: PTH116 - as names, here and below: thousands of files
        except OSError:
            yield name, "missing", None
            continue
        link = _link(name) if os.path.islink(name) else ""  # noqa: PTH114
        if stat.S_ISDIR(found.st_mode):
            yield name, f"folder {link} {'' if deep else _names(name)}", None
            yield from _below(name, (found.st_ino,)) if deep else ()
        else:
            yield name, _about(found) + link, _written(found)


def _below(folder: str, above: tuple[int, ...]) -> Iterator[tuple[str, str, int | None]]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        yield folder, "unread", None
        return
    for entry in listed:
        link = _link(entry.path) if entry.is_symlink() else ""
        try:
            # Not `entry.stat()`: on Windows that knows no inode, and of a linked file old times.
            found = os.stat(entry.path)  # noqa: PTH116
        except OSError:
            yield entry.path, f"missing {link}", None
            continue
        if stat.S_ISDIR(found.st_mode):
            yield entry.path, f"folder {link}", None
            # A link may lead round in a circle.
            if found.st_ino not in above and entry.name != "__pycache__":
                yield from _below(entry.path, (*above, found.st_ino))
        else:
            yield entry.path, _about(found) + link, _written(found)


def _names(folder: str) -> str:
    # Python adds its own folder there when it first imports something.
    with contextlib.suppress(OSError):
        return "/".join(sorted(set(os.listdir(folder)) - {"__pycache__"}))  # noqa: PTH208
    return "unread"


def _about(found: os.stat_result) -> str:
    times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
    return f"{found.st_mode} {found.st_size} {times} {found.st_ino}"


def _written(found: os.stat_result) -> int:
    return max(found.st_mtime_ns, found.st_ctime_ns)


def _link(path: str) -> str:
    try:
        return f" -> {os.readlink(path)}"  # noqa: PTH115
    except OSError:
        return " -> ?"


def _content(path: str) -> bytes:
    try:
        # A pipe would be waited for.
        with open(path, "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return b"no file"
            return hashlib.file_digest(file, "blake2b").digest()
    except OSError:
        return b"unread"
