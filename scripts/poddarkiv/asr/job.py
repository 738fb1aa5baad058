"""What is to be heard and what came of it: the nouns of transcribing. No I/O."""

from dataclasses import dataclass, field
from pathlib import Path

from poddarkiv.asr.pipeline import BATCH, Passage
from poddarkiv.audio.damage import Damage
from poddarkiv.formats.machine import Machine


@dataclass(frozen=True, slots=True)
class Source:
    """One file or channel to hear."""

    path: Path
    channel: int | None = None
    speaker: str = ""
    url: str = ""
    """From where it is fetched to `path`; empty when it is here."""


@dataclass(frozen=True)
class Job:
    """All that decides what comes out for one episode."""

    sources: tuple[Source, ...]
    engine: str
    """With its version."""
    model: str
    """With its commit."""
    audio_sha256: str
    language: str | None
    """None finds it out from the first speech."""
    hotwords: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    beam_size: int = 5

    @property
    def options(self) -> dict[str, str]:
        """What the result depends on, besides recording and model."""
        tracks = ", ".join(f"{source.speaker}" for source in self.sources if source.speaker)
        values = {"beam": str(self.beam_size), "batch": str(BATCH), "pipeline": "3"}
        if self.language:
            values["language"] = self.language
        return values | ({"tracks": tracks} if tracks else {})

    @property
    def settings(self) -> dict[str, str]:
        """What the work's key is made of."""
        return {
            **self.options,
            "engine": self.engine,
            "model": self.model,
            "hotwords": ", ".join(self.hotwords),
        }


@dataclass
class Heard:
    """What came of a job, and what a person should know of it."""

    machine: Machine
    damage: tuple[Damage, ...] = ()
    """Where the recording is broken."""
    spoken: tuple[str, float] | None = None
    """The language that most of the speech sounds like, and how likely."""
    reheard: int = 0
    """Chunks that failed the gate."""
    uncertain: int = 0
    """Chunks that still fail it."""
    passages: list[Passage] = field(default_factory=list)
    wordless: tuple[tuple[float, float], ...] = ()
    """Stretches that sound like speech and hold no words."""
    inverted_at: float | None = None
    """Seconds at which the sides of the stereo sound cancel each other."""
