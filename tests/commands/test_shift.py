"""`poddarkiv shift` moves every time of an episode whose recording was cut anew, or none."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from checks.faults import copy_base
from commands.running import poddarkiv
from poddarkiv.formats import machine, vtt
from poddarkiv.formats.machine import MachineTranscript, Stretch
from poddarkiv.formats.yamledit import read_keys, remove_key
from poddarkiv.transcript import Provenance, Segment, Transcript, Word
from running import in_english
from sounds import write_tone

EPISODE = """\
guid: 0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c01
number: 1
title: Vi börjar
published: 2026-03-01T06:00:00+01:00
status: published
summary: Ada Berg berättar varför vi gör podden.
notes: |
  Hör [[avsnitt 1 @ 00:20]]. Inspelat 09:30.
audio: 001-start.mp3
guests:
  - {guest: ada-berg, role: guest, title: samordnare}
chapters:   # av Ada
  - {start: "00:00", title: Välkommen}
  # Här börjar det.
  - start: '0:10'
    title: Hur det började
  - {start: 00:30.500, title: Slut}  # hemlängtan
content_notes:
  - {start: "00:12", end: "00:18", text: Handlar om ångest}
  - {text: Ett allvarligt avsnitt}
transcript:
  {status: reviewed, by: Redaktionen, date: 2026-02-28,
   ranges: [["00:00", "00:09"],
    ["00:12", "00:40"]]}
soundbites:
  - {start: "00:12", duration: 20, title: En bit}
"""
SEGMENTS = (
    Segment(0.0, 4.0, "Hej och välkommen.", "Ada Berg", (Word("Hej", 0.1, 0.5, 0.9),)),
    Segment(12.0, 15.5, "Vi börjar\nhär.", "Ada Berg", (Word("Vi", 12.0, 12.4, 0.8),)),
    Segment(30.5, 39.25, "Tack & hej.", "", (Word("Tack", 30.5, 31.0, 0.7),)),
)
OUTSIDE = """\
content/artiklar/vad-ar-stod.md:17: 0:05 falls before the beginning; 0:00 is written
episodes/001-start/episode.yml:13: “Välkommen” (0:00) falls before the beginning and is removed
episodes/001-start/episode.yml:15: “Hur det började” (0:10) begins before the beginning and is cut
episodes/001-start/episode.yml:18: “Handlar om ångest” (0:12) begins before the beginning and is cut
episodes/001-start/episode.yml:22: “00:00–00:09” (0:00) falls before the beginning and is removed
episodes/001-start/episode.yml:23: “00:12–00:40” (0:12) begins before the beginning and is cut
episodes/001-start/episode.yml:25: “En bit” (0:12) begins before the beginning and is cut
episodes/001-start/transcript.vtt:11: “Hej och välkommen.” (0:00) falls before the beginning and \
is removed
episodes/001-start/transcript.vtt:14: “Vi börjar här.” (0:12) begins before the beginning and is cut
"""
ARTICLE = "content/artiklar/vad-ar-stod.md"


def provenance(sound: str) -> Provenance:
    return Provenance("motor 1", "modell@1", "2026-02-01", sound, vtt.hash_text(SEGMENTS))


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Return an archive whose measured episode has times everywhere, and an unedited transcript."""
    root = in_english(copy_base(tmp_path_factory.mktemp("hel")))
    folder = root / "episodes/001-start"
    (folder / "episode.lock.yml").unlink()
    (folder / "transcript.vtt").unlink()
    (folder / "episode.yml").write_text(EPISODE, "utf-8")
    write_tone(root / "media/001-start.mp3", seconds=40, rate=8000)
    assert poddarkiv("measure", "1", cwd=root).returncode == 0
    sound = lock(root)["audio_sha256"]
    transcript = Transcript(SEGMENTS, provenance=provenance(sound))
    made = MachineTranscript(transcript, (Stretch(0.0, 40.0, 16.0, 3),), lock(root)["duration"])
    (folder / "transcript.machine.json").write_text(
        machine.render_machine_transcript(made), "utf-8"
    )
    (folder / "transcript.vtt").write_text(vtt.render_vtt(transcript), "utf-8")
    return root


@pytest.fixture
def root(measured, tmp_path):
    """Return a copy of it for one test."""
    return shutil.copytree(measured, tmp_path / "arkiv")


def lock(root: Path) -> dict:
    """Return what the lock says of the recording."""
    text = (root / "episodes/001-start/episode.lock.yml").read_text("utf-8")
    return yaml.safe_load(text)["audio"]


