"""Move the times of one episode in texts that point into it: marks and links."""

import re
from collections.abc import Callable, Iterable, Iterator

from poddarkiv.addresses import episode_path
from poddarkiv.formats.shift import Outside, Shift, format_like
from poddarkiv.i18n import _
from poddarkiv.references import MOMENT, blank_code
from poddarkiv.timecode import parse_timecode

_CLOCK = re.compile(
    r"(?<![\d:.,])(?:\d{1,3}:[0-5]\d:[0-5]\d|\d{1,4}:[0-5]\d)(?:[.,]\d{1,3})?(?![\d:])"
)
_Time = tuple[int, str, float, Callable[[float, str], str]]
"""A time's span in the text, its text, its seconds, and what formats another like it."""
_SECONDS = r"\d{1,6}(?:\.\d{1,3})?"


def shift_moments(
    text: str,
    means: Callable[[str], bool],
    slug: str,
    shift: Shift,
    starts: Iterable[float] = (),
) -> tuple[str, list[Outside]]:
    """Return `text` with each time in the episode moved, and what falls outside the recording.

    Marks (`[[avsnitt 32 @ 12:30]]`, also with two times) and links (`#t=750`) are moved, but not
    what stands as code. A time before the beginning becomes 0:00; one after the end is
    moved all the same, for what was meant is not there any more: `check` reports it.

    Args:
        text: Markdown or YAML.
        means: Whether the name in a mark means the episode.
        slug: The episode's folder.
        shift: How times are moved.
        starts: Where its cues begin, in seconds before the move: pages have addresses of them
            in whole seconds.
    """
    page = re.escape(episode_path(slug))
    link = re.compile(
        rf"{page}(?:index\.html)?(?:\?[^\s()<>\"'#]*)?#t([=-])({_SECONDS})(?:,({_SECONDS}))?"
    )
    plain = blank_code(text)
    times = [*_in_marks(plain, means), *_in_links(plain, link, starts)]
    found: list[Outside] = []
    for at, old, seconds, write in sorted(times, key=lambda time: -time[0]):
        to = shift.point(seconds)
        if not 0 <= to < shift.end:
            found.append(_outside(text.count("\n", 0, at) + 1, old, before=to < 0))
        text = text[:at] + write(max(to, 0.0), old) + text[at + len(old) :]
    return text, found[::-1]


def _in_marks(text: str, means: Callable[[str], bool]) -> Iterator[_Time]:
    for mark in MOMENT.finditer(text):
        if mark[2] and means(mark[1]):
            for clock in _CLOCK.finditer(mark[2]):
                at = mark.start(2) + clock.start()
                yield at, clock[0], parse_timecode(clock[0]), format_like


def _in_links(text: str, link: re.Pattern[str], starts: Iterable[float]) -> Iterator[_Time]:
    exact = {int(start): start for start in starts}
    for match in link.finditer(text):
        for group in (2, 3):
            if match[group]:
                seconds, write = float(match[group]), _number
                if match[1] == "-":
                    seconds, write = exact.get(int(seconds), seconds), _whole
                yield match.start(group), match[group], seconds, write


def _whole(seconds: float, _like: str) -> str:
    return str(int(seconds))


def _number(seconds: float, _like: str) -> str:
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def _outside(line: int, clock: str, *, before: bool) -> Outside:
    if before:
        return Outside(line, _("{clock} falls before the beginning; 0:00 is written", clock=clock))
    return Outside(line, _("{clock} falls after the end; mend the text", clock=clock))


def plain_clocks(text: str) -> Iterator[tuple[int, str]]:
    """Go through times in `text` that stand as plain text: the line, counted from 1, and the time.

    Nobody can tell whether one is a time of the recording or of the day, so none is moved.
    """
    rest = MOMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), blank_code(text))
    for match in _CLOCK.finditer(rest):
        yield rest.count("\n", 0, match.start()) + 1, match[0]
