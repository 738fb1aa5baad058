"""What the machine heard while each cue stands, beside what stands there now. No I/O."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from poddarkiv.formats.cues import words_of
from poddarkiv.formats.machine import Machine
from poddarkiv.transcript import Segment, Word

_SLACK = 0.3
"""Seconds outside its cue that a word may lie: cues are moved so that they do not overlap."""


@dataclass(frozen=True, slots=True)
class Said:
    """A cue's words as the machine heard them."""

    heard: Sequence[Word] = ()
    standing: Sequence[Word] = ()
    """Those of `heard` that nobody has replaced."""
    own: bool = False
    """Whether a person wrote something else."""
    known: bool = False
    """Whether it is known what the machine heard."""

    def holds(self, text: str) -> bool:
        """Whether `text` may be the machine's: a person's own words are not doubted."""
        return not self.known or set(_keys(text)) <= {bare(word.text) for word in self.heard}


def bare(text: str) -> str:
    """Return the letters and digits of `text`, for comparing.

    >>> bare("Sofia, Ekman.")
    'sofiaekman'
    """
    return re.sub(r"[\W_]+", "", text).casefold()


def compared(segments: Sequence[Segment], machine: Machine | None) -> list[Said]:
    """Return for each cue what the machine heard; nothing is known where it has written nothing."""
    if machine is None:
        return [Said()] * len(segments)
    heard = _by_cue(segments, [w for each in machine.transcript.segments for w in each.words])
    return [_compared(segment.text, words) for segment, words in zip(segments, heard, strict=True)]


def _by_cue(segments: Sequence[Segment], words: Sequence[Word]) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _segment in segments]
    index = 0
    for word in words:
        middle = (word.start + word.end) / 2
        while index < len(segments) - 1 and segments[index].end <= middle:
            index += 1
        # What was said in a cue that a person removed belongs to none.
        if segments and segments[index].start - _SLACK <= middle <= segments[index].end + _SLACK:
            found[index].append(word)
    return found


def _compared(text: str, heard: Sequence[Word]) -> Said:
    now, then = _keys(text), [bare(word.text) for word in heard]
    if now == then:
        return Said(heard, heard, known=True)
    matcher = difflib.SequenceMatcher(None, then, now, autojunk=False)
    blocks = matcher.get_matching_blocks()
    standing = [word for block in blocks for word in heard[block.a : block.a + block.size]]
    # Where most was written anew, a word that stands again is the person's too.
    return Said(heard, standing if 2 * len(standing) >= len(heard) else (), own=True, known=True)


def _keys(text: str) -> list[str]:
    return [bare(word) for word in words_of(text)]
