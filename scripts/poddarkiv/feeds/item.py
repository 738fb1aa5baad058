"""One `<item>` as the values of an `episode.yml`, and what has no place there."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from poddarkiv import spec
from poddarkiv.credentials import has_credentials
from poddarkiv.feeds import links, texts
from poddarkiv.feeds.item_texts import read_texts
from poddarkiv.feeds.links import Link
from poddarkiv.feeds.parts import Person, read_people, read_shared
from poddarkiv.feeds.reader import Reader
from poddarkiv.feeds.values import find_timestamps, format_start, read_duration, read_moment
from poddarkiv.feeds.xml import clean_address, is_fetchable
from poddarkiv.i18n import _

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class Enclosure:
    """The recording, as the feed tells of it."""

    url: str
    bytes: int
    mime_type: str
    integrity: str = ""
    """Its checksum, as Subresource Integrity writes it (`sha384-…`); empty where nobody says."""


@dataclass
class Item:
    """An episode of somebody's feed."""

    guid: str
    """Verbatim; empty where the item has none."""
    values: dict[str, Any] = field(default_factory=dict)
    """As they stand in `episode.yml`."""
    enclosure: Enclosure | None = None
    duration: float = 0.0
    """Seconds; 0 where the feed does not say."""
    people: tuple[Person, ...] = ()
    """Who is in it and does not make the whole show; where it names nobody, the channel's."""
    named: tuple[Person, ...] = ()
    """Whom the item itself names."""
    published: datetime | None = None
    transcripts: tuple[Link, ...] = ()
    chapter_list: Link | None = None
    """Where the chapters are, if the feed itself lists none."""
    picture: Link | None = None
    rest: tuple[str, ...] = ()
    """What has no place in the archive, as the feed has it; links are part of it."""
    warnings: tuple[str, ...] = ()
    """What was odd, for the person who imports."""


def read_item(element: "_Element", *, explicit: bool, sized: bool = True) -> Item:
    """Return what an `<item>` says.

    Args:
        element: The item.
        explicit: What holds where the item does not say.
        sized: Whether the feed tells how large recordings are, so that 0 bytes are none.
    """
    reader = Reader(element)
    item = Item(_guid(reader))
    if is_permalink(element, item.guid):
        item.values["permalink"] = True
    _enclosure(reader, item, sized=sized)
    _identity(reader, item)
    read_texts(reader, item.values)
    flag = reader.flag("itunes:explicit")
    item.values["explicit"] = explicit if flag is None else flag
    if reader.text("itunes:block").casefold() == "yes":
        item.values["block"] = True
    _lists(reader, item)
    _chapters(reader, item)
    item.transcripts = tuple(links.read_transcript_links(reader))
    item.picture = links.read_cover_link(reader)
    item.named = item.people = tuple(read_people(reader))
    item.rest = tuple(reader.rest())
    item.warnings = tuple(reader.warnings)
    return item


def _guid(reader: Reader) -> str:
    element = reader.take("guid")
    if element is None or not (element.text or "").strip():
        return ""
    return element.text or ""


def is_permalink(element: "_Element", guid: str) -> bool:
    """Whether the guid is said to be an address; an address of which nothing is said is one."""
    found = element.find("guid")
    said = (found.get("isPermaLink") or "").strip().casefold() if found is not None else "false"
    return said == "true" or (not said and guid.strip().startswith(("http://", "https://")))


def _enclosure(reader: Reader, item: Item, *, sized: bool) -> None:
    element, said = reader.take("enclosure"), reader.text("itunes:duration")
    length = (element.get("length") or "").strip() if element is not None and sized else ""
    if element is None:
        element = links.read_media_recording(reader)
        if element is None:
            return
        length = (element.get("fileSize") or "").strip()
        said = said or element.get("duration") or ""
    url = clean_address(element, element.get("url"))
    if not is_fetchable(url):
        reader.add_warning(_("the recording has no address that apps can fetch: a page only"))
        reader.keep(element)
        return
    if length.isdecimal() and int(length) == 0:
        reader.add_warning(_("the recording has 0 bytes: a page only"))
        reader.keep(element)
        return
    if not length.isdecimal():
        reader.add_warning(_("the feed does not say how large the recording is"))
    kind = (element.get("type") or "").strip() or "audio/mpeg"
    size = int(length) if length.isdecimal() else 0
    item.enclosure = Enclosure(url, size, kind, links.read_integrity(reader, url))
    item.values["audio"] = url
    item.duration = read_duration(said) or 0.0
    if said and read_duration(said) is None:
        reader.keep_text("itunes:duration", said)
    links.drop_duplicate_media(reader, url)


def _identity(reader: Reader, item: Item) -> None:
    values = item.values
    raw = reader.text("pubDate") or reader.text("dc:date")
    item.published, zoned = read_moment(raw)
    if item.published is not None and not zoned:
        reader.add_warning(_("the date {date} has no zone: taken as UTC", date=raw))
    elif raw and item.published is None:
        reader.add_warning(_("the date “{date}” can't be read", date=raw))
        reader.keep_text("pubDate", raw)
    for key, names in (
        ("number", ("itunes:episode", "podcast:episode")),
        ("season", ("itunes:season", "podcast:season")),
    ):
        found = reader.text(*names)
        if re.fullmatch(r"\d{1,9}", found, re.ASCII):
            values[key] = int(found)
        elif found:
            reader.keep_text(names[0], found)
    named, shown = reader.first("podcast:season"), reader.first("podcast:episode")
    if "season" in values and named is not None and named.get("name"):
        values["season_name"] = named.get("name")
    if "number" in values and shown is not None and shown.get("display"):
        values["display"] = shown.get("display")
    values["type"] = reader.choice("itunes:episodeType", ("full", "trailer", "bonus"))


def _lists(reader: Reader, item: Item) -> None:
    item.values |= read_shared(reader)
    bites = []
    for element in reader.take_all("podcast:soundbite"):
        start, length = (read_duration(element.get(k) or "") for k in ("startTime", "duration"))
        if start is None or not length:
            reader.keep(element)
            continue
        if length != round(length):
            reader.keep(element)
        bite = {"start": format_start(start), "duration": max(1, round(length))}
        title = " ".join((element.text or "").split())
        bites.append(bite | ({"title": title} if title else {}))
    if bites:
        item.values["soundbites"] = bites
    language = reader.text("dc:language").replace("_", "-")
    if language.partition("-")[0].lower() in spec.languages():
        item.values["language"] = language
    elif language:
        reader.keep_text("dc:language", language)


def _chapters(reader: Reader, item: Item) -> None:
    rows: list[tuple[float, dict[str, Any]]] = []
    for listed in reader.take_all("psc:chapters"):
        for element in listed:
            start = read_duration(str(element.get("start") or ""))
            title = " ".join((element.get("title") or "").split())
            if start is None or not title:
                reader.keep(element)
                continue
            row = {"start": format_start(start), "title": title}
            href = (element.get("href") or "").strip()
            if href.startswith(("http://", "https://")) and not has_credentials(href):
                row["url"] = clean_address(element, href)
            if element.get("image"):
                reader.keep(element)
            rows.append((start, row))
    found = [row for _start, row in sorted(rows, key=lambda pair: pair[0])]
    if not found:
        item.chapter_list = links.read_chapter_link(reader)
    if not found and item.enclosure is not None:
        for name in ("content:encoded", "description", "itunes:summary"):
            found = found or [dict(r) for r in find_timestamps(texts.plain_text(reader.text(name)))]
    if found:
        item.values["chapters"] = found
