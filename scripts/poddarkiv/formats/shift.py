"""Move times within a recording, when something was cut from it or put before it."""

import math
import re
from dataclasses import dataclass

from poddarkiv.i18n import _
from poddarkiv.timecode import CLOCK_PATTERN, format_clock, parse_timecode

LEEWAY = 2.0
"""Seconds that a span may hang over the recording's end: players round, and encoders pad."""
_AMOUNT = re.compile(r"([+−–-]?)(\d{1,6}(?:[.,]\d{1,3})?|[.,]\d{1,3})", re.ASCII)
_SIGNED_CLOCK = re.compile(rf"([+−–-]?)({CLOCK_PATTERN.strip('^$')})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shift:
    """How far times are moved, and where the recording now ends."""

    by: float
    """Seconds; negative when something was cut from the beginning."""
    end: float
    """Seconds of the recording as it is now."""

    def point(self, seconds: float) -> float:
        """Return where `seconds` now is; may lie outside the recording."""
        # In milliseconds, the finest that any of the formats keeps.
        return round(seconds + self.by, 3)

    def span(self, start: float, end: float) -> tuple[float, float] | None:
        """Return what is left of a span within the recording; None when all of it is outside."""
        start, end = self.point(start), self.point(end)
        if end <= 0 or start >= self.end:
            return None
        if end > self.end + LEEWAY:
            end = round(self.end, 3)
        start = max(start, 0.0)
        return (start, end) if end > start else None

    def cuts(self, start: float, end: float) -> bool:
        """Whether the recording's ends cut off a part of a span; it may be without an end."""
        left = self.span(start, end)
        if left is None or left[0] != self.point(start):
            return True
        return math.isfinite(end) and left[1] != self.point(end)


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that does not lie within the recording any more."""

    line: int
    """In the file as it is now, counted from 1."""
    message: str


def parse_amount(text: str) -> float:
    """Return the seconds of `text`, written with a sign as seconds or as a clock.

    >>> parse_amount("+15.2"), parse_amount("-0:15,2"), parse_amount("−90")
    (15.2, -15.2, -90.0)

    Raises:
        ValueError: It is written in another way.
    """
    bare = text.strip()
    clock = _SIGNED_CLOCK.fullmatch(bare)
    amount = _AMOUNT.fullmatch(bare)
    if clock:
        seconds, sign = parse_timecode(clock[2]), clock[1]
    elif amount:
        seconds, sign = float(amount[2].replace(",", ".")), amount[1]
    else:
        raise ValueError(
            _("seconds such as +15.2 or -0:15.2 were expected, not “{text}”", text=text)
        )
    return seconds if sign in {"", "+"} else -seconds


def format_like(seconds: float, like: str) -> str:
    """Write `seconds` as a clock in the manner of `like`; it has decimals where they are needed.

    >>> format_like(765.2, "12:30"), format_like(3605, "00:59:50"), format_like(3605, "59:50")
    ('12:45.2', '01:00:05', '1:00:05')
    """
    whole, ms = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    parts = re.split(r"[.,]", like)[0].split(":")
    if len(parts) == 2 and (minutes < 60 or int(parts[0]) >= 60):
        clock = f"{minutes:0{len(parts[0])}}:{second:02}"
    else:
        width = len(parts[0]) if len(parts) == 3 else 1
        clock = f"{minutes // 60:0{width}}:{minutes % 60:02}:{second:02}"
    decimals = f"{ms:03}"
    if not re.search(r"[.,]\d*0$", like):
        decimals = decimals.rstrip("0")
    mark = "," if "," in like else "."
    return clock + (mark + decimals if decimals else "")


def describe_outside(line: int, what: str, shift: Shift, start: float, end: float) -> Outside:
    """Return the message for a span that is removed or cut.

    Args:
        line: Its line in the file, from 1.
        what: Its name or first words.
        shift: How it is moved.
        start: Seconds, as they were.
        end: Seconds, as they were.
    """
    values = {"what": what, "clock": format_clock(start)}
    if shift.point(end) <= 0:
        return Outside(
            line, _("“{what}” ({clock}) falls before the beginning and is removed", **values)
        )
    if shift.span(start, end) is None:
        return Outside(line, _("“{what}” ({clock}) falls after the end and is removed", **values))
    if shift.point(start) < 0:
        return Outside(
            line, _("“{what}” ({clock}) begins before the beginning and is cut", **values)
        )
    return Outside(line, _("“{what}” ({clock}) goes on after the end and is cut", **values))