def replace_recording(root: Path, seconds: float) -> None:
    """Let the recording be another, as long as that."""
    write_tone(root / "media/001-start.mp3", seconds=seconds, rate=8000, amplitude=0.3)


def episode(root: Path) -> str:
    return (root / "episodes/001-start/episode.yml").read_text("utf-8")


def transcript(root: Path) -> Transcript:
    text = (root / "episodes/001-start/transcript.vtt").read_text("utf-8")
    found, faults = vtt.parse_vtt(text)
    assert not faults
    return found


def files(root: Path) -> dict[str, bytes]:
    """Return every source file of the archive."""
    paths = [*root.glob("episodes/**/*"), *root.glob("content/**/*")]
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in paths if p.is_file()}


def test_a_replaced_recording_is_told_of_until_the_times_are_moved(root):
    assert "replaced" not in poddarkiv("check", cwd=root).stdout
    replace_recording(root, 55.2)

    measured = poddarkiv("measure", "1", cwd=root)

    assert "the recording has been replaced, so every time may be wrong" in measured.stderr
    line = next(r for r in poddarkiv("check", cwd=root).stdout.splitlines() if "replaced" in r)
    assert line == (
        "episodes/001-start/transcript.vtt:1: warning: the recording has been replaced, so every "
        "time may be wrong – listen: where it was cut, run poddarkiv shift 001-start +15.2 "
        "(seconds; minus when it was cut shorter); where the times are right, poddarkiv shift "
        "001-start 0; where all is new, poddarkiv transcribe 001-start --again"
    )
    assert poddarkiv("shift", "1", "+15.2", cwd=root).returncode == 0
    assert "replaced" not in poddarkiv("check", cwd=root).stdout
    assert "replaced" not in lock(root)


def test_chapters_alone_are_told_of_too(root):
    for name in ("transcript.vtt", "transcript.machine.json"):
        (root / "episodes/001-start" / name).unlink()
    yml = root / "episodes/001-start/episode.yml"
    yml.write_text(remove_key(episode(root), "transcript"), "utf-8")
    before = lock(root)["audio_sha256"]
    replace_recording(root, 55.2)

    poddarkiv("measure", "1", cwd=root)

    assert lock(root)["replaced"] == before
    found = json.loads(poddarkiv("check", "--format", "json", cwd=root).stdout)
    [problem] = [p for p in found if p["rule"] == "replaced-recording"]
    assert (problem["path"], problem["line"]) == ("episodes/001-start/episode.yml", 12)
    poddarkiv("shift", "1", "0", cwd=root)
    assert "replaced" not in lock(root)


def test_a_transcript_made_anew_is_enough_where_nothing_else_has_times(root):
    yml = root / "episodes/001-start/episode.yml"
    text = episode(root).replace("Hör [[avsnitt 1 @ 00:20]]. ", "")
    for key in ("chapters", "content_notes", "soundbites", "transcript"):
        text = remove_key(text, key)
    yml.write_text(text, "utf-8")
    replace_recording(root, 55.2)
    poddarkiv("measure", "1", cwd=root)
    assert "replaced-recording" in poddarkiv("check", "--format", "json", cwd=root).stdout
    new = Transcript(SEGMENTS, provenance=provenance(lock(root)["audio_sha256"]))
    (root / "episodes/001-start/transcript.vtt").write_text(vtt.render_vtt(new), "utf-8")

    assert "replaced-recording" not in poddarkiv("check", "--format", "json", cwd=root).stdout


def test_the_former_recording_put_back_is_no_replacement(root):
    former = (root / "media/001-start.mp3").read_bytes()
    replace_recording(root, 55.2)
    poddarkiv("measure", "1", cwd=root)
    (root / "media/001-start.mp3").write_bytes(former)

    poddarkiv("measure", "1", cwd=root)

    assert "replaced" not in lock(root)


