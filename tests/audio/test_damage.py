"""What is broken in a file, joined to it or behind its end stops nothing, and is told."""

import numpy as np
import pytest

from broken import HTML, ape_tag, damaged, id3v1, id3v2, lyrics3, tone
from poddarkiv.audio.decode import RATE, Recording, decode_whole
from poddarkiv.audio.loudness import integrated_loudness
from poddarkiv.audio.measure import measure_file
from poddarkiv.audio.packets import audio_sha256
from poddarkiv.review.waveform import PER_SECOND, compute_peaks
from sounds import write_tone
from tagging import make_tags, write_tags


def put(path, content):
    path.write_bytes(content)
    return path


def measured(path):
    return measure_file(path, f"media/{path.name}")


def peaks_of(path):
    return b"".join(compute_peaks(path))


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.flac", "a.ogg"])
def test_damage_is_passed_over_and_its_place_told_everywhere(tmp_path, name):
    content = tone(tmp_path, name, amplitude=0.4, seconds=20)
    path = put(tmp_path / name, damaged(content))

    found = measured(path)

    [line] = [text for text in found.advice if "damaged" in text]
    assert line.startswith(f"{name}: is damaged at 0:")
    assert "(byte " in line
    assert found.audio.duration == pytest.approx(20, abs=1.0)
    recording = Recording(path)
    sound = np.concatenate(list(recording.blocks()))
    assert len(sound) / RATE == pytest.approx(20, abs=1.0)
    assert 7 < recording.damage[0].time < 12
    assert abs(recording.damage[0].byte - len(content) // 2) < len(content) / 8
    assert len(peaks_of(path)) / PER_SECOND == pytest.approx(20, abs=1.0)
    assert max(peaks_of(path)[-2 * PER_SECOND :]) > 80  # the sound goes on to the end


@pytest.mark.parametrize(
    "after",
    [id3v1(), ape_tag(), ape_tag() + id3v1(), lyrics3(), HTML, bytes(100_000), HTML + id3v1()],
    ids=["id3v1", "ape", "ape and id3v1", "lyrics3", "html", "zeros", "html and id3v1"],
)
def test_what_stands_after_the_sound_is_no_sound(tmp_path, after):
    content = tone(tmp_path, "a.mp3")
    plain, path = put(tmp_path / "plain.mp3", content), put(tmp_path / "a.mp3", content + after)

    found = measured(path)

    assert found.audio.duration == pytest.approx(measured(plain).audio.duration, abs=0.05)
    assert found.audio.audio_sha256 == audio_sha256(plain)
    assert integrated_loudness(path) == integrated_loudness(plain)
    assert Recording(path).damage == []
    assert len(decode_whole(path)) == pytest.approx(len(decode_whole(plain)), abs=RATE // 10)
    told = [text for text in found.advice if f"from byte {len(content)}, are no sound" in text]
    assert bool(told) == (after[:1] in b"<\0")
    write_tags(path, make_tags())
    assert audio_sha256(path) == found.audio.audio_sha256


@pytest.mark.parametrize("name", ["a.m4a", "a.ogg", "a.flac", "a.wav", "a.aac"])
def test_an_error_page_behind_another_kind_of_file_stops_nothing(tmp_path, name):
    path = put(tmp_path / name, tone(tmp_path, name) + HTML)

    assert measured(path).audio.duration == pytest.approx(6, abs=0.1)
    assert len(decode_whole(path)) / RATE == pytest.approx(6, abs=0.1)


@pytest.mark.parametrize("name", ["a.mp3", "a.ogg", "a.flac", "a.wav", "a.aac", "a.m4a"])
def test_files_that_were_joined_are_heard_one_after_the_other(tmp_path, name):
    soft = tone(tmp_path, name, amplitude=0.1)
    loud = tone(tmp_path, name, amplitude=0.5, seconds=4)
    path = put(tmp_path / name, soft + loud + soft)

    sound = decode_whole(path)

    assert len(sound) / RATE == pytest.approx(16, abs=0.3)
    assert measured(path).audio.duration == pytest.approx(16, abs=0.3)
    assert abs(sound[2 * RATE : 5 * RATE]).max() < 0.2
    assert abs(sound[7 * RATE : 9 * RATE]).max() > 0.3
    assert abs(sound[11 * RATE : 15 * RATE]).max() < 0.2
    assert Recording(path).damage == []


def test_a_cover_between_two_joined_files_is_no_sound(tmp_path):
    part = tone(tmp_path, "a.mp3")
    path = put(tmp_path / "a.mp3", id3v2() + part + id3v1() + id3v2() + part)

    assert measured(path).audio.duration == pytest.approx(12, abs=0.2)
    assert not [text for text in measured(path).advice if "damaged" in text]
    assert len(decode_whole(path)) / RATE == pytest.approx(12, abs=0.2)


@pytest.mark.parametrize("cut", [1, 7, 100, 1000])
def test_a_file_that_begins_within_a_frame_is_a_recording(tmp_path, cut):
    whole = tone(tmp_path, "a.mp3", container={"id3v2_version": "0", "write_xing": "0"})
    path = put(tmp_path / "a.mp3", whole[cut:] + whole)

    assert measured(path).audio.duration == pytest.approx(12, abs=0.2)


@pytest.mark.parametrize(
    ("name", "jingle", "speech"),
    [
        ("a.mp3", {"rate": 44_100, "layout": "stereo"}, {"rate": 24_000}),
        ("a.mp3", {"rate": 22_050}, {"rate": 48_000, "layout": "stereo"}),
        ("a.ogg", {"layout": "stereo"}, {}),
        ("a.flac", {"rate": 44_100, "layout": "stereo"}, {"rate": 24_000}),
        ("a.wav", {"rate": 44_100, "layout": "stereo"}, {"rate": 24_000}),
        ("a.aac", {"rate": 44_100, "layout": "stereo"}, {"rate": 24_000}),
    ],
)
def test_a_recording_whose_form_changes_is_heard_whole(tmp_path, name, jingle, speech):
    first = tone(tmp_path, name, amplitude=0.1, seconds=5, **jingle)
    second = tone(tmp_path, name, amplitude=0.5, seconds=10, **speech)
    path = put(tmp_path / name, first + second)

    sound = decode_whole(path)

    assert len(sound) / RATE == pytest.approx(15, abs=0.3)
    loud = np.flatnonzero(abs(sound) > 0.3)
    assert loud[0] / RATE == pytest.approx(5, abs=0.2)
    assert loud[-1] / RATE == pytest.approx(15, abs=0.3)
    assert measured(path).audio.duration == pytest.approx(15, abs=0.3)
    assert len(peaks_of(path)) / PER_SECOND == pytest.approx(15, abs=0.3)
    alone = integrated_loudness(put(tmp_path / f"b{path.suffix}", second))
    assert integrated_loudness(path) == pytest.approx(alone, abs=1.0)


def test_a_part_without_the_wanted_channel_is_heard_mixed(tmp_path):
    two = tone(tmp_path, "a.wav", layout="stereo", seconds=3)
    path = put(tmp_path / "a.wav", two + tone(tmp_path, "a.wav", seconds=3))

    assert len(decode_whole(path, 2)) / RATE == pytest.approx(6, abs=0.1)


def test_hundreds_of_broken_packets_in_a_row_are_passed_over(tmp_path):
    content = bytearray(tone(tmp_path, "a.m4a", seconds=40, amplitude=0.5))
    start, end = int(len(content) * 0.3), int(len(content) * 0.8)
    content[start:end] = bytes(end - start)
    path = put(tmp_path / "a.m4a", bytes(content))

    sound = decode_whole(path)

    assert len(sound) / RATE == pytest.approx(40, abs=1)
    assert abs(sound[-3 * RATE :]).max() > 0.3


def test_a_pointer_of_git_lfs_is_called_one(tmp_path):
    text = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 123\n".format("a" * 64)
    path = put(tmp_path / "a.mp3", text.encode())

    for read in (measured, decode_whole, lambda path: write_tags(path, make_tags())):
        with pytest.raises(Exception, match=r"Git LFS pointer.*git lfs pull"):
            read(path)


def test_a_clean_file_gets_no_advice(tmp_path):
    assert measured(write_tone(tmp_path / "a.mp3")).advice == ()
