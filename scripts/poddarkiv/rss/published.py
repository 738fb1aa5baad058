"""Read a published feed: what subscribers' apps know now."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from poddarkiv.feeds.dates import read_date
from poddarkiv.feeds.xml import clean_address, has_name, has_sizes, is_fetchable, parse_feed

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class PublishedItem:
    """One episode as apps know it."""

    guid: str
    """As apps take it: the recording's address where the feed has none."""
    title: str
    published: datetime | None
    """None where there is no date, or none that can be read."""
    date: str
    """As it stands there."""
    enclosure: str
    line: int
    """In the feed, counted from 1."""


@dataclass(frozen=True)
class PublishedFeed:
    """The feed as apps know it."""

    guid: str
    """`podcast:guid`; empty when there is none."""
    items: tuple[PublishedItem, ...]
    """In the feed's own order."""


def read_published_feed(xml: bytes) -> PublishedFeed:
    """Return what is in a feed.

    Raises:
        ValueError: It is no RSS feed; says where.
    """
    channel = parse_feed(xml)
    named = (element for element in channel if has_name(element, "podcast:guid"))
    guid = next(((element.text or "").strip() for element in named), "")
    items: list[PublishedItem] = []
    seen: set[str] = set()
    sized = has_sizes(channel)
    for element in channel.iterfind("item"):
        item = _item(element, seen, sized=sized)
        seen.add(item.guid.strip())
        items.append(item)
    return PublishedFeed(guid, tuple(items))


def _item(item: "_Element", seen: Container[str], *, sized: bool) -> PublishedItem:
    enclosure = item.find("enclosure")
    url = clean_address(enclosure, enclosure.get("url")) if enclosure is not None else ""
    guid = item.findtext("guid") or ""
    date = _text(item, "pubDate")
    length = (enclosure.get("length") or "").strip() if enclosure is not None else ""
    return PublishedItem(
        # Apps go by the recording where the guid is another's, or there is none.
        guid=url if not guid.strip() or guid.strip() in seen else guid,
        title=_text(item, "title"),
        published=read_date(date),
        date=date,
        enclosure="" if (sized and length == "0") or not is_fetchable(url) else url,
        line=int(str(item.sourceline or 1)),
    )


def _text(parent: "_Element", name: str) -> str:
    return (parent.findtext(name) or "").strip()
