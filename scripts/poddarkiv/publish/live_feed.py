"""What a published feed promises apps: each address with the type and length that it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poddarkiv.feeds.xml import child_elements, clean_address, has_name, parse_feed, prefixed_name

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class PublishedFile:
    """An address that apps fetch."""

    url: str
    mime_type: str = ""
    """As the feed says it; empty where it does not."""
    length: int | None = None
    """Bytes; None where the feed does not say."""


@dataclass(frozen=True)
class FeedEntry:
    """An item, as far as its address and identity go."""

    guid: str
    title: str
    recording: PublishedFile | None
    parts: dict[str, str]
    """The text of each kind of element in it, to compare with another."""


@dataclass(frozen=True)
class LiveFeed:
    """A feed, as far as it is looked at from outside."""

    entries: tuple[FeedEntry, ...]
    channel: dict[str, str]
    """The text of each kind of element beside the items."""
    guid: str
    locked: str
    """`yes`, `no`, or empty."""
    new_feed_url: str
    cover: str
    """Empty where there is none."""
    transcripts: tuple[PublishedFile, ...]
    chapters: tuple[PublishedFile, ...]
    pictures: tuple[PublishedFile, ...]
    """All but the cover."""


def read_live_feed(xml: bytes) -> LiveFeed:
    """Return what the feed promises.

    Raises:
        ValueError: It is no RSS feed.
    """
    channel = parse_feed(xml)
    items = list(channel.iterfind("item"))
    own = [element for element in child_elements(channel) if element.tag != "item"]
    every = [*own, *(child for item in items for child in child_elements(item))]
    cover = next(_hrefs(own, "itunes:image"), "")
    pictures = dict.fromkeys((*_hrefs(every, "itunes:image"), *_hrefs(every, "podcast:image")))
    return LiveFeed(
        entries=tuple(map(_entry, items)),
        channel=_parts(own),
        guid=_text(own, "podcast:guid").lower(),
        locked=_text(own, "podcast:locked").lower(),
        new_feed_url=_text(own, "itunes:new-feed-url"),
        cover=cover,
        transcripts=_files(every, "podcast:transcript"),
        chapters=_files(every, "podcast:chapters"),
        pictures=tuple(PublishedFile(url) for url in pictures if url != cover),
    )


def _entry(item: "_Element") -> FeedEntry:
    found = list(child_elements(item))
    enclosure = item.find("enclosure")
    recording = None
    if enclosure is not None and enclosure.get("url"):
        length = (enclosure.get("length") or "").strip()
        recording = PublishedFile(
            clean_address(enclosure, enclosure.get("url")),
            (enclosure.get("type") or "").strip(),
            int(length) if length.isdecimal() else None,
        )
    guid = _text(found, "guid") or (recording.url if recording else "")
    return FeedEntry(guid, _text(found, "title"), recording, _parts(found))


def _parts(elements: list["_Element"]) -> dict[str, str]:
    from lxml import etree

    parts: dict[str, str] = {}
    for element in elements:
        text = etree.tostring(element, method="c14n", exclusive=True, with_tail=False).decode()
        parts[prefixed_name(element)] = parts.get(prefixed_name(element), "") + text
    return parts


def _text(elements: list["_Element"], name: str) -> str:
    return next(((e.text or "").strip() for e in elements if has_name(e, name)), "")


def _hrefs(elements: list["_Element"], name: str) -> Iterator[str]:
    yield from (
        clean_address(e, e.get("href")) for e in elements if has_name(e, name) and e.get("href")
    )


def _files(elements: list["_Element"], name: str) -> tuple[PublishedFile, ...]:
    found = {
        clean_address(e, e.get("url")): (e.get("type") or "").strip()
        for e in elements
        if has_name(e, name) and e.get("url")
    }
    return tuple(PublishedFile(url, mime_type) for url, mime_type in found.items())
