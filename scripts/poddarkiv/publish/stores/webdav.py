"""WebDAV by `webdav4`."""

import contextlib
import io
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import quote

from webdav4.client import Client, ResourceAlreadyExists, ResourceNotFound
from webdav4.urls import join_url_path

from poddarkiv.model import Address
from poddarkiv.publish.plan import RemoteEntry
from poddarkiv.publish.stores.renaming import RenamingStore

_TIMEOUT = 60


class _Client(Client):  # type: ignore[misc]
    """Also writes names with %, # and ?, which webdav4 0.11 takes for parts of the address."""

    def join_url(self, path: str, add_trailing_slash: bool = False) -> Any:
        whole = quote(join_url_path(self.base_url.path, path))
        return self.base_url.copy_with(path=f"{whole}/" if add_trailing_slash else whole)


class WebdavStore(RenamingStore):
    """A folder (collection) of a WebDAV host."""

    def __init__(self, address: Address, password: str | None) -> None:
        super().__init__(str(address))
        secure = address.scheme == "webdavs"
        port = f":{address.port}" if address.port else ""
        host = f"[{address.host}]" if ":" in address.host else address.host
        self._url = f"http{'s' if secure else ''}://{host}{port}{quote(address.path)}/"
        self._auth = (address.user or "", password or "") if address.user or password else None
        self._client: Any = None

    def connect(self) -> None:
        """Connect."""
        self._client = _Client(
            self._url,
            auth=self._auth,
            retry=False,  # ours tells what is worth it
            timeout=_TIMEOUT,
            verify=ssl.create_default_context(),
        )

    def make_root(self) -> None:
        """Make the root when only its last folder isn't there."""
        try:
            kind = self._client.info("")["type"]
        except ResourceNotFound:
            self._client.mkdir("")
        else:
            if kind != "directory":
                raise NotADirectoryError(20, "", self.shown)

    def close(self) -> None:
        """End the connection."""
        if self._client is not None:
            self._client.http.close()

    def list_folder(self, folder: str) -> dict[str, RemoteEntry | None]:
        """Return what is in `folder`."""
        try:
            entries = self._client.ls(folder, detail=True, allow_listing_resource=False)
        except ResourceNotFound:
            return {}
        return {
            info["name"].rstrip("/").rpartition("/")[2]: _found(info)
            for info in entries
            if info["name"].strip("/") != folder
        }

    def read(self, path: str) -> bytes | None:
        """Return the file at `path`, or None when there is none."""
        target = io.BytesIO()
        try:
            self._client.download_fileobj(path, target)
        except ResourceNotFound:
            return None
        return target.getvalue()

    def remove(self, path: str) -> None:
        """Remove the file at `path`, if there is one."""
        with contextlib.suppress(ResourceNotFound):
            self._client.remove(path)

    def remove_folder(self, folder: str) -> None:
        """Remove `folder` when nothing is in it: WebDAV itself would remove all below it."""
        if not self.list_folder(folder):
            with contextlib.suppress(ResourceNotFound):
                self._client.remove(folder)
            self.forget_folder(folder)

    def _make_folder(self, folder: str) -> None:
        try:
            self._client.mkdir(folder)
        except ResourceAlreadyExists as error:
            raise FileExistsError(folder) from error

    def _send(self, source: Path | bytes, path: str, aside: str) -> None:
        if isinstance(source, bytes):
            self._client.upload_fileobj(io.BytesIO(source), aside, overwrite=True)
        else:
            with source.open("rb") as file:
                self._client.upload_fileobj(file, aside, overwrite=True)
        self._client.move(aside, path, overwrite=True)


def _found(info: Any) -> RemoteEntry | None:
    if info["type"] == "directory":
        return None
    return RemoteEntry(
        int(info["content_length"] or 0), str(info.get("etag") or info.get("modified"))
    )
