"""What hosts say of the files of a site: real nginx and Apache with the files that we write."""

import http.client
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.publish.headers import KINDS, TYPES, headers_for
from poddarkiv.publish.hostfiles import HOST_FILES, SNIPPETS, render_host_file, render_netlify
from sample import build, copy_archive
from webhosts import Host, apache, nginx

SOUND = bytes(range(256)) * 40
FILES = {
    "index.html": "<!doctype html><title>Podd</title>" + "<p>Å ä ö.</p>" * 200,
    "404.html": "<!doctype html><title>Saknas</title>",
    "feed.xml": "<rss/>" + " " * 2000,
    "nytt.xml": "<rss/>",
    "sitemap.xml": "<urlset/>",
    "robots.txt": "User-agent: *",
    "avsnitt/001/index.html": "<!doctype html><title>Avsnitt</title>",
    "avsnitt/001/transcript.vtt": "WEBVTT\n\n" + "Åäö " * 500,
    "avsnitt/001/transcript.srt": "1\n" + "Åäö " * 500,
    "avsnitt/001/transcript.json": '{"version": "1.0.0"}' + " " * 2000,
    "avsnitt/001/chapters.json": '{"version": "1.2.0"}',
    "assets/pod/player.js": "export {}",
    "assets/base.css": "body {}",
    "assets/letters.woff2": "wOF2",
    "pagefind/sv_1.pf_fragment": "x",
    "media/omslag.png": "PNG",
}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hosted")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    for name in ("001.mp3", "001.m4a"):
        (root / "media" / name).write_bytes(SOUND)
    return root


