"""Read SubRip as programs and people write it: there is no standard, so nearly all is allowed."""

import re
from collections.abc import Sequence
from itertools import pairwise

from poddarkiv.formats.cuetext import plain_rows
from poddarkiv.i18n import _
from poddarkiv.transcript import Segment, Transcript

Fault = tuple[int, str]
"""A line, counted from 1, and what is wrong there."""

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?(?![\d:.,])"
_TIMING = re.compile(
    rf"[\s\u00a0]*{_TIME}[\s\u00a0]*(?:-{{1,3}}|[–—=])>[\s\u00a0]*{_TIME}", re.ASCII
)
_PLACE = re.compile(r"\s*(?:\w+:\S*(?:\s+|$))*$")
"""Where on the screen it stands, after its times: `X1:10 Y1:20` or `align:start`."""
_ARROW = re.compile(r"\s*-?\d[^-]*-->", re.ASCII)
"""Of a row of times, right or not; an arrow in a text has no number before it."""
_NUMBER = re.compile(r"\s*\d{1,9}\s*$", re.ASCII)
"""Python refuses to read thousands of digits as one number."""
_TAG = re.compile(r"</?(?:[bisu]|font|c|v|lang)\b[^>]*>|\{\\[^}]*\}", re.IGNORECASE)
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&quot;": '"'}


def parse_srt(text: str) -> tuple[Transcript, list[Fault]]:
    r"""Return the cues of SubRip `text`, and the line of every one that can't be read.

    Times may lack hours, decimals or the comma; numbers may be missing; a text goes on over empty
    lines to the next cue's times.

    >>> transcript, faults = parse_srt("1\n0:00:01,5 --> 0:00:03\nHej!\n\nDu.\n")
    >>> [(s.start, s.end, s.text) for s in transcript.segments]
    [(1.5, 3.0, 'Hej!\nDu.')]
    """
    # A byte order mark within a text is where files were joined.
    text = text.replace("\ufeff", "").replace("\0", "\ufffd")
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    arrows = [at for at in range(len(rows)) if _begins_cue(rows, at)]
    segments: list[Segment] = []
    faults: list[Fault] = []
    for at, following in pairwise([*arrows, len(rows)]):
        match = _TIMING.match(rows[at])
        if match is None or _is_odd(match):
            row = rows[at].strip()
            message = _("times are written 00:00:01,000 --> 00:00:04,000, not “{text}”", text=row)
            faults.append((at + 1, message))
            continue
        beside = rows[at][match.end() :]
        below = _text(rows, at, following)
        # Some write the words beside the times.
        written = below if _PLACE.match(beside) else [beside, *below]
        said = plain_rows(_plain("\n".join(written)))
        if said:
            segments.append(Segment(_seconds(match, 1), _seconds(match, 5), said, line=at + 1))
    # Some programs write cues in the order in which they were made.
    segments.sort(key=lambda segment: segment.start)
    return Transcript(tuple(segments)), faults


def _begins_cue(rows: Sequence[str], at: int) -> bool:
    """Whether a row is one of times, right or not: by its form, or the number above it."""
    row = rows[at]
    if _ARROW.match(row) or _TIMING.match(row):
        return True
    is_numbered = at > 0 and _NUMBER.match(rows[at - 1]) and (at == 1 or not rows[at - 2].strip())
    return "-->" in row and bool(is_numbered)


def _text(rows: Sequence[str], timing: int, following: int) -> Sequence[str]:
    """Return the rows below a cue's times, without the number of the next cue."""
    said = rows[timing + 1 : following]
    if following == len(rows) or not said or not _NUMBER.match(said[-1]):
        return said
    above = said[-2] if len(said) > 1 else rows[timing]
    next_number = _number(rows, timing)
    counts = next_number is not None and int(said[-1]) == next_number + 1
    return said[:-1] if counts or not above.strip() else said


def _number(rows: Sequence[str], timing: int) -> int | None:
    above = rows[timing - 1] if timing else ""
    return int(above) if _NUMBER.match(above) else None


def _plain(text: str) -> str:
    text = _TAG.sub("", text)
    return re.sub("|".join(_ENTITY), lambda match: _ENTITY[match[0]], text)


def _is_odd(match: re.Match[str]) -> bool:
    return any(int(match[group]) > 59 for group in (2, 3, 6, 7))


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds, decimals = match.group(group, group + 1, group + 2, group + 3)
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    if decimals == "1000":
        return whole + 1.0  # aTrain rounds milliseconds up to a thousand
    # "1,5" is half a second, as in any number.
    return whole + (int(decimals) / 10 ** len(decimals) if decimals else 0.0)
