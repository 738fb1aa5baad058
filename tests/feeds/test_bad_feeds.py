"""What a feed from anybody may try is refused in one line, and nothing is written."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

import pytest

from commands.running import poddarkiv
from poddarkiv import connect
from poddarkiv.commands import _feed_source
from poddarkiv.commands._feed_source import load_feed
from poddarkiv.errors import PoddarkivError
from poddarkiv.feeds.xml import LARGEST, parse_feed
from poddarkiv.load import load_archive
from serving import answering

ENGLISH = {"LANG": "en_US.UTF-8", "LANGUAGE": "en", "LC_ALL": "en_US.UTF-8"}
NEXT = '<atom:link rel="next" href="{}"/>'
BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def feed(number=1, more="", items=None):
    item = (
        f"<item><title>Avsnitt {number}</title><guid>g-{number}</guid>"
        f'<pubDate>Thu, 01 Feb 2024 06:00:00 +0100</pubDate><enclosure length="1000" '
        f'url="https://podd.example/{number}.mp3" type="audio/mpeg"/></item>'
    )
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:psc="http://podlove.org/simple-chapters">'
        f"<channel><title>En podd</title>{more}{item if items is None else items}</channel></rss>"
    )


class Handler(BaseHTTPRequestHandler):
    """A host that never comes to an end, in several ways; `/to/ADDRESS` leads elsewhere."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path, _mark, number = self.path.partition("?")
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", unquote(path.removeprefix("/to/")))
            self.end_headers()
            return
        n = int(number or 1)
        content = {
            "/endless": lambda: feed(n, NEXT.format(f"/endless?{n + 1}")),
            "/again": lambda: feed(1, NEXT.format(f"again?{n + 1}")),
            "/three": lambda: feed(n, NEXT.format(f"?{n + 1}") if n < 3 else ""),
            "/file": lambda: feed(1, NEXT.format("file:///etc/passwd")),
            "/inside": lambda: feed(1, NEXT.format("http://10.0.0.1/feed.xml")),
            "/large": lambda: feed(n, NEXT.format(f"/large?{n + 1}") + "<!--" + "x" * 1000 + "-->"),
        }[path]()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a host on this machine, and the paths that it is asked for."""
    handler = type("Fresh", (Handler,), {"asked": []})
    with answering(handler) as address:
        yield address, handler.asked


def test_pages_are_joined_wherever_their_addresses_are_seen_from(host):
    address, _asked = host

    found = load_feed(f"{address}/three", allow_local=True)

    assert [item.guid for item in found.items] == ["g-1", "g-2", "g-3"]


def test_pages_that_never_end_are_left(host, monkeypatch):
    monkeypatch.setattr(_feed_source, "_MOST_PAGES", 5)
    address, asked = host

    with pytest.raises(PoddarkivError, match="lead round, or never end"):
        load_feed(f"{address}/endless", allow_local=True)

    assert len(asked) == 5


def test_pages_that_bring_nothing_new_are_left_at_once(host):
    address, asked = host

    with pytest.raises(PoddarkivError, match="lead round, or never end"):
        load_feed(f"{address}/again", allow_local=True)

    assert len(asked) == 2


def test_pages_may_not_be_larger_together_than_one_feed(host, monkeypatch):
    monkeypatch.setattr(_feed_source, "LARGEST", 5000)
    address, asked = host

    with pytest.raises(PoddarkivError, match="is larger than"):
        load_feed(f"{address}/large", allow_local=True)

    assert len(asked) == 4


@pytest.mark.parametrize("path", ["file", "inside"])
def test_a_page_leads_nowhere_but_to_the_open_internet(host, path):
    address, _asked = host

    with pytest.raises(PoddarkivError):
        load_feed(f"{address}/{path}", allow_local=True)


def test_a_feed_in_a_file_names_no_other_file(tmp_path):
    (tmp_path / "two.xml").write_text(feed(2), "utf-8")
    path = tmp_path / "one.xml"
    path.write_text(feed(1, NEXT.format(tmp_path / "two.xml")), "utf-8")

    with pytest.raises(PoddarkivError, match="its next page has no address"):
        load_feed(str(path), allow_local=False)


def test_a_public_host_leads_to_no_closed_address(host, monkeypatch):
    address, asked = host
    port = urlsplit(address).port
    real, opened = socket.getaddrinfo, connect.may_connect

    def look_up(name, *rest, **options):
        return real("127.0.0.1" if name == "podd.example" else name, *rest, **options)

    # The name stands for a host of the internet, the first time that it is asked.
    judged = iter([True])
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(connect, "may_connect", lambda ip, **said: next(judged, opened(ip, **said)))

    with pytest.raises(PoddarkivError) as caught:
        load_feed(f"http://podd.example:{port}/to/{address}/three", allow_local=False)

    assert asked == [f"/to/{address}/three"]
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-7", "shift_jis", "cp1252"])
def test_entities_are_refused_in_every_encoding(encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{BOMB}{feed()}'.replace("podd<", "&b;<")

    with pytest.raises(ValueError, match="declares entities"):
        parse_feed(xml.encode(encoding))


def test_entities_hide_behind_no_wrong_declaration():
    attribute = feed(more='<a b="&b;"/>')
    xml = f'<?xml version="1.0" encoding="utf-16"?>{BOMB}{attribute}'

    with pytest.raises(ValueError, match="declares entities"):
        parse_feed(xml.encode())


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "gb18030", "big5", "utf-32"])
def test_a_feed_in_another_encoding_is_read(encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>\n{feed()}'.replace("En podd", "日本")

    assert parse_feed(xml.encode(encoding)).findtext("title") == "日本"


def test_an_encoding_that_nobody_knows_is_told():
    with pytest.raises(ValueError, match="nobody knows the encoding “x-klingon”"):
        parse_feed(b'<?xml version="1.0" encoding="x-klingon"?>' + feed().encode())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kapitel")
    chapters = "".join(
        f'<psc:chapter start="{n // 60:02}:{n % 60:02}:00" title="Del {n}"/>' for n in range(900)
    )
    text = feed().replace("</item>", f"<psc:chapters>{chapters}</psc:chapters></item>")
    (folder / "feed.xml").write_text(text, "utf-8")
    root = folder / "arkiv"
    run = poddarkiv("init", root, "--from", folder / "feed.xml", "--language", "en", **ENGLISH)
    assert run.returncode == 0, run.stderr
    return root


def test_nine_hundred_chapters_come_and_are_told(made):
    [episode] = load_archive(made).episodes
    checked = poddarkiv("check", "--root", made, **ENGLISH)

    assert len(episode.chapters) == 900
    assert checked.returncode == 0
    assert "900" in checked.stdout


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BOMB + feed(), "declares entities"),
        (feed().replace("</channel>", ""), "can't be read as XML"),
        (feed(1, NEXT.format("/etc/passwd")), "has no address that can be fetched"),
        (None, f"is larger than {LARGEST} bytes"),
    ],
)
def test_a_refused_feed_leaves_the_archive_as_it_was(made, tmp_path, content, told):
    before = snapshot(made)
    path = tmp_path / "feed.xml"
    path.write_text(content or feed(), "utf-8")
    if content is None:
        with path.open("r+b") as file:
            file.truncate(LARGEST + 1)

    run = poddarkiv("import", path, "--root", made, **ENGLISH)

    assert run.returncode == 1
    assert told in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert snapshot(made) == before
