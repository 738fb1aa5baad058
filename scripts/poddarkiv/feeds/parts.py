"""Parts that a channel and an item share, and the reader that knows what nobody has taken."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from poddarkiv import spec
from poddarkiv.credentials import without_credentials
from poddarkiv.feeds.values import read_flag
from poddarkiv.feeds.xml import address_of, children, name_of, text_of

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
    """Takes elements out of an item or channel by name, and tells what is left."""

    def __init__(self, element: "_Element") -> None:
        self.base = element.base or ""
        self._by_name: defaultdict[str, list[_Element]] = defaultdict(list)
        for child in children(element):
            self._by_name[name_of(child)].append(child)
        self._taken: set[str] = set()
        self._kept: list[str] = []
        self.told: list[str] = []

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
                text = text_of(element).strip()
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
            if " ".join(text_of(element).split()) != same:
                self.keep(element)

    def keep(self, element: "_Element") -> None:
        """Keep an element, as the feed has it, among what has no place."""
        row = row_of(element)
        if row not in self._kept:
            self._kept.append(row)

    def keep_text(self, name: str, text: str) -> None:
        """Keep a text among what has no place."""
        self._kept.append(f"{name}: {without_credentials(text)}")

    def tell(self, text: str) -> None:
        """Note something odd for the person who imports."""
        self.told.append(text)

    def rest(self) -> Iterator[str]:
        """Yield what nobody has taken, and what was kept."""
        for name, elements in self._by_name.items():
            if name not in self._taken:
                for element in elements:
                    self.keep(element)
        yield from self._kept


def row_of(element: "_Element") -> str:
    """Return an element as the feed has it, on its own."""
    from lxml import etree

    tail, element.tail = element.tail, None
    text = without_credentials(etree.tostring(element, encoding="unicode").strip())
    element.tail = tail
    return re.sub(r' xmlns:\w+="[^"]*"', "", text)


@dataclass(frozen=True)
class Person:
    """Somebody whom a feed names."""

    name: str
    role: str
    """A role of the taxonomy, in English; empty where the feed does not say."""
    href: str = ""
    image: str = ""


def people(reader: Reader) -> Iterator[Person]:
    """Yield each person of `podcast:person` once for each role; else the contributors of Atom.

    These have no role.
    """
    found = reader.take_all("podcast:person")
    seen: set[tuple[str, str]] = set()
    for element in found:
        name = " ".join(text_of(element).split())
        role = _role(reader, element)
        if not name:
            reader.keep(element)
        elif (name.casefold(), role) not in seen:
            seen.add((name.casefold(), role))
            addresses = (_web(element, element.get(key)) for key in ("href", "img"))
            yield Person(name, role, *addresses)
    for element in reader.take_all("atom:contributor"):
        parts = {name_of(child): text_of(child).strip() for child in children(element)}
        name = " ".join(parts.get("atom:name", "").split())
        if name and not any(name.casefold() == known for known, _role in seen) and not found:
            seen.add((name.casefold(), ""))
            yield Person(name, "", parts.get("atom:uri", ""))
        elif len(parts) > 1 or not name:
            reader.keep(element)


def with_roles(found: Iterable[Person], roles: Mapping[str, str]) -> tuple[Person, ...]:
    """Return those people; who has no role has the one of `roles` (by name), or is a guest."""
    return tuple(
        person if person.role else replace(person, role=roles.get(person.name.casefold(), "guest"))
        for person in found
    )


def _role(reader: Reader, element: "_Element") -> str:
    said, group = element.get("role") or "host", element.get("group") or ""
    role = spec.find_role(f"{group}/{said}") or spec.find_role(said)
    if role is None:
        reader.keep(element)
        return "guest"
    if group and group.casefold() != role.group.casefold():
        reader.keep(element)
    plain = spec.find_role(role.name)
    return role.name.lower() if plain == role else f"{role.group}/{role.name}".lower()


def _web(element: "_Element", text: str | None) -> str:
    url = address_of(element, text)
    return url if url.startswith(("http://", "https://")) else ""


def license_of(reader: Reader) -> dict[str, str] | None:
    """Return the licence: one that apps know, or with the address of its text."""
    element = reader.take("podcast:license")
    if element is None:
        return None
    name, url = text_of(element).strip(), _web(element, element.get("url"))
    if not name or not (url or name.upper() in {known.upper() for known in spec.licenses()}):
        reader.keep(element)
        return None
    return {"id": name} | ({"url": url} if url else {})


def funding(reader: Reader) -> list[dict[str, str]]:
    """Return where listeners can give."""
    rows = []
    for element in reader.take_all("podcast:funding"):
        url = _web(element, element.get("url"))
        if url:
            rows.append({"url": url, "text": text_of(element).strip() or urlsplit(url).netloc})
        else:
            reader.keep(element)
    return rows


def locations(reader: Reader) -> list[dict[str, str]]:
    """Return the places, no finer than a town."""
    rows = []
    for element in reader.take_all("podcast:location"):
        row = {"name": " ".join(text_of(element).split())}
        for key, pattern in (
            ("rel", r"subject|creator"),
            ("geo", r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(,.*)?(;.*)?"),
            ("osm", r"[NWR]\d+(#\d+)?"),
            ("country", "|".join(sorted(spec.countries()))),
        ):
            value = (element.get(key) or "").strip()
            if re.fullmatch(pattern, value):
                row[key] = _town(value) if key == "geo" else value
            if value != row.get(key, ""):
                reader.keep(element)
        if row["name"]:
            rows.append(row)
        else:
            reader.keep(element)
    return rows


def _town(geo: str) -> str:
    # Two decimals are a kilometre: nobody's house.
    numbers = re.findall(r"-?\d+(?:\.\d+)?", geo)[:2]
    return "geo:" + ",".join(
        n if len(n.partition(".")[2]) <= 2 else f"{float(n):.2f}" for n in numbers
    )


def txt(reader: Reader) -> list[dict[str, str]]:
    """Return the free texts."""
    rows = []
    for element in reader.take_all("podcast:txt"):
        text, purpose = text_of(element).strip(), (element.get("purpose") or "").strip()
        if not text or (purpose == "ai-content" and text not in {"true", "false"}):
            reader.keep(element)
        else:
            rows.append({"text": text} | ({"purpose": purpose} if purpose else {}))
    return rows


def social(reader: Reader) -> list[dict[str, str]]:
    """Return where comments are."""
    rows: list[dict[str, str]] = []
    for element in reader.take_all("podcast:socialInteract"):
        protocol, uri = (element.get("protocol") or "").strip(), _web(element, element.get("uri"))
        if protocol == "disabled" or (protocol in spec.social_protocols() and uri):
            row: dict[str, Any] = {"protocol": protocol, "uri": uri}
            row["account_id"] = (element.get("accountId") or "").strip()
            rows.append({key: value for key, value in row.items() if value})
        else:
            reader.keep(element)
    if len(rows) > 1:
        rows = [row for row in rows if row["protocol"] != "disabled"]
    return rows
