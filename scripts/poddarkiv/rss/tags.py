"""Elements as values, and the feedgen extension that writes them.

feedgen writes what RSS itself has. It can't write most of the rest as apps want it (`true` and
`false`, `.jpeg`, hubs, every `podcast:` element), so all that has a prefix is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feedgen.ext.base import BaseEntryExtension, BaseExtension

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
_ALL = NAMESPACES | {"atom": "http://www.w3.org/2005/Atom"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One element with a prefix."""

    name: str
    """As in `itunes:image`."""
    text: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    children: tuple["Tag", ...] = ()


def tag(
    name: str,
    text: object = None,
    attributes: Mapping[str, object] | None = None,
    children: Iterable[Tag] = (),
) -> Tag:
    """Return an element; attributes that are None or empty are left out."""
    return Tag(
        name,
        None if text is None else str(text),
        {key: str(value) for key, value in (attributes or {}).items() if value not in (None, "")},
        tuple(children),
    )


_CLARK: dict[str, str] = {}


def _clark(name: str) -> str:
    if name not in _CLARK:
        prefix, _colon, local = name.partition(":")
        _CLARK[name] = f"{{{_ALL[prefix]}}}{local}"
    return _CLARK[name]


def append(parent: "_Element", element: Tag) -> None:
    """Write `element` as the last child of `parent`."""
    from lxml.etree import SubElement

    child = SubElement(parent, _clark(element.name), element.attributes, NAMESPACES)
    child.text = element.text
    for inner in element.children:
        append(child, inner)


class ItemTags(BaseEntryExtension):  # type: ignore[misc]
    """What an item carries besides plain RSS."""

    def __init__(self) -> None:
        self.tags: Iterable[Tag] = ()

    def extend_rss(self, feed: "_Element") -> "_Element":
        """Write the elements at the end of the item."""
        for element in self.tags:
            append(feed, element)
        return feed


class ChannelTags(BaseExtension):  # type: ignore[misc]
    """What the channel carries besides plain RSS."""

    def __init__(self) -> None:
        self.tags: Iterable[Tag] = ()
        self.dated = True

    def extend_ns(self) -> dict[str, str]:
        """Declare every prefix once, on the root."""
        return dict(NAMESPACES)

    def extend_rss(self, feed: "_Element") -> "_Element":
        """Write the elements after the channel's own, before the first item."""
        channel = feed[0]
        if not self.dated:
            # feedgen writes the time of the run when it is told no other.
            built = channel.find("lastBuildDate")
            if built is not None:
                channel.remove(built)
        for element in self.tags:
            append(channel, element)
        return feed
