"""Take a channel's or item's elements by name, and keep account of what nobody has taken."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from poddarkiv.credentials import without_credentials
from poddarkiv.feeds.values import read_flag
from poddarkiv.feeds.xml import child_elements, element_text, prefixed_name

if TYPE_CHECKING:
    from lxml.etree import _Element


_USED = {
    "enclosure": {"url", "length", "type"},
    "guid": {"isPermaLink"},
    "psc:chapters": {"version"},
    "podcast:person": {"role", "group"},
    "podcast:season": {"name"},
    "podcast:episode": {"display"},
    "podcast:soundbite": {"startTime", "duration"},
    "podcast:license": {"url"},
    "podcast:funding": {"url"},
    "podcast:location": {"rel", "geo", "osm", "country"},
    "podcast:txt": {"purpose"},
    "podcast:socialInteract": {"protocol", "uri", "accountId", "priority"},
    "podcast:block": {"id"},
    "podcast:updateFrequency": {"rrule", "dtstart", "complete"},
    "itunes:category": {"text"},
    "media:content": {"url", "type", "medium", "fileSize", "duration", "isDefault"},
}
"""Attributes that find a place in the archive; others are kept as what has none."""


class Reader:
    """Takes elements out of an item or channel by name, and yields what is left."""

    def __init__(self, element: "_Element") -> None:
        self.base = element.base or ""
        self._by_name: defaultdict[str, list[_Element]] = defaultdict(list)
        for child in child_elements(element):
            self._by_name[prefixed_name(child)].append(child)
        self._taken: set[str] = set()
        self._kept: list[str] = []
        self.warnings: list[str] = []

    def first(self, name: str) -> "_Element | None":
        """Return the first element of that name, left where it is."""
        return next(iter(self._by_name.get(name, ())), None)

    def see(self, name: str) -> "Sequence[_Element]":
        """Return every element of that name, left where they are."""
        return self._by_name.get(name, ())

    def take(self, name: str) -> "_Element | None":
        """Return the first element of that name; further ones are kept."""
        found = self.take_all(name)
        for element in found[1:]:
            self.keep(element)
        return found[0] if found else None

    def take_all(self, name: str) -> list["_Element"]:
        """Return every element of that name."""
        found = self._by_name.get(name, [])
        if name not in self._taken:
            self._taken.add(name)
            used = _USED.get(name, set())
            for element in found:
                if any(value.strip() for key, value in element.items() if key not in used):
                    self.keep(element)
        return found

    def text(self, *names: str) -> str:
        """Return the text of the first of `names` that has one; empty when none has.

        What a further element says otherwise is kept.
        """
        found = ""
        for name in names:
            for element in self.take_all(name):
                text = element_text(element).strip()
                found = found or text
                if text and text != found:
                    self.keep(element)
        return found

    def flag(self, name: str) -> bool | None:
        """Return what `name` says, yes or no; None where it says neither, and is kept."""
        text = self.text(name)
        found = read_flag(text)
        if text and found is None:
            self.keep_text(name, text)
        return found

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """Return what `name` says, in small letters; the first of `choices` where it is none."""
        text = self.text(name)
        if text and text.casefold() not in choices:
            self.keep_text(name, text)
        return text.casefold() if text.casefold() in choices else choices[0]

    def drop(self, name: str, same: str) -> None:
        """Take `name` away where it says the same; keep it otherwise."""
        for element in self.take_all(name):
            if " ".join(element_text(element).split()) != same:
                self.keep(element)

    def keep(self, element: "_Element") -> None:
        """Keep an element, as the feed has it, among what has no place."""
        row = element_xml(element)
        if row not in self._kept:
            self._kept.append(row)

    def keep_text(self, name: str, text: str) -> None:
        """Keep a text among what has no place."""
        self._kept.append(f"{name}: {without_credentials(text)}")

    def add_warning(self, text: str) -> None:
        """Add a warning for the person who imports."""
        self.warnings.append(text)

    def rest(self) -> Iterator[str]:
        """Yield what nobody has taken, and what was kept."""
        for name, elements in self._by_name.items():
            if name not in self._taken:
                for element in elements:
                    self.keep(element)
        yield from self._kept


def element_xml(element: "_Element") -> str:
    """Return an element as XML text of its own."""
    from lxml import etree

    tail, element.tail = element.tail, None
    text = without_credentials(etree.tostring(element, encoding="unicode").strip())
    element.tail = tail
    return re.sub(r' xmlns:\w+="[^"]*"', "", text)
