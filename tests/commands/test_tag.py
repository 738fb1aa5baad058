"""`poddarkiv tag` writes into the audio files, and the lock follows."""

import pytest
import yaml
from mutagen.id3 import ID3

from checks.faults import copy_base
from poddarkiv.audio.packets import audio_sha256
from running import in_english, poddarkiv
from sounds import write_tone


@pytest.fixture
def root(tmp_path):
    """Return an archive whose first episode has a recording here."""
    root = in_english(copy_base(tmp_path))
    write_tone(root / "media/001-start.mp3")
    return root


def lock_of(root):
    return yaml.safe_load((root / "episodes/001-start/episode.lock.yml").read_text("utf-8"))


def test_title_cover_chapters_and_transcript_are_in_the_file_and_the_lock_follows(root):
    sound = audio_sha256(root / "media/001-start.mp3")

    result = poddarkiv(root, "tag")

    assert (result.returncode, result.stderr) == (
        0,
        "media/001-start.mp3 tagged\n1 file changed.\n",
    )
    tags = ID3(root / "media/001-start.mp3")
    assert str(tags["TIT2"]) == "Vi börjar"
    assert str(tags["TALB"]) == "Testpodden"
    assert tags["APIC:"].mime == "image/png"
    assert len(tags.getall("CHAP")) == 3
    assert "Handlar om ångest" in str(tags.getall("COMM")[0])
    assert tags.getall("USLT")
    lock = lock_of(root)["audio"]
    assert lock["bytes"] == (root / "media/001-start.mp3").stat().st_size
    assert lock["audio_sha256"] == audio_sha256(root / "media/001-start.mp3") == sound


def test_a_second_run_changes_nothing(root):
    poddarkiv(root, "tag")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}

    result = poddarkiv(root, "tag", "1")

    assert result.stderr == "0 files changed.\n"
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file()} == before


def test_a_broken_recording_is_told_with_its_line(root):
    (root / "media/001-start.mp3").write_text("no sound")

    result = poddarkiv(root, "tag")

    assert result.returncode == 1
    assert "episodes/001-start/episode.yml:9: audio: 001-start.mp3: the content is no" in (
        result.stderr
    )
