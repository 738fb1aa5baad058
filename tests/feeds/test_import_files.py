"""What a feed links to: chapters, transcripts, pictures, recordings. The real commands."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from commands.running import poddarkiv
from feeds.hosting_a_feed import links, make_host
from poddarkiv.load import load_archive
from serving import answering
from webhosts import Host, nginx

ENGLISH = {"PODDARKIV_LANG": "en"}
OURS = ("--i-own-it", "--allow-local")
SECOND = "episodes/002-avsnitt-2"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    """Give a host's files and its address, with a real web server."""
    files = make_host(tmp_path_factory.mktemp("vard"))
    host = Host(files.folder)
    xml = files.feed(host.address, {2: links(host.address)})
    (files.folder / "feed.xml").write_text(xml, "utf-8")
    with nginx(host):
        yield files, host.address


def start(root, feed, *options):
    run = poddarkiv("init", root, "--from", feed, *options, **ENGLISH)
    assert "Traceback" not in run.stderr
    return run


def bring(root, feed, *options):
    return poddarkiv("import", feed, "--root", root, *options, **ENGLISH)


def text(root, path):
    return (root / path).read_text("utf-8")


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def state(root):
    return json.loads(text(root, "episodes/imported.json"))["items"]


@pytest.fixture(scope="module")
def theirs(hosted, tmp_path_factory):
    """An archive of a show that nobody has said is ours."""
    root = tmp_path_factory.mktemp("andras") / "arkiv"
    return root, start(root, f"{hosted[1]}/feed.xml", "--allow-local")


@pytest.fixture(scope="module")
def ours(hosted, tmp_path_factory):
    """An archive of a show that is ours, with all of it."""
    root = tmp_path_factory.mktemp("eget") / "arkiv"
    return root, start(root, f"{hosted[1]}/feed.xml", *OURS, "--download")


def test_without_a_word_on_whose_it_is_only_metadata_and_links_come(theirs, hosted):
    root, run = theirs

    assert run.returncode == 0
    assert not (root / SECOND / "transcript.vtt").exists()
    assert {path.name for path in (root / "media").iterdir()} == {"omslag.png"}
    assert f'audio: "{hosted[1]}/2.mp3"' in text(root, f"{SECOND}/episode.yml")
    rest = "\n".join(state(root)["guid-2"]["rest"])
    assert all(name in rest for name in ("2.vtt", "2.json", "2.html", "2.png"))
    assert "1 episode has a transcript at the host: if it is yours, --i-own-it" in run.stderr
    assert "2 recordings are with the host (0.3 MB)" in run.stderr


def test_chapters_are_metadata(theirs, hosted):
    root, run = theirs
    [_first, second] = load_archive(root).episodes

    assert [(c.start, c.title, c.url, c.hidden) for c in second.chapters] == [
        (0, "Hej", None, False),
        (7.5, "Mitt i", "https://podd.example/x", False),
        (15, "Dolt", None, True),
    ]
    assert f"episode.yml: 3 chapters from {hosted[1]}/2-kapitel.json" in run.stdout
    kept = state(root)["guid-2"]["rest"]
    assert "podcast:chapters: img: https://a.example/b.png" in kept
    assert any(row.startswith("podcast:chapters: ") and "https://[trasig" in row for row in kept)


def test_the_best_transcript_is_kept_and_it_is_told_which(ours, hosted):
    root, run = ours

    # Both have times; the JSON says who speaks.
    assert "<v Ada Berg>Hej och välkomna hit." in text(root, f"{SECOND}/transcript.vtt")
    assert f"transcript.vtt: 2 cues from {hosted[1]}/2.json (JSON)" in run.stdout
    assert "2.json" not in "\n".join(state(root)["guid-2"]["rest"])


def test_recordings_come_whole_and_are_measured(ours, hosted):
    root, run = ours
    files, address = hosted
    archive = load_archive(root)

    for n, episode in enumerate(archive.episodes, 1):
        assert episode.audio == f"{episode.slug}.mp3"
        recording = root / "media" / f"{episode.slug}.mp3"
        assert recording.read_bytes() == (files.folder / f"{n}.mp3").read_bytes()
        lock = archive.locks[episode.slug]
        assert lock.audio.source == "file"
        assert lock.audio.sha256
        assert lock.audio.duration == pytest.approx(20 + n, abs=0.1)
        assert f"media/{episode.slug}.mp3: 0.1 MB from {address}/{n}.mp3" in run.stdout
    assert not (root / ".poddarkiv").exists()


