"""What sounds like the speech around it and holds no words is told, whatever a detector says."""

from datetime import date

import numpy as np
import pytest

from asr.conftest import SENTENCES, speech
from asr.fakes import FakeEngine
from asr.test_chunker import music, noise, silence, spoken
from poddarkiv.asr import recording as module
from poddarkiv.asr.chunk_cache import ChunkCache
from poddarkiv.asr.job import Job, Source
from poddarkiv.asr.pool import InlinePool
from poddarkiv.asr.recording import transcribe_recording
from poddarkiv.asr.summary import summarize_result
from poddarkiv.asr.wordless import LevelMeter, find_wordless
from poddarkiv.audio.decode import BLOCK, RATE, decode_whole
from poddarkiv.formats import machine
from poddarkiv.formats.low_confidence import find_low_confidence

pytest.importorskip("faster_whisper")


def levels(*parts):
    sound, meter = np.concatenate(parts), LevelMeter()
    blocks = (sound[at : at + BLOCK] for at in range(0, len(sound), BLOCK))
    assert sum(len(block) for block in meter.record(blocks)) == len(sound)
    return meter.levels()


def words(start, end):
    return [(at / 10, at / 10 + 0.4) for at in range(int(start * 10), int(end * 10) - 4, 5)]


def test_speech_without_words_is_told_with_its_times():
    said = spoken()
    length = len(said) / RATE
    found = find_wordless(levels(said, silence(20), said), words(0, length))

    [(start, end)] = found
    assert start == pytest.approx(length + 20, abs=0.5)
    assert end == pytest.approx(2 * length + 20, abs=1)


@pytest.mark.parametrize("other", [silence, noise, music, lambda seconds: spoken() * 0.01])
def test_what_does_not_sound_like_the_speech_around_is_not_told(other):
    said = spoken()
    length = len(said) / RATE
    between = other(60)

    found = levels(said, between, said)
    later = length + len(between) / RATE

    assert find_wordless(found, words(0, length) + words(later, later + length)) == []


def test_a_pause_of_less_than_ten_seconds_is_none():
    said = spoken()
    length = len(said) / RATE

    found = find_wordless(levels(said), words(0, length - 9) + words(length - 0.5, length))

    assert found == []


def test_where_no_word_at_all_was_heard_speech_is_still_known():
    assert len(find_wordless(levels(spoken()), [])) == 1
    assert find_wordless(levels(music(60)), []) == []
    assert find_wordless(levels(silence(60)), []) == []


def test_what_the_detector_misses_stands_in_the_review_list(tmp_path, monkeypatch):
    class Deaf(module.SpeechChunker):
        def chunks(self, blocks):
            # As if the detector took all after the first half for no speech.
            yield from (c for c in super().chunks(blocks) if c.start < 24)

    monkeypatch.setattr(module, "SpeechChunker", Deaf)
    path = tmp_path / "a.wav"
    write(path, np.concatenate([spoken(), spoken()]))
    job = Job((Source(path),), "fake 1", "fake@1", "a" * 64, "sv")

    heard = transcribe_recording(
        job, InlinePool(FakeEngine()), ChunkCache(tmp_path, "x"), date(2026, 1, 1), print
    )

    [(start, end)] = heard.wordless
    assert 20 < start < 35 < 45 < end < 51
    [line] = [text for text in summarize_result("a", heard, "sv") if "sounds like speech" in text]
    assert "poddarkiv review a" in line
    kept = machine.parse_machine_transcript(machine.render_machine_transcript(heard.machine))
    [doubt] = [
        d
        for d in find_low_confidence(kept.transcript, kept, ())
        if "no words were heard" in d.reason
    ]
    assert doubt.end == pytest.approx(end, abs=0.01)


def write(path, sound):
    import wave

    with wave.open(str(path), "wb") as file:
        rows = sound if sound.ndim == 2 else sound[:, None]
        file.setnchannels(rows.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(rows, -1, 1) * 32767).astype("<i2").tobytes())


def test_stereo_with_one_side_inverted_is_heard_and_said(tmp_path):
    said = decode_whole(speech(next(iter(SENTENCES))))
    path = tmp_path / "a.wav"
    write(path, np.stack([said, -0.7 * said - 0.3 * said], axis=1))
    job = Job((Source(path),), "fake 1", "fake@1", "a" * 64, "sv")

    heard = transcribe_recording(
        job, InlinePool(FakeEngine()), ChunkCache(tmp_path, "x"), date(2026, 1, 1), print
    )

    assert np.abs(decode_whole(path) - said).max() < 0.01
    assert heard.chunks
    assert [text for text in summarize_result("a", heard, "sv") if "miswired" in text]


def test_stereo_as_it_should_be_is_mixed(tmp_path):
    said = decode_whole(speech(next(iter(SENTENCES))))
    path = tmp_path / "a.wav"
    write(path, np.stack([said, 0.5 * said], axis=1))

    assert np.abs(decode_whole(path) - 0.75 * said).max() < 0.01
