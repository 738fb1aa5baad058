"""What is to be transcribed and what came of it: the nouns of the room. No I/O."""

from dataclasses import dataclass, field
from pathlib import Path

from poddarkiv.asr.pipeline import BATCH, ChunkResult
from poddarkiv.audio.damage import Damage
from poddarkiv.formats.machine import MachineTranscript


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or channel of it, to transcribe."""

    path: Path
    channel: int | None = None
    speaker: str = ""
    url: str = ""
    """Where it is downloaded from to `path`; empty for a local file."""


@dataclass(frozen=True)
class Job:
    """All inputs that decide the result for one episode."""

    sources: tuple[Source, ...]
    engine: str
    """With its version."""
    model: str
    """With its commit."""
    audio_sha256: str
    language: str | None
    """ISO 639-1; None detects it from the first chunk of speech."""
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
        """What the cache key is made of: another value must not find another run's chunks."""
        return {
            **self.options,
            "engine": self.engine,
            "model": self.model,
            "hotwords": ", ".join(self.hotwords),
        }


@dataclass
class EpisodeResult:
    """The result of a job, and what a person should know of it."""

    machine: MachineTranscript
    damage: tuple[Damage, ...] = ()
    """Where the recording is broken."""
    language: tuple[str, float] | None = None
    """Detected language of most chunks, and its median probability."""
    retried: int = 0
    """Chunks that failed the gate."""
    uncertain: int = 0
    """Chunks that still fail it."""
    chunks: list[ChunkResult] = field(default_factory=list)
    wordless: tuple[tuple[float, float], ...] = ()
    """Stretches (start, end in seconds) that sound like speech and hold no words."""
    inverted_at: float | None = None
    """Seconds at which the sides of the stereo sound cancel each other."""