def test_pictures_come_with_the_words_for_those_who_do_not_see_them(ours):
    root, _run = ours
    archive = load_archive(root)

    assert archive.show.image.file == "omslag.jpg"
    assert archive.show.image.alt == "Cover of Vår podd"
    [first, second] = archive.episodes
    assert first.image is None
    assert second.image.file == "002-avsnitt-2.png"
    # The starter's cover is nobody's any more.
    assert not (root / "media/omslag.png").exists()


def test_the_archive_passes_check_with_all_of_it_and_builds(ours):
    root, _run = ours

    checked = poddarkiv("check", "--root", root, **ENGLISH)
    assert checked.returncode == 0, checked.stdout
    built = poddarkiv("build", "--root", root, "--quiet", **ENGLISH)
    assert built.returncode == 0, built.stderr
    assert (root / "site/avsnitt/002-avsnitt-2/transcript.json").is_file()


def test_a_second_run_fetches_nothing_and_writes_nothing(ours, hosted):
    root, _run = ours
    before = snapshot(root)

    run = bring(root, f"{hosted[1]}/feed.xml", *OURS, "--download")

    assert (run.returncode, run.stdout) == (0, "")
    assert snapshot(root) == before


def test_files_come_later_too_and_leave_what_people_wrote(hosted, tmp_path):
    root = tmp_path / "arkiv"
    feed = f"{hosted[1]}/feed.xml"
    start(root, feed, "--allow-local")
    path = root / SECOND / "episode.yml"
    edited = path.read_text("utf-8").replace("title: Avsnitt 2", "title: Ett annat namn  # vårt")
    path.write_text(edited, "utf-8")
    (root / "episodes/001-avsnitt-1/transcript.vtt").write_text("WEBVTT\n", "utf-8")
    before = snapshot(root)

    dry = bring(root, feed, *OURS, "--download", "--dry-run")
    assert snapshot(root) == before
    run = bring(root, feed, *OURS, "--download")

    assert "1 episode has a transcript at the host: it would be fetched" in dry.stderr
    assert "2 recordings would be fetched (0.3 MB)" in dry.stderr
    assert run.returncode == 0, run.stderr
    after = path.read_text("utf-8")
    assert "title: Ett annat namn  # vårt" in after
    assert 'audio: "002-avsnitt-2.mp3"' in after
    assert text(root, "episodes/001-avsnitt-1/transcript.vtt") == "WEBVTT\n"


def test_recordings_are_for_the_owner_alone(hosted, theirs):
    root, _run = theirs
    before = snapshot(root)

    run = bring(root, f"{hosted[1]}/feed.xml", "--download", "--allow-local")

    assert run.returncode == 2
    assert "if the show is yours, add --i-own-it" in run.stderr
    assert snapshot(root) == before


FAULTY = (
    ('<podcast:chapters url="{base}/ingen.json"/>', "the host answered 404"),
    ('<podcast:chapters url="{base}/1.mp3"/>', "there are no chapters in it"),
    ('<podcast:chapters url="http://10.0.0.1/a"/>', "10.0.0.1, which is not on the open internet"),
    ('<podcast:transcript url="{base}/ingen.vtt" type="text/vtt"/>', "answered 404"),
    ('<podcast:transcript url="{base}/2.html" type="text/html"/>', "it has no times"),
    ('<itunes:image href="{base}/ingen.png"/>', "answered 404"),
    ('<itunes:image href="{base}/2.vtt"/>', "what came is no picture"),
    ('<itunes:image href="{base}/liten.jpg"/>', "is 300 × 200 pixels; a cover is square"),
)


def test_what_can_not_be_had_is_told_in_a_line_and_stays_a_link(hosted, tmp_path):
    files, base = hosted
    feed = tmp_path / "feed.xml"
    more = {n: row.format(base=base) for n, (row, _told) in enumerate(FAULTY, 3)}
    feed.write_text(files.feed(base, more, count=len(FAULTY) + 2), "utf-8")
    root = tmp_path / "arkiv"

    run = start(root, feed, *OURS, "--download")

    assert run.returncode == 0, run.stderr
    for n, (_row, told) in enumerate(FAULTY, 3):
        lines = [line for line in run.stderr.splitlines() if f"{n:03}-avsnitt-{n}" in line]
        assert any("warning: " in line and told in line for line in lines), lines
        kept = "\n".join(state(root)[f"guid-{n}"]["rest"])
        # The last is here, though nothing shows it.
        assert more[n][:30] in kept or (root / "media/010-avsnitt-10.jpg").exists()
    assert poddarkiv("check", "--root", root, **ENGLISH).returncode == 0


