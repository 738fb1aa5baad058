"""The gate, and the second hearing of what fails it."""

import numpy as np
import pytest

from asr.fakes import FakeEngine, hearing
from poddarkiv.asr.chunk import Chunk
from poddarkiv.asr.engine import Hypothesis, Request
from poddarkiv.asr.pipeline import transcribe_batch
from poddarkiv.asr.quality_gate import Fault, find_faults
from poddarkiv.audio.decode import RATE
from poddarkiv.transcript import Word

SPEECH = [
    "det",
    "här",
    "är",
    "en",
    "helt",
    "vanlig",
    "mening",
    "som",
    "någon",
    "säger",
    "lugnt",
    "och",
    "tydligt",
]


def chunk(seconds=20.0, start=0.0):
    sound = np.random.default_rng(3).normal(0, 0.1, int(seconds * RATE)).astype(np.float32)
    return Chunk(((int(start * RATE), int(start * RATE) + len(sound)),), sound)


def stretched(place, seconds):
    """Return words as when the model went past some speech: one takes its time."""
    words, at = [], 0.0
    for i, text in enumerate(SPEECH):
        end = at + (seconds if i == place else 0.5)
        words.append(Word(text, at, end, 0.9))
        at = end
    return Hypothesis(tuple(words), -0.3, 1.5)


@pytest.mark.parametrize(
    ("said", "seconds", "found"),
    [
        (hearing(SPEECH), 6.0, ()),
        (hearing([]), 6.0, (Fault.EMPTY,)),
        (hearing([]), 1.0, ()),
        (hearing(["Svensktextning.nu"]), 12.0, (Fault.CREDIT, Fault.SPARSE)),
        (hearing(["Undertexter", "från", "Amara.org-gemenskapen"]), 3.0, (Fault.CREDIT,)),
        (hearing(["Ja", "det", "är", "så"] * 12), 24.0, (Fault.LOOP,)),
        (hearing(SPEECH, compression=2.5), 6.0, (Fault.LOOP,)),
        (hearing(SPEECH, logprob=-1.2), 6.0, (Fault.UNSURE,)),
        (hearing(SPEECH[:3]), 10.0, (Fault.SPARSE,)),
        (hearing(SPEECH * 3, step=0.1), 4.0, (Fault.DENSE,)),
        (hearing(SPEECH), 12.0, (Fault.HOLE,)),
        (stretched(5, 4.0), 16.0, (Fault.HOLE,)),
        (stretched(5, 0.9), 7.0, ()),
        (hearing([*SPEECH, "håndhåndhåndhåndhånd"]), 7.0, (Fault.LOOP,)),
        (hearing(["1.8.1.1.1.1.1.1.1.1.1.1.1.1", *SPEECH]), 7.0, (Fault.LOOP,)),
    ],
)
def test_the_gate_names_what_is_wrong(said, seconds, found):
    assert find_faults(said, seconds) == found


@pytest.mark.parametrize(
    "said",
    [
        "Tack så mycket.",
        "Tack för att ni har lyssnat på oss i dag.",
        "Du hittar undertexter på webbplatsen.",
        "Ja, ja, ja, precis så är det.",
        "Prenumerera gärna där du lyssnar på poddar.",
    ],
)
def test_what_people_do_say_passes(said):
    words = said.split()

    assert find_faults(hearing(words), len(words) * 0.5) == ()


def test_an_unsure_thanks_alone_in_long_speech_is_heard_again_and_a_sure_one_stays():
    said = ["Tack", "för", "att", "ni", "tittade"]

    assert Fault.CREDIT in find_faults(hearing(said, probability=0.3), 14.0)
    assert Fault.CREDIT not in find_faults(hearing(said, probability=0.95), 4.0)


