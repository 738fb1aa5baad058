"""A model that is none, or broken, is one line."""

import pytest

from poddarkiv.asr.loading import EngineSpec, load_engine
from poddarkiv.errors import TranscriptionError

torch = pytest.importorskip("torch")
pytest.importorskip("whisper")


def saved(value):
    def write(path):
        torch.save(value, path)

    return write


def cut(path):
    torch.save({"dims": {}, "model_state_dict": {"a": torch.zeros(1000)}}, path)
    path.write_bytes(path.read_bytes()[:700])


BROKEN = {
    "empty": lambda path: path.write_bytes(b""),
    "no model": lambda path: path.write_bytes(b"hej" * 100),
    "a pickle of another program": lambda path: path.write_bytes(b"\x80\x04cos\nsystem\n."),
    "a zip of another program": lambda path: path.write_bytes(b"PK\x05\x06" + bytes(18)),
    "cut short": cut,
    "a number": saved(3),
    "a list": saved([1, 2]),
    "no keys": saved({}),
    "no sizes": saved({"dims": {}, "model_state_dict": {}}),
    "sizes as text": saved({"dims": dict.fromkeys("abc", "x"), "model_state_dict": {}}),
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_pt_is_one_line(kind, tmp_path):
    path = tmp_path / "modell.pt"
    BROKEN[kind](path)

    with pytest.raises(TranscriptionError) as error:
        load_engine(EngineSpec("openai-whisper", path))

    assert str(error.value).startswith(f"{path}: the model can't be read (")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"hej", bytes(64)])
def test_a_broken_model_of_faster_whisper_is_one_line(content, tmp_path):
    pytest.importorskip("faster_whisper")
    (tmp_path / "model.bin").write_bytes(content)

    with pytest.raises(TranscriptionError, match="the model can't be read") as error:
        load_engine(EngineSpec("faster-whisper", tmp_path))

    assert "\n" not in str(error.value)
