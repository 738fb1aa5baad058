"""The real command, as a person runs it."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from review.archive import EPISODE
from running import poddarkiv


def test_the_list_gives_each_place_its_line_in_the_file(root):
    done = poddarkiv(root, "review", "7", "--list")

    path = "episodes/007-start/transcript.vtt"
    lines = (root / path).read_text("utf-8").split("\n")
    rows = [
        re.fullmatch(rf"{path}:(\d+): (\S+) (.+): (.+)", row) for row in done.stdout.splitlines()
    ]
    assert done.returncode == 0, done.stderr
    assert [(row[2], row[3], row[4]) for row in rows] == [
        ("0:01", "perhaps Sofia Ekman", "Sofia Ekmann."),
        ("0:02", "unsure", "Västerorås"),
    ]
    assert [lines[int(row[1]) - 1][:12] for row in rows] == ["00:00:00.000", "00:00:02.000"]
    assert done.stderr == f"{path}: 2 doubtful places\n"


def test_a_place_that_a_person_corrected_is_not_listed_again(root):
    path = root / "episodes/007-start/transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("Ekmann", "Ekman"), "utf-8")

    done = poddarkiv(root, "review", "7", "--list")

    assert "Sofia" not in done.stdout
    assert "Västerorås" in done.stdout


def test_without_what_the_machine_wrote_the_list_says_that_nothing_was_judged(root):
    folder = root / "episodes/007-start"
    (folder / "transcript.machine.json").unlink()
    (folder / "transcript.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHej du.\n")

    done = poddarkiv(root, "review", "7", "--list")

    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing could be judged by sound: there is no transcript.machine.json" in done.stderr
    assert "0 doubtful places" not in done.stderr


def test_faults_of_other_episodes_do_not_stop_a_review(root):
    other = root / "episodes" / "008-trasigt"
    other.mkdir()
    (other / "episode.yml").write_text("title: [\n", "utf-8")

    assert poddarkiv(root, "review", "7", "--list").returncode == 0


def test_an_episode_without_a_transcript_is_told_what_to_run(root):
    (root / "episodes/007-start/transcript.vtt").unlink()

    done = poddarkiv(root, "review", "7")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "007-start has no transcript.vtt to review. Write it with: poddarkiv transcribe 007-start\n"
    )


def test_a_broken_transcript_is_told_with_its_line(root):
    path = root / "episodes/007-start/transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("00:00:02.000 -->", "<<<<<<< -->"), "utf-8")

    done = poddarkiv(root, "review", "7", "--no-open")

    assert done.returncode == 1
    assert re.match(r"episodes/007-start/transcript\.vtt:\d+: ", done.stderr)


def test_a_damaged_machine_file_is_passed_over(root):
    (root / "episodes/007-start/transcript.machine.json").write_text('{"version": 1', "utf-8")

    done = poddarkiv(root, "review", "7", "--list")

    assert done.returncode == 0
    assert done.stderr.startswith("episodes/007-start/transcript.machine.json is passed over: ")
    assert "perhaps Sofia Ekman" in done.stdout


def test_a_taken_port_is_told(root):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = poddarkiv(root, "review", "7", "--no-open", "--port", str(port))

    assert done.returncode == 2
    assert done.stderr.startswith(f"port {port} is taken: ")


@contextlib.contextmanager
def served(root):
    """Run the command; give its process and the address that it prints, and end it as people do."""
    words = [sys.executable, "-m", "poddarkiv", "review", "7", "--no-open", "--root", str(root)]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        line = running.stdout.readline()
        address = re.fullmatch(r"Review here: (http://127\.0\.0\.1:\d+/\S{32}/) — .*\n", line)
        assert address, line
        yield running, address[1]
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=60)


def fetched(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
def test_the_page_is_served_to_this_machine_until_ctrl_c(root):
    with served(root) as (running, address):
        page = fetched(address)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetched(address.rsplit("/", 2)[0] + "/")

    assert "<title>Start – Review the transcript</title>" in page
    assert (running.returncode, *running.communicate()) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
@pytest.mark.parametrize(
    ("audio", "address", "why"),
    [
        (
            "audio: 008.wav",
            "https://podd.example.org/media/008.wav",
            "media/008.wav is not here",
        ),
        ("audio: https://a.example/7.mp3", "https://a.example/7.mp3", "The recording is elsewhere"),
        ("", None, "The episode has no recording."),
    ],
)
def test_an_episode_without_its_recording_is_reviewed_and_told_why(root, audio, address, why):
    path = root / "episodes/007-start/episode.yml"
    path.write_text(EPISODE.replace("audio: 007-start.wav", audio), "utf-8")

    with served(root) as (_running, page):
        state = json.loads(fetched(page + "state"))

    assert state["audio"] == address
    assert state["noWaveform"].startswith(why)
    assert len(state["cues"]) == 2


def test_nothing_is_listed_once_a_person_has_reviewed_it(root):
    path = root / "episodes/007-start/episode.yml"
    path.write_text(
        EPISODE + "transcript: {status: reviewed, by: Åsa, date: 2026-11-21}\n", "utf-8"
    )

    run = poddarkiv(root, "review", "7", "--list")

    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == "007-start has been reviewed: nothing is doubted any more.\n"
