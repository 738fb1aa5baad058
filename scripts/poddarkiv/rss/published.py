"""Read a published feed: what subscribers' apps know now."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from poddarkiv.i18n import _
from poddarkiv.rss.dates import read_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_PODCAST = (
    "https://podcastindex.org/namespace/1.0",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
)


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


def read_feed(xml: bytes) -> PublishedFeed:
    """Return what is in a feed.

    Raises:
        ValueError: It is no RSS feed; says where.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        # Some hosts write a line feed before the declaration.
        root = etree.fromstring(xml.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(_("no feed: {reason}", reason=error.msg)) from error
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise ValueError(_("no RSS feed: the first element is <{name}>", name=root.tag))
    guid = next(filter(None, (_text(channel, f"{{{uri}}}guid") for uri in _PODCAST)), "")
    return PublishedFeed(guid, tuple(_item(item) for item in channel.iterfind("item")))


def _item(item: "_Element") -> PublishedItem:
    enclosure = item.find("enclosure")
    url = (enclosure.get("url") or "") if enclosure is not None else ""
    date = _text(item, "pubDate")
    return PublishedItem(
        guid=_text(item, "guid") or url,
        title=_text(item, "title"),
        published=read_date(date),
        date=date,
        enclosure=url.strip(),
        line=int(str(item.sourceline or 1)),
    )


def _text(parent: "_Element", name: str) -> str:
    return (parent.findtext(name) or "").strip()