def test_chapters_that_people_wrote_stay(hosted, tmp_path):
    root = tmp_path / "arkiv"
    files, base = hosted
    feed = tmp_path / "feed.xml"
    feed.write_text(files.feed(base), "utf-8")
    start(root, feed)
    path = root / SECOND / "episode.yml"
    path.write_text(
        path.read_text("utf-8") + 'chapters: [{start: "00:00", title: Vårt}]\n', "utf-8"
    )
    feed.write_text(files.feed(base, {2: links(base)}), "utf-8")
    before = path.read_bytes()

    run = bring(root, feed, "--allow-local")

    assert run.returncode == 0, run.stderr
    assert path.read_bytes() == before


def test_a_transcript_in_another_language_is_no_transcript(hosted, tmp_path):
    files, base = hosted
    feed = tmp_path / "feed.xml"
    more = f'<podcast:transcript url="{base}/2.vtt" type="text/vtt" language="es"/>'
    feed.write_text(files.feed(base, {2: more}), "utf-8")

    start(tmp_path / "arkiv", feed, *OURS)

    assert not (tmp_path / "arkiv" / SECOND / "transcript.vtt").exists()


class Slow(BaseHTTPRequestHandler):
    """A host that sends half of a recording, and then nothing until it is told to."""

    content = b""
    asked: list[str | None]
    go_on: threading.Event
    half: threading.Event
    wrong = ""

    def log_message(self, *_arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        cls = type(self)
        wanted = self.headers.get("Range")
        cls.asked.append(wanted)
        if cls.wrong == "redirect":
            self.send_response(302)
            self.send_header("Location", "http://192.168.0.1/a.mp3")
            self.end_headers()
            return
        first = int(re.findall(r"\d+", wanted)[0]) if wanted else 0
        total = len(cls.content) // (2 if cls.wrong == "half" else 1)
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(total - first))
        self.send_header("ETag", '"a"')
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{total - 1}/{total}")
        self.end_headers()
        body = cls.content[first:]
        if cls.wrong == "page":
            body = (b"<!doctype html><p>Logga in!" + b" " * total)[:total]
        if cls.wrong == "half":
            body = body[:total]
        if cls.wrong == "ends early":
            self.wfile.write(body[: max(0, 100_000 - first)])
            return
        if not cls.go_on.is_set():
            self.wfile.write(body[:80_000])
            self.wfile.flush()
            cls.half.set()
            cls.go_on.wait(60)
            return
        self.wfile.write(body)


@pytest.fixture
def slow(hosted, tmp_path):
    """Give a slow host, and an archive of one episode whose recording it has."""
    files, _base = hosted
    parts = {"go_on": threading.Event(), "half": threading.Event(), "asked": []}
    handler = type("Here", (Slow,), {**parts, "content": (files.folder / "1.mp3").read_bytes()})
    with answering(handler) as base:
        feed = tmp_path / "feed.xml"
        feed.write_text(files.feed(base, count=1), "utf-8")
        root = tmp_path / "arkiv"
        assert start(root, feed).returncode == 0
        yield handler, root, feed
        handler.go_on.set()


def test_a_run_that_was_killed_is_gone_on_from(slow):
    handler, root, feed = slow
    before = text(root, "episodes/001-avsnitt-1/episode.yml")
    words = ["import", str(feed), "--root", str(root), *OURS, "--download"]
    run = subprocess.Popen([sys.executable, "-m", "poddarkiv", *words], env=os.environ | ENGLISH)
    assert handler.half.wait(60)
    [part] = waited_for(root / ".poddarkiv" / "downloads")
    run.send_signal(signal.SIGKILL)
    run.wait(60)

    assert text(root, "episodes/001-avsnitt-1/episode.yml") == before
    assert not list((root / "media").glob("*.mp3"))
    assert part.name == "001-avsnitt-1.mp3"
    handler.go_on.set()
    asked = len(handler.asked)
    again = bring(root, feed, *OURS, "--download")

    assert again.returncode == 0, again.stderr
    assert [each for each in handler.asked[asked:] if each] != []
    assert (root / "media/001-avsnitt-1.mp3").read_bytes() == handler.content
    assert 'audio: "001-avsnitt-1.mp3"' in text(root, "episodes/001-avsnitt-1/episode.yml")
    assert not part.exists()


