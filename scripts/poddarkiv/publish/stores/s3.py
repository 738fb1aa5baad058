"""A bucket of S3, or of a service that speaks as it does, by `s3fs`."""

import contextlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from s3fs import S3FileSystem

from poddarkiv.model import Address
from poddarkiv.publish.errors import LostError, describe_error
from poddarkiv.publish.plan import Listing, RemoteEntry
from poddarkiv.publish.stores.base import LARGE, Store
from poddarkiv.publish.stores.multipart import Multipart

_NAMES = {"Content-Type": "ContentType", "Cache-Control": "CacheControl"}
"""Headers that an object keeps, as S3's parameters call them."""

_FEW = 20
"""Objects that are asked for one by one: a listing tells a thousand by each request."""


class S3Store(Store):
    """A prefix in a bucket: an object is there whole or not at all."""

    workers = 8

    def __init__(self, address: Address, *, endpoint: str | None, profile: str | None) -> None:
        super().__init__(str(address))
        self._bucket = address.host
        self._prefix = address.path.strip("/")
        self._options: dict[str, Any] = {
            "anon": False,
            "endpoint_url": endpoint,
            "profile": profile,
            # s3fs would answer later listings from memory, and miss other runs.
            "use_listings_cache": False,
            "skip_instance_cache": True,
            "config_kwargs": {
                "connect_timeout": 20,
                "read_timeout": 60,
                "retries": {"total_max_attempts": 1},  # ours tells what is worth it
            },
        }
        self._fs: Any = None
        self._multipart: Multipart

    def connect(self) -> None:
        """Look whether the bucket is there; one object is asked for."""
        if self._fs is None:
            self._fs = S3FileSystem(**self._options)
            self._fs.retries = 1
            self._multipart = Multipart(self._fs, self._bucket, self._prefix)
        self._fs.call_s3("list_objects_v2", Bucket=self._bucket, Prefix=self._prefix, MaxKeys=1)

    def make_root(self) -> None:
        """Do nothing: a bucket has no folders."""

    def list_tree(self, paths: Iterable[str], *, whole: bool = False) -> Listing:
        """Return everything below the prefix, by one listing; few files are asked for alone."""
        del whole
        asked = list(paths)
        if len(asked) <= _FEW:
            infos = ((path, self._info(path)) for path in asked)
            return Listing({path: _found(info) for path, info in infos if info is not None})
        start = f"{self._bucket}/{self._prefix}".rstrip("/")
        listing = Listing()
        for name, info in self._fs.find(start, detail=True).items():
            # A bucket may hold objects that stand for folders.
            if info["type"] == "file" and name.startswith(f"{start}/"):
                listing.files[name[len(start) + 1 :]] = _found(info)
        return listing

    def _info(self, path: str) -> dict[str, Any] | None:
        try:
            info: dict[str, Any] = self._fs.info(self._at(path))
        except FileNotFoundError:
            return None
        return info if info["type"] == "file" else None

    def list_folder(self, folder: str) -> dict[str, RemoteEntry | None]:
        """Return what is in `folder`."""
        try:
            entries = self._fs.ls(self._at(folder), detail=True, refresh=True)
        except FileNotFoundError:
            return {}
        return {
            info["name"].rpartition("/")[2]: _found(info) if info["type"] == "file" else None
            for info in entries
        }

    def read(self, path: str) -> bytes | None:
        """Return the object at `path`, or None when there is none."""
        try:
            content: bytes = self._fs.cat_file(self._at(path))
        except FileNotFoundError:
            return None
        return content

    def upload(self, path: str, source: Path | bytes, headers: Mapping[str, str]) -> None:
        """Put `source` at `path`, a large one in parts that are joined at the end."""
        given = {_NAMES[name]: value for name, value in headers.items() if name in _NAMES}
        if isinstance(source, bytes):
            self._fs.pipe_file(self._at(path), source, **given)
        elif source.stat().st_size < LARGE:
            self._fs.put_file(str(source), self._at(path), **given)
        else:
            self._upload_large(self._at(path).partition("/")[2], source, given)

    def _upload_large(self, key: str, source: Path, given: Mapping[str, str]) -> None:
        try:
            self._multipart.upload(key, source, given)
        except Exception as error:
            if not isinstance(describe_error(error, self.shown), LostError):
                # Nobody goes on from it, and what is up of it costs.
                with contextlib.suppress(Exception):
                    self._multipart.abort(key)
            raise

    def abort_parts(self, known: Collection[str], kept: Collection[str]) -> None:
        """End uploads in parts that broke off, but those of `kept`, where the service lists them.

        Some services can't, and some keys may not.
        """
        try:
            self._multipart.abort_old(known, kept)
        except OSError as error:
            if isinstance(describe_error(error, self.shown), LostError):
                raise

    def remove(self, path: str) -> None:
        """Remove the object at `path`, if there is one."""
        with contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._at(path))

    def remove_folder(self, folder: str) -> None:
        """Do nothing: a bucket has no folders."""

    def close(self) -> None:
        """Do nothing: every request stands for itself."""

    def claim(self, path: str, content: bytes) -> bool:
        """Put `content` at `path` if nothing is there (`If-None-Match: *`)."""
        try:
            self._fs.pipe_file(self._at(path), content, mode="create")
        except FileExistsError:
            return False
        except OSError as error:
            if _code(error) in {"PreconditionFailed", "412", "ConditionalRequestConflict"}:
                return False
            if _code(error) not in {"NotImplemented", "501"}:
                raise
            # The service has no conditional write: check, then write; two runs may both pass.
            if self.read(path) is not None:
                return False
            self._fs.pipe_file(self._at(path), content)
        return True

    def _at(self, path: str) -> str:
        return "/".join(filter(None, (self._bucket, self._prefix, path)))


def _found(info: Mapping[str, Any]) -> RemoteEntry:
    return RemoteEntry(int(info["size"] or 0), str(info.get("ETag") or info.get("LastModified")))


def _code(error: BaseException | None) -> str:
    while error is not None:
        response = getattr(error, "response", None)
        if isinstance(response, dict):
            return str(response.get("Error", {}).get("Code", ""))
        error = error.__cause__
    return ""
