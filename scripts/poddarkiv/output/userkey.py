"""Secrets of the person who runs this program: they tell what it wrote from what others did."""

import contextlib
import hashlib
import os
import secrets
import sys
from pathlib import Path

from poddarkiv.output.crashes import state_folder
from poddarkiv.output.names import temporary_name

_LENGTH = 32


def user_key(name: str) -> bytes:
    """Return the secret called `name`, 32 bytes; it is made when there is none.

    Raises:
        OSError: It can be neither read nor kept.
    """
    path = _folder() / name
    for _try in range(2):
        with contextlib.suppress(FileNotFoundError):
            if len(key := path.read_bytes()) == _LENGTH:
                return key
            path.unlink()
        _make(path)
    return path.read_bytes()


def keyed_checksum(key: bytes, name: str, data: bytes) -> bytes:
    """Return the 32 bytes that only who has `key` can make of `data` in the place `name`."""
    mac = hashlib.blake2b(name.encode(), digest_size=_LENGTH, key=key)
    mac.update(data)
    return mac.digest()


def _folder() -> Path:
    # On macOS notes for support stand among the logs: no place for a secret.
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/poddarkiv").expanduser()
    return state_folder()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(temporary_name())
    try:
        number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(secrets.token_bytes(_LENGTH))
        _put_first(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _put_first(temporary: Path, path: Path) -> None:
    """Let the first of several runs win, which all then read the same key."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        pass
    except (NotImplementedError, OSError):
        # A system or a disk without links.
        temporary.replace(path)
