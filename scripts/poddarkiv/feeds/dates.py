"""Dates as feeds write them, which is not always as RFC 822 wants."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate
from zoneinfo import ZoneInfo

_TIME = re.compile(
    r"(?P<day>.*?) (?P<h>\d{1,2})[:.](?P<m>\d\d)(?:[:.](?P<s>\d\d)(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[AP]M)\b)?(?P<zone>.*)",
    re.IGNORECASE | re.ASCII,
)
_OFFSET = re.compile(
    r"(?:GMT|UTC?|Z)?(?P<sign>[+-])(?P<h>\d\d?)(?::?(?P<m>\d\d))?(?::?(?P<s>\d\d))?", re.ASCII
)
_NAMES = {
    0: ("UT", "UTC", "GMT", "Z", "WET"),
    1: ("WEST", "BST", "CET", "MET", "MEZ"),
    2: ("CEST", "MEST", "MESZ", "EET", "SAST"),
    3: ("EEST", "MSK"),
    8: ("AWST",),
    9: ("JST", "KST"),
    9.5: ("ACST",),
    10: ("AEST",),
    10.5: ("ACDT",),
    11: ("AEDT",),
    12: ("NZST",),
    13: ("NZDT",),
    -2.5: ("NDT",),
    -3: ("ADT",),
    -3.5: ("NST",),
    -4: ("AST", "EDT"),
    -5: ("EST", "CDT"),
    -6: ("CST", "MDT"),
    -7: ("MST", "PDT"),
    -8: ("PST", "AKDT"),
    -9: ("AKST",),
    -10: ("HST",),
}
"""RFC 822's zones, and those that hosts write and that mean one thing: hours east of
Greenwich."""
_HOURS = {name: hours for hours, names in _NAMES.items() for name in names}


def read_date(text: str) -> datetime | None:
    """Return the moment that `text` means in a feed; None when it is no date.

    Read are RFC 822 and ISO 8601, with offsets (`+0200`, `+02:00`, `GMT+2`), names (`CEST`,
    `Europe/Stockholm`) or nothing. A zone that nobody knows is Greenwich, as for apps and in
    RFC 5322, section 4.3.

    >>> read_date("Sat, 01 Mar 2025 06:00:00 CET") == read_date("2025-03-01T05:00:00Z")
    True
    """
    # RFC 822 has the zone's name as a comment too: `+0100 (CET)`.
    text = " ".join(re.sub(r"[()]", " ", text.replace("−", "-")).split())
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    # As `date` and C's ctime write it, the year comes last.
    year = re.search(r" (\d{4})$", match["zone"], re.ASCII)
    day = parsedate(f"{match['day']}{year[0] if year else ''} 00:00:00")
    if day is None:
        return None
    with suppress(ValueError, OverflowError):
        clock = timedelta(hours=_hour(match), minutes=int(match["m"]), seconds=int(match["s"] or 0))
        midnight = datetime(*day[:3], tzinfo=UTC)
        return (midnight + clock).replace(tzinfo=_zone(match["zone"].split()))
    return None


def _hour(match: re.Match[str]) -> int:
    hour = int(match["h"])
    if hour > (12 if match["half"] else 24) or int(match["m"]) > 59:
        raise ValueError(match[0])
    if match["half"] is None:
        return hour
    return hour % 12 + (12 if match["half"].upper() == "PM" else 0)


def _zone(words: list[str]) -> tzinfo:
    """Return the zone that the first word with a meaning names.

    Raises:
        ValueError: An offset is a day or more.
    """
    for word in words:
        offset = _OFFSET.fullmatch(word.upper())
        if offset is not None:
            hours, minutes, seconds = (int(offset[part] or 0) for part in ("h", "m", "s"))
            size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
            return timezone(size if offset["sign"] == "+" else -size)
        if word.upper() in _HOURS:
            return timezone(timedelta(hours=_HOURS[word.upper()]))
        if "/" in word:
            # ZoneInfoNotFoundError is a KeyError.
            with suppress(KeyError, ValueError, OSError):
                return ZoneInfo(word)
    return UTC
