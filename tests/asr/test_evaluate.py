"""Error rates against reviewed transcripts."""

import pytest

from asr.conftest import run, speech
from poddarkiv.asr.evaluate import Score, normalize_text, score_text, transcript_text
from poddarkiv.formats import machine, vtt
from poddarkiv.formats.cues import SpokenWord, make_cues
from poddarkiv.formats.machine import MachineTranscript
from poddarkiv.transcript import Provenance, Transcript, Word


def test_case_punctuation_and_dashes_do_not_count():
    assert normalize_text("Hej! Är det 10.30, t.ex.?") == normalize_text("hej är DET 10 30 t ex")


def test_swedish_letters_and_words_do():
    found = score_text(normalize_text("Vi åt lök på ön"), normalize_text("vi at lök på"))

    assert (found.words, found.word_errors, found.lost_words) == (5, 2, 1)
    assert found.wer == 0.4


def test_scores_add_up_by_words_and_not_by_episodes():
    total = Score(10, 1, 0, 50, 2) + Score(90, 19, 5, 450, 48)

    assert total.wer == 0.2
    assert total.cer == 0.1
    assert total.lost_words == 5


def test_nothing_said_and_something_heard_is_all_wrong():
    assert score_text("", "hej hej").wer == 1.0
    assert score_text("", "").wer == 0.0


def test_the_dashes_that_join_cues_are_no_words():
    words = [SpokenWord(Word(f"ord{i}", i / 2, i / 2 + 0.5, 1.0)) for i in range(40)]

    assert transcript_text(Transcript(make_cues(words))) == " ".join(f"ord{i}" for i in range(40))


@pytest.fixture
def reviewed(make_recordings):
    """Return an archive with one reviewed transcript, two of its eight words corrected."""
    root = make_recordings(
        ettan=speech("0930"), more="transcript: {status: reviewed, by: Ada, date: 2026-11-20}"
    )
    said = "He might even have been made amiable himself."
    spoken = [SpokenWord(Word(w, i * 0.4, i * 0.4 + 0.4, 0.9)) for i, w in enumerate(said.split())]
    segments = make_cues(spoken)
    provenance = Provenance("x", "y", "2026-11-20", "0", vtt.hash_text(segments))
    folder = root / "episodes/ettan"
    made = MachineTranscript(Transcript(segments, "en", provenance), (), 3.3)
    (folder / "transcript.machine.json").write_text(machine.render_machine_transcript(made))
    corrected = vtt.render_vtt(made.transcript).replace("even", "never").replace("amiable", "able")
    (folder / "transcript.vtt").write_text(corrected)
    return root


def test_the_command_compares_the_machines_text_with_the_reviewed_one(reviewed):
    result = run(reviewed, "--evaluate")

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "ettan: WER 25.0 %, CER 11.9 %, 0 of 8 words lost",
        "All: WER 25.0 %, CER 11.9 %, 0 of 8 words lost",
    ]


@pytest.mark.whisper
@pytest.mark.slow
def test_another_model_is_heard_for_it_and_nothing_is_written(reviewed):
    before = {path: path.read_bytes() for path in (reviewed / "episodes/ettan").iterdir()}

    result = run(reviewed, "--evaluate", "--model", "packaged:base")

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1].startswith("All: WER 25.0 %")
    assert {path: path.read_bytes() for path in (reviewed / "episodes/ettan").iterdir()} == before


def test_without_reviewed_transcripts_there_is_nothing_to_compare_with(make_recordings):
    result = run(make_recordings(ettan=speech("0930")), "--evaluate")

    assert result.returncode == 2
    assert "no transcript has been reviewed" in result.stderr
