"""The whole way with Whisper base on real and generated sound."""

import subprocess
from datetime import date

import numpy as np
import pytest

from asr.conftest import SENTENCES
from asr.running import write_wav
from asr.test_chunker import music, noise, silence, spoken
from poddarkiv.asr.chunk_cache import ChunkCache
from poddarkiv.asr.engine import Request
from poddarkiv.asr.evaluate import normalize_text, score_text
from poddarkiv.asr.job import Job, Source
from poddarkiv.asr.loading import EngineSpec, load_engine
from poddarkiv.asr.model_names import parse_model_name
from poddarkiv.asr.models import fetch_model
from poddarkiv.asr.pool import InlinePool, ProcessPool
from poddarkiv.asr.recording import transcribe_recording
from poddarkiv.audio.decode import decode_whole

pytestmark = [pytest.mark.whisper, pytest.mark.slow]
TRUTH = normalize_text(" ".join(SENTENCES.values()).replace("mister", "mr"))


@pytest.fixture(scope="module")
def spec():
    return EngineSpec("faster-whisper", fetch_model(parse_model_name("packaged:base")).path)


@pytest.fixture(scope="module")
def engine(spec):
    return load_engine(spec)


def hear(pool, path, tmp_path, **changes):
    values = {"engine": "e", "model": "m", "audio_sha256": "x", "language": "en"} | changes
    job = Job((Source(path),), **values)
    return transcribe_recording(
        job, pool, ChunkCache(tmp_path, "x"), date(2026, 1, 1), lambda _done, _earlier: None
    )


def said(heard):
    return [word for segment in heard.machine.transcript.segments for word in segment.words]


def test_speech_between_music_silence_and_noise_is_heard_whole_and_nothing_else(engine, tmp_path):
    half = spoken(3)
    parts = [music(12), half, silence(15), noise(8), spoken()[len(half) :], music(6)]
    path = write_wav(tmp_path / "allt.wav", np.concatenate(parts)[:, None])

    heard = hear(InlinePool(engine), path, tmp_path)

    words = said(heard)
    found = score_text(TRUTH, normalize_text(" ".join(word.text for word in words)))
    assert found.wer <= 0.06
    assert found.lost_words <= 1
    borders = np.cumsum([len(part) / 16_000 for part in parts])
    quiet = [(0, borders[0]), (borders[1], borders[3]), (borders[4], borders[5])]
    for word in words:
        middle = (word.start + word.end) / 2
        assert not any(low + 0.5 < middle < high - 0.5 for low, high in quiet), word


def test_hotwords_make_names_right_that_are_wrong_without(engine, tmp_path):
    names = ("Gustaf Dalén", "Märta Wallander", "Hellström")
    text = (
        "Välkommen till podden om fyrar. I dag är Märta Wallander med oss. Hon har skrivit en bok "
        "om Gustaf Dalén. Med i samtalet är också fyrvaktaren Hellström. Vi börjar med dig, "
        "Märta Wallander. Vem var Gustaf Dalén? Och vad gjorde Hellström?"
    )
    path = tmp_path / "namn.wav"
    subprocess.run(["espeak-ng", "-v", "sv", "-s", "140", "-w", str(path), text], check=True)
    sound = decode_whole(path)

    plain, helped = (
        engine.transcribe([sound], Request("sv", given))[0].text for given in ((), names)
    )

    parts = [part for name in names for part in name.split()]
    assert sum(part in plain for part in parts) <= 0.3 * len(parts), plain
    assert sum(part in helped for part in parts) >= 0.7 * len(parts), helped


def test_hotwords_are_not_invented_where_nobody_speaks(engine, tmp_path):
    path = write_wav(tmp_path / "musik.wav", np.concatenate([music(30), noise(20)])[:, None])

    heard = hear(InlinePool(engine), path, tmp_path, hotwords=("Märta Wallander", "Gustaf Dalén"))

    assert said(heard) == []


def test_several_processes_hear_what_one_does(spec, tmp_path, monkeypatch):
    monkeypatch.setattr("poddarkiv.asr.recording.BATCH", 1)
    path = write_wav(tmp_path / "lång.wav", np.concatenate([spoken(), spoken()])[:, None])
    # Not in this process: another library's threads in it may change a probability's last digits.
    with ProcessPool(spec, 1) as pool:
        one = hear(pool, path, tmp_path / "one")

    with ProcessPool(spec, 2) as pool:
        two = hear(pool, path, tmp_path / "two")

    assert len(one.chunks) >= 2
    assert two.machine == one.machine
