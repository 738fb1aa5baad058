"""Move the cues of a WebVTT text and leave every other line of it as it was."""

import re

from poddarkiv.formats import vtt
from poddarkiv.formats.cuetext import read_parts
from poddarkiv.formats.shift import Outside, Shift, describe_outside
from poddarkiv.formats.vttblocks import Block, block_times, collect_blocks, read_time, text_lines
from poddarkiv.formats.vttlines import Lines, remove_block
from poddarkiv.timecode import format_timecode

_TIME = r"(?:\d+:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMING = re.compile(rf"([ \t\f]*)({_TIME})([ \t\f]*-->[ \t\f]*)({_TIME})(.*)", re.ASCII)
_WITHIN = re.compile(rf"<({_TIME})>", re.ASCII)
"""A time inside a cue, at which its next words are said."""


def shift_vtt(text: str, shift: Shift) -> tuple[str, list[Outside]]:
    """Return the WebVTT `text` with its cues moved, and what falls outside the recording.

    Cues that end before the beginning or start after the end are removed; others are cut there.
    """
    lines = Lines(text)
    found: list[Outside] = []
    for block in reversed(list(collect_blocks(text_lines(text)))):
        times = block_times(block)
        if times is None:
            continue
        if shift.cuts(*times):
            found.append(_outside(block, shift, times))
        span = shift.span(*times)
        if span is None:
            remove_block(lines, block)
        else:
            lines.rows[block.line - 1 : block.end - 1] = _moved(block, shift, span)
    return lines.text, found[::-1]


def _outside(block: Block, shift: Shift, times: tuple[float, float]) -> Outside:
    words = " ".join(" ".join(part.text for part in read_parts(block.text)).split())
    return describe_outside(block.line + (block.timing or 0), words[:40].strip(), shift, *times)


def _moved(block: Block, shift: Shift, span: tuple[float, float]) -> list[str]:
    at = block.timing or 0
    match = _TIMING.match(block.rows[at])
    assert match is not None
    start, end = (_like(seconds, match[i]) for seconds, i in zip(span, (2, 4), strict=True))
    timing = f"{match[1]}{start}{match[3]}{end}{match[5]}"
    rows = [_moved_within(row, shift, span) for row in block.rows[at + 1 :]]
    return [*block.rows[:at], timing, *rows]


def _moved_within(row: str, shift: Shift, span: tuple[float, float]) -> str:
    def moved(match: re.Match[str]) -> str:
        at = shift.point(read_time(match[1]) or 0.0)
        return f"<{_like(at, match[1])}>" if span[0] < at < span[1] else ""

    return _WITHIN.sub(moved, row)


def _like(seconds: float, time: str) -> str:
    """Return the time of `seconds`, with as many digits of hours as `time` has, at least."""
    hours, colon, rest = format_timecode(seconds).partition(":")
    width = len(time.partition(":")[0]) if time.count(":") == 2 else 0
    if not width and int(hours) == 0:
        return rest
    return f"{int(hours):0{width or 2}}{colon}{rest}"


def set_note(text: str, values: dict[str, str]) -> str:
    """Return the WebVTT `text` with `values` in its note on how a machine made it, if any."""
    lines = Lines(text)
    for block in collect_blocks(text_lines(text)):
        if block.is_aside and vtt.is_note_of_machine(block.rows):
            for i, row in enumerate(block.rows, block.line - 1):
                key = row.partition(": ")[0]
                if key in values:
                    lines.rows[i] = f"{key}: {values[key]}"
            break
    return lines.text
