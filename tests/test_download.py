"""Large files from other computers: whole, on from where they broke off, or not at all."""

import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from poddarkiv.download import DownloadWatcher, download_file, partial_size, resuming
from poddarkiv.errors import PoddarkivError, RemoteError
from poddarkiv.formats.digests import digests_of_headers, digests_of_integrity
from serving import answering
from webhosts import Host, nginx

WHOLE = bytes(range(256)) * 1024
OTHER = WHOLE[::-1]


class Faulty(BaseHTTPRequestHandler):
    """A host that does what `faults` say, one for each request, and then as it should."""

    faults: list[str]
    ranges: list[str | None]
    content = WHOLE
    headers_more: dict[str, str]

    def log_message(self, *_arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        cls = type(self)
        asked = self.headers.get("Range")
        cls.ranges.append(asked)
        fault = cls.faults.pop(0) if cls.faults else ""
        etag = '"new"' if cls.content is OTHER else '"a"'
        first = int(re.findall(r"\d+", asked)[0]) if asked else 0
        unchanged = self.headers.get("If-Range", etag) == etag
        part = asked is not None and unchanged and fault != "no ranges"
        if fault == "416":
            self.send_error(416)
            return
        if fault == "wrong place":
            first += 1
        body = cls.content[first:] if part else cls.content
        self.send_response(206 if part or fault == "unasked part" else 200)
        if part:
            total = len(cls.content)
            self.send_header("Content-Range", f"bytes {first}-{total - 1}/{total}")
        self.send_header("Content-Length", str(len(body)))
        if fault != "no validator" and "no validator" not in cls.headers_more:
            self.send_header("ETag", etag)
        if fault == "packed":
            self.send_header("Content-Encoding", "gzip")
        for name, value in cls.headers_more.items():
            if name != "no validator":
                self.send_header(name, value)
        self.end_headers()
        if fault == "breaks off":
            self.wfile.write(body[:100_000])
        elif fault == "closes":
            pass
        else:
            self.wfile.write(body)


@pytest.fixture
def faulty() -> Iterator[tuple[type[Faulty], str]]:
    handler = type("Here", (Faulty,), {"faults": [], "ranges": [], "headers_more": {}})
    with answering(handler) as base:
        yield handler, f"{base}/1.mp3"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(resuming, "_PAUSE", 0.001)


def fetch(url: str, path: Path, **options: str) -> int:
    """Return how many bytes were counted."""
    counts: list[int] = []
    download_file(url, path, DownloadWatcher(counts.append), allow_local=True, **options)
    return sum(counts)


def test_a_connection_that_breaks_off_is_taken_up_again(faulty, tmp_path):
    handler, url = faulty
    handler.faults += ["breaks off", "breaks off"]

    counted = fetch(url, tmp_path / "1.mp3")

    assert (tmp_path / "1.mp3").read_bytes() == WHOLE
    assert counted == len(WHOLE)
    # A little of what is here comes again: it must be the same.
    assert handler.ranges == [None, "bytes=83616-", "bytes=167232-"]


def test_a_host_that_sends_nothing_more_is_given_up_and_what_came_is_kept(faulty, tmp_path):
    handler, url = faulty
    handler.faults += ["breaks off", *["closes"] * 3]

    with pytest.raises(RemoteError, match=r"after 100000 of 262144 bytes.* goes on from there"):
        fetch(url, tmp_path / "1.mp3")

    assert partial_size(url, tmp_path / "1.mp3") == 100_000
    assert fetch(url, tmp_path / "1.mp3") == len(WHOLE)
    assert handler.ranges[-1] == "bytes=83616-"
    assert (tmp_path / "1.mp3").read_bytes() == WHOLE


@pytest.mark.parametrize("fault", ["no ranges", "416", "wrong place"])
def test_a_host_that_can_not_go_on_sends_all_again(fault, faulty, tmp_path):
    handler, url = faulty
    handler.faults += ["breaks off", fault]

    assert fetch(url, tmp_path / "1.mp3") == len(WHOLE)

    assert (tmp_path / "1.mp3").read_bytes() == WHOLE


@pytest.mark.parametrize("validator", ["ETag", "none"])
def test_a_file_that_has_changed_meanwhile_is_fetched_anew(validator, faulty, tmp_path):
    handler, url = faulty
    if validator == "none":
        handler.headers_more["no validator"] = ""
    handler.faults += ["breaks off", *["closes"] * 3]
    with pytest.raises(RemoteError):
        fetch(url, tmp_path / "1.mp3")
    handler.content = OTHER

    assert fetch(url, tmp_path / "1.mp3") == len(OTHER)

    assert (tmp_path / "1.mp3").read_bytes() == OTHER


def test_a_beginning_of_another_address_is_not_gone_on_from(faulty, tmp_path):
    handler, url = faulty
    handler.faults += ["breaks off", *["closes"] * 3]
    with pytest.raises(RemoteError):
        fetch(url, tmp_path / "1.mp3")

    fetch(f"{url}?other", tmp_path / "1.mp3")

    assert handler.ranges[-1] is None
    assert (tmp_path / "1.mp3").read_bytes() == WHOLE


def test_what_is_whole_is_not_asked_for_again(faulty, tmp_path):
    handler, url = faulty
    fetch(url, tmp_path / "1.mp3")

    assert fetch(url, tmp_path / "1.mp3") == len(WHOLE)

    assert len(handler.ranges) == 1


@pytest.mark.parametrize(
    ("header", "digest"),
    [
        ("Repr-Digest", "sha-256=:{sha256}:"),
        ("Digest", "sha-256={sha256}"),
        ("Content-MD5", "{md5}"),
    ],
)
def test_a_checksum_that_the_host_tells_must_be_right(header, digest, faulty, tmp_path):
    handler, url = faulty
    right, wrong = (
        {
            name: base64.b64encode(hashlib.new(name, data).digest()).decode()
            for name in ("sha256", "md5")
        }
        for data in (WHOLE, OTHER)
    )
    handler.headers_more[header] = digest.format(**wrong)

    with pytest.raises(RemoteError, match="does not have the checksum"):
        fetch(url, tmp_path / "1.mp3")
    assert not (tmp_path / "1.mp3").exists()
    handler.headers_more[header] = digest.format(**right)
    fetch(url, tmp_path / "1.mp3")

    assert (tmp_path / "1.mp3").read_bytes() == WHOLE


def test_a_checksum_that_the_feed_tells_must_be_right(faulty, tmp_path):
    _handler, url = faulty
    right, wrong = (
        "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()
        for data in (WHOLE, OTHER)
    )

    with pytest.raises(RemoteError, match="does not have the checksum"):
        fetch(url, tmp_path / "1.mp3", integrity=wrong)
    fetch(url, tmp_path / "1.mp3", integrity=right)

    assert (tmp_path / "1.mp3").read_bytes() == WHOLE


@pytest.mark.parametrize(
    ("fault", "told"),
    [("unasked part", "sends a part, and was asked for all"), ("packed", "sends .* packed")],
)
def test_an_answer_that_is_not_what_was_asked_for_is_refused(fault, told, faulty, tmp_path):
    handler, url = faulty
    handler.faults += [fault]

    with pytest.raises(RemoteError, match=told):
        fetch(url, tmp_path / "1.mp3")

    assert not (tmp_path / "1.mp3").exists()


def test_a_disk_with_too_little_room_is_told_before_anything_is_fetched(
    faulty, tmp_path, monkeypatch
):
    _handler, url = faulty
    monkeypatch.setattr(
        resuming.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 100_000})
    )

    with pytest.raises(PoddarkivError, match="the disk has 0 MB left"):
        fetch(url, tmp_path / "1.mp3")

    assert not (tmp_path / "1.mp3").exists()


