"""Places where a recording is damaged, and their description for a person. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from poddarkiv.i18n import _, ngettext
from poddarkiv.timecode import format_clock

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where the sound is damaged."""

    time: float
    """Seconds from the recording's start."""
    byte: int | None
    """Place in the file, where it is known."""


def describe_damage(damage: Sequence[Damage]) -> str:
    """Return where the sound is damaged, as in “12:40 (byte 8112000)”."""
    places = [
        format_clock(place.time)
        if place.byte is None
        else _("{clock} (byte {byte})", clock=format_clock(place.time), byte=place.byte)
        for place in damage[:_SHOWN]
    ]
    more = len(damage) - _SHOWN
    if more > 0:
        places.append(ngettext("{n} more place", "{n} more places", more))
    return ", ".join(places)
