"""An HTTP client that requests as podcast apps do, and records each redirect on the way.

Redirects are followed here and not by a library, since where they lead is part of the check.
"""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from poddarkiv import __version__
from poddarkiv.connect import check_address, is_this_machine, make_connection
from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _
from poddarkiv.reasons import InvalidContentError
from poddarkiv.webreasons import network_reason

TIMEOUT = 20.0
"""Seconds without a byte after which a request fails."""
WHOLE = 120.0
"""Seconds that one response may take in all, however steadily it comes."""
_MOST_HOPS = 10
_PATIENCE = 30.0
"""Longest `Retry-After` in seconds that is waited for."""
_REDIRECTS = {301, 302, 303, 307, 308}
_BLOCK = 64 * 1024


@dataclass(frozen=True)
class Request:
    """An HTTP request, and how much of the response to read."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = 0
    """Bytes of the body that are read; the rest is never transferred."""
    body: bytes | None = None
    """The body of a POST."""


@dataclass(frozen=True)
class Redirect:
    """A redirect that was followed."""

    status: int
    target: str


@dataclass(frozen=True)
class Response:
    """The final response, or why there is none."""

    url: str
    """The address after all redirects."""
    status: int = 0
    """0 where there was no response."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name."""
    body: bytes = b""
    hops: tuple[Redirect, ...] = ()
    fault: str = ""
    """Why there is no response, in the language in use; empty when there is one."""
    truncated: bool = False
    """Whether the body was longer than what was read."""

    @property
    def mime_type(self) -> str:
        """The type without its parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def length(self) -> int | None:
        """What `Content-Length` says; None where it says nothing."""
        headers = self.headers.get("content-length", "")
        return int(headers) if headers.isdecimal() else None


class HttpClient:
    """Sends one request at a time and keeps connections open between them."""

    def __init__(self, *, allow_local: bool = False) -> None:
        self._allow_local = allow_local
        self._connections: dict[tuple[str, str], http.client.HTTPConnection] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for each in self._connections.values():
            each.close()

    def send(self, request: Request) -> Response:
        """Send `request`, follow redirects, and return the response or why there is none."""
        hops: list[Redirect] = []
        url, seen = request.url, {request.url}
        local = self._allow_local and is_this_machine(url)
        while True:
            try:
                response = self._send_with_retry(request, url, local=local)
                target = _target(response, url, request.method)
            except RemoteError as error:
                return Response(url, hops=tuple(hops), fault=str(error))
            if target is None:
                return Response(
                    url,
                    response.status,
                    response.headers,
                    response.body,
                    tuple(hops),
                    truncated=response.truncated,
                )
            hops.append(Redirect(response.status, target))
            if target in seen:
                return Response(url, hops=tuple(hops), fault=_("redirects lead round in a circle"))
            if len(hops) > _MOST_HOPS:
                return Response(url, hops=tuple(hops), fault=_("redirects never end"))
            seen.add(target)
            url = target

    def _send_with_retry(self, request: Request, url: str, *, local: bool) -> Response:
        response = self._send_once(request, url, local=local)
        wait = response.headers.get("retry-after", "")
        if response.status in {429, 503} and wait.isdecimal() and int(wait) <= _PATIENCE:
            time.sleep(int(wait))
            response = self._send_once(request, url, local=local)
        return response

    def _send_once(self, request: Request, url: str, *, local: bool) -> Response:
        check_address(url)
        parts = urlsplit(url)
        key = parts.scheme, parts.netloc
        kept = key in self._connections
        try:
            try:
                return self._send_over(key, request, url, parts, local=local)
            except (http.client.RemoteDisconnected, ConnectionError):
                # A host may close an idle connection (RFC 9112, 9.5): retry on a new one.
                self._close(key)
                if not kept:
                    raise
                return self._send_over(key, request, url, parts, local=local)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._close(key)
            raise RemoteError(
                _("does not answer ({reason})", reason=network_reason(error))
            ) from error

    def _send_over(
        self, key: tuple[str, str], request: Request, url: str, parts: SplitResult, *, local: bool
    ) -> Response:
        if key not in self._connections:
            self._connections[key] = make_connection(url, allow_local=local, timeout=TIMEOUT)
        sent = {
            "User-Agent": f"poddarkiv/{__version__}",
            # Sizes are compared: `Content-Length` must be of the plain body.
            "Accept-Encoding": "identity",
            **request.headers,
        }
        where = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*")
        where += f"?{quote(parts.query, safe='%/:=&~+!$,;?@()*[]')}" if parts.query else ""
        self._connections[key].request(request.method, where, request.body, sent)
        response = self._connections[key].getresponse()
        body, more = _body(response, request.max_bytes)
        response.close()
        if more or response.will_close:
            self._close(key)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Response(url, response.status, headers, body, truncated=more)

    def _close(self, key: tuple[str, str]) -> None:
        if kept := self._connections.pop(key, None):
            kept.close()


def _body(response: http.client.HTTPResponse, max_bytes: int) -> tuple[bytes, bool]:
    """Return up to `max_bytes` bytes, and whether there are more."""
    until = time.monotonic() + WHOLE
    parts: list[bytes] = []
    count = 0
    # One byte more than wanted tells whether there is more.
    while count <= max_bytes:
        part = response.read1(min(_BLOCK, max_bytes + 1 - count))
        if not part:
            if response.length:
                raise InvalidContentError(_("broke off after {n} bytes", n=count))
            return b"".join(parts), False
        if time.monotonic() > until:
            raise InvalidContentError(_("took longer than {n} seconds", n=int(WHOLE)))
        parts.append(part)
        count += len(part)
    return b"".join(parts)[:max_bytes], True


def _target(response: Response, url: str, method: str) -> str | None:
    """Return a redirect's target; None without one, and for POST: its body goes to one host.

    Raises:
        RemoteError: It may not be followed.
    """
    where = response.headers.get("location")
    if response.status not in _REDIRECTS or not where or method == "POST":
        return None
    try:
        target = urljoin(url, where.strip()).partition("#")[0]
        check_address(target)
    except ValueError as error:
        raise RemoteError(_("leads to {target}, which is no address", target=where)) from error
    if url.startswith("https:") and not target.startswith("https:"):
        raise RemoteError(
            _("leads from https to {target}, which others can read and change", target=target)
        )
    return target
