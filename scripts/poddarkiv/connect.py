"""Connect to computers on the open internet, and to no other.

An address in an archive may come from anybody: a feed, a pull request. It must not reach what only
this machine or its network can see (a router, another program, a cloud's metadata). What is judged
is the address that is connected to, so that no name can lead elsewhere the second time it is looked
up, and it is judged anew for each redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import urllib.request
from functools import partial
from typing import IO, Any
from urllib.parse import urlsplit

from poddarkiv.credentials import has_credentials
from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that is meant."""
_NEWER = tuple(map(ipaddress.ip_network, ("64:ff9b:1::/48", "3fff::/20", "5f00::/16")))
"""What IANA has set apart since Python's list was made (RFC 8215, 9637, 9602)."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def make_opener(*, allow_local: bool = False) -> urllib.request.OpenerDirector:
    """Return what opens http and https addresses of the open internet.

    Proxies that the environment names are not used: a proxy would look names up itself, and nobody
    could judge where it connects to.

    Args:
        allow_local: Whether this machine itself (127.0.0.1, ::1) may be asked too.
    """
    made = urllib.request.OpenerDirector()
    for handler in (
        _Handler(allow_local=allow_local),
        _RedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        made.add_handler(handler)
    return made


def make_connection(url: str, *, allow_local: bool, timeout: float) -> http.client.HTTPConnection:
    """Return a connection to the host of `url`, which is judged when it is first used.

    Args:
        url: An address that `check_address` has let pass.
        allow_local: Whether this machine itself may be connected to.
        timeout: Seconds that the host may be silent.

    Raises:
        ValueError: The address has no host, or a port that is none.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(_("the address has no host"))
    kind = _TlsConnection if parts.scheme == "https" else _PlainConnection
    return kind(parts.hostname, port=parts.port, timeout=timeout, allow_local=allow_local)


def is_this_machine(url: str) -> bool:
    """Whether the address names this machine itself, and not by a name that somebody else gave.

    >>> is_this_machine("http://localhost:8000/"), is_this_machine("https://podd.example/")
    (True, False)
    """
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_address(url: str) -> None:
    """Let `url` pass when it is a web address without name and password.

    Raises:
        RemoteError: It isn't.
    """
    if has_credentials(url):
        raise RemoteError(_("{url}: an address with a name or password is not fetched", url=url))
    if urlsplit(url).scheme not in {"http", "https"}:
        raise RemoteError(_("{url}: is no web address", url=url))


def may_connect(address: str, *, allow_local: bool = False) -> bool:
    """Whether anybody may connect to the IP `address`.

    >>> may_connect("193.10.0.1"), may_connect("192.168.0.1"), may_connect("::ffff:127.0.0.1")
    (True, False, False)

    Args:
        address: Four numbers, or IPv6 with or without a zone.
        allow_local: Whether this machine's own are counted too.
    """
    direct = ipaddress.ip_address(address.partition("%")[0])
    if (getattr(direct, "ipv4_mapped", None) or direct).is_loopback:
        return allow_local
    found = _embedded_ipv4(direct)
    # `is_global` is IANA's list of special addresses: it holds private networks, link-local ones,
    # carriers' shared ones (100.64/10) and those of documents. What follows it calls global.
    special = found.is_multicast or found.is_reserved or getattr(found, "is_site_local", False)
    return found.is_global and not special and not any(found in network for network in _NEWER)


def _embedded_ipv4(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one carries, where it does: there the packets go."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _open_socket(host: str, port: int, timeout: Any, *, allow_local: bool) -> socket.socket:
    """Return a socket connected to `host` at an address that was judged.

    Raises:
        RemoteError: None of its addresses is on the open internet.
        OSError: None answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    judged = [each for each in found if may_connect(str(each[4][0]), allow_local=allow_local)]
    if not judged:
        raise _blocked_message(host, str(found[0][4][0]))
    fault = OSError()
    for family, kind, protocol, _name, where in judged:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout)
        try:
            connection.connect(where)
        except OSError as error:
            connection.close()
            fault = error
        else:
            return connection
    raise fault


def _blocked_message(host: str, address: str) -> RemoteError:
    text = _(
        "{host} leads to {address}, which is not on the open internet", host=host, address=address
    )
    if may_connect(address, allow_local=True):
        text += " – " + _("if it should be fetched from this machine: --allow-local")
    return RemoteError(text)


class _PlainConnection(http.client.HTTPConnection):
    def __init__(self, host: str, *, allow_local: bool, **options: Any) -> None:
        super().__init__(host, **options)
        self._allow_local = allow_local

    def connect(self) -> None:
        self.sock = _open_socket(self.host, self.port, self.timeout, allow_local=self._allow_local)


class _TlsConnection(http.client.HTTPSConnection):
    def __init__(self, host: str, *, allow_local: bool, **options: Any) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, context=self._tls, **options)
        self._allow_local = allow_local

    def connect(self) -> None:
        plain = _open_socket(self.host, self.port, self.timeout, allow_local=self._allow_local)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


class _Handler(urllib.request.AbstractHTTPHandler):
    def __init__(self, *, allow_local: bool) -> None:
        super().__init__()
        self._allow_local = allow_local

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_PlainConnection, allow_local=self._allow_local), request)

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_TlsConnection, allow_local=self._allow_local), request)

    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_


class _RedirectHandler(urllib.request.HTTPRedirectHandler):
    """Follow a redirect to another web address only, and never from https to plain http."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_address(newurl)
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            raise RemoteError(
                _("leads from https to {target}, which others can read and change", target=newurl)
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)
