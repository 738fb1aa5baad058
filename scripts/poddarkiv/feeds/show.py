"""A `<channel>` as the values of `show.yml`, and its items."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from poddarkiv import spec
from poddarkiv.feeds import links, texts
from poddarkiv.feeds.item import Item, read_item
from poddarkiv.feeds.items import (
    assign_dates,
    assign_guids,
    find_common_makers,
    person_key,
    person_row,
)
from poddarkiv.feeds.links import Link
from poddarkiv.feeds.parts import Person, assign_roles, read_people, read_shared
from poddarkiv.feeds.reader import Reader
from poddarkiv.feeds.values import read_flag, read_moment
from poddarkiv.feeds.xml import (
    child_elements,
    clean_address,
    element_text,
    has_sizes,
    parse_feed,
    prefixed_name,
)

_MEDIA = {"podcast", "audiobook", "course", "newsletter", "blog", "music", "video", "film", "mixed"}
_TEXTS = {"title": 255, "author": 255, "copyright": 255}


@dataclass(frozen=True)
class Feed:
    """A whole feed, or one page of it."""

    values: dict[str, Any]
    """As they stand in `show.yml`; without what only its owner can say."""
    items: tuple[Item, ...]
    """In the feed's order, each with a guid of its own."""
    next_page: str = ""
    """The address of the page that follows; empty for the last."""
    address: str = ""
    """The feed's own, as it says; empty where it does not."""
    rest: tuple[str, ...] = ()
    """What has no place in the archive, as the feed has it."""
    warnings: tuple[str, ...] = ()
    picture: Link | None = None
    """The show's cover."""
    makers: tuple[Person, ...] = ()
    """Whom the channel names."""


def read_feed(xml: bytes) -> Feed:
    """Return all that a feed says.

    Raises:
        ValueError: It is no RSS feed, is too large, or declares entities.
    """
    channel = parse_feed(xml)
    reader = Reader(channel)
    values = _show(reader)
    makers = assign_roles(read_people(reader), {})
    sized = has_sizes(channel)
    items = [
        read_item(item, explicit=values["explicit"], sized=sized)
        for item in reader.take_all("item")
    ]
    assign_guids(items)
    assign_dates(items, read_moment(reader.text("pubDate") or reader.text("lastBuildDate"))[0])
    roles = {maker.name.casefold(): maker.role for maker in reversed(makers)}
    for item in items:
        item.people = assign_roles(item.people, roles)
    hosts = find_common_makers(makers, items)
    if hosts:
        values["persons"] = [person_row(person) for person in hosts]
    own = {person_key(person) for person in hosts}
    for item in items:
        theirs = item.people or makers
        item.people = tuple(person for person in theirs if person_key(person) not in own)
    atom = {link.get("rel"): link for link in reader.take_all("atom:link")}
    addresses = {rel: clean_address(link, link.get("href")) for rel, link in atom.items()}
    picture = links.read_cover_link(reader)
    return Feed(
        values,
        tuple(items),
        addresses.get("next", ""),
        addresses.get("self", ""),
        tuple(reader.rest()),
        tuple(reader.warnings),
        picture,
        makers,
    )


def join_pages(pages: Sequence[Feed]) -> Feed:
    """Return the pages of a feed as one; an item that stands on two counts once."""
    items: dict[str, Item] = {}
    for page in pages:
        for item in page.items:
            items.setdefault(item.guid, item)
    return replace(pages[0], items=tuple(items.values()), next_page="")


def _show(reader: Reader) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, names in (
        ("title", ("title", "itunes:title")),
        ("author", ("itunes:author", "dc:creator", "author")),
        ("copyright", ("copyright", "dc:rights")),
    ):
        text = texts.plain_line(reader.text(*names[:1]) or reader.text(*names))
        if text:
            values[key] = text
    _description(reader, values)
    language = (reader.text("language") or reader.text("dc:language")).replace("_", "-")
    code, _hyphen, country = language.partition("-")
    if code.lower() in spec.languages() and country.upper() in {"", *spec.countries()}:
        values["language"] = language
    elif language:
        reader.keep_text("language", language)
    link = reader.first("link")
    if link is not None and re.match(r"https?://[^\s/]", clean_address(link, link.text)):
        reader.take("link")
        values["link"] = clean_address(link, link.text)
    values["explicit"] = bool(reader.flag("itunes:explicit"))
    values["type"] = reader.choice("itunes:type", ("episodic", "serial"))
    _owner(reader, values)
    _categories(reader, values)
    _podcast(reader, values)
    return values


def _description(reader: Reader, values: dict[str, Any]) -> None:
    found = [reader.text(name) for name in ("description", "itunes:summary", "itunes:subtitle")]
    plain = list(dict.fromkeys(filter(None, map(texts.plain_text, found))))
    if plain:
        values["description"] = max(plain, key=len)
        for text in plain:
            if text != values["description"]:
                reader.keep_text("itunes:subtitle", text)


def _owner(reader: Reader, values: dict[str, Any]) -> None:
    element = reader.take("itunes:owner")
    if element is not None:
        said = {
            prefixed_name(child): element_text(child).strip() for child in child_elements(element)
        }
        name, email = said.get("itunes:name", ""), said.get("itunes:email", "")
        values["owner"] = {"name": name, "email": email}


def _categories(reader: Reader, values: dict[str, Any]) -> None:
    known, rows = spec.categories(), []
    for element in reader.take_all("itunes:category"):
        name = (element.get("text") or "").strip()
        subs = [(child.get("text") or "").strip() for child in child_elements(element)]
        if name not in known or any(sub not in known[name] for sub in subs):
            reader.keep(element)
        if name in known:
            good = [sub for sub in subs if sub in known[name]]
            rows += [{"category": name, "sub": sub} for sub in good] or [{"category": name}]
    if rows:
        values["categories"] = [row for i, row in enumerate(rows) if row not in rows[:i]]


def _podcast(reader: Reader, values: dict[str, Any]) -> None:
    guid = reader.text("podcast:guid")
    try:
        values["guid"] = str(UUID(guid))
    except ValueError:
        if guid:
            reader.keep_text("podcast:guid", guid)
    medium = reader.text("podcast:medium")
    if medium in _MEDIA:
        values["medium"] = medium
    elif medium:
        reader.keep_text("podcast:medium", medium)
    locked = reader.flag("podcast:locked")
    if locked is not None:
        values["locked"] = locked
    if reader.text("itunes:complete").casefold() == "yes":
        values["complete"] = True
    values |= read_shared(reader)
    for key, found in (("blocks", _blocks(reader)), ("podroll", _podroll(reader))):
        if found:
            values[key] = found


def _blocks(reader: Reader) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for element in reader.take_all("podcast:block"):
        name, flag = (element.get("id") or "").strip(), read_flag(element_text(element))
        if flag is None or (name and name not in spec.services()):
            reader.keep(element)
        else:
            rows.append({"block": flag} | ({"id": name} if name else {}))
    everywhere = reader.text("itunes:block").casefold() == "yes"
    if everywhere and not any("id" not in row for row in rows):
        rows.append({"block": True})
    return rows


def _podroll(reader: Reader) -> list[dict[str, str]]:
    rows = []
    for roll in reader.take_all("podcast:podroll"):
        for element in child_elements(roll):
            try:
                row = {"guid": str(UUID(element.get("feedGuid") or ""))}
            except ValueError:
                reader.keep(element)
                continue
            url, title = clean_address(element, element.get("feedUrl")), element.get("title") or ""
            rows.append(row | {k: v for k, v in (("url", url), ("title", title)) if v})
    return rows
