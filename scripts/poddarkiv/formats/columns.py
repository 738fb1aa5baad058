"""The cues of a transcript by column, which formats share and are written from whole.

A long archive is millions of cues: what is done once for a transcript is not done for each of them.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, repeat
from typing import TypeVar

from poddarkiv.timecode import format_timecode
from poddarkiv.transcript import Provenance, Segment, Transcript

GivenT = TypeVar("GivenT")
MadeT = TypeVar("MadeT")


@dataclass(frozen=True)
class Columns:
    """Each list has an entry for each cue."""

    starts: Sequence[float]
    """Seconds from the recording's start."""
    ends: Sequence[float]
    speakers: Sequence[str]
    """Names; empty where nobody has said who speaks."""
    texts_by_cue: Sequence[str]
    """As the segments have it."""
    lines: Sequence[int]
    """Line of each cue in its file, from 1; 0 when it comes from none."""
    clocks: Sequence[Sequence[str]] = ()
    """Starts and ends as WebVTT writes them, when a file has them so."""

    @cached_property
    def spans(self) -> list[str]:
        """When each cue is shown, as WebVTT writes it."""
        starts, ends = self.clocks or format_times(format_timecode, self.starts, self.ends)
        return [f"{start} --> {end}" for start, end in zip(starts, ends, strict=True)]

    @cached_property
    def numbers(self) -> list[tuple[str, str]]:
        """Start and end in seconds, as JSON writes them, to the millisecond."""
        # What a file has to the millisecond needs no rounding.
        write = repr if self.clocks else lambda seconds: repr(round(seconds, 3))
        times = format_times(write, self.starts, self.ends)
        return list(zip(*times, strict=True))

    @cached_property
    def texts(self) -> list[str]:
        """What is said, without space at the ends."""
        return [text.strip() for text in self.texts_by_cue]

    @cached_property
    def rows(self) -> list[str]:
        """What is said, each on one row with single spaces."""
        text = "\n".join(self.texts)
        if "  " in text or not text.replace("\n", "").isprintable():
            return [" ".join(text.split()) for text in self.texts]
        return [text.replace("\n", " ") for text in self.texts]


class FileTranscript(Transcript):
    """What a `.vtt` file says, as text: segments are made when somebody wants them.

    To build a site nobody does, and they would take half of the time to read it.
    """

    cues: Sequence[tuple[str, str, str, str]] = ()
    """Start, end, speaker and text of each."""
    line = 0
    """Of the first cue."""

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Rising by `start`; they do not overlap."""
        made = self.columns()
        words = repeat(())
        rows = zip(
            made.starts,
            made.ends,
            made.texts_by_cue,
            made.speakers,
            words,
            made.lines,
            strict=False,
        )
        return tuple([Segment(*row) for row in rows])

    @property
    def end(self) -> float | None:
        """Seconds from the recording's start to the end of the last segment."""
        return seconds_of(self.cues[-1][1]) if self.cues else super().end

    @property
    def text(self) -> str:
        """Every word, segments separated by a line break."""
        return "\n".join([cue[3] for cue in self.cues] or [s.text for s in self.segments])

    def columns(self) -> Columns:
        """Return the cues by column."""
        starts, ends, speakers, said = zip(*self.cues, strict=True)
        seconds = format_times(seconds_of, starts, ends)
        return Columns(*seconds, speakers, said, self.cue_lines(), (starts, ends))

    def cue_lines(self) -> list[int]:
        """Return the line of each cue's times, counted from 1."""
        rows = [3 + cue[3].count("\n") for cue in self.cues[:-1]]
        return list(accumulate(rows, initial=self.line))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Transcript):
            return NotImplemented
        return (self.segments, self.language, self.provenance) == (
            other.segments,
            other.language,
            other.provenance,
        )

    __hash__ = Transcript.__hash__


def file_transcript(
    cues: Sequence[tuple[str, str, str, str]], line: int, provenance: Provenance | None
) -> Transcript:
    """Return the transcript of the `cues` that begin at the `line` of their file."""
    made = object.__new__(FileTranscript)
    made.__dict__.update(cues=cues, line=line, language="sv", provenance=provenance)
    return made if cues else Transcript((), provenance=provenance)


def transcript_columns(transcript: Transcript) -> Columns:
    """Return the cues of `transcript` by column, those without words too."""
    # A page and the files beside it want the same, one after the other.
    for known, made in tuple(_latest):
        if known is transcript:
            return made
    made = _columns(transcript)
    _latest.append((transcript, made))
    return made


def speakers_of(transcript: Transcript) -> Sequence[str]:
    """Return who says each cue of `transcript`, without making anything else of it."""
    if isinstance(transcript, FileTranscript) and transcript.cues:
        return [cue[2] for cue in transcript.cues]
    return [segment.speaker for segment in transcript.segments]


def lines_of(transcript: Transcript) -> Sequence[int]:
    """Return where each cue of `transcript` stands in its file, and nothing else of it."""
    if isinstance(transcript, FileTranscript) and transcript.cues:
        return transcript.cue_lines()
    return [segment.line for segment in transcript.segments]


def spoken_columns(transcript: Transcript) -> Columns:
    """Return the cues of `transcript` that have words, by column."""
    made = transcript_columns(transcript)
    if all(made.texts):
        return made
    cues = zip(transcript.segments, made.texts, strict=True)
    return transcript_columns(Transcript(tuple(segment for segment, text in cues if text)))


_latest: deque[tuple[Transcript, Columns]] = deque(maxlen=2)


def _columns(transcript: Transcript) -> Columns:
    if isinstance(transcript, FileTranscript) and transcript.cues:
        return transcript.columns()
    rows = [(s.start, s.end, s.speaker, s.text, s.line) for s in transcript.segments]
    return Columns(*zip(*rows, strict=True)) if rows else Columns((), (), (), (), ())


def format_times(
    make: Callable[[GivenT], MadeT], starts: Sequence[GivenT], ends: Sequence[GivenT]
) -> tuple[list[MadeT], list[MadeT]]:
    """Return what is made of starts and of ends; where a cue ends as the next begins, only once."""
    first = list(map(make, starts))
    rest = zip(ends, starts[1:], first[1:], strict=False)
    last = [made if end == start else make(end) for end, start, made in rest]
    return first, [*last, *map(make, ends[len(last) :])]


def seconds_of(clock: str) -> float:
    """Return the seconds of a time that is written in full.

    >>> seconds_of("01:02:03.500")
    3723.5
    """
    return (_milliseconds(clock[:8]) + int(clock[9:])) / 1000


@lru_cache(maxsize=4096)
def _milliseconds(clock: str) -> int:
    return (int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:])) * 1000
