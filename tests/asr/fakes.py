"""An engine that hears nothing and says as many words as the sound is long."""

import time
from dataclasses import replace
from pathlib import Path

from poddarkiv.asr.engine import Hypothesis
from poddarkiv.asr.pool import InlinePool
from poddarkiv.asr.session import Session
from poddarkiv.transcript import Word


class FakeEngine:
    """Says a word each half second; `script` may say otherwise for a sound."""

    name = "fake 1"

    def __init__(self, script=None, *, log: Path | None = None, pause: float = 0.0) -> None:
        self.script = script
        self.log = log
        self.pause = pause
        self.heard: list[tuple[float, float]] = []
        """Length and temperature of every sound, in the order heard."""

    def transcribe(self, sounds, request):
        time.sleep(self.pause)
        if self.log:
            with self.log.open("a") as file:
                file.write(f"{len(sounds)}\n")
        return [self._hear(sound, request) for sound in sounds]

    def _hear(self, sound, request):
        seconds = len(sound) / 16_000
        self.heard.append((round(seconds, 2), request.temperature))
        said = self.script(seconds, request) if self.script else None
        said = said or hearing(f"ord{i}" for i in range(int(seconds * 2)))
        return replace(said, language=self.detect_language(sound))

    def detect_language(self, sound):
        return "sv", 0.99


def hearing(words, *, step=0.5, logprob=-0.3, probability=0.9, compression=1.5):
    """Return what an engine would, with words `step` seconds long."""
    made = tuple(Word(text, i * step, (i + 1) * step, probability) for i, text in enumerate(words))
    return Hypothesis(made, logprob, compression)


def session(engine=None):
    """Return who hears in this process, with a fake engine."""
    return Session("fake 1", "fake@1", InlinePool(engine or FakeEngine()))
