"""What `tag` writes is read back by others, and the sound stays as it was."""

import signal
import subprocess
import sys

import av
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from poddarkiv.audio.packets import audio_sha256
from poddarkiv.errors import AudioError
from poddarkiv.output.recovery import sweep
from sounds import write_tone
from tagging import CHAPTERS, PNG, make_tags, write_tags


@pytest.fixture(params=["mp3", "m4a"])
def recording(request, tmp_path):
    """Return an MP3, then an M4A."""
    if request.param == "mp3":
        return write_tone(tmp_path / "a.mp3")
    return write_tone(tmp_path / "a.m4a", codec="aac", rate=44_100)


def test_mp3_tags_are_id3_2_4_with_everything(tmp_path):
    path = write_tone(tmp_path / "a.mp3")

    write_tags(path, make_tags())

    tags = ID3(path)
    assert tags.version == (2, 4, 0)
    assert str(tags["TIT2"]) == "Om stöd"
    assert str(tags["TALB"]) == "Testpodden"
    assert str(tags["TPE1"]) == "Testarna"
    assert str(tags["TRCK"]) == "32"
    assert str(tags["TPOS"]) == "2"
    assert str(tags["TDRC"]) == "2026-11-20"
    assert str(tags["TLAN"]) == "swe"
    assert str(tags["COMM::swe"]) == "Om stöd.\n\n12:30 Handlar om ångest"
    assert str(tags["USLT::swe"]) == "[0:00] Ada: Hej!\n"
    assert tags["WOAF"].url == "https://podd.example.org/avsnitt/032-om-stod/"
    assert (tags["APIC:"].mime, tags["APIC:"].data) == ("image/png", PNG)
    chapters = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    assert [(c.start_time, c.end_time, str(c.sub_frames["TIT2"])) for c in chapters] == [
        (0, 1500, "Välkommen"),
        (1500, 2250, "Återhämtning"),
        (2250, round(MP3(path).info.length * 1000), "Slut"),
    ]
    assert chapters[1].sub_frames["WXXX:chapter url"].url == "https://example.org/a"
    assert tags["CTOC:toc"].child_element_ids == ["chp0", "chp1"]


def test_m4a_tags_and_chapters_are_read_by_others(tmp_path):
    path = write_tone(tmp_path / "a.m4a", codec="aac", rate=44_100)

    write_tags(path, make_tags())

    file = MP4(path)
    assert file.tags["\xa9nam"] == ["Om stöd"]
    assert file.tags["\xa9alb"] == ["Testpodden"]
    assert file.tags["trkn"] == [(32, 0)]
    assert file.tags["\xa9day"] == ["2026-11-20"]
    assert file.tags["\xa9lyr"] == ["[0:00] Ada: Hej!\n"]
    assert bytes(file.tags["covr"][0]) == PNG
    assert [(c.start, c.title) for c in file.chapters] == [
        (0.0, "Välkommen"),
        (1.5, "Återhämtning"),
        (2.25, "Slut"),
    ]
    with av.open(str(path)) as container:
        assert container.streams.audio[0].metadata["language"] == "swe"


def test_the_sound_stays_as_it_was(recording):
    before = audio_sha256(recording)

    assert write_tags(recording, make_tags())

    assert audio_sha256(recording) == before


def test_a_second_run_changes_no_byte(recording):
    write_tags(recording, make_tags())
    before, at = recording.read_bytes(), recording.stat().st_mtime_ns

    assert not write_tags(recording, make_tags())

    assert (recording.read_bytes(), recording.stat().st_mtime_ns) == (before, at)


def test_the_way_to_the_tags_leaves_no_trace(recording):
    fresh = recording.with_name(f"b{recording.suffix}")
    fresh.write_bytes(recording.read_bytes())
    write_tags(recording, make_tags(title="Ett annat", chapters=CHAPTERS[:1], lyrics="x" * 9999))

    write_tags(recording, make_tags())
    write_tags(fresh, make_tags())

    assert recording.read_bytes() == fresh.read_bytes()


def test_taking_away_chapters_takes_them_out_of_the_file(recording):
    write_tags(recording, make_tags())

    write_tags(recording, make_tags(chapters=()))

    with av.open(str(recording)) as container:
        assert container.chapters() == []


def test_tags_that_are_not_ours_stay(tmp_path):
    from mutagen.id3 import TCOP, TXXX

    path = write_tone(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(TCOP(text="© Någon"))
    tags.add(TXXX(desc="REPLAYGAIN", text="-3"))
    tags.save(path, v1=2)

    write_tags(path, make_tags())

    assert str(ID3(path)["TCOP"]) == "© Någon"
    assert str(ID3(path)["TXXX:REPLAYGAIN"]) == "-3"


def test_another_kind_of_file_is_left_alone(tmp_path):
    path = write_tone(tmp_path / "a.flac", codec="flac")
    before = path.read_bytes()

    with pytest.raises(AudioError, match=r"a\.flac: only MP3 and M4A can carry tags"):
        write_tags(path, make_tags())

    assert path.read_bytes() == before


KILLED = """
import os, signal, sys
from pathlib import Path
import test_tags
from poddarkiv.audio import write_tags as module

def write_half(copy, tags):
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    print("half", flush=True)
    signal.pause()

module._WRITERS = dict.fromkeys(module._WRITERS, write_half)
module.write_tagged_copy(Path(sys.argv[1]), test_tags.make_tags())
"""


def test_a_kill_in_the_middle_leaves_the_old_file_whole(recording):
    before = recording.read_bytes()
    run = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(recording)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert run.stdout.readline() == b"half\n"
    run.send_signal(signal.SIGKILL)
    run.wait()

    assert recording.read_bytes() == before
    sweep(recording.parent)
    assert write_tags(recording, make_tags())
    assert [path.name for path in recording.parent.iterdir()] == [recording.name]
