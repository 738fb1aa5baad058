"""Make cues of merged words: people's where they are whole, new ones between them. No I/O."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from poddarkiv.formats.cues import SpokenWord, cue_words, make_cues
from poddarkiv.transcript import Segment

_ROOM = 0.1
"""Seconds that a new cue needs at least between people's cues; else it is made one with them."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of the merged transcript, and its place among people's words."""

    spoken: SpokenWord
    place: int | None
    """Among people's words; None when it is new."""


def make_merged_cues(
    said: Sequence[PlacedWord],
    people: Sequence[Segment],
    names: tuple[str, ...],
    *,
    keep_times: bool,
) -> Iterator[Segment]:
    """Yield people's cues where all their words stand, and new cues of what lies between."""
    whole = _whole_cues(said, people) if keep_times else {}
    loose: list[SpokenWord] = []
    end, at = 0.0, 0
    while at < len(said):
        if at in whole:
            segment, count = whole[at]
            made = make_cues(loose, names)
            # Two people's cues may overlap; what is new needs room between them.
            if not made or segment.start - end >= _ROOM * len(made):
                yield from _fitted(made, end, segment.start)
                yield segment
                loose, end, at = [], max(end, segment.end), at + count
                continue
        loose.append(said[at].spoken)
        at += 1
    yield from _fitted(make_cues(loose, names), end, float("inf"))


def _whole_cues(
    said: Sequence[PlacedWord], people: Sequence[Segment]
) -> dict[int, tuple[Segment, int]]:
    """Return which of people's cues stand whole in `said`: where, and how many words long."""
    places = {each.place: at for at, each in enumerate(said) if each.place is not None}
    whole: dict[int, tuple[Segment, int]] = {}
    first = 0
    for segment in people:
        count = len(cue_words(segment.text))
        at = places.get(first)
        if at is not None and all(
            at + k < len(said) and said[at + k].place == first + k for k in range(count)
        ):
            whole[at] = segment, count
        first += count
    return whole


def _fitted(made: Iterable[Segment], after: float, before: float) -> Iterator[Segment]:
    """Yield cues within the room that people's cues leave; times yield, words never do."""
    for segment in made:
        start = min(max(segment.start, after), max(before - 0.01, after))
        end = min(max(segment.end, start + 0.01), max(before, start + 0.01))
        after = end
        yield Segment(round(start, 3), round(end, 3), segment.text, segment.speaker, segment.words)
