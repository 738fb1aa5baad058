"""Who may ask a server on this machine: its own pages, and no other web page.

A web page that is open in the browser may ask any address, also this machine's. What it may not
do is read the answer, unless its own name has been made to lead here (DNS rebinding): then `Host`
still says that name. So `Host` must be what the server listens on, `Origin` the same where it is
told, and no answer allows other origins.
"""

import ipaddress
import socket
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from poddarkiv.i18n import _

_HEADERS = {"cross-origin-resource-policy": "same-origin", "x-content-type-options": "nosniff"}


class WebGuard:
    """Turns away requests that were not meant for this server, before `app` sees them."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        """Guard `app`.

        Args:
            app: A web application.
            names: What the server may be called besides the address that is connected to and,
                where that is this machine's own, `localhost`.
        """
        self._app = app
        self._names = frozenset(_plain(name) for name in names if name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or let `app` answer."""
        if scope["type"] == "websocket":
            # There are none, and they are no part of what browsers keep apart by origin.
            await send({"type": "websocket.close"})
            return
        if scope["type"] == "http" and not self._is_for_us(scope):
            text = _("This server answers only at the address that it has shown.")
            refusal = PlainTextResponse(text, HTTPStatus.FORBIDDEN, headers=_HEADERS)
            await refusal(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_headers)

    def _is_for_us(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        address, port = scope["server"]
        if len(hosts) != 1 or not self._is_own(hosts[0], address, port):
            return False
        return not origins or [*map(_of_origin, origins)] == [_split(hosts[0])]

    def _is_own(self, host: str, address: str, port: int) -> bool:
        asked = _split(host)
        if asked is None or asked[1] != port:
            return False
        here = _address(address)
        own = {"localhost"} if here is not None and here.is_loopback else set()
        return asked[0] in self._names | own or (here is not None and _address(asked[0]) == here)


def allowed_names(host: str) -> tuple[str, ...]:
    """Return what a server that listens on `host` may be called by those who ask it.

    Args:
        host: As the person wrote it: an address, or a name of this machine. One that is not this
            machine's alone, such as 0.0.0.0, brings the names that the machine itself goes by.
    """
    own = _address(host)
    if _plain(host) == "localhost" or (own is not None and own.is_loopback):
        return (host,)
    machine = socket.gethostname()
    short = machine.partition(".")[0]
    return tuple(
        name for name in (host, machine, socket.getfqdn(), short, f"{short}.local") if name
    )


def host_in_url(host: str) -> str:
    """Return what leads to a server that listens on `host`, as an address on the web has it.

    >>> host_in_url("::1")
    '[::1]'
    """
    own = _address(host)
    if own is not None and own.is_unspecified:
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _of_origin(origin: str) -> tuple[str, int] | None:
    scheme, mark, rest = origin.partition("://")
    return _split(rest) if mark and scheme == "http" else None


def _split(host: str) -> tuple[str, int] | None:
    """Return name and port of a `Host` header (RFC 9110, 7.2); None for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.netloc != host or "@" in host or not host.isprintable():
        return None
    return _plain(parts.hostname), 80 if port is None else port


def _plain(name: str) -> str:
    # The dot at the end says that a name is whole; capitals mean nothing in names.
    return name.casefold().removesuffix(".")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
