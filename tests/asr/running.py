"""Recordings for runs, and a run in this process."""

import wave

import numpy as np

from asr.fakes import FakeEngine, session
from poddarkiv.asr.plan import plan_run
from poddarkiv.asr.run import Transcriber
from poddarkiv.asr.session import TranscriptionOptions
from poddarkiv.audio.decode import RATE
from poddarkiv.load import load_archive


def write_wav(path, rows):
    """Write `rows` (samples, channels) as 16-bit sound."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(rows.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(rows, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def transcribe(
    root, engine=None, *, again=False, named=True, names=(), dry_run=False, allow_local=False
):
    """Run in this process with a fake engine; return outcomes and what was said."""
    archive = load_archive(root)
    episodes = [e for e in archive.episodes if not names or e.slug in names]
    work = plan_run(archive, episodes, named=named, again=again)
    said = []
    runner = Transcriber(
        archive,
        TranscriptionOptions("fake", "fake", "sv", allow_local=allow_local),
        dry_run=dry_run,
    )
    outcomes = runner.run(
        work.todo, lambda *_: lambda *_told: None, said.append, session(engine or FakeEngine())
    )
    return outcomes, [*work.faults, *work.notes, *said]


def kept(root):
    """Return the batches that were kept whole; a file under way begins with a dot."""
    return sorted(root.glob(".poddarkiv/transcribe/*/[0-9]*.json"))
