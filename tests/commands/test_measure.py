"""`poddarkiv measure` writes the lock, and the same lock the next time."""

import pytest
import yaml

from checks.faults import copy_base
from running import in_english, poddarkiv
from sounds import write_tone


@pytest.fixture
def root(tmp_path):
    """Return an archive with one published episode whose recording is here, not yet measured."""
    root = in_english(copy_base(tmp_path))
    (root / "episodes/001-start/episode.lock.yml").unlink()
    write_tone(root / "media/001-start.mp3")
    return root


def test_a_published_episode_gets_its_figures_and_its_identity(root):
    result = poddarkiv(root, "measure")

    assert (result.returncode, result.stdout) == (0, "")
    lock = yaml.safe_load((root / "episodes/001-start/episode.lock.yml").read_text("utf-8"))
    assert lock["audio"]["path"] == "media/001-start.mp3"
    assert lock["audio"]["bytes"] == (root / "media/001-start.mp3").stat().st_size
    assert lock["identity"]["guid"] == "0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c01"
    assert lock["identity"]["page"] == "avsnitt/001-start/"
    assert lock["identity"]["enclosure"] == "https://podd.example.org/media/001-start.mp3"
    assert lock["identity"]["former"] == []


def test_a_second_run_changes_nothing(root):
    poddarkiv(root, "measure")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*.lock.yml")}

    result = poddarkiv(root, "measure")

    assert result.stderr == "0 lock files written.\n"
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*.lock.yml")} == before


def test_a_broken_recording_is_told_and_the_others_are_measured(root):
    (root / "media/001-start.mp3").write_bytes(b"")

    result = poddarkiv(root, "measure")

    assert result.returncode == 1
    assert (
        "episodes/001-start/episode.yml:9: audio: media/001-start.mp3: the file is empty (0 bytes)"
    ) in result.stderr
    assert not (root / "episodes/001-start/episode.lock.yml").exists()
    assert (root / "episodes/002-mitt/episode.lock.yml").exists()


def test_a_recording_on_another_machine_keeps_what_was_measured(root):
    poddarkiv(root, "measure")
    lock = root / "episodes/001-start/episode.lock.yml"
    before = lock.read_bytes()
    (root / "media/001-start.mp3").unlink()

    result = poddarkiv(root, "measure", "1")

    assert result.returncode == 0
    assert lock.read_bytes() == before


def test_a_change_of_what_subscribers_know_is_not_measured_away(root):
    poddarkiv(root, "measure")
    yml = root / "episodes/001-start/episode.yml"
    yml.write_text(yml.read_text("utf-8").replace("7c01", "7c99"), "utf-8")

    poddarkiv(root, "measure")

    lock = yaml.safe_load((root / "episodes/001-start/episode.lock.yml").read_text("utf-8"))
    assert lock["identity"]["guid"].endswith("7c01")
    assert "identity-guid" in poddarkiv(root, "check", "--format", "json").stdout


def test_other_forms_of_a_recording_are_measured_too(root):
    write_tone(root / "media/001-start.opus", codec="libopus", rate=48_000, bit_rate=16_000)
    yml = root / "episodes/001-start/episode.yml"
    yml.write_text(
        yml.read_text("utf-8") + "alternates:\n  - {file: 001-start.opus, title: Liten fil}\n",
        "utf-8",
    )

    result = poddarkiv(root, "measure", "1")

    assert result.returncode == 0, result.stderr
    lock = yaml.safe_load((root / "episodes/001-start/episode.lock.yml").read_text("utf-8"))
    [other] = lock["alternates"]
    assert (other["path"], other["mime_type"]) == ("media/001-start.opus", "audio/ogg")
    assert other["bytes"] == (root / "media/001-start.opus").stat().st_size
    assert poddarkiv(root, "measure", "1").stderr == "0 lock files written.\n"


def test_a_withdrawn_episode_keeps_its_lock_without_its_recording(root):
    poddarkiv(root, "measure")
    lock = root / "episodes/001-start/episode.lock.yml"
    before = lock.read_bytes()
    yml = root / "episodes/001-start/episode.yml"
    yml.write_text(
        yml.read_text("utf-8").replace("status: published", "status: withdrawn"), "utf-8"
    )
    (root / "media/001-start.mp3").unlink()

    assert poddarkiv(root, "measure").returncode == 0
    assert lock.read_bytes() == before
