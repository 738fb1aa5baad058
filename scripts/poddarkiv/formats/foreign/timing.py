"""Turns of speech whose times a file gives, as cues."""

from collections.abc import Sequence
from itertools import zip_longest

from poddarkiv.formats.cues import LONGEST, SpokenWord, make_cues
from poddarkiv.formats.foreign.turns import Turn
from poddarkiv.transcript import Segment, Word


def timed_segments(
    turns: Sequence[Turn], seconds: float | None, names: Sequence[str] = ()
) -> tuple[Segment, ...] | None:
    """Return `turns` as cues by their own times, or None where these do not suffice.

    Args:
        turns: In their order.
        seconds: Length of the recording, where the last turn may end; None when it isn't known.
        names: Names that new cues must not cut.
    """
    if any(turn.start is None for turn in turns):
        return None
    ordered = sorted(turns, key=lambda turn: turn.start or 0.0)
    if _are_words(ordered):
        return make_cues([SpokenWord(_word(turn), turn.speaker) for turn in ordered], names)
    found: list[Segment] = []
    for turn, following in zip_longest(ordered, ordered[1:]):
        start = turn.start or 0.0
        end = turn.end or (following.start if following else seconds)
        if end is None or end <= start:
            if turn.end is None and following is None:
                return None  # nobody knows when it ends
            # Two begin at once, or a program has rounded: what is shown lasts until the next.
            later = following.start if following else seconds
            end = later if later is not None and later > start else start + 0.01
        if turn.words and end - start > LONGEST and _covers(turn):
            found += make_cues([SpokenWord(word, turn.speaker) for word in turn.words], names)
        else:
            found.append(Segment(start, end, turn.text, turn.speaker))
    return tuple(sorted(found, key=lambda segment: segment.start))


def _covers(turn: Turn) -> bool:
    """Whether each word of the text has its time."""
    return [word.text for word in turn.words] == turn.text.split()


def _are_words(turns: Sequence[Turn]) -> bool:
    """Whether most turns are a single word with its end, as Buzzsprout's JSON has them."""
    single = sum(len(turn.text.split()) == 1 and turn.end is not None for turn in turns)
    return len(turns) > 20 and single > 0.9 * len(turns)


def _word(turn: Turn) -> Word:
    start = turn.start or 0.0
    return Word(turn.text, start, max(start, turn.end or start), 1.0)
