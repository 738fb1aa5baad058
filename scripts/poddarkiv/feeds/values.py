"""Single values of a feed, in all the forms that hosts write them."""

import re
from datetime import datetime

from poddarkiv.feeds.dates import read_date
from poddarkiv.timecode import format_timecode

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)", re.ASCII)
_LINE = re.compile(r"^[\s(\[*•–-]*((?:\d{1,2}:)?\d{1,3}:\d\d)[)\]]?\s*[-–—:|]?\s*(\S.*)$", re.ASCII)
_ZONED = re.compile(r"(?:[A-Z]{1,5}|[+-]\d\d?:?(?:\d\d)?|/\w+|\))$", re.ASCII)
_FEWEST = 3
"""Lines with times that make a list of chapters, as Apple and Spotify count."""


def read_moment(text: str) -> tuple[datetime | None, bool]:
    """Return a date of RFC 2822 or RFC 3339, and whether it said its zone (else UTC is meant).

    >>> read_moment("2024-02-08T06:00:00+01:00")[0].isoformat()
    '2024-02-08T06:00:00+01:00'
    """
    moment = read_date(text)
    zoned = bool(_ZONED.search(text.strip())) and not text.rstrip().endswith("-0000")
    return moment, zoned and moment is not None


def read_duration(text: str) -> float | None:
    """Return seconds, from `3723`, `62:03` or `1:02:03`; None where there are none.

    >>> read_duration("1:02:03"), read_duration("about an hour")
    (3723.0, None)
    """
    plain = text.strip()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", plain, re.ASCII):
        return float(plain.replace(",", "."))
    found = _CLOCK.fullmatch(plain)
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return 3600.0 * int(hours or 0) + 60 * int(minutes) + float(seconds.replace(",", "."))


def read_flag(text: str) -> bool | None:
    """Return what `yes`, `explicit`, `clean`, `no` and the like say; None for nothing."""
    word = text.strip().casefold()
    if word in {"yes", "true", "explicit", "1"}:
        return True
    return False if word in {"no", "false", "clean", "0"} else None


def format_start(seconds: float) -> str:
    """Return a time as `episode.yml` has it: without decimals that say nothing."""
    return format_timecode(seconds).removesuffix(".000")


def find_timestamps(text: str) -> list[dict[str, str]]:
    r"""Return the chapters that a description lists, a line each; none where it lists none.

    >>> [row["title"] for row in find_timestamps("00:00 Hej\n(12:30) Hopp\n1:02:03 – Slut")]
    ['Hej', 'Hopp', 'Slut']
    """
    rows: list[tuple[float, str]] = []
    for line in text.splitlines():
        found = _LINE.match(line.strip())
        seconds = read_duration(found[1]) if found else None
        if found is not None and seconds is not None:
            rows.append((seconds, found[2].strip()))
    times = [seconds for seconds, _title in rows]
    if len(rows) < _FEWEST or times[0] != 0 or times != sorted(set(times)):
        return []
    return [{"start": format_start(seconds), "title": title} for seconds, title in rows]
