"""The blocks of a WebVTT file, as the parser of W3C's standard collects them. No I/O.

Only an empty line ends a block, and a row with `-->` always begins a cue, even within a text: see
“WebVTT parser algorithm” and “collect a WebVTT block” at https://www.w3.org/TR/webvtt1/.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SIGNATURE = re.compile(r"WEBVTT(?:[ \t]|$)")
_TIME = r"(?:(\d{1,9}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?!\d)"
_TIMING = re.compile(rf"[ \t\f]*{_TIME}[ \t\f]*-->[ \t\f]*{_TIME}", re.ASCII)
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t:]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together: a cue, a comment, a style, or something that is none of these."""

    line: int
    """Of its first row, counted from 1."""
    rows: Sequence[str]
    timing: int | None = None
    """Which row has the arrow of a cue's times; the identifier stands above it."""

    @property
    def end(self) -> int:
        """The line after its last row."""
        return self.line + len(self.rows)

    @property
    def text(self) -> str:
        """What stands below a cue's times, with its tags."""
        return "\n".join(self.rows[self.timing + 1 :]) if self.timing is not None else ""

    @property
    def is_aside(self) -> bool:
        """Whether it is a comment, a style or a region: nothing that anybody says."""
        return self.timing is None and _ASIDE.match(self.rows[0]) is not None


def text_lines(text: str) -> list[str]:
    r"""Return the lines of `text` as the standard reads them: any line ending, no byte order mark.

    >>> text_lines("a\r\nb\rc")
    ['a', 'b', 'c']
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd").split("\n")


def is_signed(lines: Sequence[str]) -> bool:
    """Whether the first line says that this is WebVTT."""
    return _SIGNATURE.match(lines[0]) is not None


def collect_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks after the header, which ends at an empty line or at the first cue."""
    at = 1
    if not is_signed(lines) and "-->" in lines[0]:
        at = 0  # somebody forgot the header
    else:
        while at < len(lines) and lines[at] and "-->" not in lines[at]:
            at += 1
    while at < len(lines):
        if lines[at]:
            block = _collect(lines, at)
            yield block
            at = block.end - 1
        else:
            at += 1


def _collect(lines: Sequence[str], first: int) -> Block:
    timing: int | None = None
    at = first
    while at < len(lines) and lines[at]:
        if "-->" in lines[at]:
            if timing is not None or at - first > 1:
                break
            timing = at - first
        at += 1
    return Block(first + 1, lines[first:at], timing)


def read_timing(row: str) -> tuple[float, float] | None:
    """Return a cue's start and end in seconds, or None when they can't be parsed.

    >>> read_timing("0:00:01.500 --> 00:02.000 align:start")
    (1.5, 2.0)
    """
    match = _TIMING.match(row)
    return (_seconds(match, 1), _seconds(match, 5)) if match else None


def block_times(block: Block) -> tuple[float, float] | None:
    """Return start and end of `block` in seconds; None where it is no cue."""
    return read_timing(block.rows[block.timing]) if block.timing is not None else None


def read_time(text: str) -> float | None:
    """Return the seconds of a time that stands alone; None where it is none.

    >>> read_time("00:01.500")
    1.5
    """
    times = read_timing(f"{text}-->{text}")
    return times[0] if times else None


def read_settings(row: str) -> str:
    """Return what stands after a cue's times.

    >>> read_settings("00:01.500 --> 00:02.000  align:start line:0 ")
    'align:start line:0'
    """
    match = _TIMING.match(row)
    return row[match.end() :].strip() if match else ""


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds, ms = match.group(group, group + 1, group + 2, group + 3)
    return ((int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(ms)) / 1000
