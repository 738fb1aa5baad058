"""Loudness is what a listener hears, measured as broadcasters do."""

import pytest

from poddarkiv.audio.loudness import integrated_loudness
from poddarkiv.audio.measure import measure_file
from sounds import write_tone


def test_a_tone_six_decibels_lower_is_six_units_quieter(tmp_path):
    loud = integrated_loudness(write_tone(tmp_path / "a.wav", codec="pcm_s16le", amplitude=0.5))
    quiet = integrated_loudness(write_tone(tmp_path / "b.wav", codec="pcm_s16le", amplitude=0.25))

    assert loud - quiet == pytest.approx(6.0, abs=0.2)


def test_a_tone_of_minus_23_db_is_known_to_the_meter(tmp_path):
    # EBU Tech 3341: a stereo 1 kHz tone of -23 dBFS is -23 LUFS; one channel of two is 3 less,
    # and 220 Hz passes the meter's first filter 0.7 lower than 1 kHz.
    loudness = integrated_loudness(
        write_tone(tmp_path / "a.wav", codec="pcm_s16le", rate=48_000, seconds=5, amplitude=0.0708)
    )

    assert loudness == pytest.approx(-26.7, abs=0.4)


def test_silence_has_no_loudness(tmp_path):
    path = write_tone(tmp_path / "a.wav", codec="pcm_s16le", amplitude=0.0)

    assert integrated_loudness(path) is None


def test_loudness_is_not_measured_again_for_the_same_sound(tmp_path):
    path = write_tone(tmp_path / "a.mp3")
    before = measure_file(path, "media/a.mp3").audio

    claimed = before.model_copy(update={"loudness": -16.0})

    assert measure_file(path, "media/a.mp3", claimed).audio.loudness == -16.0
    assert before.loudness != -16.0
