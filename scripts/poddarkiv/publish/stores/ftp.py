"""FTP with TLS by `fsspec`, whose own connection would take any certificate."""

import contextlib
import ftplib
import io
import socket
import ssl
import threading
from pathlib import Path
from typing import Any, BinaryIO

from fsspec.implementations.ftp import FTPFileSystem

from poddarkiv.model import Address
from poddarkiv.publish.plan import RemoteEntry
from poddarkiv.publish.stores.renaming import ResumingStore

_TIMEOUT = 60
_BLOCK = 1 << 16


class _Tls(ftplib.FTP_TLS):
    """Checks the certificate, and shows for data that it is the same client, as hosts want."""

    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket.socket, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321
        if self._prot_p:  # type: ignore[attr-defined]
            connection = self.context.wrap_socket(
                connection,
                server_hostname=self.host,
                # vsftpd demands that data resumes the control connection's TLS session.
                session=self.sock.session,  # type: ignore[union-attr]
            )
        return connection, size


class _Fs(FTPFileSystem):  # type: ignore[misc]
    def _connect(self) -> None:
        options: dict[str, Any] = {"timeout": self.timeout, "encoding": self.encoding}
        self.ftp = (
            _Tls(context=ssl.create_default_context(), **options)
            if self.tls
            else ftplib.FTP(**options)  # noqa: S321 - said to be meant, by --insecure
        )
        self.ftp.connect(self.host, self.port)
        self.ftp.login(*self.cred)


class FtpStore(ResumingStore):
    """A folder of an account on an FTP host; a connection does one thing at a time."""

    workers = 2

    def __init__(self, address: Address, password: str | None) -> None:
        super().__init__(str(address))
        self._root = address.path
        self._options = {
            "host": address.host,
            "port": address.port or 21,
            "username": address.user or "anonymous",
            "password": password,
            "timeout": _TIMEOUT,
            "tls": address.scheme == "ftps",
            "skip_instance_cache": True,
        }
        self._local = threading.local()
        self._all: list[Any] = []

    def connect(self) -> None:
        """Log in."""
        self.close()
        self._local = threading.local()
        self._ftp.cwd("/")

    def make_root(self) -> None:
        """Make the root when only its last folder isn't there."""
        ftp = self._ftp
        try:
            ftp.cwd(self._root)
        except ftplib.error_perm as error:
            if not str(error).startswith("550"):
                raise
            ftp.mkd(self._root)
        ftp.cwd("/")

    def close(self) -> None:
        """End the connections."""
        for fs in self._all:
            with contextlib.suppress(Exception):
                fs.ftp.close()
        self._all.clear()

    @property
    def _ftp(self) -> Any:
        """The connection of this thread."""
        fs = getattr(self._local, "fs", None)
        if fs is None:
            fs = self._local.fs = _Fs(**self._options)
            self._all.append(fs)
        return fs.ftp

    def list_folder(self, folder: str) -> dict[str, RemoteEntry | None]:
        """Return what is in `folder`."""
        try:
            entries = list(self._ftp.mlsd(self._at(folder), ["type", "size", "modify"]))
        except ftplib.error_perm as error:
            code = str(error)[:3]
            # Of a folder that isn't there pyftpdlib says that the order is wrong.
            if code in {"550", "501"}:
                return {}
            if code not in {"500", "502", "504"}:
                raise
            # A host of before 2007 (RFC 3659).
            fs = self._local.fs
            fs.invalidate_cache()
            entries = [(i["name"].rpartition("/")[2], i) for i in fs.ls(self._at(folder))]
        return {
            name: None
            if facts["type"] in {"dir", "directory"}
            else RemoteEntry(int(facts.get("size", -1)), facts.get("modify", ""))
            for name, facts in entries
            if facts["type"] not in {"cdir", "pdir"}
        }

    def read(self, path: str) -> bytes | None:
        """Return the file at `path`, or None when there is none."""
        target = io.BytesIO()
        try:
            self._ftp.retrbinary(f"RETR {self._at(path)}", target.write)
        except ftplib.error_perm as error:
            if str(error).startswith("550"):
                return None
            raise
        return target.getvalue()

    def remove(self, path: str) -> None:
        """Remove the file at `path`, if there is one."""
        try:
            self._ftp.delete(self._at(path))
        except ftplib.error_perm:
            folder, _slash, name = path.rpartition("/")
            if name in self.list_folder(folder):
                raise

    def remove_folder(self, folder: str) -> None:
        """Remove `folder` when nothing is in it."""
        with contextlib.suppress(ftplib.error_perm):
            self._ftp.rmd(self._at(folder))
            self.forget_folder(folder)

    def _make_folder(self, folder: str) -> None:
        try:
            self._ftp.mkd(self._at(folder))
        except ftplib.error_perm as error:
            parent, _slash, name = folder.rpartition("/")
            if name in self.list_folder(parent):
                raise FileExistsError(folder) from error
            raise

    def _send(self, source: Path | bytes, path: str, aside: str) -> None:
        content = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        with content:
            self._ftp.storbinary(f"STOR {self._at(aside)}", content, _BLOCK)
        self._rename(aside, path)

    def _send_rest(self, source: Path, aside: str) -> None:
        with source.open("rb") as file:
            begun = self._is_begun(file, aside)
            if not begun:
                file.seek(0)
            order = "APPE" if begun else "STOR"
            self._ftp.storbinary(f"{order} {self._at(aside)}", file, _BLOCK)

    def _is_begun(self, file: BinaryIO, aside: str) -> bool:
        """Whether `aside` is a beginning of `file`, whose place is then where that ends."""
        equal = True

        def compare(block: bytes) -> None:
            nonlocal equal
            equal = equal and file.read(len(block)) == block

        try:
            self._ftp.retrbinary(f"RETR {self._at(aside)}", compare, _BLOCK)
        except ftplib.error_perm as error:
            if not str(error).startswith("550"):
                raise
            return False
        return equal

    def _rename(self, aside: str, path: str) -> None:
        try:
            self._ftp.rename(self._at(aside), self._at(path))
        except ftplib.error_perm:
            # Such a host does not rename onto a name that is taken.
            self.remove(path)
            self._ftp.rename(self._at(aside), self._at(path))

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}" if path else self._root or "/"
