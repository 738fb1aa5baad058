"""What the feed says of a recording is read from the file."""

import hashlib

import pytest
from mutagen.id3 import ID3, TIT2
from mutagen.mp3 import MP3

from poddarkiv.audio.measure import measure_file
from poddarkiv.audio.packets import audio_sha256
from poddarkiv.errors import AudioError
from sounds import write_tone


def measured(path):
    return measure_file(path, f"media/{path.name}")


def test_bytes_type_length_and_checksum_are_those_of_the_file(tmp_path):
    path = write_tone(tmp_path / "a.mp3", seconds=4)

    audio = measured(path).audio

    assert audio.path == "media/a.mp3"
    assert audio.bytes == path.stat().st_size
    assert audio.mime_type == "audio/mpeg"
    assert audio.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert audio.duration == pytest.approx(MP3(path).info.length, abs=0.001)
    assert audio.bit_rate == pytest.approx(48_000, rel=0.01)


def test_an_m4a_is_measured_too(tmp_path):
    path = write_tone(tmp_path / "a.m4a", codec="aac", rate=44_100, seconds=4)

    audio = measured(path).audio

    assert audio.mime_type == "audio/x-m4a"
    assert audio.duration == pytest.approx(4, abs=0.1)


def test_tags_change_the_file_but_not_the_sound(tmp_path):
    path = write_tone(tmp_path / "a.mp3")
    before = measured(path).audio
    tags = ID3()
    tags.add(TIT2(text="Återhämtning" * 900))
    tags.save(path, v1=2)

    after = measured(path).audio

    assert after.sha256 != before.sha256
    assert after.audio_sha256 == before.audio_sha256 == audio_sha256(path)
    assert after.duration == pytest.approx(before.duration, abs=0.05)


def test_an_empty_file_is_called_empty(tmp_path):
    path = tmp_path / "a.mp3"
    path.touch()

    with pytest.raises(AudioError, match=r"^media/a.mp3: the file is empty \(0 bytes\)$"):
        measured(path)


def test_a_file_that_is_no_sound_is_told(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_text("<!doctype html><title>404</title>")

    with pytest.raises(AudioError, match="the content is no sound file"):
        measured(path)


def test_a_name_that_says_another_kind_is_told_with_the_right_one(tmp_path):
    path = write_tone(tmp_path / "a.m4a", codec="aac", rate=44_100).rename(tmp_path / "a.mp3")

    with pytest.raises(AudioError, match=r"is audio/x-m4a, but .* rename the file to a.m4a"):
        measured(path)


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.m4a", "aac")])
def test_a_file_that_is_cut_off_is_refused(tmp_path, name, codec):
    options = {"movflags": "faststart"} if codec == "aac" else {}
    path = write_tone(tmp_path / name, codec=codec, rate=44_100, seconds=12, container=options)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(AudioError, match=r"cut off|can't be read"):
        measured(path)


def test_a_varying_bit_rate_without_header_is_measured_by_its_frames(tmp_path):
    whole = write_tone(tmp_path / "a.mp3", rate=44_100, seconds=12, quality=4)
    bare = write_tone(
        tmp_path / "b.mp3", rate=44_100, seconds=12, quality=4, container={"write_xing": "0"}
    )

    first, second = measured(whole), measured(bare)

    assert first.advice == ()
    assert second.audio.duration == pytest.approx(12, abs=0.2)
    assert [text for text in second.advice if "no Xing header" in text]


def test_a_kind_that_apple_does_not_play_gets_advice(tmp_path):
    path = write_tone(tmp_path / "a.flac", codec="flac")

    assert [text for text in measured(path).advice if "publish MP3 or M4A" in text]
