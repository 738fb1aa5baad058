"""The archive's own recordings are what their scripts say, and say that the voice is synthetic."""

import array
import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import av
import pytest
import yaml
from mutagen.mp3 import MP3

from poddarkiv.formats import vtt
from poddarkiv.timecode import parse_timecode

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(script.parent for script in ROOT.glob("episodes/*/manus.md"))
REVIEWED = [
    folder
    for folder in SAMPLES
    if "status: reviewed" in (folder / "episode.yml").read_text("utf-8")
]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_samples", ROOT / "tools" / "make_samples.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


def episode(folder: Path) -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load((folder / "episode.yml").read_text("utf-8"))
    return values


def script(folder: Path) -> str:
    return (folder / "manus.md").read_text("utf-8")


def name(folder: Path) -> str:
    return folder.name


def test_three_samples_have_a_reviewed_transcript_and_one_is_left_for_whisper() -> None:
    assert len(REVIEWED) == 3
    assert len(SAMPLES) == 4


@pytest.mark.parametrize("folder", REVIEWED, ids=name)
def test_the_transcript_is_the_text_that_was_read(folder: Path) -> None:
    transcript, faults = vtt.parse_vtt((folder / "transcript.vtt").read_text("utf-8"))
    read = re.sub(r"^#.*$", "", script(folder), flags=re.MULTILINE).split()

    assert faults == []
    assert " ".join(segment.text for segment in transcript.segments).split() == read


@pytest.mark.parametrize("folder", REVIEWED, ids=name)
def test_a_cue_can_be_read_in_its_time(folder: Path) -> None:
    transcript, _faults = vtt.parse_vtt((folder / "transcript.vtt").read_text("utf-8"))

    for segment in transcript.segments:
        assert segment.speaker == "Syntetisk röst"
        assert segment.end - segment.start <= 7
        assert [len(line) <= 42 for line in segment.text.split("\n")] in ([True], [True, True])


@pytest.mark.parametrize("folder", SAMPLES, ids=name)
def test_the_chapters_are_the_headings_of_the_script(folder: Path) -> None:
    chapters = episode(folder)["chapters"]

    assert [chapter["title"] for chapter in chapters] == re.findall(
        r"^## (.+)$", script(folder), re.M
    )
    assert chapters[0]["start"] == "00:00"


@pytest.mark.parametrize("folder", SAMPLES, ids=name)
def test_a_content_note_covers_whole_chapters(folder: Path) -> None:
    starts = {chapter["start"] for chapter in episode(folder)["chapters"]}

    for note in episode(folder).get("content_notes", []):
        assert {note["start"], note["end"]} <= starts


@pytest.mark.parametrize("folder", SAMPLES, ids=name)
def test_the_recording_lasts_one_to_three_minutes_and_holds_its_chapters(folder: Path) -> None:
    with av.open(ROOT / "media" / episode(folder)["audio"]) as recording:
        assert recording.duration is not None
        seconds = recording.duration / 1_000_000

    assert 60 <= seconds <= 180
    assert parse_timecode(episode(folder)["chapters"][-1]["start"]) < seconds


@pytest.mark.parametrize("folder", SAMPLES, ids=name)
def test_the_voice_is_said_to_be_synthetic(folder: Path) -> None:
    said = episode(folder)

    for text in (said["title"], said["summary"], said["notes"], script(folder)):
        assert "syntetisk" in text


def test_a_recording_tells_nothing_of_padding_which_readers_reckon_differently(
    maker: ModuleType,
) -> None:
    content = maker.mp3(array.array("h", bytes(2 * 3 * maker.RATE)))
    frames = int.from_bytes(content[content.index(b"Info") + 8 :][:4])

    with av.open(io.BytesIO(content)) as container:
        assert container.duration is not None
        told = container.duration / av.time_base
    assert told == pytest.approx(frames * 576 / maker.RATE, abs=0.001)
    assert MP3(io.BytesIO(content)).info.length == pytest.approx(told, abs=0.001)


@pytest.mark.slow
def test_the_same_script_gives_the_same_bytes(maker: ModuleType) -> None:
    chapters = maker.chapters_of("## Ett\n\nHej. Ring 112.\n\n## Två\n\nPeer support är stöd.\n")
    samples, segments, starts = maker.read_aloud(chapters)
    again, _segments, _starts = maker.read_aloud(chapters)

    assert maker.mp3(samples) == maker.mp3(again)
    assert [segment.text for segment in segments] == ["Hej.", "Ring 112.", "Peer support är stöd."]
    assert [title for _start, title in starts] == ["Ett", "Två"]
    assert segments[2].start == starts[1][0]
