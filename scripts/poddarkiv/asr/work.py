"""Unfinished work, kept outside git: what has been heard so far, and who is at it.

A key names one recording heard in one way. Its folder holds a file for each batch, written whole
or not at all, so that killing the program at any moment costs at most the batches under way; and
claims, so that two runs, on one machine or several, never do the same recording.
"""

import contextlib
import hashlib
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from poddarkiv.asr.pipeline import Passage
from poddarkiv.formats.machine import Stretch
from poddarkiv.output import write_if_changed
from poddarkiv.processes import runs
from poddarkiv.transcript import Word

FOLDER = ".poddarkiv/transcribe"
"""From the archive's root."""
STALE = 120.0
"""Seconds without a sign of life after which a claim on another machine is void."""
_SIGN = 15.0


def work_key(audio_sha256: str, settings: dict[str, str]) -> str:
    """Return the name of the work: the same recording heard in the same way."""
    text = json.dumps([audio_sha256, settings], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class Work:
    """The folder of one piece of work."""

    def __init__(self, root: Path, key: str) -> None:
        self.folder = root / FOLDER / key
        self._own: Path | None = None

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
        """Claim the work while the block runs; give whether it is ours.

        Claims are numbered files made with O_EXCL, which is atomic on shared folders too: who makes
        the next number after a claim that has died owns the work.
        """
        mine = self._claim()
        if mine is None:
            yield False
            return
        stop = threading.Event()
        signs = threading.Thread(target=_show_life, args=(mine, stop), daemon=True)
        signs.start()
        try:
            yield True
        finally:
            stop.set()
            signs.join()
            mine.unlink(missing_ok=True)

    def _claim(self) -> Path | None:
        self.folder.mkdir(parents=True, exist_ok=True)
        claims = sorted(self.folder.glob("claim.*"), key=lambda path: int(path.suffix[1:]))
        if claims and _alive(claims[-1]):
            return None
        number = int(claims[-1].suffix[1:]) + 1 if claims else 1
        mine = self.folder / f"claim.{number}"
        try:
            with mine.open("x") as file:
                file.write(f"{socket.gethostname()} {os.getpid()}")
        except FileExistsError:
            return None
        except OSError:
            # On a full disk it is there and empty, and would look like another run's.
            mine.unlink(missing_ok=True)
            raise
        for old in claims:
            old.unlink(missing_ok=True)
        return mine


def _show_life(claim: Path, stop: threading.Event) -> None:
    while not stop.wait(_SIGN):
        with contextlib.suppress(OSError):
            os.utime(claim)


def _alive(claim: Path) -> bool:
    try:
        host, _space, process = claim.read_text("utf-8").partition(" ")
        if time.time() - claim.stat().st_mtime > STALE:
            return False
        return host != socket.gethostname() or not process or runs(int(process))
    except (OSError, ValueError):
        return False


def _row(passage: Passage) -> dict[str, Any]:
    words = [[word.text, word.start, word.end, word.probability] for word in passage.words]
    return {"words": words, "stretch": asdict(passage.stretch), "spoken": passage.spoken}


def _passage(row: dict[str, Any]) -> Passage:
    values = row["stretch"]
    listed = {key: tuple(values[key]) for key in ("failed", "remaining")}
    words = tuple(Word(*word) for word in row["words"])
    spoken = row["spoken"]
    return Passage(words, Stretch(**(values | listed)), tuple(spoken) if spoken else None)
