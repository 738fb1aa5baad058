"""Transcribe an archive with a fake engine that is slow; run as a program, to be killed."""

import sys
from pathlib import Path

from asr.fakes import FakeEngine, session
from poddarkiv.asr.plan import plan_run
from poddarkiv.asr.run import Transcriber
from poddarkiv.asr.session import TranscriptionOptions
from poddarkiv.load import load_archive

if __name__ == "__main__":
    root, pause = Path(sys.argv[1]), float(sys.argv[2])
    archive = load_archive(root)
    runner = Transcriber(archive, TranscriptionOptions("fake", "fake", "sv"))
    todo = plan_run(archive, archive.episodes, named=False).todo
    engine = FakeEngine(log=root / "heard.log", pause=pause)
    for each in runner.run(
        todo, lambda *_: lambda *_told: None, lambda _text: None, session(engine)
    ):
        sys.stdout.write(f"{each.slug} {each.written} {each.fault}\n")
