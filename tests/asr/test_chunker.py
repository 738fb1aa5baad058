"""Where somebody speaks, in generated sound and real speech."""

import itertools

import numpy as np
import pytest

from asr.conftest import SENTENCES, speech
from poddarkiv.asr.chunk import LONGEST, Chunk
from poddarkiv.asr.chunker import SpeechChunker
from poddarkiv.audio.decode import BLOCK, RATE, decode_whole

pytest.importorskip("faster_whisper")


def silence(seconds):
    return np.zeros(int(seconds * RATE), dtype=np.float32)


def noise(seconds, loud=0.05):
    return np.random.default_rng(1).normal(0, loud, int(seconds * RATE)).astype(np.float32)


def music(seconds):
    """Return chords that change twice a second, with overtones and a beat."""
    time = np.arange(int(seconds * RATE)) / RATE
    beat = np.exp(-6 * (time % 0.5))
    sound = np.zeros_like(time)
    for step, root in enumerate([220.0, 174.6, 261.6, 196.0]):
        on = (time // 0.5) % 4 == step
        for ratio in (1, 1.26, 1.5, 2, 3, 4):
            sound += on * np.sin(2 * np.pi * root * ratio * time) / ratio
    return (0.08 * sound * (0.4 + beat)).astype(np.float32)


def spoken(count=5):
    return np.concatenate([decode_whole(speech(name)) for name in list(SENTENCES)[:count]])


def chunks(*parts):
    sound = np.concatenate(parts)
    listener = SpeechChunker()
    blocks = (sound[at : at + BLOCK] for at in range(0, len(sound), BLOCK))
    return listener, list(listener.chunks(blocks))


@pytest.mark.parametrize("nobody", [silence, noise, music])
def test_where_nobody_speaks_there_is_nothing_to_hear(nobody):
    listener, found = chunks(nobody(40))

    assert found == []
    assert listener.seconds == 40


def test_speech_between_music_and_silence_is_found_whole():
    said = spoken()
    _listener, found = chunks(music(12), said, silence(15), said, noise(10))

    spans = [(a / RATE, b / RATE) for chunk in found for a, b in chunk.spans]
    length = len(said) / RATE
    covered = sum(b - a for a, b in spans)
    assert 0.9 * 2 * length <= covered <= 2 * length + 3
    assert abs(spans[0][0] - 12) < 1
    assert not any(a < 12 + length + 7 < b for a, b in spans)


def test_chunks_are_full_rise_and_fit_whispers_window():
    _listener, found = chunks(*[spoken()] * 5)

    spans = [span for chunk in found for span in chunk.spans]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(len(chunk.sound) <= LONGEST for chunk in found)
    assert all(len(chunk.sound) == sum(b - a for a, b in chunk.spans) for chunk in found)
    fill = sum(chunk.seconds for chunk in found[:-1]) / (30 * (len(found) - 1))
    assert fill > 0.7


def test_speech_without_a_pause_is_cut_and_nothing_is_lost():
    # One sentence over and over, so close that no pause is left.
    said = decode_whole(speech("0870"))[2000:-6000]
    sound = np.concatenate([said] * 14)
    _listener, found = chunks(sound)

    spans = [span for chunk in found for span in chunk.spans]
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(spans)]
    assert len(found) >= 3
    assert sum(b - a for a, b in spans) >= 0.97 * len(sound)
    assert 0 in gaps


def test_the_same_speech_is_found_whatever_the_blocks_are():
    sound = np.concatenate([music(3), spoken(2), silence(4), spoken(2)])
    whole = [chunk.spans for chunk in SpeechChunker().chunks([sound])]

    assert [chunk.spans for chunk in chunks(sound)[1]] == whole


def test_a_word_keeps_to_the_span_that_it_is_spoken_in():
    chunk = Chunk(((16_000, 32_000), (160_000, 192_000)), silence(3))

    assert chunk.place(0.2, 0.5) == (1.2, 1.5)
    assert chunk.place(0.8, 1.1) == (1.8, 2.0)
    assert chunk.place(1.5, 2.0) == (10.5, 11.0)
    assert (chunk.start, chunk.end, chunk.seconds) == (1.0, 12.0, 3.0)


def test_a_chunk_is_split_at_its_longest_pause():
    chunk = Chunk(((0, 48_000), (64_000, 112_000), (320_000, 368_000)), noise(9))

    first, second = chunk.split()

    assert first.spans == ((0, 48_000), (64_000, 112_000))
    assert second.spans == ((320_000, 368_000),)
    assert np.array_equal(np.concatenate([first.sound, second.sound]), chunk.sound)


def test_a_chunk_without_a_pause_is_split_where_it_is_quietest():
    loud = noise(8)
    loud[4 * RATE : 4 * RATE + 4000] = 0

    first, second = Chunk(((0, 8 * RATE),), loud).split()

    assert 4 * RATE <= first.spans[0][1] <= 4.3 * RATE
    assert second.spans[0] == (first.spans[0][1], 8 * RATE)


def test_a_short_chunk_is_not_split():
    assert Chunk(((0, 3 * RATE),), noise(3)).split() is None


def test_a_weak_voice_after_a_strong_one_is_heard_too():
    strong = decode_whole(speech(next(iter(SENTENCES))))
    weak = [on_the_telephone(decode_whole(speech(name))) / 20 for name in list(SENTENCES)[1:4]]
    parts = [strong]
    for each in weak:
        parts += [silence(1.5), each, silence(1.5), strong]

    _listener, found = chunks(*parts)

    kept = np.zeros(sum(len(part) for part in parts), bool)
    for chunk in found:
        for first, last in chunk.spans:
            kept[first:last] = True
    at = 0
    for part in parts:
        loud = np.abs(part) > np.abs(part).max() / 10
        assert not loud.any() or kept[at : at + len(part)][loud].mean() > 0.5
        at += len(part)


def on_the_telephone(sound):
    spectrum = np.fft.rfft(sound)
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(frequency < 300) | (frequency > 3400)] = 0
    return np.fft.irfft(spectrum, len(sound)).astype(np.float32)
