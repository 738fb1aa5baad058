"""Elements as values, and the feedgen extension that writes them.

feedgen writes what RSS itself has. It can't write most of the rest as apps want it (`true` and
`false`, `.jpeg`, hubs, every `podcast:` element), so all that has a prefix is ours.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml.etree import SubElement, _Element, cleanup_namespaces

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
_ALL = NAMESPACES | {"atom": "http://www.w3.org/2005/Atom"}


class Tag(NamedTuple):
    """One element with a prefix."""

    name: str
    """As in `itunes:image`."""
    text: str | None = None
    attributes: dict[str, str] = {}  # noqa: RUF012 - never changed
    children: tuple["Tag", ...] = ()


def make_tag(
    name: str,
    text: object = None,
    attributes: Mapping[str, object] | None = None,
    children: Iterable[Tag] = (),
) -> Tag:
    """Return an element; attributes that are None or empty are left out."""
    written = (
        {key: str(value) for key, value in attributes.items() if value not in (None, "")}
        if attributes
        else {}
    )
    return Tag(name, None if text is None else str(text), written, tuple(children))


class _Names(dict[str, str]):
    """The names of elements with the namespace in place of the prefix, as lxml wants them."""

    def __missing__(self, name: str) -> str:
        prefix, _colon, local = name.partition(":")
        self[name] = f"{{{_ALL[prefix]}}}{local}"
        return self[name]


_NAMES = _Names()


def append_tag(parent: _Element, element: Tag) -> None:
    """Write `element` as the last child of `parent`."""
    child = SubElement(parent, _NAMES[element.name], element.attributes)
    child.text = element.text
    for inner in element.children:
        append_tag(child, inner)


class ItemTags(BaseEntryExtension):  # type: ignore[misc]
    """What an item carries besides plain RSS."""

    def __init__(self) -> None:
        self.tags: Iterable[Tag] = ()

    def extend_rss(self, feed: _Element) -> _Element:
        """Write the elements at the end of the item."""
        # feedgen makes an item apart from the feed. Without the prefixes on it, each element
        # would declare its own, only to lose it again when the item is put in its place.
        cleanup_namespaces(feed, top_nsmap=NAMESPACES, keep_ns_prefixes=list(NAMESPACES))
        for element in self.tags:
            append_tag(feed, element)
        return feed


class ChannelTags(BaseExtension):  # type: ignore[misc]
    """What the channel carries besides plain RSS."""

    def __init__(self) -> None:
        self.tags: Iterable[Tag] = ()
        self.dated = True

    def extend_ns(self) -> dict[str, str]:
        """Declare every prefix once, on the root."""
        return dict(NAMESPACES)

    def extend_rss(self, feed: _Element) -> _Element:
        """Write the elements after the channel's own, before the first item."""
        channel = feed[0]
        if not self.dated:
            # feedgen writes the time of the run where none is set.
            built = channel.find("lastBuildDate")
            if built is not None:
                channel.remove(built)
        for element in self.tags:
            append_tag(channel, element)
        return feed
