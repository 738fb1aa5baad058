"""Which computers are asked: judged by the address that is connected to, at each step."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from checks.faults import copy_base
from poddarkiv import connect
from poddarkiv.asr.session import TranscriptionOptions
from poddarkiv.connect import may_connect
from poddarkiv.errors import RemoteError
from poddarkiv.remote import RemoteFile, fetch_url, stream_url
from running import in_english, poddarkiv
from serving import answering

CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "64:ff9b:1::808:808", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1",
    "fd12::1", "ff02::1", "ff0e::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::",
    "2001:0:0:0:0:0:f5ff:fffe", "100::1", "3fff::1", "5f00::1", "2001:2::1", "2001:10::1",
    "::ffff:0:127.0.0.1", "4000::1",
]  # fmt: skip
OPEN = [
    "1.1.1.1", "193.10.0.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
    "2606:4700::1", "2a00:801::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8",
]  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers, or leads elsewhere: `/to/ADDRESS`."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", unquote(self.path.removeprefix("/to/")))
            self.end_headers()
            return
        self.send_response(206)
        self.send_header("Content-Range", "bytes 0-0/1")
        self.send_header("Content-Length", "1")
        self.end_headers()
        self.wfile.write(b"x")

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a host on this machine, and the paths that it is asked for."""
    handler = type("Fresh", (Handler,), {"asked": []})
    with answering(handler) as address:
        yield address, handler.asked


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Let names lead where a test says: each look-up takes the next answer."""
    answers: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: object, **options: object) -> list[object]:
        if host not in answers:
            return list(real(host, port, *rest, **options))  # type: ignore[arg-type]
        found = answers[host].pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return answers


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_on_the_open_internet_is_never_asked(address: str) -> None:
    assert not may_connect(address)
    assert not may_connect(address, allow_local=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_asked_only_when_that_is_meant(address: str) -> None:
    assert not may_connect(address)
    assert may_connect(address, allow_local=True)


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet_may_be_asked(address: str) -> None:
    assert may_connect(address)


@pytest.mark.parametrize(
    "written",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1",
     "%31%32%37.0.0.1"],
)  # fmt: skip
def test_this_machine_by_any_name_is_refused_before_it_is_asked(
    host: tuple[str, list[str]], written: str
) -> None:
    address, asked = host
    url = address.replace("127.0.0.1", written) + "/feed.xml"

    for read in (fetch_url, RemoteFile, lambda url: list(stream_url(url, 10))):
        with pytest.raises(RemoteError, match=r"is not on the open internet .* --allow-local"):
            read(url)

    assert asked == []
    assert fetch_url(url, allow_local=True) == b"x"


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "192.168.1.1"])
@pytest.mark.parametrize("allow_local", [False, True])
def test_a_redirect_is_judged_like_an_address(
    host: tuple[str, list[str]],
    names: dict[str, list[list[str]]],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    allow_local: bool,
) -> None:
    base, asked = host
    names["inne.example"] = [[address]]
    # The first host stands for one on the internet.
    judge = may_connect
    monkeypatch.setattr(
        connect, "may_connect", lambda ip, **how: ip == "127.0.0.1" or judge(ip, **how)
    )

    with pytest.raises(RemoteError, match=rf"inne\.example leads to {address}, which is not on"):
        fetch_url(f"{base}/to/http://inne.example/latest/meta-data", allow_local=allow_local)

    assert len(asked) == 1


def test_a_name_that_leads_elsewhere_the_second_time_changes_nothing(
    host: tuple[str, list[str]], names: dict[str, list[list[str]]]
) -> None:
    base, asked = host
    port = base.rpartition(":")[2]
    # Harmless when it is judged, this machine when it is connected to: one look-up serves both.
    names["byter.example"] = [["192.0.2.1"], ["127.0.0.1"]]

    with pytest.raises(RemoteError, match="not on the open internet"):
        fetch_url(f"http://byter.example:{port}/")

    assert names["byter.example"] == [["127.0.0.1"]]
    with pytest.raises(RemoteError, match="not on the open internet"):
        fetch_url(f"http://byter.example:{port}/")
    assert asked == []


def test_of_several_addresses_only_open_ones_are_asked(
    host: tuple[str, list[str]], names: dict[str, list[list[str]]]
) -> None:
    base, asked = host
    names["flera.example"] = [["10.255.255.1", "127.0.0.1"]]

    assert fetch_url(base.replace("127.0.0.1", "flera.example") + "/a", allow_local=True) == b"x"
    assert asked == ["/a"]


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"])
def test_a_proxy_of_the_environment_is_not_used(
    host: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    base, asked = host
    monkeypatch.setenv(name, base)

    with pytest.raises(RemoteError, match="not on the open internet"):
        fetch_url("http://192.168.1.1/router")

    assert asked == []


def test_https_never_becomes_http_on_the_way() -> None:
    request = connect.urllib.request.Request("https://podd.example/32.mp3")

    with pytest.raises(RemoteError, match="leads from https to http://"):
        connect._RedirectHandler().redirect_request(
            request, None, 302, "", {}, "http://podd.example/32.mp3"
        )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "target",
    ["http://ada:hemligt@127.0.0.1/x", "http://ada@127.0.0.1/x", "//ada:hemligt@127.0.0.1/x"],
)  # fmt: skip
def test_a_redirect_to_an_address_with_a_password_is_refused(
    host: tuple[str, list[str]], target: str
) -> None:
    base, asked = host

    with pytest.raises(RemoteError, match="with a name or password is not fetched") as caught:
        fetch_url(f"{base}/to/{quote(target, safe='')}", allow_local=True)

    assert "://ada" not in str(caught.value)
    assert len(asked) == 1


@pytest.mark.parametrize("verb", ["measure", "check"])
def test_a_verb_asks_this_machine_only_with_the_option(
    host: tuple[str, list[str]], tmp_path: Path, verb: str
) -> None:
    base, asked = host
    root = in_english(copy_base(tmp_path))
    path = root / "episodes/002-mitt/episode.yml"
    path.write_text(path.read_text("utf-8") + f"audio: {base}/32.mp3\n", "utf-8")
    words = ("--against", f"{base}/feed.xml") if verb == "check" else ("002-mitt",)

    refused = poddarkiv(root, verb, *words)

    assert refused.returncode == 1
    assert "127.0.0.1 leads to 127.0.0.1, which is not on the open internet" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert asked == []

    meant = poddarkiv(root, verb, *words, "--allow-local")

    assert meant.returncode in {1, 2}
    assert "Traceback" not in meant.stderr
    assert asked != []


def test_transcribe_has_the_option_too(make_archive) -> None:
    options = dict.fromkeys(("engine", "model", "language", "dry_run", "evaluate"))
    options |= {"beam": 5, "allow_local": True}

    assert TranscriptionOptions.of(make_archive(), options).allow_local
