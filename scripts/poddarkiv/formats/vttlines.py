"""The lines of a WebVTT text while some of them are changed: each keeps its own ending. No I/O."""

import re
from collections.abc import Sequence

from poddarkiv.formats.vttblocks import Block, block_times, collect_blocks, text_lines

_LINE_END = re.compile(r"(\r\n|\r|\n)")


class Lines:
    """The lines of a text, each with its own ending."""

    def __init__(self, text: str) -> None:
        parts = _LINE_END.split(text)
        self.rows, self._ends = parts[::2], [*parts[1::2], ""]

    @property
    def text(self) -> str:
        """All of them."""
        return "".join(row + end for row, end in zip(self.rows, self._ends, strict=True))

    def holds(self, at: int) -> bool:
        """Whether there is a line with something in it."""
        return 0 <= at < len(self.rows) and bool(self.rows[at])

    def put(self, start: int, end: int, rows: Sequence[str]) -> None:
        """Put `rows` in place of the lines from `start` to `end`."""
        if rows and start == len(self.rows):
            # The last line has no ending yet.
            self._ends[-1] = next(filter(None, self._ends), "\n")
            self._ends.append("")
            self.rows.append(rows[-1])
            rows, end = rows[:-1], start
        usual = next(filter(None, (self._ends[start:] or [""]) + self._ends), "\n")
        last = self._ends[end - 1] if end > start else usual
        if rows:
            self._ends[start:end] = [usual] * (len(rows) - 1) + [last]
        else:
            del self._ends[start:end]
        self.rows[start:end] = rows


def insert_cue(lines: Lines, start: float, rows: Sequence[str]) -> None:
    """Put a cue of `rows` before the first that begins after `start`, or behind them all."""
    end = 1
    for block in collect_blocks(text_lines(lines.text)):
        times = block_times(block)
        if times is None:
            continue
        if times[0] > start:
            lines.put(block.line - 1, block.line - 1, [*rows, ""])
            return
        end = block.end - 1
    lines.put(end, end, ["", *rows])


def remove_block(lines: Lines, block: Block) -> None:
    """Take a cue away, with the empty line that parts it from the next."""
    start, end = block.line - 1, block.end - 1
    if not lines.holds(start - 1):
        # The empty line after the cue goes with it, or the one before the file's last cue.
        if end < len(lines.rows) - 1 and not lines.holds(end):
            end += 1
        elif start > 0:
            start -= 1
    lines.put(start, end, ())
