"""What a feed only links to: transcripts, chapters, pictures; recordings beside `enclosure`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poddarkiv.feeds.reader import Reader, element_xml
from poddarkiv.feeds.xml import (
    child_elements,
    clean_address,
    element_text,
    has_name,
    is_fetchable,
    prefixed_name,
)

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class Link:
    """A linked file, which an import may download."""

    url: str
    mime_type: str = ""
    language: str = ""
    """As the feed says it; empty where it does not."""
    alt: str = ""
    """What a picture shows, in words."""
    rows: tuple[str, ...] = ()
    """The elements that lead to it. They have no place until the file has been brought."""


def read_transcript_links(reader: Reader) -> Iterator[Link]:
    """Yield each transcript of an item, in the feed's order."""
    for element in reader.take_all("podcast:transcript"):
        reader.keep(element)
        link = _link(element, "url")
        if link is not None:
            yield link


def read_chapter_link(reader: Reader) -> Link | None:
    """Return where the chapters of an item are."""
    for element in reader.take_all("podcast:chapters"):
        reader.keep(element)
        link = _link(element, "url")
        if link is not None:
            return link
    return None


def read_cover_link(reader: Reader) -> Link | None:
    """Return the cover of a channel or item; of several the one that apps show."""
    found: list[tuple[str, _Element]] = []
    for name, key in (("itunes:image", "href"), ("podcast:image", "href"), ("image", "")):
        found += [
            (url, element)
            for element in reader.see(name)
            if _is_artwork(element) and (url := _picture_address(element, key))
        ]
    for element in (*reader.see("media:thumbnail"), *reader.see("media:content")):
        kind = element.get("medium") or (element.get("type") or "image/").partition("/")[0]
        if kind == "image" and (url := _picture_address(element, "url")):
            found.append((url, element))
    if not found:
        return None
    url = found[0][0]
    alt = next((text for _url, each in found if (text := (each.get("alt") or "").strip())), "")
    same = tuple(dict.fromkeys(element_xml(each) for other, each in found if other == url))
    return Link(url, alt=" ".join(alt.split()), rows=same)


def _is_artwork(element: "_Element") -> bool:
    purposes = (element.get("purpose") or "artwork").lower().split()
    return "artwork" in purposes


def _picture_address(element: "_Element", key: str) -> str:
    if key:
        return _address(element, element.get(key))
    inner = next((child for child in child_elements(element) if has_name(child, "url")), None)
    return _address(element, element_text(inner)) if inner is not None else ""


def read_media_recording(reader: Reader) -> "_Element | None":
    """Return the `media:content` that is an item's recording, where it has no `enclosure`."""
    groups = [child for group in reader.see("media:group") for child in child_elements(group)]
    inner = [child for child in groups if prefixed_name(child) == "media:content"]
    found = [*reader.see("media:content"), *inner]
    for kind in ("audio", "video"):
        for element in found:
            said = (element.get("type") or element.get("medium") or "").partition("/")[0]
            if said == kind and _address(element, element.get("url")):
                return element
    return None


def drop_duplicate_media(reader: Reader, url: str) -> None:
    """Take `media:content` away where it says no more than the recording at `url`."""
    for element in reader.take_all("media:content"):
        if len(element) or clean_address(element, element.get("url")) != url:
            reader.keep(element)


def read_integrity(reader: Reader, url: str) -> str:
    """Return the checksum that a `podcast:alternateEnclosure` tells of the recording at `url`."""
    for element in reader.see("podcast:alternateEnclosure"):
        inner = {prefixed_name(child): child for child in child_elements(element)}
        source, integrity = inner.get("podcast:source"), inner.get("podcast:integrity")
        if source is None or integrity is None or integrity.get("type") != "sri":
            continue
        if clean_address(source, source.get("uri")) == url:
            return (integrity.get("value") or "").strip()
    return ""


def _link(element: "_Element", key: str) -> Link | None:
    url = _address(element, element.get(key))
    if not url:
        return None
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    language = (element.get("language") or "").strip().replace("_", "-")
    return Link(url, kind, language, rows=(element_xml(element),))


def _address(element: "_Element", text: str | None) -> str:
    url = clean_address(element, text)
    return url if is_fetchable(url) else ""