@pytest.mark.parametrize("amount", ["+15.2", "0:15,200"])
def test_every_time_is_moved_and_all_else_stays(root, amount):
    article = root / ARTICLE
    article.write_text(
        article.read_text("utf-8")
        + "\nHör [[avsnitt 1 @ 0:12]], [[ avsnitt 001-start@00:00:30,5 ]] och "
        "[[avsnitt 2 @ 0:12]].\n"
        "\n> ”Vi börjar här.” [[avsnitt 01 @ 00:12]] ”Tack.” [[avsnitt 1 @ 0:30–0:35]]\n"
        "\n[Här](../avsnitt/001-start/#t=12), "
        "[där](https://podd.example.org/avsnitt/001-start/?q=a#t=12.5,30) och "
        "[stycket](../avsnitt/001-start/#t-30). `[[avsnitt 1 @ 0:12]]`\n",
        "utf-8",
    )
    easy = root / "content/artiklar/vad-ar-stod.lattlast.md"
    easy.write_text("---\ntitle: Stöd\nsummary: Lätt.\n---\n\nHör [[avsnitt 1 @ 0:12]].\n", "utf-8")
    bio = root / "content/gaster/ada-berg.md"
    bio.write_text(bio.read_text("utf-8") + "\nHör [[avsnitt 1 @ 0:12]].\n", "utf-8")
    page = root / "content/index.md"
    page.write_bytes(page.read_bytes() + "\r\nHör [[episode 1 @ 0:12]].\r\n".encode())
    replace_recording(root, 55.2)

    result = poddarkiv("shift", "1", amount, cwd=root)

    assert result.returncode == 0, result.stderr
    assert episode(root) == EPISODE.replace("@ 00:20", "@ 00:35.2").replace(
        "'0:10'", "'0:25.2'"
    ).replace("00:30.500", "00:45.700").replace(
        'start: "00:12", end: "00:18"', 'start: "00:27.2", end: "00:33.2"'
    ).replace(
        '[["00:00", "00:09"],\n    ["00:12", "00:40"]]',
        '[["00:15.2", "00:24.2"],\n    ["00:27.2", "00:55.2"]]',
    ).replace('{start: "00:12", duration', '{start: "00:27.2", duration')
    text = article.read_text("utf-8")
    assert (
        "[[avsnitt 1 @ 0:27.2]], [[ avsnitt 001-start@00:00:45,7 ]] och [[avsnitt 2 @ 0:12]]"
        in text
    )
    assert "[[avsnitt 01 @ 00:27.2]] ”Tack.” [[avsnitt 1 @ 0:45.2–0:50.2]]" in text
    assert "001-start/#t=27.2), [där]" in text
    assert "?q=a#t=27.7,45.2)" in text
    # The cue of that paragraph begins at 30.5.
    assert "001-start/#t-45). `[[avsnitt 1 @ 0:12]]`" in text
    for path in (easy, bio):
        assert "[[avsnitt 1 @ 0:27.2]]" in path.read_text("utf-8")
    assert page.read_bytes().endswith(b"[[episode 1 @ 0:27.2]].\r\n")
    assert [(s.start, s.end) for s in transcript(root).segments] == [
        (15.2, 19.2),
        (27.2, 30.7),
        (45.7, 54.45),
    ]
    made = machine.parse_machine_transcript(
        (root / "episodes/001-start/transcript.machine.json").read_text("utf-8")
    )
    assert [s.words[0].start for s in made.transcript.segments] == [15.3, 27.2, 45.7]
    assert (made.stretches[0].start, made.stretches[0].end) == (15.2, 55.2)
    assert made.seconds == pytest.approx(55.2, abs=0.3)
    assert "episodes/001-start/episode.yml:8: note: “09:30” stands as plain text" in result.stderr


def test_the_recording_is_measured_in_the_same_step(root):
    before = lock(root)
    replace_recording(root, 55.2)

    poddarkiv("shift", "1", "+15.2", cwd=root)

    after = lock(root)
    assert after["duration"] == pytest.approx(55.2, abs=0.3)
    assert after["audio_sha256"] != before["audio_sha256"]
    assert transcript(root).provenance.audio_sha256 == after["audio_sha256"]
    assert poddarkiv("measure", "1", cwd=root).stderr == "0 lock files written.\n"


def test_a_transcript_that_nobody_edited_stays_so(root):
    replace_recording(root, 55.2)

    poddarkiv("shift", "1", "+15.2", cwd=root)

    moved = transcript(root)
    assert not vtt.is_edited(moved)
    made = machine.parse_machine_transcript(
        (root / "episodes/001-start/transcript.machine.json").read_text("utf-8")
    )
    assert made.transcript.provenance == moved.provenance


def test_a_transcript_that_people_edited_stays_so(root):
    path = root / "episodes/001-start/transcript.vtt"
    text = path.read_text("utf-8").replace("Hej och", "Hejsan och")
    text = text.replace("WEBVTT\n", "WEBVTT – Vi börjar\n").replace(
        "00:00:12.000 --> 00:00:15.500", "NOTE om början\n\n2\n00:12.000 --> 00:15.500 align:left"
    )
    path.write_text(text.replace("här.", "<00:13.000>här."), "utf-8")
    assert vtt.is_edited(transcript(root))
    replace_recording(root, 55.2)

    poddarkiv("shift", "1", "+15.2", cwd=root)

    moved = path.read_text("utf-8")
    assert vtt.is_edited(transcript(root))
    assert "WEBVTT – Vi börjar\n" in moved
    assert "NOTE om början\n\n2\n00:27.200 --> 00:30.700 align:left\n" in moved
    assert "<00:28.200>här." in moved
    made = machine.parse_machine_transcript(
        (root / "episodes/001-start/transcript.machine.json").read_text("utf-8")
    )
    assert transcript(root).provenance.text_sha256 == vtt.hash_text(made.transcript.segments)


