"""What is asked of `serve` and `review` in an odd way is answered shortly, and ends nothing."""

import asyncio
import json
import socket

import pytest

from poddarkiv.review.app import make_application as review_page
from poddarkiv.site.server import application as site
from review.conftest import TOKEN
from review.conftest import make_review as make_review
from serving import serving

HOST = ("127.0.0.1", 8000)


def ask(app, path, *, method="GET", body=(b"",), **headers):
    """Ask `app` as a web server would; return status, headers and content."""
    sent = {"host": "127.0.0.1:8000", **{k.replace("_", "-"): v for k, v in headers.items()}}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "query_string": b"",
        "root_path": "",
        "headers": [(k.encode(), v.encode()) for k, v in sent.items()],
        "client": ("127.0.0.1", 5),
        "server": HOST,
    }
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in body]
    parts[-1]["more_body"] = False
    waiting, answers = iter(parts), []

    async def receive():
        part = next(waiting, None)
        return part or await asyncio.Event().wait()

    async def send(message):
        answers.append(message)

    asyncio.run(app(scope, receive, send))
    content = b"".join(each.get("body", b"") for each in answers[1:])
    return answers[0]["status"], dict(answers[0]["headers"]), content


@pytest.fixture
def served(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<p>Hej</p>")
    (tmp_path / "site/feed.xml").write_text("0123456789")
    return site(tmp_path / "site", tmp_path / "media")


@pytest.fixture
def reviewed(make_review):
    review = make_review()
    return review_page(review, TOKEN), review


RANGES = [
    "bytes=" + "9" * 5000 + "-",
    "bytes=0-" + "9" * 5000,
    "bytes=-" + "9" * 5000,
    "bytes=" + ",".join(["0-0"] * 5000),
    "bytes=5-2",
    "bytes=é-1",
    "bytes=٣-٤",
    "lines=1-2",
    "bytes=",
    "x" * 60_000,
]


@pytest.mark.parametrize("asked", RANGES, ids=range(len(RANGES)))
def test_a_range_that_no_player_asks_for_is_passed_over(served, reviewed, asked):
    status, _headers, content = ask(served, "/feed.xml", range=asked)
    heard, _headers, sound = ask(reviewed[0], f"/{TOKEN}/audio", range=asked)

    assert (status, content) == (200, b"0123456789")
    assert heard == 200
    assert sound.startswith(b"RIFF")


def test_what_players_ask_for_is_given(served, reviewed):
    status, _headers, content = ask(served, "/feed.xml", range="bytes=2-4")
    heard, _headers, sound = ask(reviewed[0], f"/{TOKEN}/audio", range="bytes=0-3")

    assert (status, content) == (206, b"234")
    assert (heard, sound) == (206, b"RIFF")


PATHS = [
    "/" + "a" * 300 + ".css",
    "/" + "a/" * 3000,
    "/" + "å" * 200,
    "/a\0b",
    "/\udcff",
    "/../../etc/passwd",
    "/media/" + "a" * 5000,
    "/media/a\0",
    "/media/..%2f..",
]


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_a_name_that_no_file_can_have_is_not_found(served, reviewed, path, capfd):
    for app, before in ((served, ""), (reviewed[0], f"/{TOKEN}")):
        assert ask(app, before + path)[0] in {400, 404}

    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("token", ["ö" * 9, "\udcff", "\0", "<b>", "%", "a" * 9000, ""])
def test_a_token_of_any_kind_opens_nothing(reviewed, token, capfd):
    assert ask(reviewed[0], f"/{token}/state")[0] in {400, 404}
    assert capfd.readouterr().err == ""


def post(reviewed, name, body, **headers):
    return ask(
        reviewed[0],
        f"/{TOKEN}/{name}",
        method="POST",
        body=body,
        origin="http://127.0.0.1:8000",
        **headers,
    )


def test_a_body_in_chunks_is_read_up_to_a_limit(reviewed):
    before = reviewed[1].transcript.read_bytes()

    status, _headers, _content = post(reviewed, "save", [b"x" * 1_000_000] * 9)

    assert status == 413
    assert reviewed[1].transcript.read_bytes() == before


@pytest.mark.parametrize("length", ["9000000", "9" * 5000, "x", "-1", "٣", "1e3"])
def test_a_length_that_is_none_or_too_large_is_refused_before_the_body(reviewed, length):
    assert post(reviewed, "save", [b""], content_length=length)[0] in {400, 413}


def edit(**changes):
    cue = {"start": 0.0, "end": 2.0, "text": "Hej.", "speaker": ""} | changes
    return [json.dumps({"hash": "HASH", "edits": {"0": [cue]}}).encode()]


BODIES = {
    "nothing": [b""],
    "no JSON": [b"{"],
    "no text": [b"\xff\xfe"],
    "brackets without end": [b"[" * 200_000],
    "a number of thousands of digits": [b'{"hash": ' + b"9" * 5000 + b"}"],
    "a list": [b"[]"],
    "edits of text": [b'{"hash": "HASH", "edits": "x"}'],
    "an index that is none": [b'{"hash": "HASH", "edits": {"x": []}}'],
    "cues that are none": [b'{"hash": "HASH", "edits": {"0": [3]}}'],
    "a time that is none": edit(start="x"),
    "a time beyond all": edit(end=float("inf")),
    "a time that is no number": edit(start=float("nan")),
    "a time before all": edit(start=-5.0),
    "half a character": edit(text="\ud800"),
    "a speaker of half a character": edit(speaker="\ud800"),
    "an index beyond all": [b'{"hash": "HASH", "edits": {"99999": []}}'],
}


@pytest.mark.parametrize("body", BODIES)
def test_a_request_that_our_page_would_not_send_changes_nothing(reviewed, body, capfd):
    review = reviewed[1]
    before = review.transcript.read_bytes(), review.episode.read_bytes()
    parts = [part.replace(b"HASH", review.state()["hash"].encode()) for part in BODIES[body]]

    for name in ("save", "reviewed"):
        assert 400 <= post(reviewed, name, parts)[0] < 500

    assert (review.transcript.read_bytes(), review.episode.read_bytes()) == before
    assert capfd.readouterr().err == ""


ODD = ["<v Bo>", "</v>", "<00:99>", "-->", "NOTE", "STYLE", "<c.x.y>", "a\u2028b", "&lt;", "\x00"]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_tags_in_a_text_or_name_stay_text(reviewed, odd):
    review = reviewed[1]
    body = edit(text=f"Hej {odd} du.", speaker=f"Bo {odd} Ek")
    parts = [part.replace(b"HASH", review.state()["hash"].encode()) for part in body]

    status, _headers, content = post(reviewed, "save", parts)

    assert status in {200, 422}
    assert len(json.loads(content).get("cues", review.state()["cues"])) == 4


@pytest.mark.parametrize("value", ["!odd x", "!!set {a}", "!!python/object:os.system x", "&a [*a]"])
def test_an_odd_tag_in_the_episodes_yaml_is_no_crash(reviewed, value, capfd):
    app, review = reviewed
    text = review.episode.read_text("utf-8").replace("title: Start", f"title: {value}")
    review.episode.write_text(text, "utf-8")

    assert ask(app, f"/{TOKEN}/state")[0] in {200, 422}
    body = [json.dumps({"hash": "x", "by": "Ada"}).encode()]
    assert post(reviewed, "reviewed", body)[0] in {200, 409, 422}
    assert capfd.readouterr().err == ""


def test_a_recording_that_has_gone_is_not_found(reviewed):
    reviewed[1].audio.unlink()

    assert ask(reviewed[0], f"/{TOKEN}/audio")[0] == 404


def test_a_fault_of_ours_is_one_line_and_the_server_goes_on(tmp_path, capfd, monkeypatch):
    from poddarkiv.webfaults import WebFaults

    async def broken(_scope, _receive, _send):
        raise KeyError("x")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    assert ask(WebFaults(broken), "/")[0] == 500
    said = capfd.readouterr().err
    assert said.startswith("A request could not be answered: a fault in Poddarkiv (KeyError: 'x')")
    assert said.count("\n") == 1


def test_a_body_that_is_no_http_is_no_fault_of_ours(tmp_path, reviewed, monkeypatch, capfd):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with serving(reviewed[0]) as port, socket.create_connection(("127.0.0.1", port)) as asking:
        asking.settimeout(10)
        head = f"POST /{TOKEN}/save HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        asking.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\nzz\r\nhej".encode())
        answer = b"".join(iter(lambda: asking.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert "a fault in Poddarkiv" not in capfd.readouterr().err
    assert list(tmp_path.rglob("poddarkiv-fel.log")) == []
