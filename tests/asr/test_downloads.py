"""Recordings at an address are fetched to be heard, from a host on this machine."""

from http.server import BaseHTTPRequestHandler

import pytest

from asr.conftest import speech
from asr.fakes import FakeEngine, session
from asr.running import transcribe
from poddarkiv.asr import downloads
from poddarkiv.asr.plan import plan_run
from poddarkiv.asr.run import Transcriber
from poddarkiv.asr.session import TranscriptionOptions
from poddarkiv.load import load_archive
from serving import answering


@pytest.fixture
def host():
    """Serve a sentence at `/a.wav`, half of it at `/halv.wav`."""

    class Handler(BaseHTTPRequestHandler):
        asked: list[str] = []  # noqa: RUF012 - a class for each test

        def do_GET(self):
            self.asked.append(self.path)
            content = speech("0930").read_bytes()
            if self.path not in {"/a.wav", "/halv.wav"}:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content if self.path == "/a.wav" else content[:50_000])

        def log_message(self, *_args):
            pass

    with answering(Handler) as address:
        yield address, Handler


def at(make_recordings, **addresses):
    """Return an archive whose episodes have their recordings at `addresses`."""
    root = make_recordings(**{slug: speech("0930") for slug in addresses})
    for slug, url in addresses.items():
        path = root / "episodes" / slug / "episode.yml"
        path.write_text(path.read_text().replace(f"audio: {slug}.wav", f"audio: {url}"))
        (root / "media" / f"{slug}.wav").unlink()
    return root


def test_a_recording_at_an_address_is_fetched_heard_and_forgotten(make_recordings, host):
    base, handler = host
    root = at(make_recordings, ettan=f"{base}/a.wav")

    [outcome], _said = transcribe(root, allow_local=True)

    assert outcome.written
    assert (root / "episodes/ettan/transcript.vtt").exists()
    assert handler.asked == ["/a.wav"]
    assert list((root / downloads.FOLDER).iterdir()) == []


def test_what_a_host_does_not_give_is_one_line_each_and_others_go_on(
    make_recordings, host, monkeypatch
):
    base, _handler = host
    root = at(make_recordings, bra=f"{base}/a.wav", borta=f"{base}/b.wav", halv=f"{base}/halv.wav")

    outcomes, _said = transcribe(root, allow_local=True)

    faults = {outcome.slug: outcome.fault for outcome in outcomes}
    size = len(speech("0930").read_bytes())
    assert faults["bra"] == ""
    line = "episodes/borta/episode.yml:5: audio: "
    assert (
        faults["borta"]
        == f"{line}{base}/b.wav: the host answered 404 (there is nothing at the address)"
    )
    assert faults["halv"] == (
        f"episodes/halv/episode.yml:5: audio: {base}/halv.wav: "
        f"broke off after 50000 of {size} bytes"
    )
    assert list((root / downloads.FOLDER).iterdir()) == []


def test_a_recording_beyond_all_bounds_is_not_taken(make_recordings, host, monkeypatch):
    base, _handler = host
    monkeypatch.setattr(downloads, "LARGEST", 10_000)
    root = at(make_recordings, ettan=f"{base}/a.wav")

    [outcome], _said = transcribe(root, allow_local=True)

    assert outcome.fault.endswith(f"{base}/a.wav: is larger than 10000 bytes")
    assert list((root / downloads.FOLDER).iterdir()) == []


def test_a_run_that_was_stopped_need_not_fetch_again(make_recordings, host):
    base, handler = host
    root = at(make_recordings, ettan=f"{base}/a.wav")

    class Failing(FakeEngine):
        def transcribe(self, sounds, request):
            raise RuntimeError("stopped")

    archive = load_archive(root)
    todo = plan_run(archive, archive.episodes, named=False).todo
    runner = Transcriber(archive, TranscriptionOptions("fake", "fake", "sv", allow_local=True))
    runner.run(todo, lambda *_: lambda *_told: None, lambda _text: None, session(Failing()))
    [outcome], _said = transcribe(root, allow_local=True)

    assert outcome.written
    assert handler.asked == ["/a.wav"]


def test_a_recording_on_this_machine_is_not_fetched_unless_that_is_meant(make_recordings, host):
    base, handler = host
    root = at(make_recordings, ettan=f"{base}/a.wav")

    [outcome], _said = transcribe(root)

    assert outcome.fault == (
        f"episodes/ettan/episode.yml:5: audio: {base}/a.wav: 127.0.0.1 leads to 127.0.0.1, "
        "which is not on the open internet – if it should be fetched from this machine: "
        "--allow-local"
    )
    assert handler.asked == []
    assert not (root / downloads.FOLDER).exists() or list((root / downloads.FOLDER).iterdir()) == []


@pytest.mark.parametrize("name", ["a%2F..%2F..%2F..%2Fx.mp3", "..%2Fx", "..", "%00", "a%5Cb.mp3"])
def test_an_address_cannot_choose_where_it_is_kept(tmp_path, name):
    source = downloads.remote_source(tmp_path, f"https://podd.example/{name}")

    assert source.path.parent == tmp_path / downloads.FOLDER
    assert source.path.name.startswith(tuple("0123456789abcdef"))
    assert not {"/", "\\", "\0"} & set(source.path.name)
