"""Models by name: what may be written, and what happens when they can't be had."""

import hashlib
import struct

import pytest

from poddarkiv.asr import models
from poddarkiv.asr.convert import convert_model
from poddarkiv.asr.hardware import model_for_hardware
from poddarkiv.asr.model_names import parse_model_name
from poddarkiv.asr.models import PACKAGED_SHA256, Weights, convert_for_engine, fetch_model
from poddarkiv.errors import TranscriptionError, UsageError

GIGABYTE = 1 << 30


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("packaged:base", "packaged", "packaged:base@ebe41f70d5b6"),
        ("small", "hub", "Systran/faster-whisper-small@536b0662742c"),
        ("KBLab/kb-whisper-small", "hub", "KBLab/kb-whisper-small@3564d61a42fc"),
        ("KBLab/kb-whisper-large", "hub", "KBLab/kb-whisper-large@d5d5984b4d8f"),
        ("KBLab/kb-whisper-tiny@0123abc", "hub", "KBLab/kb-whisper-tiny@0123abc"),
        ("someone/else", "hub", "someone/else"),
        ("egen.pt", "pt", "egen.pt"),
        ("./modeller/egen", "folder", "./modeller/egen"),
    ],
)
def test_a_name_says_where_the_model_is_and_at_which_commit(text, kind, shown):
    name = parse_model_name(text)

    assert (name.kind, name.shown) == (kind, shown)


def test_a_folder_that_is_there_goes_before_a_hub_of_the_same_name():
    assert parse_model_name("modeller/egen", exists=True).kind == "folder"


def test_a_name_that_means_nothing_lists_the_choices():
    with pytest.raises(
        UsageError, match=r"no model is called “smal”\. did you mean “small”\? Choo"
    ):
        parse_model_name("smal")


@pytest.mark.parametrize(
    ("language", "gpu", "cores", "memory", "best"),
    [
        ("sv", True, 2, 4, "KBLab/kb-whisper-large"),
        ("sv", False, 16, 32, "KBLab/kb-whisper-medium"),
        ("sv", False, 4, 8, "KBLab/kb-whisper-small"),
        ("sv", False, 16, 3, "KBLab/kb-whisper-base"),
        ("en", True, 8, 16, "large-v3"),
        (None, False, 4, 8, "small"),
    ],
)
def test_the_automatic_choice_follows_memory_cores_and_card(language, gpu, cores, memory, best):
    assert model_for_hardware(language, gpu=gpu, cores=cores, memory=memory * GIGABYTE) == best


@pytest.mark.whisper
def test_the_packaged_model_is_put_together_once_and_checked(tmp_path, monkeypatch):
    monkeypatch.setenv("PODDARKIV_CACHE", str(tmp_path))

    weights = fetch_model(parse_model_name("packaged:base"))

    content = (weights.path / "model.bin").read_bytes()
    assert hashlib.sha256(content).hexdigest() == PACKAGED_SHA256
    assert {path.name for path in weights.path.iterdir()} == {
        "config.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.txt",
    }
    before = (weights.path / "model.bin").stat().st_mtime_ns
    assert fetch_model(parse_model_name("packaged:base")) == weights
    assert (weights.path / "model.bin").stat().st_mtime_ns == before

    (weights.path / "model.bin").write_bytes(content[:-1] + b"x")
    with pytest.raises(TranscriptionError, match=r"the model is damaged .* reinstall"):
        fetch_model(parse_model_name("packaged:base"))


def test_without_its_packages_the_packaged_model_comes_from_the_hub(tmp_path, monkeypatch):
    monkeypatch.setenv("PODDARKIV_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setattr(models, "_PARTS", ("no_such_package_one", "no_such_package_two"))
    asked = []
    monkeypatch.setattr(
        models, "_from_hub", lambda name: asked.append(name.shown) or _fake(tmp_path)
    )

    with pytest.raises(TranscriptionError, match="the model is damaged"):
        fetch_model(parse_model_name("packaged:base"))

    assert asked == ["Systran/faster-whisper-base@ebe41f70d5b6"]


def _fake(folder):
    (folder / "model.bin").write_bytes(b"another model")
    return Weights("fake", folder)


def test_a_path_without_a_model_is_told(tmp_path):
    with pytest.raises(TranscriptionError, match=r"no model for faster-whisper lies there"):
        fetch_model(parse_model_name(str(tmp_path), exists=True))
    with pytest.raises(TranscriptionError, match=r"egen\.pt: there is no such model file"):
        fetch_model(parse_model_name(str(tmp_path / "egen.pt")))


def test_a_pt_file_is_for_the_other_engine(tmp_path):
    with pytest.raises(TranscriptionError, match="needs --engine openai-whisper"):
        convert_for_engine(Weights("egen.pt@0", tmp_path / "egen.pt"), "faster-whisper")


def test_what_is_no_whisper_model_is_not_converted(tmp_path):
    kind = b"TransformerSpec\0"
    head = struct.pack("<IH", 6, len(kind)) + kind + struct.pack("<II", 1, 0)
    (tmp_path / "model.bin").write_bytes(head)

    with pytest.raises(TranscriptionError, match="WhisperSpec was expected, not TransformerSpec"):
        convert_model(tmp_path, tmp_path / "out.pt")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.bin"]
