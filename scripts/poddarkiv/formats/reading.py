"""A transcript as reading text: paragraphs of sentences, each with its time."""

from dataclasses import dataclass

from poddarkiv.transcript import Transcript

PAUSE = 1.5
"""Seconds of silence after a sentence that begin a new paragraph."""
LONGEST = 5
"""Sentences after which a new paragraph begins anyway."""
_ENDS = (".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"')
_DASH = "–"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and when it is said."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one speaker says without a long pause."""

    start: float
    speaker: str
    sentences: tuple[Sentence, ...]


def paragraphs(transcript: Transcript) -> tuple[Paragraph, ...]:
    """Return `transcript` as paragraphs: a new one at another speaker, a long pause, or length."""
    result: list[Paragraph] = []
    current: list[Sentence] = []
    speaker = ""
    for said_by, sentence in _sentences(transcript):
        if current and (
            said_by != speaker
            or sentence.start - current[-1].end >= PAUSE
            or len(current) >= LONGEST
        ):
            result.append(Paragraph(current[0].start, speaker, tuple(current)))
            current = []
        speaker = said_by
        current.append(sentence)
    if current:
        result.append(Paragraph(current[0].start, speaker, tuple(current)))
    return tuple(result)


def _sentences(transcript: Transcript) -> list[tuple[str, Sentence]]:
    found: list[tuple[str, Sentence]] = []
    parts: list[str] = []
    start = end = 0.0
    speaker = ""

    def finish() -> None:
        if parts:
            found.append((speaker, Sentence(start, end, " ".join(parts))))
            parts.clear()

    for segment in transcript.segments:
        if parts and (segment.speaker != speaker or segment.start - end >= PAUSE):
            finish()
        text = " ".join(segment.text.split())
        if parts and text.startswith(_DASH):
            text = text.removeprefix(_DASH).lstrip()
        if not parts:
            start, speaker = segment.start, segment.speaker
        end = segment.end
        continues = text.endswith(_DASH)
        parts.append(text.rstrip(_DASH).rstrip() if continues else text)
        if not continues and text.endswith(_ENDS):
            finish()
    finish()
    return found
