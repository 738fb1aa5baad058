"""Find where a transcript most likely lost speech or holds hallucinations. No audio, no model.

Raw Whisper text of a public Swedish podcast held credit lines in 27 of 317 episodes, most of them
in place of speech, and loops in 126: such episodes are worth transcribing again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from poddarkiv.formats import hallucinations
from poddarkiv.formats.cues import cue_words
from poddarkiv.i18n import _, ngettext
from poddarkiv.transcript import Segment, Transcript

_REDO = 10.0
"""Seconds of lost speech from which an episode is worth transcribing again."""
_SILENT = 60.0
"""Seconds without a cue that may be lost speech, or music."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a transcript."""

    start: float
    """Seconds from the recording's start."""
    end: float
    line: int
    """Of the cue's timing in the file; 0 when it isn't known."""
    what: str
    """In the reader's language."""
    lost: float
    """Seconds of speech that it most likely cost."""


@dataclass(frozen=True)
class Diagnosis:
    """All that is wrong with one transcript."""

    findings: tuple[Finding, ...]
    """Rising by time."""

    @property
    def lost(self) -> float:
        """Seconds of speech that are most likely missing or wrong."""
        return sum(finding.lost for finding in self.findings)

    @property
    def redo(self) -> bool:
        """Whether the recording is worth transcribing again."""
        return self.lost >= _REDO


def diagnose(transcript: Transcript) -> Diagnosis:
    """Return what is wrong with `transcript`."""
    segments = transcript.segments
    found = [*_cues(segments), *_loops(segments), *_gaps(segments)]
    return Diagnosis(tuple(sorted(found, key=lambda finding: finding.start)))


def _cues(segments: Sequence[Segment]) -> Iterator[Finding]:
    for segment in segments:
        seconds = segment.end - segment.start
        text = " ".join(segment.text.split())
        if hallucinations.is_credit_line(text):
            what = _("a subtitler's credit: {text}", text=text)
        elif hallucinations.is_near_empty(len(cue_words(text)), seconds):
            what = _("few words in {n} seconds: {text}", n=round(seconds), text=text)
        elif hallucinations.is_suspect_phrase(text, seconds):
            what = _("often invented over music or silence: {text}", text=text)
        else:
            continue
        yield Finding(segment.start, segment.end, segment.line, what, seconds)


def _loops(segments: Sequence[Segment]) -> Iterator[Finding]:
    for first, end in hallucinations.find_loop_ranges([segment.text for segment in segments]):
        row = segments[first:end]
        text = " ".join(row[0].text.split())
        what = ngettext(
            "the same cue {n} time in a row: {text}",
            "the same cue {n} times in a row: {text}",
            len(row),
            text=text,
        )
        # One of them was most likely said.
        lost = row[-1].end - row[0].end
        yield Finding(row[0].start, row[-1].end, row[0].line, what, lost)
    for segment in segments:
        if hallucinations.has_loop(cue_words(segment.text)):
            what = _("says one thing over and over: {text}", text=segment.text[:40])
            seconds = segment.end - segment.start
            yield Finding(segment.start, segment.end, segment.line, what, seconds)


def _gaps(segments: Sequence[Segment]) -> Iterator[Finding]:
    end = 0.0
    for segment in segments:
        if segment.start - end >= _SILENT:
            what = _("nothing for {n} seconds before this", n=round(segment.start - end))
            # Most often music or a pause: reported, but no reason by itself to transcribe again.
            yield Finding(end, segment.start, segment.line, what, 0.0)
        end = max(end, segment.end)
