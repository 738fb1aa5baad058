"""Unfinished work, kept outside git: what has been heard so far, and who is at it.

A key names one recording heard in one way. Its folder holds a file for each batch, written whole
or not at all, so that killing the program at any moment costs at most the batches under way; and
claims, so that two runs, on one machine or several, never do the same recording.
"""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from poddarkiv.asr.pipeline import Passage
from poddarkiv.formats.machine import Stretch
from poddarkiv.output import write_if_changed
from poddarkiv.output.locking import kept, take
from poddarkiv.transcript import Word

FOLDER = ".poddarkiv/transcribe"
"""From the archive's root."""


def work_key(audio_sha256: str, settings: dict[str, str]) -> str:
    """Return the name of the work: the same recording heard in the same way."""
    text = json.dumps([audio_sha256, settings], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class Work:
    """The folder of one piece of work."""

    def __init__(self, root: Path, key: str) -> None:
        self.folder = root / FOLDER / key

    def get(self, name: str) -> list[Passage] | None:
        """Return what was heard in a batch, if it was kept whole."""
        try:
            rows = json.loads((self.folder / f"{name}.json").read_bytes())
            return [_passage(row) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, name: str, passages: list[Passage]) -> None:
        """Keep what was heard in a batch."""
        rows = [_row(passage) for passage in passages]
        write_if_changed(self.folder / f"{name}.json", json.dumps(rows).encode())

    def done(self) -> None:
        """Forget the work: its result has been written."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def claimed(self) -> Iterator[bool]:
        """Claim the work while the block runs; give whether it is ours."""
        lock = take(self.folder, "claim", "transcribe")
        if isinstance(lock, Path):
            with kept(lock):
                yield True
        else:
            yield False


def _row(passage: Passage) -> dict[str, Any]:
    words = [[word.text, word.start, word.end, word.probability] for word in passage.words]
    return {"words": words, "stretch": asdict(passage.stretch), "spoken": passage.spoken}


def _passage(row: dict[str, Any]) -> Passage:
    values = row["stretch"]
    listed = {key: tuple(values[key]) for key in ("failed", "remaining")}
    words = tuple(Word(*word) for word in row["words"])
    spoken = row["spoken"]
    return Passage(words, Stretch(**(values | listed)), tuple(spoken) if spoken else None)
