"""The cues of a transcript by column, which formats share and are written from whole.

A long archive is millions of cues: what is done once for a transcript is not done for each of them.
"""

from collections import deque
from dataclasses import dataclass
from functools import cached_property

from poddarkiv.timecode import format_timecode
from poddarkiv.transcript import Segment


@dataclass(frozen=True)
class Columns:
    """Each list has an entry for each segment."""

    segments: tuple[Segment, ...]

    @cached_property
    def starts(self) -> list[float]:
        """Seconds from the recording's start."""
        return [segment.start for segment in self.segments]

    @cached_property
    def ends(self) -> list[float]:
        """Seconds from the recording's start."""
        return [segment.end for segment in self.segments]

    @cached_property
    def spans(self) -> list[str]:
        """When each cue is shown, as WebVTT writes it."""
        times = zip(map(format_timecode, self.starts), map(format_timecode, self.ends), strict=True)
        return [f"{start} --> {end}" for start, end in times]

    @cached_property
    def speakers(self) -> list[str]:
        """Names; empty where nobody has said who speaks."""
        return [segment.speaker for segment in self.segments]

    @cached_property
    def texts(self) -> list[str]:
        """What is said, without space at the ends."""
        return [segment.text.strip() for segment in self.segments]

    @cached_property
    def rows(self) -> list[str]:
        """What is said, each on one row with single spaces."""
        text = "\n".join(self.texts)
        if "  " in text or not text.replace("\n", "").isprintable():
            return [" ".join(text.split()) for text in self.texts]
        return [text.replace("\n", " ") for text in self.texts]


def columns(segments: tuple[Segment, ...]) -> Columns:
    """Return the columns of `segments`, those without words too."""
    # The files beside a page want the same, one after the other.
    for known in tuple(_latest):
        if known.segments is segments:
            return known
    made = Columns(segments)
    _latest.append(made)
    return made


def spoken(segments: tuple[Segment, ...]) -> Columns:
    """Return the columns of those of `segments` that have words."""
    made = columns(segments)
    if all(made.texts):
        return made
    return columns(tuple(s for s, text in zip(segments, made.texts, strict=True) if text))


_latest: deque[Columns] = deque(maxlen=2)
