"""Whom the servers on this machine answer: `serve` and `review` ask the same guard."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from poddarkiv.site.preview import bind
from poddarkiv.webguard import WebGuard, allowed_names, host_in_url
from serving import serving


async def _page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("draft", headers={"Access-Control-Max-Age": "1"})


@contextmanager
def guarded(host: str = "127.0.0.1") -> Iterator[int]:
    routes = [
        Route("/", _page, methods=["GET", "POST"]),
        Route("/moved", lambda request: RedirectResponse(request.url_for("page"))),
        Route("/page", _page, name="page"),
    ]
    with serving(WebGuard(Starlette(routes=routes), allowed_names(host)), host) as port:
        yield port


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with guarded() as port:
        yield port


def ask(port: int, *lines: str, method: str = "GET", path: str = "/", to: str = "127.0.0.1") -> str:
    """Return the whole answer to a request of just these lines."""
    with socket.create_connection((to, port), timeout=60) as connection:
        text = "\r\n".join((f"{method} {path} HTTP/1.1", "Connection: close", *lines, "", ""))
        connection.sendall(text.encode("latin-1"))
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode("latin-1")


def status(answer: str) -> int:
    return int(answer.split()[1])


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "localhost.:{port}",
     "127.0.0.1.:{port}", "[::ffff:127.0.0.1]:{port}"],
)  # fmt: skip
def test_what_it_listens_on_is_answered(port: int, host: str) -> None:
    answer = ask(port, "Host: " + host.format(port=port))

    assert status(answer) == 200
    assert answer.endswith("draft")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/moved", "/page", "/nowhere"])
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}x",
     "localhost", "localhost:", "localhost.evil.example:{port}", "evil.localhost:{port}",
     "127.0.0.1.evil.example:{port}", "127.0.0.1.nip.io:{port}", "x@127.0.0.1:{port}",
     "127.0.0.1:{port}@evil.example", "192.168.0.1:{port}", "0.0.0.0:{port}", "[::1]:{port}",
     "[::1:{port}", "[fe80::1%25lo]:{port}", "localhost..:{port}", "127.0.0.1:{port}/",
     "http://127.0.0.1:{port}", "", "\xe5.example:{port}"],
)  # fmt: skip
def test_another_host_gets_nothing(port: int, host: str, path: str, method: str) -> None:
    answer = ask(port, "Host: " + host.format(port=port), path=path, method=method)

    assert status(answer) in {400, 403}
    assert "draft" not in answer
    assert "evil" not in answer


def test_no_host_or_two_get_nothing(port: int) -> None:
    own = f"Host: 127.0.0.1:{port}"

    assert status(ask(port)) in {400, 403}
    assert status(ask(port, own, own)) in {400, 403}
    assert status(ask(port, own, "Host: evil.example")) in {400, 403}
    with socket.create_connection(("127.0.0.1", port), timeout=60) as old:
        old.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b"403" in old.recv(65536).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "null",
     "http://localhost:{port}", "", "http://127.0.0.1:{port}.evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_another_origin_gets_nothing(port: int, origin: str, method: str) -> None:
    lines = (f"Host: 127.0.0.1:{port}", "Origin: " + origin.format(port=port))

    assert status(ask(port, *lines, method=method)) == 403


def test_a_web_socket_is_closed(port: int) -> None:
    lines = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="

    answer = ask(port, "Host: evil.example", *lines, key)

    assert status(answer) in {400, 403}


def test_who_listens_to_everybody_is_found_by_address_and_by_the_machines_names() -> None:
    name = socket.gethostname()
    with guarded("0.0.0.0") as port:
        answered = ("127.0.0.1", "localhost", name, name.upper(), f"{name.partition('.')[0]}.local")
        refused = ("evil.example", "192.0.2.1", f"{name}.evil.example")

        assert [status(ask(port, f"Host: {host}:{port}")) for host in answered] == [200] * 5
        assert [status(ask(port, f"Host: {host}:{port}")) for host in refused] == [403] * 3


def test_ipv6_is_listened_to_and_shown_in_brackets() -> None:
    with bind("::1", 0) as at:
        assert at.family == socket.AF_INET6
    with guarded("::1") as port:
        assert status(ask(port, f"Host: [::1]:{port}", to="::1")) == 200
        assert status(ask(port, f"Host: localhost:{port}", to="::1")) == 200
        assert status(ask(port, f"Host: [::2]:{port}", to="::1")) == 403
    assert host_in_url("::1") == "[::1]"
    assert host_in_url("0.0.0.0") == host_in_url("::") == socket.gethostname()
