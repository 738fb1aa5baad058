"""Times within a recording: read and written the way each format wants them.

Inside the package a time is always a `float`, in seconds.
"""

import re
from functools import lru_cache

from poddarkiv.i18n import _

CLOCK_PATTERN = r"^(?:\d{1,3}:[0-5]\d:[0-5]\d|\d{1,4}:[0-5]\d)(?:[.,]\d{1,3})?$"
"""What people may write: `12:30`, `1:02:03`, `1:02:03.500`."""

_CLOCK = re.compile(CLOCK_PATTERN, re.ASCII)


def parse_timecode(text: str) -> float:
    """Return the seconds of `text`, written as `M:SS` or `H:MM:SS` with optional decimals.

    >>> parse_timecode("12:30"), parse_timecode("1:02:03.5")
    (750.0, 3723.5)

    Raises:
        ValueError: It is written in another way.
    """
    if not _CLOCK.match(text):
        raise ValueError(_("a time such as 12:30 or 1:02:03 was expected, not “{text}”", text=text))
    clock, _dot, decimals = text.replace(",", ".").partition(".")
    whole = 0
    for part in clock.split(":"):
        whole = whole * 60 + int(part)
    return whole + (int(decimals) / 10 ** len(decimals) if decimals else 0.0)


def format_timecode(seconds: float) -> str:
    """Write `seconds` as `HH:MM:SS.mmm`, as WebVTT requires.

    >>> format_timecode(3723.5)
    '01:02:03.500'
    """
    if seconds < 0:
        raise ValueError(f"a recording has no time before its start: {seconds}")
    # Rounded once, in milliseconds, so 59.9996 becomes 01:00.000 and not 00:60.000.
    whole, ms = divmod(round(seconds * 1000), 1000)
    return _whole(whole) + _MILLISECONDS[ms]


_MILLISECONDS = tuple(f".{ms:03}" for ms in range(1000))


@lru_cache(maxsize=4096)
def _whole(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"


def format_clock(seconds: float) -> str:
    """Write `seconds` as people read a clock: `0:05`, `12:30`, `1:02:03`. Decimals are cut.

    >>> format_clock(3723.9)
    '1:02:03'
    """
    return _clock(int(seconds))


@lru_cache(maxsize=4096)
def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def format_iso_duration(seconds: float) -> str:
    """Write `seconds` as an ISO 8601 duration, as schema.org wants it.

    >>> format_iso_duration(3723)
    'PT1H2M3S'
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"PT{hours}H{minutes}M{rest}S"


def fragment_seconds(seconds: float) -> str:
    """Write `seconds` for the `#t=` of a link: whole seconds, cut, so that no word is missed.

    >>> fragment_seconds(750.4)
    '750'
    """
    return str(int(seconds))
