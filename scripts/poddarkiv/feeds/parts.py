"""Parts that a channel and an item share."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from poddarkiv import spec
from poddarkiv.feeds.reader import Reader
from poddarkiv.feeds.xml import child_elements, clean_address, element_text, prefixed_name

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class Person:
    """Somebody whom a feed names."""

    name: str
    role: str
    """A role of the taxonomy, in English; empty where the feed does not say."""
    href: str = ""
    image: str = ""


def read_people(reader: Reader) -> Iterator[Person]:
    """Yield each person of `podcast:person` once for each role; else the contributors of Atom.

    These have no role.
    """
    found = reader.take_all("podcast:person")
    seen: set[tuple[str, str]] = set()
    for element in found:
        name = " ".join(element_text(element).split())
        role = _role(reader, element)
        if not name:
            reader.keep(element)
        elif (name.casefold(), role) not in seen:
            seen.add((name.casefold(), role))
            addresses = (_web(element, element.get(key)) for key in ("href", "img"))
            yield Person(name, role, *addresses)
    for element in reader.take_all("atom:contributor"):
        parts = {
            prefixed_name(child): element_text(child).strip() for child in child_elements(element)
        }
        name = " ".join(parts.get("atom:name", "").split())
        if name and not any(name.casefold() == known for known, _role in seen) and not found:
            seen.add((name.casefold(), ""))
            yield Person(name, "", parts.get("atom:uri", ""))
        elif len(parts) > 1 or not name:
            reader.keep(element)


def assign_roles(found: Iterable[Person], roles: Mapping[str, str]) -> tuple[Person, ...]:
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
    url = clean_address(element, text)
    return url if url.startswith(("http://", "https://")) else ""


def read_license(reader: Reader) -> dict[str, str] | None:
    """Return the licence: one that apps know, or with the address of its text."""
    element = reader.take("podcast:license")
    if element is None:
        return None
    name, url = element_text(element).strip(), _web(element, element.get("url"))
    if not name or not (url or name.upper() in {known.upper() for known in spec.licenses()}):
        reader.keep(element)
        return None
    return {"id": name} | ({"url": url} if url else {})


def read_funding(reader: Reader) -> list[dict[str, str]]:
    """Return where listeners can give."""
    rows = []
    for element in reader.take_all("podcast:funding"):
        url = _web(element, element.get("url"))
        if url:
            rows.append({"url": url, "text": element_text(element).strip() or urlsplit(url).netloc})
        else:
            reader.keep(element)
    return rows


def read_locations(reader: Reader) -> list[dict[str, str]]:
    """Return the places, no finer than a town."""
    rows = []
    for element in reader.take_all("podcast:location"):
        row = {"name": " ".join(element_text(element).split())}
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


def read_txt(reader: Reader) -> list[dict[str, str]]:
    """Return the free texts."""
    rows = []
    for element in reader.take_all("podcast:txt"):
        text, purpose = element_text(element).strip(), (element.get("purpose") or "").strip()
        if not text or (purpose == "ai-content" and text not in {"true", "false"}):
            reader.keep(element)
        else:
            rows.append({"text": text} | ({"purpose": purpose} if purpose else {}))
    return rows


def read_social(reader: Reader) -> list[dict[str, str]]:
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


_SHARED: tuple[tuple[str, Callable[[Reader], object]], ...] = (
    ("license", read_license),
    ("funding", read_funding),
    ("locations", read_locations),
    ("txt", read_txt),
    ("social", read_social),
)


def read_shared(reader: Reader) -> dict[str, Any]:
    """Return the keys that `show.yml` and `episode.yml` share, those with a value."""
    found = ((key, read(reader)) for key, read in _SHARED)
    return {key: value for key, value in found if value}
