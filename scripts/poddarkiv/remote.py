"""Read files of other computers, a part at a time. Nothing else in the package uses the network."""

import http.client
import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from poddarkiv import __version__
from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _

TIMEOUT = 30.0
"""Seconds without an answer after which a host is given up."""
_BLOCK = 64 * 1024
_LARGEST = 64 * 1024 * 1024
"""Bytes that `fetch` takes at most: a feed is smaller."""


class _SameKind(urllib.request.HTTPRedirectHandler):
    """Follow a redirect to another web address only: never to a file of this machine."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme not in {"http", "https"}:
            raise RemoteError(_("{url}: leads to {target}", url=req.full_url, target=newurl))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(url: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise RemoteError(_("{url}: is no web address", url=url))
    request = urllib.request.Request(url, method=method)  # noqa: S310 - the scheme was checked
    request.add_header("User-Agent", f"poddarkiv/{__version__}")
    for name, value in headers.items():
        request.add_header(name, value)
    opener = urllib.request.build_opener(_SameKind)
    try:
        answer: http.client.HTTPResponse = opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        error.close()
        raise RemoteError(
            _(
                "{url}: the host answered {code} {reason}",
                url=url,
                code=error.code,
                reason=error.reason,
            )
        ) from error
    except urllib.error.URLError as error:
        raise RemoteError(_no_answer(url, error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise RemoteError(_no_answer(url, error)) from error
    return answer


def _no_answer(url: str, reason: object) -> str:
    return _("{url}: the host does not answer ({reason})", url=url, reason=reason)


def fetch(url: str) -> bytes:
    """Return all of what is at `url`.

    Raises:
        RemoteError: The host doesn't answer, says no, or sends more than a feed can be.
    """
    with _open(url) as answer:
        try:
            content = answer.read(_LARGEST + 1)
        except (OSError, http.client.HTTPException) as error:
            raise RemoteError(_no_answer(url, error)) from error
    if len(content) > _LARGEST:
        raise RemoteError(_("{url}: is larger than {n} bytes", url=url, n=_LARGEST))
    return content


def stream(url: str, most: int) -> Iterator[bytes]:
    """Yield all of what is at `url`, a part at a time.

    Raises:
        RemoteError: The host doesn't answer, says no, breaks off, or sends more than `most` bytes.
    """
    with _open(url) as answer:
        told = answer.headers.get("Content-Length", "")
        count = 0
        while True:
            try:
                part = answer.read(_BLOCK)
            except (OSError, http.client.HTTPException) as error:
                raise RemoteError(_no_answer(url, error)) from error
            if not part:
                break
            count += len(part)
            if count > most:
                raise RemoteError(_("{url}: is larger than {n} bytes", url=url, n=most))
            yield part
    if told.isdecimal() and count < int(told):
        raise RemoteError(
            _("{url}: broke off after {n} of {all} bytes", url=url, n=count, all=int(told))
        )


class RemoteFile(io.RawIOBase):
    """A file on another computer that can be read anywhere in it; only read parts are fetched."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._at = 0
        self._blocks: dict[int, bytes] = {}
        self.size, self.headers = self._ask()

    def _ask(self) -> tuple[int, Message]:
        # A range of one byte tells the whole size, also where a host refuses HEAD.
        with _open(self.url, Range="bytes=0-0") as answer:
            size = answer.headers.get("Content-Range", "").rpartition("/")[2]
            if answer.status != 206 or not size.isdecimal():
                raise RemoteError(
                    _("{url}: the host gives no byte ranges, which players need", url=self.url)
                )
            return int(size), answer.headers

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            first = number * _BLOCK
            last = min(first + _BLOCK, self.size) - 1
            with _open(self.url, Range=f"bytes={first}-{last}") as answer:
                try:
                    content = answer.read(_BLOCK)
                except (OSError, http.client.HTTPException) as error:
                    raise RemoteError(_no_answer(self.url, error)) from error
            if answer.status != 206 or len(content) != last - first + 1:
                raise RemoteError(
                    _("{url}: the host gives no byte ranges, which players need", url=self.url)
                )
            self._blocks[number] = content
        return self._blocks[number]

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def seekable(self) -> bool:
        """Whether any place in it can be read: always."""
        return True

    def tell(self) -> int:
        """Return the place that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file and return it."""
        start = {0: 0, 1: self._at, 2: self.size}[whence]
        if start + offset < 0:
            raise OSError(22, "negative seek")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` from here; return how many bytes came."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._at >= self.size:
            return 0
        number, skip = divmod(self._at, _BLOCK)
        part = self._block(number)[skip : skip + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)
