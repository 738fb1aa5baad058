"""A cache of finished batches on disk, outside git, with a lock for each recording.

A key means one recording with one set of settings. Its folder holds a file for each batch, written
whole or not at all, so that killing the program at any moment costs at most the batches under way;
and the lock, so that two runs, on one machine or several, never do the same recording.
"""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from poddarkiv.asr.pipeline import ChunkResult
from poddarkiv.formats.machine import Stretch
from poddarkiv.output import write_if_changed
from poddarkiv.output.locking import keep_alive, take_lock
from poddarkiv.transcript import Word

FOLDER = ".poddarkiv/transcribe"
"""From the archive's root."""


def cache_key(audio_sha256: str, settings: dict[str, str]) -> str:
    """Return the cache key of a recording (by the SHA-256 of its packets) and settings."""
    # Sorted keys: the order in which settings were added is no setting.
    text = json.dumps([audio_sha256, settings], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class ChunkCache:
    """The cached batches of one recording."""

    def __init__(self, root: Path, key: str) -> None:
        self.folder = root / FOLDER / key

    def get(self, name: str) -> list[ChunkResult] | None:
        """Return a batch's results; None when they aren't there or can't be read."""
        try:
            rows = json.loads((self.folder / f"{name}.json").read_bytes())
            return [_from_json(row) for row in rows]
        # A damaged or older file counts as missing: the batch is decoded again.
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, name: str, results: list[ChunkResult]) -> None:
        """Store a batch's results."""
        rows = [_to_json(result) for result in results]
        # Whole or not at all: a killed run leaves no half batch to be believed.
        write_if_changed(self.folder / f"{name}.json", json.dumps(rows).encode())

    def clear(self) -> None:
        """Remove the cache: the transcript has been written."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def locked(self) -> Iterator[bool]:
        """Hold the recording's lock while the block runs; give whether we got it."""
        lock = take_lock(self.folder, "claim", "transcribe")
        if isinstance(lock, Path):
            with keep_alive(lock):
                yield True
        else:
            yield False


def _to_json(result: ChunkResult) -> dict[str, Any]:
    words = [[word.text, word.start, word.end, word.probability] for word in result.words]
    return {"words": words, "stretch": asdict(result.stretch), "spoken": result.language}


def _from_json(row: dict[str, Any]) -> ChunkResult:
    values = row["stretch"]
    listed = {key: tuple(values[key]) for key in ("failed", "remaining")}
    words = tuple(Word(*word) for word in row["words"])
    spoken = row["spoken"]
    return ChunkResult(words, Stretch(**(values | listed)), tuple(spoken) if spoken else None)