def test_moved_back_every_file_is_as_it_was(root):
    former = (root / "media/001-start.mp3").read_bytes()
    before = files(root)
    replace_recording(root, 55.2)
    assert poddarkiv("shift", "1", "+15.2", cwd=root).returncode == 0
    (root / "media/001-start.mp3").write_bytes(former)

    assert poddarkiv("shift", "1", "-15.2", "--yes", cwd=root).returncode == 0

    assert files(root) == before


def test_what_falls_outside_is_listed_and_asked_about(root):
    article = root / ARTICLE
    article.write_text(article.read_text("utf-8") + "\nHör [[avsnitt 1 @ 0:05]].\n", "utf-8")
    replace_recording(root, 25.0)
    before = files(root)

    refused = poddarkiv("shift", "1", "-15", cwd=root, typed="\n")

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == "Nothing was changed."
    assert files(root) == before
    assert "Outside the recording:\n" + OUTSIDE in refused.stderr

    agreed = poddarkiv("shift", "1", "-15", cwd=root, typed="y\n")

    assert agreed.returncode == 0, agreed.stderr
    data = read_keys(episode(root))
    assert data["chapters"] == [
        {"start": "0:00", "title": "Hur det började"},
        {"start": "00:15.500", "title": "Slut"},
    ]
    assert "  # Här börjar det.\n" in episode(root)
    assert data["content_notes"][0] == {
        "start": "00:00",
        "end": "00:03",
        "text": "Handlar om ångest",
    }
    assert data["soundbites"] == [{"start": "00:00", "duration": "17", "title": "En bit"}]
    assert data["transcript"]["ranges"] == [["00:00", "00:25"]]
    assert [(s.start, s.end) for s in transcript(root).segments] == [(0.0, 0.5), (15.5, 24.25)]
    assert not vtt.is_edited(transcript(root))
    assert "[[avsnitt 1 @ 0:00]]" in article.read_text("utf-8")
    faults = json.loads(poddarkiv("check", "--format", "json", cwd=root).stdout)
    assert not [p for p in faults if p["severity"] == "error"]


def test_what_comes_after_the_new_end_is_removed(root):
    replace_recording(root, 14.0)

    result = poddarkiv("shift", "1", "0", "--yes", cwd=root)

    assert result.returncode == 0, result.stderr
    data = read_keys(episode(root))
    assert [c["title"] for c in data["chapters"]] == ["Välkommen", "Hur det började"]
    assert data["soundbites"] == [{"start": "00:12", "duration": "2", "title": "En bit"}]
    assert [s.text for s in transcript(root).segments] == ["Hej och välkommen.", "Vi börjar\nhär."]
    assert "episode.yml:8: 00:20 falls after the end; mend the text" in result.stderr


def test_reviewed_parts_that_are_gone_do_not_make_all_reviewed(root):
    yml = root / "episodes/001-start/episode.yml"
    yml.write_text(episode(root).replace(',\n    ["00:12", "00:40"]', ""), "utf-8")
    replace_recording(root, 30.0)

    assert poddarkiv("shift", "1", "-10", "--yes", cwd=root).returncode == 0

    assert "transcript" not in read_keys(episode(root))


def test_a_second_run_is_told_and_moves_nothing(root):
    replace_recording(root, 55.2)
    poddarkiv("shift", "1", "+15.2", cwd=root)
    before = files(root)

    second = poddarkiv("shift", "1", "+15.2", "--yes", cwd=root)

    assert second.returncode == 1
    assert second.stderr == (
        "001-start: the times are of this recording already, and would be moved twice; "
        "to move them once more, add --again\n"
    )
    assert files(root) == before
    assert poddarkiv("shift", "1", "+0.3", "--again", cwd=root).returncode == 0
    assert transcript(root).segments[0].start == 15.5


def test_times_that_are_right_are_said_to_be(root):
    replace_recording(root, 40.0)
    text = episode(root)

    assert poddarkiv("shift", "1", "0", cwd=root).returncode == 0

    assert episode(root) == text
    assert transcript(root).provenance.audio_sha256 == lock(root)["audio_sha256"]
    again = poddarkiv("shift", "1", "0", cwd=root)
    assert again.stdout == "001-start: all times are of this recording already.\n"


