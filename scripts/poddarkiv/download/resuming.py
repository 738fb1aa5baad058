"""Fetch a large file, on from where an earlier run or connection broke off."""

import hashlib
import http.client
import re
import shutil
import threading
import urllib.error
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from poddarkiv.download.notes import Note, note_path, read_note, size_of, write_note
from poddarkiv.errors import PoddarkivError, RemoteError
from poddarkiv.formats.digests import Digests, digests_of_headers, digests_of_integrity
from poddarkiv.i18n import _
from poddarkiv.reasons import network_reason
from poddarkiv.remote import open_url

_BLOCK = 64 * 1024
_OVERLAP = 16 * 1024
"""Bytes that are fetched again to see that the rest belongs to what is here."""
_LARGEST = 16 * 1024**3
"""Bytes of a recording at most: a video of some hours."""
_TRIES = 4
"""Times that a host may break off without having sent anything new."""
_PAUSE = 0.5


class StoppedError(PoddarkivError):
    """Somebody has stopped the run."""


class _BrokenOffError(RemoteError):
    """The host went away while it was sending."""


class _AnewError(Exception):
    """What is here belongs to another file than the one that the host has now."""


@dataclass
class Watch:
    """Is told how the bytes come in, from several threads; stops them all."""

    came: Callable[[int], None] = lambda _count: None
    """Bytes more than before; fewer where a file is begun anew."""
    stop: threading.Event = field(default_factory=threading.Event)


def download(
    url: str, path: Path, watch: Watch, *, integrity: str = "", allow_local: bool = False
) -> None:
    """Put all of what is at `url` into `path`, going on from what an earlier run has put there.

    Args:
        url: A web address.
        path: Where it grows; a note beside it says whose beginning it is.
        watch: Told of every block.
        integrity: A checksum that it must have, as Subresource Integrity writes it.
        allow_local: Whether it may lie on this machine.

    Raises:
        RemoteError: The host doesn't answer, says no, or breaks off; what has come stays.
        StoppedError: Somebody has stopped it; what has come stays.
        OSError: It can't be written; what has come stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if (count := begun(url, path)) is not None:
        watch.came(count)
    failures = 0
    while True:
        before = size_of(path)
        try:
            told = _go_on(url, path, watch, allow_local=allow_local)
        except _AnewError:
            watch.came(-size_of(path))
            discard(path)
            continue
        except _BrokenOffError:
            failures = 1 if size_of(path) > before else failures + 1
            if failures == _TRIES:
                raise
            watch.stop.wait(_PAUSE * failures)
            continue
        _check(url, path, {**told, **digests_of_integrity(integrity)})
        return


def begun(url: str, path: Path) -> int | None:
    """Return how many bytes of `url` are in `path` already; None where nothing is."""
    note = read_note(path)
    return size_of(path) if note is not None and note.url == url and path.is_file() else None


def discard(path: Path) -> None:
    """Remove what has come, and the note beside it."""
    for each in (path, note_path(path)):
        each.unlink(missing_ok=True)


def forget_note(path: Path) -> None:
    """Remove the note alone: the file has found its place."""
    note_path(path).unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()


def _go_on(url: str, path: Path, watch: Watch, *, allow_local: bool) -> Digests:
    """Fetch what lacks; return the checksums that the host tells of the whole.

    Raises:
        _AnewError: The host has another file by now, or can't tell.
    """
    note = read_note(path)
    have = size_of(path) if note is not None and note.url == url else 0
    if note is not None and have and have == note.total:
        return {}
    start = max(0, have - _OVERLAP)
    wanted = {"Range": f"bytes={start}-"} if start else {}
    if start and note is not None and note.validator:
        wanted["If-Range"] = note.validator
    try:
        answer = open_url(url, allow_local=allow_local, **{"Accept-Encoding": "identity"}, **wanted)
    except RemoteError as error:
        if isinstance(error.__cause__, urllib.error.HTTPError) and error.__cause__.code == 416:
            raise _AnewError from error
        raise
    with answer:
        if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise RemoteError(_("{url}: the host sends the recording packed", url=url))
        told = _told(url, answer)
        if answer.status == 206 and not start:
            raise RemoteError(_("{url}: the host sends a part, and was asked for all", url=url))
        if answer.status == 206:
            _stop_unless_same(answer, path, start, note, told)
        elif have:
            watch.came(-have)
        _make_room(url, path, told.total, have if answer.status == 206 else 0)
        write_note(path, told)
        _take(url, answer, path, told, watch, append=answer.status == 206)
        return digests_of_headers(dict(answer.headers), whole=answer.status == 200)


def _told(url: str, answer: http.client.HTTPResponse) -> Note:
    headers = answer.headers
    length = headers.get("Content-Length", "").strip()
    if answer.status == 206:
        length = headers.get("Content-Range", "").rpartition("/")[2].strip()
    etag = headers.get("ETag", "").strip()
    # A weak one says that two files mean the same, not that they are.
    validator = etag if etag.startswith('"') else headers.get("Last-Modified", "").strip()
    return Note(url, int(length) if length.isdecimal() else None, validator)


def _stop_unless_same(
    answer: http.client.HTTPResponse, path: Path, start: int, note: Note | None, told: Note
) -> None:
    first = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    size = note.total if note is not None else None
    if first is None or int(first[1]) != start or told.total != size:
        raise _AnewError
    with path.open("rb") as file:
        file.seek(start)
        known = file.read()
    again = _read(told.url, answer, len(known))
    if not known.startswith(again):
        raise _AnewError
    if len(again) < len(known):
        reason = _("after {n} of {all} bytes", n=start + len(known), all=told.total or 0)
        raise _BrokenOffError(_broken_off(told.url, reason))


def _read(url: str, answer: http.client.HTTPResponse, count: int) -> bytes:
    try:
        return answer.read(count)
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


def _take(
    url: str,
    answer: http.client.HTTPResponse,
    path: Path,
    told: Note,
    watch: Watch,
    *,
    append: bool,
) -> None:
    # Unbuffered: what has come is on the disk also when this run is killed.
    with path.open("ab" if append else "wb", buffering=0) as file:
        count = file.tell()
        while part := _read(url, answer, _BLOCK):
            _write(file, part)
            count += len(part)
            watch.came(len(part))
            if watch.stop.is_set():
                raise StoppedError(_("Stopped."))
            if count > _LARGEST:
                raise RemoteError(_("{url}: is larger than {n} bytes", url=url, n=_LARGEST))
    if told.total is not None and count < told.total:
        reason = _("after {n} of {all} bytes", n=count, all=told.total)
        raise _BrokenOffError(_broken_off(url, reason))


def _write(file: BinaryIO, part: bytes) -> None:
    view = memoryview(part)
    while view:
        view = view[file.write(view) :]


def _check(url: str, path: Path, digests: Digests) -> None:
    """Remove what is not as somebody said it would be."""
    for name, wanted in digests.items():
        with path.open("rb") as file:
            if hashlib.file_digest(file, name).digest() == wanted:
                continue
        discard(path)
        raise RemoteError(
            _("{url}: what came does not have the checksum that was told ({name})",
              url=url, name=name)
        )  # fmt: skip
