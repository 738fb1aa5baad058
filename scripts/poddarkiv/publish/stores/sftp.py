"""SFTP by `sshfs` (asyncssh): the host's key must be known, and logins are ssh's own."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from asyncssh import (
    FILEXFER_TYPE_DIRECTORY,
    FILEXFER_TYPE_REGULAR,
    FXF_CREAT,
    FXF_READ,
    FXF_WRITE,
)
from asyncssh.sftp import SFTPError, SFTPFailure, SFTPNoSuchFile, SFTPOpUnsupported
from fsspec.asyn import sync
from sshfs import SSHFileSystem

from poddarkiv.model import Address
from poddarkiv.publish.plan import RemoteEntry
from poddarkiv.publish.stores.base import WantedNames
from poddarkiv.publish.stores.renaming import ResumingStore

_TIMEOUT = 30
"""Seconds without an answer, also for the login."""
_AT_ONCE = 32
"""Folders that are asked for before the first answer has come."""
_FEW = 3
"""Files that are asked for one by one: to list their folder takes four requests."""
_CIPHERS = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com"
"""First: to asyncssh a packet costs a third less by them than by its own first choice."""
_BLOCK = 1 << 22
"""Bytes that are compared, or sent, at a time where a file is gone on with."""
_SMALL = 1 << 18
"""Bytes that go up in one go."""


class SftpStore(ResumingStore):
    """A folder of an account on a host that speaks SSH."""

    def __init__(self, address: Address, password: str | None) -> None:
        super().__init__(str(address))
        # `/~/www` is counted from the account's own folder, as in ssh's own tools.
        self._root = re.sub("^/~(/|$)", "", address.path) or "."
        self._options: dict[str, Any] = {
            # sshfs itself would take any key; the empty text means the user's own known_hosts.
            "known_hosts": (),
            "connect_timeout": _TIMEOUT,
            "login_timeout": _TIMEOUT,
            "keepalive_interval": _TIMEOUT / 2,
            "keepalive_count_max": 3,
            "max_sessions": 4,
            "encryption_algs": _CIPHERS,
            "skip_instance_cache": True,
        }
        self._host = address.host
        self._options |= {"port": address.port} if address.port else {}
        self._options |= {"username": address.user} if address.user else {}
        self._options |= {"password": password} if password else {}
        self._fs: Any = None

    def connect(self) -> None:
        """Log in."""
        # What a broken line leaves behind in its loop asyncio prints, with tracebacks.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        self._fs = SSHFileSystem(self._host, **self._options)

    def make_root(self) -> None:
        """Make the root when only its last folder isn't there."""
        if not self._run(self._is_folder):
            self._run(self._mkdir, "")

    def close(self) -> None:
        """End the connection."""
        if self._fs is not None:
            # What it waits for may never come.
            self._fs.loop.call_soon_threadsafe(self._fs.client.abort)

    def list_folder(self, folder: str) -> dict[str, RemoteEntry | None]:
        """Return what is in `folder`."""
        return self.list_wanted({folder: None})[0]

    def list_wanted(
        self, folders: Mapping[str, WantedNames | None]
    ) -> list[dict[str, RemoteEntry | None]]:
        """Return what is in each of `folders`; many are asked for at once."""
        listed: list[dict[str, RemoteEntry | None]] = self._run(self._scan, folders)
        return listed

    def read(self, path: str) -> bytes | None:
        """Return the file at `path`, or None when there is none."""
        content: bytes | None = self._run(self._read, path)
        return content

    def remove(self, path: str) -> None:
        """Remove the file at `path`, if there is one."""
        self._run(self._remove, path)

    def remove_folder(self, folder: str) -> None:
        """Remove `folder` when nothing is in it."""
        with contextlib.suppress(SFTPError):
            self._run(self._rmdir, folder)
            self.forget_folder(folder)

    def _make_folder(self, folder: str) -> None:
        try:
            self._run(self._mkdir, folder)
        except SFTPFailure as error:
            # The protocol's third version has one number for whatever is in the way.
            if self._run(self._exists, folder):
                raise FileExistsError(folder) from error
            raise

    def _send(self, source: Path | bytes, path: str, aside: str) -> None:
        self._run(self._put, source, aside)
        self._rename(aside, path)

    def _send_rest(self, source: Path, aside: str) -> None:
        self._run(self._append, source, aside)

    def _rename(self, aside: str, path: str) -> None:
        self._run(self._move, aside, path)

    def _run(self, function: Any, *arguments: Any) -> Any:
        return sync(self._fs.loop, self._with_channel, function, *arguments)

    async def _with_channel(self, function: Any, *arguments: Any) -> Any:
        async with self._fs._pool.get() as channel:
            return await function(channel, *arguments)

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}" if path else self._root

    async def _is_folder(self, channel: Any) -> bool:
        if await channel.isdir(self._root):
            return True
        if await channel.exists(self._root):
            raise NotADirectoryError(20, "", self._root)
        return False

    async def _exists(self, channel: Any, path: str) -> bool:
        return bool(await channel.exists(self._at(path)))

    async def _mkdir(self, channel: Any, folder: str) -> None:
        await channel.mkdir(self._at(folder))

    async def _rmdir(self, channel: Any, folder: str) -> None:
        await channel.rmdir(self._at(folder))

    async def _read(self, channel: Any, path: str) -> bytes | None:
        try:
            async with channel.open(self._at(path), "rb") as file:
                content: bytes = await file.read()
                return content
        except SFTPNoSuchFile:
            return None

    async def _remove(self, channel: Any, path: str) -> None:
        with contextlib.suppress(SFTPNoSuchFile):
            await channel.remove(self._at(path))

    async def _put(self, channel: Any, source: Path | bytes, aside: str) -> None:
        if isinstance(source, bytes) or source.stat().st_size <= _SMALL:
            content = source if isinstance(source, bytes) else source.read_bytes()
            async with channel.open(self._at(aside), "wb") as file:
                await file.write(content)
        else:
            await channel.put(str(source), self._at(aside))

    async def _append(self, channel: Any, source: Path, aside: str) -> None:
        """Write the blocks of `source` that are not at `aside` already: those there are read.

        Blocks are on their way several at a time, so the last that arrived may lie behind a gap.
        """
        mode = FXF_READ | FXF_WRITE | FXF_CREAT
        async with channel.open(self._at(aside), mode, encoding=None) as target:
            there = (await target.stat()).size or 0
            with source.open("rb") as file:
                place, equal = 0, True
                while block := file.read(_BLOCK):
                    equal = equal and place + len(block) <= there
                    equal = equal and await target.read(len(block), place) == block
                    if not equal:
                        await target.write(block, place)
                    place += len(block)
            if there > place:
                await target.truncate(place)

    async def _move(self, channel: Any, aside: str, path: str) -> None:
        try:
            await channel.posix_rename(self._at(aside), self._at(path))
        except SFTPOpUnsupported:
            # Such a host does not rename onto a name that is taken.
            await self._remove(channel, path)
            await channel.rename(self._at(aside), self._at(path))

    async def _scan(
        self, channel: Any, folders: Mapping[str, WantedNames | None]
    ) -> list[dict[str, RemoteEntry | None]]:
        limit = asyncio.Semaphore(_AT_ONCE)

        async def scan(folder: str, wanted: WantedNames | None) -> dict[str, RemoteEntry | None]:
            async with limit:
                if wanted is None or wanted.folders or len(wanted.files) > _FEW:
                    return await self._list(channel, folder)
                return await self._ask(channel, folder, wanted.files)

        return list(await asyncio.gather(*(scan(*each) for each in folders.items())))

    async def _ask(
        self, channel: Any, folder: str, names: set[str]
    ) -> dict[str, RemoteEntry | None]:
        """Return which of `names` are in `folder`."""
        found: dict[str, RemoteEntry | None] = {}
        for name in names:
            with contextlib.suppress(SFTPNoSuchFile):
                attrs = await channel.stat(self._at(f"{folder}/{name}" if folder else name))
                found[name] = _found(attrs)
        return found

    async def _list(self, channel: Any, folder: str) -> dict[str, RemoteEntry | None]:
        try:
            entries = await channel.readdir(self._at(folder))
        except SFTPNoSuchFile:
            return {}
        found: dict[str, RemoteEntry | None] = {}
        for entry in entries:
            attrs = entry.attrs
            if entry.filename in (".", ".."):
                continue
            if attrs.type not in (FILEXFER_TYPE_DIRECTORY, FILEXFER_TYPE_REGULAR):
                attrs = await self._led_to(channel, f"{folder}/{entry.filename}".lstrip("/"), attrs)
            found[entry.filename] = _found(attrs)
        return found

    async def _led_to(self, channel: Any, path: str, attrs: Any) -> Any:
        """Return the attributes of what a link leads to; its own where that is nowhere."""
        try:
            return await channel.stat(self._at(path))
        except SFTPError:
            return attrs


def _found(attrs: Any) -> RemoteEntry | None:
    if attrs.type == FILEXFER_TYPE_DIRECTORY:
        return None
    return RemoteEntry(attrs.size or 0, str(attrs.mtime))
