"""Convert CTranslate2 weights of Whisper to openai-whisper's `.pt`, so that both run one model.

KB-Whisper is published for CTranslate2 and not for openai-whisper. The binary format (version 6):
u32 version, name of the kind, u32 revision, u32 count, then for each variable its name, u8 rank,
u32 sizes, u8 type, u32 bytes, data; then aliases. A name is its u16 length and NUL-ended bytes.
CTranslate2 joins query, key and value of self-attention into `linear_0`, and key and value of
cross-attention into `linear_1`. Whisper's keys have no bias, so that part is zero.
"""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from poddarkiv.errors import TranscriptionError
from poddarkiv.i18n import _
from poddarkiv.output import scratch_folder
from poddarkiv.reasons import InvalidContentError

if TYPE_CHECKING:
    import numpy.typing as npt

    Variables = Mapping[str, npt.NDArray[Any]]

_KIND = "WhisperSpec"
_TYPES = {0: "float32", 1: "int8", 2: "int16", 3: "int32", 4: "float16"}


def convert_model(folder: Path, target: Path) -> None:
    """Write the CTranslate2 model in `folder` as the `.pt` file `target`, whole or not at all.

    Raises:
        TranscriptionError: It isn't a Whisper model, or its weights are quantised.
    """
    import torch

    path = folder / "model.bin"
    try:
        with path.open("rb") as file:
            variables = _read(file)
        checkpoint = _checkpoint(variables)
    except (ValueError, KeyError, struct.error) as error:
        reason = (
            str(error)
            if isinstance(error, InvalidContentError)
            else _("it is damaged, or no Whisper")
        )
        raise TranscriptionError(
            _("{path}: can't be converted for openai-whisper ({reason})", path=path, reason=reason)
        ) from error
    checkpoint["alignment_heads"] = _alignment_heads(folder)
    with scratch_folder(target, "model") as folder:
        torch.save(checkpoint, folder / target.name)
        (folder / target.name).replace(target)


def _alignment_heads(folder: Path) -> list[list[int]]:
    """Return which layer and head follow the sound, as the model's `config.json` tells."""
    try:
        config = json.loads((folder / "config.json").read_bytes())
        return [list(map(int, pair)) for pair in config.get("alignment_heads") or []]
    except (OSError, ValueError):
        return []


def _read(file: BinaryIO) -> "Variables":
    import numpy as np

    def number(form: str) -> int:
        return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])

    def name() -> str:
        return file.read(number("<H")).rstrip(b"\0").decode()

    number("<I")
    kind = name()
    if kind != _KIND:
        raise InvalidContentError(_("{wanted} was expected, not {found}", wanted=_KIND, found=kind))
    number("<I")
    variables: dict[str, npt.NDArray[Any]] = {}
    for _index in range(number("<I")):
        key, rank = name(), number("<B")
        shape = [number("<I") for _axis in range(rank)]
        kind = _TYPES[number("<B")]
        variables[key] = np.frombuffer(file.read(number("<I")), dtype=kind).reshape(shape)
    for _index in range(number("<I")):
        alias = name()
        variables[alias] = variables[name()]
    return variables


def _checkpoint(variables: "Variables") -> dict[str, Any]:
    layers = _Layers(variables)
    for side in ("encoder", "decoder"):
        for number in range(_count(variables, side)):
            layers.block(side, number)
    layers.linear("encoder.conv1", "encoder/conv1")
    layers.linear("encoder.conv2", "encoder/conv2")
    layers.norm("encoder.ln_post", "encoder/layer_norm")
    layers.norm("decoder.ln", "decoder/layer_norm")
    layers.copy("encoder.positional_embedding", "encoder/position_encodings/encodings")
    layers.copy("decoder.positional_embedding", "decoder/position_encodings/encodings")
    layers.copy("decoder.token_embedding.weight", "decoder/embeddings/weight")
    return {"dims": _dims(variables, layers.state), "model_state_dict": layers.state}


def _count(variables: "Variables", side: str) -> int:
    marks = (key.split("/")[1] for key in variables if key.startswith(f"{side}/layer_"))
    numbers = (mark.removeprefix("layer_") for mark in marks)
    return 1 + max(int(number) for number in numbers if number.isdecimal())


def _dims(variables: "Variables", state: Mapping[str, Any]) -> dict[str, int]:
    heads = int(variables["encoder/num_heads"])
    width = state["encoder.conv1.weight"].shape[0]
    return {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_audio_ctx": state["encoder.positional_embedding"].shape[0],
        "n_audio_state": width,
        "n_audio_head": heads,
        "n_audio_layer": _count(variables, "encoder"),
        "n_vocab": state["decoder.token_embedding.weight"].shape[0],
        "n_text_ctx": state["decoder.positional_embedding"].shape[0],
        "n_text_state": width,
        "n_text_head": int(variables.get("decoder/num_heads", heads)),
        "n_text_layer": _count(variables, "decoder"),
    }


class _Layers:
    """Collects variables under openai-whisper's names."""

    def __init__(self, variables: "Variables") -> None:
        self._variables = variables
        self.state: dict[str, Any] = {}

    def _tensor(self, name: str) -> Any:
        import torch

        values = self._variables[name]
        if values.dtype.name not in {"float16", "float32"}:
            raise InvalidContentError(
                _("the weights are {kind}, not float16", kind=values.dtype.name)
            )
        return torch.from_numpy(values.astype("float32"))

    def copy(self, target: str, source: str) -> None:
        self.state[target] = self._tensor(source)

    def linear(self, target: str, source: str) -> None:
        self.copy(f"{target}.weight", f"{source}/weight")
        self.copy(f"{target}.bias", f"{source}/bias")

    def norm(self, target: str, source: str) -> None:
        self.copy(f"{target}.weight", f"{source}/gamma")
        self.copy(f"{target}.bias", f"{source}/beta")

    def _parts(self, target: str, source: str, names: tuple[str, ...]) -> None:
        weights = self._tensor(f"{source}/weight").chunk(len(names))
        biases = self._tensor(f"{source}/bias").chunk(len(names))
        for name, weight, bias in zip(names, weights, biases, strict=True):
            self.state[f"{target}.{name}.weight"] = weight.clone()
            if name != "key":
                self.state[f"{target}.{name}.bias"] = bias.clone()
            elif bias.any():
                raise InvalidContentError(_("the keys of {name} have a bias", name=source))

    def block(self, side: str, number: int) -> None:
        source, target = f"{side}/layer_{number}", f"{side}.blocks.{number}"
        self.norm(f"{target}.attn_ln", f"{source}/self_attention/layer_norm")
        self._parts(
            f"{target}.attn", f"{source}/self_attention/linear_0", ("query", "key", "value")
        )
        self.linear(f"{target}.attn.out", f"{source}/self_attention/linear_1")
        if side == "decoder":
            self.norm(f"{target}.cross_attn_ln", f"{source}/attention/layer_norm")
            self.linear(f"{target}.cross_attn.query", f"{source}/attention/linear_0")
            self._parts(f"{target}.cross_attn", f"{source}/attention/linear_1", ("key", "value"))
            self.linear(f"{target}.cross_attn.out", f"{source}/attention/linear_2")
        self.norm(f"{target}.mlp_ln", f"{source}/ffn/layer_norm")
        self.linear(f"{target}.mlp.0", f"{source}/ffn/linear_0")
        self.linear(f"{target}.mlp.2", f"{source}/ffn/linear_1")
