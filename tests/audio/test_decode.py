"""Recordings of every kind become the same sound."""

import tracemalloc
import wave
from fractions import Fraction

import av
import numpy as np
import pytest

from poddarkiv.asr.chunker import SpeechChunker
from poddarkiv.audio.decode import BLOCK, RATE, Recording, decode_whole
from poddarkiv.errors import AudioError


def tone(seconds, rate=44_100):
    moment = np.arange(int(seconds * rate)) / rate
    return (0.3 * np.sin(2 * np.pi * 440 * moment)).astype(np.float32)


def encode(path, codec, seconds=3.0, *, rate=44_100, video=False):
    """Write a tone as `codec`, with a moving picture beside it if wanted."""
    with av.open(str(path), "w") as file:
        sound = file.add_stream(codec, rate=rate)
        sound.layout = "mono"
        if video:
            picture = file.add_stream("mpeg4", rate=5)
            picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
            for number in range(int(seconds * 5)):
                frame = av.VideoFrame.from_ndarray(
                    np.full((48, 64, 3), number * 7 % 255, np.uint8), format="rgb24"
                )
                file.mux(picture.encode(frame))
            file.mux(picture.encode(None))
        frame = av.AudioFrame.from_ndarray(tone(seconds, rate)[None], format="fltp", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        resampler = av.AudioResampler(sound.format, "mono", rate, sound.codec_context.frame_size)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(sound.encode(piece))
        file.mux(sound.encode(None))
    return path


def loudness(sound):
    return float(np.sqrt(np.square(sound[RATE // 2 : -RATE // 2]).mean()))


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.mp3", "libmp3lame", 44_100),
        ("a.m4a", "aac", 44_100),
        ("a.wav", "pcm_s16le", 48_000),
        ("a.flac", "flac", 44_100),
        ("a.opus", "libopus", 48_000),
    ],
)
def test_every_kind_of_recording_becomes_mono_at_16_khz(tmp_path, name, codec, rate):
    sound = decode_whole(encode(tmp_path / name, codec, rate=rate))

    assert sound.dtype == np.float32
    assert abs(len(sound) / RATE - 3.0) < 0.1
    assert abs(loudness(sound) - 0.3 / 2**0.5) < 0.02


def test_the_sound_of_a_video_is_heard(tmp_path):
    sound = decode_whole(encode(tmp_path / "film.mp4", "aac", video=True))

    assert abs(len(sound) / RATE - 3.0) < 0.15


def test_a_picture_alone_has_no_sound(tmp_path):
    path = tmp_path / "stum.mp4"
    with av.open(str(path), "w") as file:
        picture = file.add_stream("mpeg4", rate=5)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
        file.mux(picture.encode(frame))
        file.mux(picture.encode(None))

    with pytest.raises(AudioError, match=r"stum\.mp4: there is no sound in the file"):
        decode_whole(path)


@pytest.mark.parametrize(("name", "codec"), [("mp3", "libmp3lame"), ("flac", "flac")])
def test_damage_in_the_middle_is_passed_over_and_told(tmp_path, name, codec):
    path = encode(tmp_path / f"skadad.{name}", codec, 20.0)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    size = len(content) // 80
    content[middle : middle + size] = bytes(np.random.default_rng(5).integers(0, 256, size, "u1"))
    path.write_bytes(content)

    recording = Recording(path)
    sound = np.concatenate(list(recording.blocks()))

    assert len(sound) / RATE > 18
    [damage] = recording.damage
    assert 8 < damage.time < 12
    assert abs(damage.byte - middle) < 40_000


def test_a_file_that_ends_early_is_heard_to_its_end(tmp_path):
    path = encode(tmp_path / "kort.mp3", "libmp3lame", 20.0)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    assert 8 < len(decode_whole(path)) / RATE < 12


def test_what_is_no_audio_is_one_line(tmp_path):
    path = tmp_path / "text.mp3"
    path.write_text("hej " * 500)

    with pytest.raises(AudioError, match=r"text\.mp3: can't be read as audio"):
        decode_whole(path)


def test_a_channel_is_heard_alone(tmp_path):
    path = tmp_path / "tva.wav"
    rows = np.stack([tone(2, RATE), np.zeros(2 * RATE, np.float32)], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((rows * 32767).astype("<i2").tobytes())

    assert loudness(decode_whole(path, 1)) > 0.2
    assert loudness(decode_whole(path, 2)) == 0
    with pytest.raises(AudioError, match="channel 3 was wanted, the file has 2"):
        decode_whole(path, 3)


def test_a_long_recording_needs_no_more_memory_than_a_short_one():
    pytest.importorskip("faster_whisper")

    def blocks(count):
        noise = np.random.default_rng(2).normal(0, 0.05, BLOCK).astype(np.float32)
        return (noise.copy() for _ in range(count))

    def peak(count):
        tracemalloc.start()
        for _chunk in SpeechChunker().chunks(blocks(count)):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(2)
    assert peak(60) < peak(6) + 2_000_000
