"""Download a large file, resuming where an earlier run or connection broke off."""

import hashlib
import http.client
import re
import shutil
import threading
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from poddarkiv.download.partial_note import (
    PartialNote,
    discard_partial,
    file_size,
    partial_size,
    read_note,
    write_note,
)
from poddarkiv.errors import PoddarkivError, RemoteError
from poddarkiv.formats.digests import Digests, digests_of_headers, digests_of_integrity
from poddarkiv.i18n import _
from poddarkiv.remote import open_url
from poddarkiv.webreasons import network_reason

_BLOCK = 64 * 1024
_OVERLAP = 16 * 1024
"""Bytes that are requested again to check that the rest belongs to the partial file."""
_LARGEST = 16 * 1024**3
"""Bytes of a recording at most: a video of some hours."""
_MAX_TRIES = 4
"""Attempts without a new byte after which the download fails."""
_PAUSE = 0.5


class StoppedError(PoddarkivError):
    """The run was stopped by a person or by another thread's error."""


class _BrokenOffError(RemoteError):
    """The connection broke while the host was sending."""


class _RestartError(Exception):
    """The partial file belongs to another version than the host's: start again."""


@dataclass
class DownloadWatcher:
    """Observes downloads in several threads, and stops them all."""

    received: Callable[[int], None] = lambda _count: None
    """Called with bytes received; negative where a file is started again."""
    stop: threading.Event = field(default_factory=threading.Event)


def download_file(
    url: str, path: Path, watch: DownloadWatcher, *, integrity: str = "", allow_local: bool = False
) -> None:
    """Download `url` to `path`, resuming an earlier run's partial file.

    Args:
        url: A web address.
        path: Where it grows; a note beside it says which version it is a part of.
        watch: Called for every block.
        integrity: A checksum that it must have, as Subresource Integrity writes it.
        allow_local: Whether it may lie on this machine.

    Raises:
        RemoteError: The host doesn't answer, refuses, or breaks off; the partial file stays.
        StoppedError: It was stopped; the partial file stays.
        OSError: It can't be written; the partial file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if (count := partial_size(url, path)) is not None:
        watch.received(count)
    failures = 0
    while True:
        before = file_size(path)
        try:
            digests = _resume(url, path, watch, allow_local=allow_local)
        except _RestartError:
            watch.received(-file_size(path))
            discard_partial(path)
            continue
        except _BrokenOffError:
            failures = 1 if file_size(path) > before else failures + 1
            if failures == _MAX_TRIES:
                raise
            watch.stop.wait(_PAUSE * failures)
            continue
        _check(url, path, {**digests, **digests_of_integrity(integrity)})
        return


def _resume(url: str, path: Path, watch: DownloadWatcher, *, allow_local: bool) -> Digests:
    """Download the missing rest; return the checksums of the whole that the host sends.

    Raises:
        _RestartError: The host has another version by now, or can't tell.
    """
    note = read_note(path)
    have = file_size(path) if note is not None and note.url == url else 0
    if note is not None and have and have == note.total:
        return {}
    start = max(0, have - _OVERLAP)
    wanted = {"Range": f"bytes={start}-"} if start else {}
    if start and note is not None and note.validator:
        wanted["If-Range"] = note.validator
    try:
        response = open_url(
            url, allow_local=allow_local, **{"Accept-Encoding": "identity"}, **wanted
        )
    except RemoteError as error:
        if isinstance(error.__cause__, urllib.error.HTTPError) and error.__cause__.code == 416:
            raise _RestartError from error
        raise
    with response:
        if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise RemoteError(_("{url}: the host sends the recording packed", url=url))
        current = _note_of_response(url, response)
        if response.status == 206 and not start:
            raise RemoteError(_("{url}: the host sends a part, and was asked for all", url=url))
        if response.status == 206:
            _check_same_file(response, path, start, note, current)
        elif have:
            watch.received(-have)
        _make_room(url, path, current.total, have if response.status == 206 else 0)
        write_note(path, current)
        _receive(url, response, path, current, watch, append=response.status == 206)
        return digests_of_headers(dict(response.headers), whole=response.status == 200)


def _note_of_response(url: str, response: http.client.HTTPResponse) -> PartialNote:
    headers = response.headers
    length = headers.get("Content-Length", "").strip()
    if response.status == 206:
        length = headers.get("Content-Range", "").rpartition("/")[2].strip()
    etag = headers.get("ETag", "").strip()
    # A weak ETag doesn't promise equal bytes (RFC 9110, 8.8.1).
    validator = etag if etag.startswith('"') else headers.get("Last-Modified", "").strip()
    return PartialNote(url, int(length) if length.isdecimal() else None, validator)


def _check_same_file(
    response: http.client.HTTPResponse,
    path: Path,
    start: int,
    note: PartialNote | None,
    current: PartialNote,
) -> None:
    first = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    size = note.total if note is not None else None
    if first is None or int(first[1]) != start or current.total != size:
        raise _RestartError
    with path.open("rb") as file:
        file.seek(start)
        known = file.read()
    again = _read(current.url, response, len(known))
    if not known.startswith(again):
        raise _RestartError
    if len(again) < len(known):
        reason = _("after {n} of {all} bytes", n=start + len(known), all=current.total or 0)
        raise _BrokenOffError(_broken_off(current.url, reason))


def _read(url: str, response: http.client.HTTPResponse, count: int) -> bytes:
    try:
        return response.read(count)
    except (OSError, http.client.HTTPException) as error:
        raise _BrokenOffError(_broken_off(url, network_reason(error))) from error


def _broken_off(url: str, reason: str) -> str:
    text = _("{url}: broke off ({reason})", url=url, reason=reason)
    return f"{text} – {_('what has come is kept: run it again, and it goes on from there')}"


def _make_room(url: str, path: Path, total: int | None, have: int) -> None:
    free = shutil.disk_usage(path.parent).free
    if total is not None and total - have > free:
        raise PoddarkivError(
            _(
                "{url}: {n} MB more are needed, and the disk has {free} MB left",
                url=url,
                n=round((total - have) / 1e6),
                free=round(free / 1e6),
            )
        )


def _receive(
    url: str,
    response: http.client.HTTPResponse,
    path: Path,
    note: PartialNote,
    watch: DownloadWatcher,
    *,
    append: bool,
) -> None:
    # Unbuffered: received bytes survive a killed run.
    with path.open("ab" if append else "wb", buffering=0) as file:
        count = file.tell()
        while part := _read(url, response, _BLOCK):
            _write(file, part)
            count += len(part)
            watch.received(len(part))
            if watch.stop.is_set():
                raise StoppedError(_("Stopped."))
            if count > _LARGEST:
                raise RemoteError(_("{url}: is larger than {n} bytes", url=url, n=_LARGEST))
    if note.total is not None and count < note.total:
        reason = _("after {n} of {all} bytes", n=count, all=note.total)
        raise _BrokenOffError(_broken_off(url, reason))


def _write(file: BinaryIO, part: bytes) -> None:
    view = memoryview(part)
    while view:
        view = view[file.write(view) :]


def _check(url: str, path: Path, digests: Digests) -> None:
    """Remove the file where a checksum differs.

    Raises:
        RemoteError: It does.
    """
    for name, wanted in digests.items():
        with path.open("rb") as file:
            if hashlib.file_digest(file, name).digest() == wanted:
                continue
        discard_partial(path)
        raise RemoteError(
            _("{url}: what came does not have the checksum that was told ({name})",
              url=url, name=name)
        )  # fmt: skip