def test_a_run_that_a_person_stops_ends_at_once_and_keeps_what_came(slow):
    handler, root, feed = slow
    words = ["import", str(feed), "--root", str(root), *OURS, "--download"]
    run = subprocess.Popen(
        [sys.executable, "-m", "poddarkiv", *words],
        env=os.environ | ENGLISH,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert handler.half.wait(60)
    waited_for(root / ".poddarkiv" / "downloads")
    run.send_signal(signal.SIGINT)
    handler.go_on.set()
    _out, said = run.communicate(timeout=60)

    assert run.returncode == 1
    assert said.splitlines()[-1] == "Stopped."
    assert not (root / "media/001-avsnitt-1.mp3").exists()
    assert (root / ".poddarkiv/downloads/001-avsnitt-1.mp3").stat().st_size > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limits of this kind")
def test_a_disk_that_is_full_is_one_line_and_the_archive_is_as_it_was(slow):
    import resource

    handler, root, feed = slow
    handler.go_on.set()
    before = snapshot(root)
    words = ["import", str(feed), "--root", str(root), *OURS, "--download"]

    run = subprocess.run(
        [sys.executable, "-m", "poddarkiv", *words],
        env=os.environ | ENGLISH,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        check=False,
    )

    assert run.returncode == 1
    [line] = [each for each in run.stderr.splitlines() if each.startswith("001-avsnitt-1: ")]
    assert "larger than the system allows" in line
    assert "Traceback" not in run.stderr
    left = [path for path in snapshot(root) if path not in before]
    assert all("downloads" in path.parts for path in left)
    assert {path: data for path, data in snapshot(root).items() if path in before} == before


def waited_for(folder):
    """Return the recordings that grow in `folder`, when some of one is on the disk."""
    clock = threading.Event()
    for _try in range(600):
        parts = [path for path in folder.glob("*.mp3") if path.stat().st_size > 20_000]
        if parts:
            return parts
        clock.wait(0.05)
    raise AssertionError("nothing came")


@pytest.mark.parametrize(
    ("wrong", "told", "kept"),
    [
        ("ends early", "after 100000 of", True),
        ("page", "what came is no sound file", False),
        ("half", "the file is cut off", False),
        ("redirect", "192.168.0.1, which is not on the open internet", False),
    ],
)
def test_a_recording_that_does_not_come_right_changes_nothing(wrong, told, kept, slow):
    handler, root, feed = slow
    handler.go_on.set()
    handler.wrong = wrong
    before = snapshot(root)

    run = bring(root, feed, *OURS, "--download")

    assert run.returncode == 1
    [line] = [each for each in run.stderr.splitlines() if each.startswith("001-avsnitt-1: ")]
    assert told in line
    assert run.stderr.endswith("1 recording has not come: run it again\n")
    assert "Traceback" not in run.stderr
    left = {path for path in snapshot(root) if path not in before}
    parts = {path.name for path in left if "downloads" in path.parts}
    assert ("001-avsnitt-1.mp3" in parts) is kept
    assert {path: data for path, data in snapshot(root).items() if path not in left} == before
    handler.wrong = ""
    assert bring(root, feed, *OURS, "--download").returncode == 0
    assert (root / "media/001-avsnitt-1.mp3").read_bytes() == handler.content


def test_a_size_that_the_feed_tells_wrong_is_told(slow):
    handler, root, feed = slow
    handler.go_on.set()
    feed.write_text(re.sub(r'length="\d+"', 'length="7"', feed.read_text("utf-8")), "utf-8")

    run = bring(root, feed, *OURS, "--download")

    assert run.returncode == 0, run.stderr
    assert f"the feed says 7 bytes, it has {len(handler.content)}" in run.stderr
    lock = load_archive(root).locks["001-avsnitt-1"]
    assert lock.audio.bytes == len(handler.content)


def test_a_file_that_lies_there_already_is_left_alone(slow):
    handler, root, feed = slow
    handler.go_on.set()
    (root / "media/001-avsnitt-1.mp3").write_bytes(b"ours")

    run = bring(root, feed, *OURS, "--download")

    assert run.returncode == 1
    assert "media/001-avsnitt-1.mp3 is there already" in run.stderr
    assert (root / "media/001-avsnitt-1.mp3").read_bytes() == b"ours"
