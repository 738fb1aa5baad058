"""Share the time of a WebVTT cue among its voices. No I/O.

By W3C's standard all voices of a cue are shown for the whole of it. Podcast apps and our pages go
from one start to the next, and of cues that begin at once some show only the last. So the voices
follow each other: from the times that stand in the text (“WebVTT cue timestamp”), as the standard
says, and between them by the length of what is said.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from poddarkiv.formats.cuetext import Part

_Anchor = tuple[float, float]
"""Characters said so far, and the second at which that is."""


def share_time(start: float, end: float, parts: Sequence[Part]) -> list[tuple[float, float]]:
    """Return the span of each of `parts`, which follow each other from `start` to `end`.

    Each has the whole time where that is too short to be shared.
    """
    sums = list(accumulate((len(part.text) for part in parts), initial=0))
    anchors = list(_anchors(start, end, parts, sums))
    edges = [start, *(_moment(anchors, chars) for chars in sums[1:-1]), end]
    spans = list(pairwise(edges)) if parts else []
    # A file has milliseconds, and no cue may end as it begins.
    return spans if all(a < b for a, b in spans) else [(start, end)] * len(parts)


def _anchors(
    start: float, end: float, parts: Sequence[Part], sums: Sequence[int]
) -> Iterator[_Anchor]:
    yield 0, start
    latest = start
    for part, before in zip(parts, sums, strict=False):
        for place, seconds in part.times:
            # The standard wants them to rise within the cue.
            if latest < seconds < end:
                yield before + place, seconds
                latest = seconds
    yield sums[-1], end


def _moment(anchors: Sequence[_Anchor], chars: float) -> float:
    """Return when `chars` have been said: where a time stands, what follows begins then."""
    low, low_time = max(anchor for anchor in anchors if anchor[0] <= chars)
    high, high_time = min(anchor for anchor in anchors if anchor[0] > chars)
    return round(low_time + (high_time - low_time) * (chars - low) / (high - low), 3)
