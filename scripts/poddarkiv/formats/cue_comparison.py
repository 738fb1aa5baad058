"""Compare each cue's present text with the machine's words during it. No I/O."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from poddarkiv.formats.cues import cue_words
from poddarkiv.formats.machine import MachineTranscript
from poddarkiv.transcript import Segment, Word

_SLACK = 0.3
"""Seconds outside its cue that a word may lie: cues are moved so that they do not overlap."""


@dataclass(frozen=True, slots=True)
class CueComparison:
    """A cue's machine words, and what became of them."""

    machine_words: Sequence[Word] = ()
    unchanged_words: Sequence[Word] = ()
    """Those of `machine_words` that nobody has replaced."""
    is_edited: bool = False
    """Whether a person wrote something else."""
    known: bool = False
    """Whether a machine transcript is there at all."""

    def holds(self, text: str) -> bool:
        """Whether `text` may be the machine's: a person's own words are not doubted."""
        return not self.known or set(_keys(text)) <= {
            compare_key(word.text) for word in self.machine_words
        }


def compare_key(text: str) -> str:
    """Return the letters and digits of `text`, for comparing.

    >>> compare_key("Sofia, Ekman.")
    'sofiaekman'
    """
    return re.sub(r"[\W_]+", "", text).casefold()


def compare_cues(
    segments: Sequence[Segment], machine: MachineTranscript | None
) -> list[CueComparison]:
    """Return a comparison for each cue; without a machine transcript nothing is `known`."""
    if machine is None:
        return [CueComparison()] * len(segments)
    machine_words = _by_cue(
        segments, [w for each in machine.transcript.segments for w in each.words]
    )
    return [
        _compare_cue(segment.text, words)
        for segment, words in zip(segments, machine_words, strict=True)
    ]


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


def _compare_cue(text: str, machine_words: Sequence[Word]) -> CueComparison:
    now, then = _keys(text), [compare_key(word.text) for word in machine_words]
    if now == then:
        return CueComparison(machine_words, machine_words, known=True)
    matcher = difflib.SequenceMatcher(None, then, now, autojunk=False)
    blocks = matcher.get_matching_blocks()
    unchanged = [word for block in blocks for word in machine_words[block.a : block.a + block.size]]
    # Where most was rewritten, a word that stands again is the person's too.
    return CueComparison(
        machine_words,
        unchanged if 2 * len(unchanged) >= len(machine_words) else (),
        is_edited=True,
        known=True,
    )


def _keys(text: str) -> list[str]:
    return [compare_key(word) for word in cue_words(text)]
