"""A file of named parts, read a part at a time: an SQLite database, made whole or not at all.

It is a copy of what can be made again: whatever is wrong with it is one error, `DamagedError`.
"""

import contextlib
import errno
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from poddarkiv.output.names import temporary_beside

_CHECK = 4
"""Bytes of the checksum before each part."""


class DamagedError(Exception):
    """The file is not there, or not as it was written."""


class PartFile(Mapping[str, bytes]):
    """The parts of a file, each read when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Open `path` for reading; nothing is written, not even beside it.

        Raises:
            DamagedError: It can't be read.
        """
        if not path.is_file():
            raise DamagedError(path)
        # Immutable: else SQLite looks for journals, and wants to lock files in a folder that it
        # may not write to. Nobody changes this file, it is replaced.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._base = sqlite3.connect(address, uri=True)
        except sqlite3.Error as error:
            raise DamagedError(str(error)) from error

    def __getitem__(self, name: str) -> bytes:
        """Return a part.

        Raises:
            DamagedError: It is not there, or not as it was written.
        """
        try:
            row = self._base.execute("SELECT data FROM part WHERE name = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            raise DamagedError(str(error)) from error
        written = row[0] if row else None
        if not isinstance(written, bytes) or written[:_CHECK] != _check(name, written[_CHECK:]):
            raise DamagedError(name)
        return written[_CHECK:]

    def __iter__(self) -> Iterator[str]:
        return (name for (name,) in self._base.execute("SELECT name FROM part ORDER BY name"))

    def __len__(self) -> int:
        count: int = self._base.execute("SELECT count(*) FROM part").fetchone()[0]
        return count

    def close(self) -> None:
        """End the reading."""
        self._base.close()


def write_part_file(path: Path, parts: Iterable[tuple[str, bytes]]) -> None:
    """Write `parts` at `path`, whole or not at all.

    Raises:
        OSError: They could not be written; what stood there before still does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(path)
    try:
        with contextlib.closing(sqlite3.connect(temporary)) as base, base:
            # Nobody reads it before it has its name.
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("CREATE TABLE part (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID")
            base.executemany(
                "INSERT INTO part VALUES (?, ?)",
                ((name, _check(name, data) + data) for name, data in parts),
            )
        temporary.replace(path)
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        number = errno.ENOSPC if full else errno.EIO
        raise OSError(number, str(error), str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _check(name: str, data: bytes) -> bytes:
    return zlib.crc32(data, zlib.crc32(name.encode())).to_bytes(_CHECK, "big")
