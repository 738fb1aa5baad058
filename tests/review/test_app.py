import http.client
import json

import pytest

from review.conftest import TOKEN, VTT


def ask(port, method, path, *, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(
        method, path, body, {name.replace("_", "-"): v for name, v in headers.items()}
    )
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def post(port, name, values, **headers):
    headers = {"Origin": f"http://127.0.0.1:{port}"} | headers
    return ask(port, "POST", f"/{TOKEN}/{name}", body=json.dumps(values), **headers)


def state(port):
    return json.loads(ask(port, "GET", f"/{TOKEN}/state")[1])


def test_the_page_is_for_this_machine_alone(port):
    answer, content = ask(port, "GET", f"/{TOKEN}/")

    assert answer.status == 200
    assert b'<html lang="en">' in content
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/", "/wrong/", "/wrong/state", "/wrong/audio", "/state", "//state"]
)
def test_without_the_token_there_is_nothing(port, path):
    assert ask(port, "GET", path)[0].status == 404


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1:1", "localhost.evil.example:{port}", ""],
)
def test_another_host_is_refused_so_that_a_rebound_name_reads_nothing(port, host):
    assert ask(port, "GET", f"/{TOKEN}/state", Host=host.format(port=port))[0].status == 403


def test_localhost_is_this_machine_too(port):
    assert ask(port, "GET", f"/{TOKEN}/state", Host=f"localhost:{port}")[0].status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", ""])
@pytest.mark.parametrize("name", ["save", "reviewed"])
def test_another_page_can_write_nothing(port, review, name, origin):
    values = {"hash": state(port)["hash"], "edits": {"0": []}, "by": "X"}

    assert post(port, name, values, Origin=origin)[0].status == 403
    assert ask(port, "POST", f"/{TOKEN}/{name}", body=json.dumps(values))[0].status == 403
    assert review.transcript.read_text(encoding="utf-8") == VTT


def test_another_page_can_read_nothing(port):
    answer, _content = ask(port, "GET", f"/{TOKEN}/state", Origin="https://evil.example")

    assert answer.status == 403


@pytest.mark.parametrize(
    "name", ["index.html", "nothing.mjs", "..%2f..%2fcli.py", "%2e%2e", "..%5creview.mjs"]
)
def test_only_the_page_s_own_files_are_served(port, name):
    assert ask(port, "GET", f"/{TOKEN}/{name}")[0].status == 404


@pytest.mark.parametrize(
    ("name", "kind"), [("review.mjs", "text/javascript"), ("review.css", "text/css")]
)
def test_scripts_and_styles_have_their_types(port, name, kind):
    assert ask(port, "GET", f"/{TOKEN}/{name}")[0].headers["content-type"].startswith(kind)


def test_the_recording_is_served_with_byte_ranges(port, review):
    whole = review.audio.read_bytes()

    answer, content = ask(port, "GET", f"/{TOKEN}/audio", Range="bytes=100-199")
    head, nothing = ask(port, "HEAD", f"/{TOKEN}/audio")

    assert (answer.status, content) == (206, whole[100:200])
    assert answer.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert answer.headers["content-type"] == "audio/wav"
    assert (head.status, nothing, head.headers["content-length"]) == (200, b"", str(len(whole)))


def test_the_waveform_is_a_byte_for_each_moment(port):
    _answer, content = ask(port, "GET", f"/{TOKEN}/peaks")

    assert len(content) == pytest.approx(8 * 20, abs=1)


def test_a_saved_correction_comes_back_with_the_new_hash(port, review):
    before = state(port)
    cue = {"start": 6.0, "end": 8.0, "speaker": "Bo", "text": "Tack & hej <då>."}

    answer, content = post(port, "save", {"hash": before["hash"], "edits": {"3": [cue]}})

    after = json.loads(content)
    assert answer.status == 200
    assert after["hash"] != before["hash"]
    assert after["cues"][3]["text"] == "Tack & hej <då>."
    assert "<v Bo>Tack &amp; hej &lt;då&gt;." in review.transcript.read_text(encoding="utf-8")


def test_a_changed_file_is_a_conflict_that_shows_what_it_holds_now(port, review):
    before = state(port)
    review.transcript.write_text(VTT.replace("Tack", "Tackar"), encoding="utf-8")

    answer, content = post(port, "save", {"hash": before["hash"], "edits": {"3": []}})

    assert answer.status == 409
    assert json.loads(content)["cues"][3]["text"] == "Tackar för i dag."
    assert post(port, "reviewed", {"hash": before["hash"], "by": "X"})[0].status == 409


def test_a_file_that_broke_meanwhile_is_told_and_left(port, review):
    before = state(port)
    review.transcript.write_text("<<<<<<< HEAD\n", encoding="utf-8")

    answer, content = post(port, "save", {"hash": before["hash"], "edits": {"3": []}})

    assert answer.status == 422
    assert json.loads(content)["error"].startswith("episodes/001-start/transcript.vtt:1: ")


@pytest.mark.parametrize(
    "values",
    [{}, [], {"hash": "x"}, {"hash": "x", "edits": {"a": []}}, {"hash": "x", "edits": {"0": [{}]}}],
)
def test_what_the_page_would_not_send_is_refused(port, review, values):
    assert post(port, "save", values)[0].status == 400
    assert review.transcript.read_text(encoding="utf-8") == VTT


def test_a_review_needs_a_name(port):
    values = {"hash": state(port)["hash"], "by": "  "}

    assert post(port, "reviewed", values)[0].status == 422


def test_a_request_too_large_is_refused_unread(port):
    answer, _content = post(port, "save", {}, Content_Length="99999999")

    assert answer.status == 413