def test_a_transcript_that_was_made_anew_is_not_moved(root):
    replace_recording(root, 55.2)
    poddarkiv("measure", "1", cwd=root)
    folder = root / "episodes/001-start"
    new = Transcript(SEGMENTS, provenance=provenance(lock(root)["audio_sha256"]))
    (folder / "transcript.vtt").write_text(vtt.render_vtt(new), "utf-8")

    result = poddarkiv("shift", "1", "+15.2", cwd=root)

    assert "the transcript was made from this recording; it is left as it is" in result.stderr
    assert transcript(root).segments == SEGMENTS_WITHOUT_WORDS
    assert "'0:25.2'" in episode(root)


SEGMENTS_WITHOUT_WORDS = tuple(Segment(s.start, s.end, s.text, s.speaker) for s in SEGMENTS)


def test_a_dry_run_says_what_would_change_and_writes_nothing(root):
    replace_recording(root, 25.0)
    before = files(root)

    result = poddarkiv("shift", "1", "-15", "--dry-run", cwd=root)

    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        f"would change episodes/001-start/{name}"
        for name in (
            "episode.lock.yml",
            "episode.yml",
            "transcript.machine.json",
            "transcript.vtt",
        )
    ]
    assert "Outside the recording:" in result.stderr
    assert files(root) == before


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("femton", "seconds such as +15.2 or -0:15.2 were expected, not “femton”"),
        ("1:75", "seconds such as +15.2 or -0:15.2 were expected, not “1:75”"),
        ("nan", "seconds such as +15.2 or -0:15.2 were expected, not “nan”"),
    ],
)
def test_an_amount_that_cannot_be_meant_is_misuse(root, amount, said):
    result = poddarkiv("shift", "1", amount, cwd=root)

    assert result.returncode == 2
    assert said in result.stderr


def test_nothing_is_left_of_a_transcript_that_was_moved_by_minutes_for_seconds(root):
    replace_recording(root, 55.2)
    before = files(root)

    result = poddarkiv("shift", "1", "15:00", "--yes", cwd=root)

    assert result.returncode == 1
    assert result.stderr == (
        "episodes/001-start/transcript.vtt: nothing of the transcript would be left\n"
    )
    assert files(root) == before


KILLED = """
import os, signal, sys
from pathlib import Path
left = int(sys.argv.pop(1))
replace = Path.replace
def counted(self, target):
    global left
    if "episodes" in str(target) or str(target).endswith("-moves.json"):
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
    return replace(self, target)
Path.replace = counted
from poddarkiv.cli import main
main()
"""


@pytest.mark.parametrize("moves", range(5))
def test_killed_at_any_move_the_next_run_leaves_all_or_nothing(root, tmp_path, moves):
    replace_recording(root, 55.2)
    before = files(root)
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    arguments = [sys.executable, str(script), str(moves), "shift", "1", "+15.2"]
    died = subprocess.run(arguments, cwd=root, capture_output=True, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL

    # Whether it was finished or taken back, a run that asks for the same ends at the same.
    poddarkiv("shift", "1", "+15.2", cwd=root)

    after = files(root)
    assert {path for path in after if after[path] != before.get(path)} == {
        f"episodes/001-start/{name}"
        for name in ("episode.lock.yml", "episode.yml", "transcript.machine.json", "transcript.vtt")
    }
    assert transcript(root).segments[0].start == 15.2
    assert "'0:25.2'" in episode(root)


def test_a_recording_on_another_machine_is_moved_by_what_was_measured_there(root):
    replace_recording(root, 55.2)
    poddarkiv("measure", "1", cwd=root)
    (root / "media/001-start.mp3").unlink()

    assert poddarkiv("shift", "1", "+15.2", cwd=root).returncode == 0

    assert transcript(root).segments[0].start == 15.2


def test_an_episode_without_a_recording_is_misuse(root):
    result = poddarkiv("shift", "2", "+1", cwd=root)

    assert (result.returncode, result.stderr) == (2, "002-mitt has no recording\n")


def test_line_endings_and_marks_of_windows_stay(root):
    for name in ("episode.yml", "transcript.vtt"):
        path = root / "episodes/001-start" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    replace_recording(root, 55.2)

    assert poddarkiv("shift", "1", "+15.2", cwd=root).returncode == 0

    for name in ("episode.yml", "transcript.vtt"):
        content = (root / "episodes/001-start" / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n")
    assert "'0:25.2'" in episode(root)
    assert not vtt.is_edited(transcript(root))