@pytest.fixture(scope="session")
def hosts(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Give the address of each real server by its name; each is started once."""
    with_file = tmp_path_factory.mktemp("apache") / "site"
    shutil.copytree(site, with_file)
    (with_file / HOST_FILES["apache"]).write_text(SNIPPETS["apache"]("/"), "utf-8")
    host = Host(site, SNIPPETS["nginx"]("/"))
    with nginx(host), apache(with_file) as address:
        yield {"nginx": host.address, "apache": address}


Answer = tuple[int, Mapping[str, str], bytes]


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request(
        method, f"/{path}", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


def normal(value: str | None) -> str:
    return re.sub(r"; *", "; ", value or "").lower()


@pytest.mark.parametrize("host", ["nginx", "apache"])
@pytest.mark.parametrize("path", [*FILES, "avsnitt/001/", "media/001.mp3", "media/001.m4a"])
def test_a_host_says_of_each_file_what_we_say(hosts: Mapping[str, str], host: str, path: str):
    status, headers, _body = ask(hosts[host], path)

    assert status == 200
    for name, value in headers_for(path).items():
        assert normal(headers.get(name.lower())) == normal(value), f"{host} {path} {name}"
    assert ("access-control-allow-origin" in headers) == (
        "Access-Control-Allow-Origin" in headers_for(path)
    )


@pytest.mark.parametrize("host", ["nginx", "apache"])
def test_a_host_answers_as_apps_need(hosts: Mapping[str, str], host: str):
    at = hosts[host]

    status, headers, body = ask(at, "media/001.mp3", Range="bytes=100-199")
    assert (status, headers["content-range"], body) == (
        206,
        f"bytes 100-199/{len(SOUND)}",
        SOUND[100:200],
    )
    assert ask(at, "media/001.mp3", "HEAD")[1]["content-length"] == str(len(SOUND))
    assert "content-encoding" not in ask(at, "media/001.mp3", Accept_Encoding="gzip")[1]
    for path in (
        "index.html",
        "feed.xml",
        "avsnitt/001/transcript.vtt",
        "avsnitt/001/transcript.json",
    ):
        assert ask(at, path, Accept_Encoding="gzip")[1].get("content-encoding") == "gzip", path
    status, _headers, body = ask(at, "finns/inte/")
    assert (status, body.decode()) == (404, FILES["404.html"])


@pytest.mark.parametrize("host", ["nginx", "apache"])
def test_an_app_that_has_the_feed_already_is_told_so(hosts: Mapping[str, str], host: str):
    _status, headers, _body = ask(hosts[host], "feed.xml", Accept_Encoding="gzip")

    tags = {"If_None_Match": headers["etag"], "Accept_Encoding": "gzip"}
    assert ask(hosts[host], "feed.xml", **tags)[0] == 304


@pytest.mark.parametrize("host", ["nginx", "apache"])
def test_a_feed_that_has_moved_answers_with_a_permanent_redirect(
    site: Path, tmp_path: Path, make_show, make_archive, host: str
):
    new = "https://ny.example/flöde.xml?a=$b"
    archive = make_archive(show=make_show(new_feed_url=new))
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    (copy / HOST_FILES["apache"]).write_text(render_host_file("apache", archive), "utf-8")
    one = Host(copy, render_host_file("nginx", archive))
    with nginx(one) if host == "nginx" else apache(copy) as address:
        answer = ask(address or one.address, "feed.xml")
        other = ask(address or one.address, "nytt.xml")

    assert answer[0] == 301
    assert answer[1]["location"] == "https://ny.example/fl%C3%B6de.xml?a=%24b"
    assert other[0] == 200


def test_a_feed_that_names_itself_stays_where_it_is(make_show, make_archive):
    archive = make_archive(show=make_show(new_feed_url="https://podd.example.org/feed.xml"))

    assert render_host_file("apache", archive) == SNIPPETS["apache"]("/")


def test_every_file_of_a_built_site_is_of_a_known_kind(tmp_path: Path):
    root = copy_archive(tmp_path)
    show = root / "episodes/show.yml"
    show.write_text(show.read_text("utf-8") + "host_files: [netlify, apache]\n", "utf-8")
    build(root)
    build(root, "--into", str(tmp_path / "plain"))
    site = tmp_path / "site"
    endings = {ending for kind in KINDS for ending in kind.endings}

    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {path for path in files if Path(path).suffix not in endings} == {"_headers", ".htaccess"}
    assert endings == TYPES.keys()
    assert (site / "_headers").read_text("utf-8") == render_netlify("/")


def rules(text: str) -> list[tuple[str, dict[str, str]]]:
    """Read `_headers` as Netlify's own tool does: a path, then indented headers."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line, {}))
        elif line.startswith("  "):
            name, _colon, value = line.strip().partition(": ")
            found[-1][1][name] = value
    return found


def matches(rule: str, path: str) -> bool:
    """As netlify/cli reads a rule (`src/utils/headers.js`): a dot is any letter."""
    parts = ["(.*)" if part == "*" else part.replace("*", "(.*)") for part in rule[1:].split("/")]
    pattern = "/?" + "/".join(parts) if parts[0] == "(.*)" else "/" + "/".join(parts)
    return re.fullmatch(pattern, path, re.IGNORECASE) is not None


@pytest.mark.parametrize("path", [*FILES, "media/001.mp3", "assets/x.mjs", "assets/app.js.map"])
def test_no_two_rules_of_netlify_set_one_header(path: str):
    told: dict[str, str] = {}
    for rule, headers in rules(render_netlify("/")):
        if matches(rule, f"/{path}"):
            # Cloudflare would join them by a comma.
            assert not told.keys() & headers.keys(), rule
            told |= headers

    # What is not set there, the host says itself: the type of JSON and XML.
    assert told.items() <= headers_for(path).items()
    assert told["Cache-Control"] == headers_for(path)["Cache-Control"]
    assert len(rules(render_netlify("/"))) <= 100, "Cloudflare reads no more"


@given(st.text(min_size=1))
def test_any_name_has_headers(name: str):
    assert headers_for(name)["X-Content-Type-Options"] == "nosniff"
    assert headers_for(name)["Content-Type"]