def test_it_can_be_stopped_from_another_thread(faulty, tmp_path):
    _handler, url = faulty
    stop = threading.Event()
    watch = DownloadWatcher(lambda _count: stop.set(), stop)

    with pytest.raises(PoddarkivError, match="Stopped"):
        download_file(url, tmp_path / "1.mp3", watch, allow_local=True)

    assert 0 < (partial_size(url, tmp_path / "1.mp3") or 0) < len(WHOLE)


@pytest.mark.parametrize("extra", ["", "max_ranges 0;"], ids=["ranges", "no ranges"])
def test_a_real_host_lets_a_beginning_be_gone_on_from(extra, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "1.mp3").write_bytes(WHOLE)
    host = Host(tmp_path / "site", extra)
    url = f"{host.address}/1.mp3"
    part = tmp_path / "1.mp3"
    with nginx(host):
        fetch(url, part)
        part.write_bytes(WHOLE[:100_000])

        counted = fetch(url, part)

    assert counted == len(WHOLE)
    assert part.read_bytes() == WHOLE


def test_checksums_that_nobody_can_read_say_nothing():
    headers = {"Repr-Digest": "sha-256=:kaputt:, adler=:AAAA:", "Content-MD5": "AAAA"}

    assert digests_of_headers(headers, whole=True) == {}
    assert digests_of_integrity("sha384-AAAA md5") == {}
