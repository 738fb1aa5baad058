"""Dates, lengths and lists as readers say them, in the language in use."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from poddarkiv.i18n import _, locale, ngettext


@lru_cache(maxsize=4096)
def _long_date(day: date, written: str) -> str:
    return format_date(day, "long", locale=written)


def format_day(day: date) -> str:
    """Write `day` in words, as in “8 februari 2024”; a moment is shown in its own time zone."""
    plain = day.date() if isinstance(day, datetime) else day
    return _long_date(plain, locale())


def format_length(seconds: float) -> str:
    """Write a length in whole minutes, as in “36 min” or “1 h 2 min”; short ones in seconds."""
    if seconds < 60:
        return ngettext("{n} s", "{n} s", round(seconds))
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return _("{minutes} min", minutes=minutes)
    return _("{hours} h {minutes} min", hours=hours, minutes=minutes)


def format_reading_time(words: int) -> str:
    """Write how long `words` take to read, at 180 words a minute."""
    return ngettext("{n} min to read", "{n} min to read", max(1, round(words / 180)))


def join_words(items: Sequence[str]) -> str:
    """Join with commas and an “and” before the last."""
    if len(items) < 2:
        return "".join(items)
    return _("{items} and {last}", items=", ".join(items[:-1]), last=items[-1])


def format_bytes(size: int) -> str:
    """Write a file's size, as in “1,3 MB”."""
    if size < 1_000_000:
        return _("{n} kB", n=max(1, round(size / 1000)))
    return _("{n} MB", n=format_decimal(round(size / 1_000_000, 1), locale=locale()))
