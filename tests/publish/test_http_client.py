"""How hosts are asked: guarded, bounded, patient, few at a time."""

import gzip
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from poddarkiv.errors import RemoteError
from poddarkiv.publish import http_client, live_check, request_queue
from poddarkiv.publish.http_client import HttpClient, Request, Response
from poddarkiv.publish.hub import notify_hub
from poddarkiv.publish.request_queue import PER_HOST, send_all
from serving import answering

SEEN: Counter[str] = Counter()
AT_ONCE: list[int] = []
POSTED: list[bytes] = []
_lock = threading.Lock()
_now = 0


class Faulty(BaseHTTPRequestHandler):
    """Answers in each way that a bad host may."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        global _now
        path = self.path.partition("?")[0]
        with _lock:
            SEEN[path] += 1
            _now += 1
            AT_ONCE.append(_now)
        try:
            getattr(self, "at_" + path.strip("/").partition("/")[0], self.at_plain)()
        finally:
            with _lock:
                _now -= 1

    do_HEAD = do_GET  # noqa: N815 - so the library calls it

    def do_POST(self) -> None:
        POSTED.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(204 if self.path == "/hub" else 500)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.command != "HEAD" else b"")

    def at_plain(self) -> None:
        self.answer(200, b"0123456789")

    def at_busy(self) -> None:
        self.answer(503 if SEEN["/busy"] == 1 else 200, Retry_After="0")

    def at_endless(self) -> None:
        step = int(self.path.rpartition("/")[2] or 0)
        self.answer(302, Location=f"/endless/{step + 1}")

    def at_round(self) -> None:
        self.answer(301, Location="/round")

    def at_file(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def at_inside(self) -> None:
        self.answer(302, Location="http://10.0.0.1/")

    def at_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"only this")
        self.close_connection = True

    def at_rubbish(self) -> None:
        self.wfile.write(b"this is no HTTP\r\n\r\n")
        self.close_connection = True

    def at_silent(self) -> None:
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with answering(Faulty) as address:
        yield address


def ask(url: str, method: str = "GET", most: int = 100) -> Response:
    with HttpClient(allow_local=True) as asker:
        return asker.send(Request(url, method, max_bytes=most))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("round", "redirects lead round in a circle"),
        ("endless/0", "redirects never end"),
        ("file", "is no web address"),
        ("inside", "not on the open internet"),
        ("short", "broke off after 9 bytes"),
        ("rubbish", "does not answer ("),
        ("silent", "does not answer ("),
    ],
)
def test_what_is_no_answer_is_told_in_words(host: str, path: str, told: str):
    assert told in ask(f"{host}/{path}").fault


def test_a_long_answer_is_read_no_further_than_wanted(host: str):
    answer = ask(f"{host}/plain", most=4)

    assert (answer.status, answer.body, answer.truncated) == (200, b"0123", True)


def test_a_host_that_is_busy_is_asked_again_when_it_says_so(host: str):
    assert ask(f"{host}/busy").status == 200


def test_no_more_than_four_are_asked_of_a_host_at_a_time(host: str):
    AT_ONCE.clear()
    told: list[int] = []

    answers = send_all(
        [Request(f"{host}/plain?{n}", "HEAD") for n in range(40)],
        allow_local=True,
        on_progress=told.append,
    )

    assert {answer.status for answer in answers} == {200}
    assert max(AT_ONCE) <= PER_HOST
    assert told == list(range(1, 41))


def test_a_host_that_is_dead_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(request_queue, "PER_HOST", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        answers = send_all([Request(url) for _n in range(5)], allow_local=True)

    assert [answer.fault.startswith("does not answer (") for answer in answers[:3]] == 3 * [True]
    assert {answer.fault for answer in answers[3:]} == {"was not asked: the host does not answer"}


def test_a_name_that_leads_to_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch, host: str):
    """--allow-local lets addresses that say so be asked; a public name may never lead here."""
    port = int(host.rpartition(":")[2])
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: here)

    assert "not on the open internet" in ask(f"http://podd.example:{port}/plain").fault


def test_a_host_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch, host: str):
    monkeypatch.setattr(http_client, "WHOLE", -1.0)

    assert "took longer than" in ask(f"{host}/plain").fault


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://x/", "http://", "http://[", "http://x:y/"])
def test_what_is_no_address_is_told(url: str):
    (answer,) = send_all([Request(url)])

    assert answer.fault


def test_a_feed_that_grows_without_end_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_check, "LARGEST", 1000)
    bomb = Response("", 200, {"content-encoding": "gzip"}, gzip.compress(b"0" * 100_000))

    with pytest.raises(ValueError, match="larger than 1000 bytes"):
        live_check.decompress_body(bomb)


def test_a_hub_is_told(host: str):
    POSTED.clear()
    notify_hub(f"{host}/hub", "https://podd.example/feed.xml", allow_local=True)

    address = b"https%3A%2F%2Fpodd.example%2Ffeed.xml"
    assert [b"hub.mode=publish&hub.url=" + address + b"&hub.topic=" + address] == POSTED
    with pytest.raises(RemoteError, match=r"the hub was not told \(500\)"):
        notify_hub(f"{host}/other", "https://podd.example/feed.xml", allow_local=True)
