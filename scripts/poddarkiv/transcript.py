"""What was said, and when: the nouns of a transcript. No file format and no model is known here."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the machine wrote it."""

    text: str
    """With its punctuation and without surrounding space."""
    start: float
    """Seconds from the recording's start."""
    end: float
    probability: float
    """0 to 1. Finds errors (AUC about 0.75), where segment figures do not."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech by one speaker: a cue of a subtitle file."""

    start: float
    """Seconds from the recording's start."""
    end: float
    text: str
    """One or two lines; never empty."""
    speaker: str = ""
    """The name as shown; empty when nobody has said who speaks."""
    words: tuple[Word, ...] = ()
    """Empty when only people's text is known."""
    line: int = field(default=0, compare=False)
    """Where the cue stands in its file, counted from 1; 0 when it comes from no file."""


@dataclass(frozen=True)
class Provenance:
    """How a machine made a transcript: kept in the header `NOTE` of `transcript.vtt`."""

    engine: str
    """As in `faster-whisper 1.2.1`."""
    model: str
    """The model's name and commit, as in `KBLab/kb-whisper-small@0123abc`."""
    date: str
    """ISO 8601 date of the run."""
    audio_sha256: str
    """Of the audio packets, so that tagging the file changes nothing."""
    text_sha256: str
    """Of the cues as the machine wrote them: another hash means that a person has edited them."""
    options: Mapping[str, str] = field(default_factory=dict)
    vocabulary: tuple[str, ...] = ()
    """The names that were given to the model as hotwords."""

    @property
    def by_trial_model(self) -> bool:
        """Whether it was the small model of the packages, which is there for trying the tool."""
        return self.model.startswith("packaged:")


@dataclass(frozen=True)
class Transcript:
    """All that was said in one episode."""

    segments: tuple[Segment, ...]
    """Rising by `start`. They overlap where two people speak at once."""
    language: str = "sv"
    provenance: Provenance | None = None
    """None when people wrote it, or nothing is known of how it was made."""

    @property
    def end(self) -> float | None:
        """Seconds from the recording's start to where the last word ends; None without any."""
        return max((segment.end for segment in self.segments), default=None)

    @property
    def text(self) -> str:
        """Every word, segments separated by a line break."""
        return "\n".join(segment.text for segment in self.segments)
