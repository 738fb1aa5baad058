"""Read files from remote hosts over HTTP, whole, streamed or by ranges."""

import http.client
import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message

from poddarkiv import __version__
from poddarkiv.connect import check_address, make_opener
from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _
from poddarkiv.webreasons import network_reason, status_reason

TIMEOUT = 30.0
"""Seconds without a byte after which a request fails."""
_BLOCK = 64 * 1024
_LARGEST = 64 * 1024 * 1024
"""Bytes that `fetch_url` takes at most: a feed is smaller."""


def open_url(
    url: str, *, allow_local: bool = False, method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    """Send a request and return the open response.

    Args:
        url: A web address, http or https.
        allow_local: Whether this machine itself may be asked; other closed networks never are.
        method: GET or HEAD.
        headers: Request headers, as in `Range="bytes=0-0"`.

    Raises:
        RemoteError: The address is refused, or the host doesn't answer or answers with an error.
    """
    check_address(url)
    request = urllib.request.Request(url, method=method)  # noqa: S310 - the scheme was checked
    request.add_header("User-Agent", f"poddarkiv/{__version__}")
    for name, value in headers.items():
        request.add_header(name, value)
    try:
        response: http.client.HTTPResponse = make_opener(allow_local=allow_local).open(
            request, timeout=TIMEOUT
        )
    except RemoteError as error:
        raise RemoteError(f"{url}: {error}") from error
    except urllib.error.HTTPError as error:
        error.close()
        # Python stops at a redirect to another kind of address, and then names that one.
        if error.code // 100 == 3 and error.url and error.url != url:
            text = _(
                "{url}: the host leads to {target}, which is not allowed", url=url, target=error.url
            )
            raise RemoteError(text) from error
        raise RemoteError(
            _(
                "{url}: the host answered {code} ({reason})",
                url=url,
                code=error.code,
                reason=status_reason(error.code),
            )
        ) from error
    except urllib.error.URLError as error:
        raise RemoteError(_no_answer(url, error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise RemoteError(_no_answer(url, error)) from error
    return response


def _no_answer(url: str, reason: object) -> str:
    note = network_reason(reason)
    return _("{url}: the host does not answer ({reason})", url=url, reason=note)


def fetch_url(url: str, *, allow_local: bool = False) -> bytes:
    """Return the whole body of `url`.

    Raises:
        RemoteError: The host doesn't answer, says no, or sends more than a feed can be.
    """
    with open_url(url, allow_local=allow_local) as response:
        try:
            content = response.read(_LARGEST + 1)
        except (OSError, http.client.HTTPException) as error:
            raise RemoteError(_no_answer(url, error)) from error
    if len(content) > _LARGEST:
        raise RemoteError(_("{url}: is larger than {n} bytes", url=url, n=_LARGEST))
    return content


def stream_url(url: str, most: int, *, allow_local: bool = False) -> Iterator[bytes]:
    """Yield the body of `url` in blocks.

    Raises:
        RemoteError: The host doesn't answer, says no, breaks off, or sends more than `most` bytes.
    """
    with open_url(url, allow_local=allow_local) as response:
        note = response.headers.get("Content-Length", "")
        count = 0
        while True:
            try:
                part = response.read(_BLOCK)
            except (OSError, http.client.HTTPException) as error:
                raise RemoteError(_no_answer(url, error)) from error
            if not part:
                break
            count += len(part)
            if count > most:
                raise RemoteError(_("{url}: is larger than {n} bytes", url=url, n=most))
            yield part
    if note.isdecimal() and count < int(note):
        raise RemoteError(
            _("{url}: broke off after {n} of {all} bytes", url=url, n=count, all=int(note))
        )


class RemoteFile(io.RawIOBase):
    """A seekable file on a remote host; only the blocks that are read are downloaded."""

    def __init__(self, url: str, *, allow_local: bool = False) -> None:
        self.url = url
        self._allow_local = allow_local
        self._at = 0
        self._blocks: dict[int, bytes] = {}
        self.size, self.headers = self._ask()

    def _ask(self) -> tuple[int, Message]:
        # A range of one byte tells the whole size, also where a host refuses HEAD.
        with self._part(0, 0) as response:
            size = response.headers.get("Content-Range", "").rpartition("/")[2]
            if response.status != 206 or not size.isdecimal():
                raise RemoteError(
                    _("{url}: the host gives no byte ranges, which players need", url=self.url)
                )
            return int(size), response.headers

    def _part(self, first: int, last: int) -> http.client.HTTPResponse:
        wanted = f"bytes={first}-{last}"
        return open_url(self.url, allow_local=self._allow_local, Range=wanted)

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            first = number * _BLOCK
            self._blocks[number] = self.part(first, min(_BLOCK, self.size - first))
        return self._blocks[number]

    def part(self, first: int, count: int) -> bytes:
        """Return `count` bytes from `first` on, by a range request of their own.

        Raises:
            RemoteError: The host doesn't answer, or not with that range.
        """
        with self._part(first, first + count - 1) as response:
            try:
                content = response.read(count)
            except (OSError, http.client.HTTPException) as error:
                raise RemoteError(_no_answer(self.url, error)) from error
        if response.status != 206 or len(content) != count:
            raise RemoteError(
                _("{url}: the host gives no byte ranges, which players need", url=self.url)
            )
        return content

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