def test_a_chunk_that_fails_is_split_and_heard_again_and_no_speech_is_lost():
    def script(seconds, request):
        # Whole it collapses into a credit line; in parts it is heard.
        return hearing(["Textning.nu"]) if seconds > 15 else None

    engine = FakeEngine(script)

    [passage] = transcribe_batch(engine, [chunk(20.0, start=100.0)], Request("sv"))

    assert [word.text for word in passage.words][:2] == ["ord0", "ord1"]
    assert "Textning.nu" not in [word.text for word in passage.words]
    assert len(passage.words) >= 38
    assert passage.stretch.failed == ("credit", "sparse")
    assert passage.stretch.remaining == ()
    assert passage.words[0].start >= 100
    assert passage.words[-1].end <= 120
    assert engine.heard[0] == (20.0, 0.0)
    assert {temperature for _seconds, temperature in engine.heard} == {0.0}


def test_a_half_that_fails_is_split_once_more():
    def script(seconds, request):
        return hearing([]) if seconds > 8 else None

    engine = FakeEngine(script)

    [passage] = transcribe_batch(engine, [chunk(20.0)], Request("sv"))

    assert len(engine.heard) == 1 + 2 + 4
    assert len(passage.words) >= 36
    assert passage.stretch.remaining == ()


def test_sentences_that_the_model_went_past_are_heard_again():
    def script(seconds, request):
        return stretched(5, 14.0) if seconds == 20.0 else None

    [passage] = transcribe_batch(FakeEngine(script), [chunk(20.0)], Request("sv"))

    assert passage.stretch.failed == ("hole",)
    assert passage.stretch.remaining == ()
    assert len(passage.words) >= 38


def test_only_what_fails_is_heard_again():
    engine = FakeEngine(lambda seconds, request: hearing([]) if seconds == 20.0 else None)

    passages = transcribe_batch(
        engine, [chunk(12.0), chunk(20.0, 30), chunk(14.0, 60)], Request("sv")
    )

    assert [length for length, _t in engine.heard[:3]] == [12.0, 20.0, 14.0]
    assert len(engine.heard) == 5
    assert [bool(passage.stretch.failed) for passage in passages] == [False, True, False]


def test_halves_that_fail_are_tried_warmer_and_the_best_counts():
    def script(seconds, request):
        if request.temperature == 0.8:
            return None
        return hearing(["ja", "det", "är", "så"] * 12, step=0.1)

    engine = FakeEngine(script)

    [passage] = transcribe_batch(engine, [chunk(20.0)], Request("sv"))

    # Whole, in halves, in quarters, and those without repetition; then by chance.
    cold = 1 + 2 + 4 + 4
    warm = [0.4] * 4 + [0.8] * 4
    assert [temperature for _s, temperature in engine.heard] == [0.0] * cold + warm
    assert passage.stretch.remaining == ()
    assert passage.words[0].text == "ord0"


def test_a_loop_is_heard_again_without_repetition_before_chance_comes_in():
    def script(seconds, request):
        return None if request.no_repeats else hearing(["ja", "det", "är", "så"] * 12, step=0.1)

    engine = FakeEngine(script)

    [passage] = transcribe_batch(engine, [chunk(20.0)], Request("sv"))

    assert len(engine.heard) == 1 + 2 + 4 + 4
    assert {temperature for _seconds, temperature in engine.heard} == {0.0}
    assert passage.stretch.remaining == ()


def test_a_credit_line_that_never_gives_way_is_left_out_and_told():
    engine = FakeEngine(lambda seconds, request: hearing(["Svensktextning.nu"]))

    [passage] = transcribe_batch(engine, [chunk(20.0)], Request("sv"))

    assert passage.words == ()
    assert "credit" in passage.stretch.remaining
    assert passage.stretch.words == 0


def test_words_never_run_backwards():
    def script(seconds, request):
        made = hearing(["ett", "två", "tre"], step=0.4)
        late = made.words[1]
        words = (made.words[0], type(late)("två", 0.1, 0.2, 0.9), made.words[2])
        return type(made)(words, made.logprob, made.compression)

    [passage] = transcribe_batch(FakeEngine(script), [chunk(3.0)], Request("sv"))

    times = [time for word in passage.words for time in (word.start, word.end)]
    assert times == sorted(times)
