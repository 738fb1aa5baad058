"""RSS as XML, read safely: no entities, no network, whatever namespaces the host has chosen."""

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin
from xml.parsers import expat

from poddarkiv.credentials import has_credentials
from poddarkiv.i18n import _, quoted

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 100 * 1024 * 1024
"""Bytes that a feed may have."""
_PREFIXES = {
    "itunes": ("http://www.itunes.com/dtds/podcast-1.0.dtd",),
    "podcast": (
        "https://podcastindex.org/namespace/1.0",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    ),
    "psc": ("http://podlove.org/simple-chapters", "https://podlove.org/simple-chapters"),
    "content": ("http://purl.org/rss/1.0/modules/content",),
    "dc": ("http://purl.org/dc/elements/1.1",),
    "media": ("http://search.yahoo.com/mrss",),
    "atom": ("http://www.w3.org/2005/Atom",),
}
_PREFIX_OF = {uri.lower(): prefix for prefix, uris in _PREFIXES.items() for uri in uris}
_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]|"
_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_KNOWN = {"", "utf-8", "utf8", "utf-16", "iso-8859-1", "us-ascii"}
"""What XML's readers know by themselves."""
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"<\0\0\0", b"\0\0\0<")
_UNREADABLE = re.compile(r"[\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What XML lets pass and YAML does not."""


def parse_feed(xml: bytes) -> "_Element":
    """Return the `<channel>` of a feed.

    Raises:
        ValueError: It is no RSS feed, is too large, or declares entities of its own.
    """
    from lxml import etree

    if len(xml) > LARGEST:
        raise ValueError(_("the feed is larger than {n} bytes", n=LARGEST))
    # Some hosts write a line feed before the declaration.
    content = _known_encoding(xml.lstrip(b"\xef\xbb\xbf \t\r\n"))
    _refuse_entities(content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = _(
            "line {line} can't be read as XML ({words})",
            line=error.lineno or 1,
            words=quoted("libxml2", error.msg),
        )
        raise ValueError(_("no feed: {reason}", reason=reason)) from error
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise ValueError(_("no RSS feed: the first element is <{name}>", name=root.tag))
    return channel


def _known_encoding(content: bytes) -> bytes:
    """Return the feed in an encoding that every reader of XML knows.

    Two readers of the same bytes must not see two texts: the one looks for entities.

    Raises:
        ValueError: Nobody knows its encoding.
    """
    declared = _ENCODING.match(content)
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if content.startswith(_WIDE):
        encoding = "utf-32"
    if encoding in _KNOWN:
        return content
    try:
        text = content.decode(encoding, errors="replace")
    except LookupError as error:
        reason = _("nobody knows the encoding “{name}”", name=encoding)
        raise ValueError(_("no feed: {reason}", reason=reason)) from error
    return re.sub(r"^\ufeff?<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")


class _Stop(Exception):  # noqa: N818 - no error: the beginning has been read
    pass


def _refuse_entities(content: bytes) -> None:
    """Read up to the first element: what declares entities may grow without end, or read files."""

    def refuse(*_arguments: object) -> None:
        raise ValueError(_("the feed declares entities, which could make it grow without end"))

    def stop(*_arguments: object) -> None:
        raise _Stop

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(content, True)
    except _Stop:
        return
    except expat.ExpatError:
        # The reader proper tells what is not well-formed, and may be less strict.
        if b"<!ENTITY" in content.replace(b"\0", b""):
            refuse()


def has_sizes(channel: "_Element") -> bool:
    """Whether 0 bytes mean an empty recording: where all have 0, nobody has measured them.

    The RSS Advisory Board's Best Practices Profile, on `enclosure`, gives 0 to a size that can't be
    determined, and some hosts give it to every recording.
    """
    lengths = [e.get("length", "").strip() for e in channel.iterfind("item/enclosure")]
    return len(lengths) < 2 or any(length != "0" for length in lengths)


def prefixed_name(element: "_Element") -> str:
    """Return the element's name with the usual prefix, as in `itunes:duration`."""
    tag = str(element.tag)
    if not tag.startswith("{"):
        return tag
    uri, _brace, local = tag[1:].partition("}")
    prefix = _PREFIX_OF.get(uri.rstrip("/").lower()) or _PREFIX_OF.get(uri.lower())
    return f"{prefix or element.prefix or uri}:{local}"


def has_name(element: "_Element", name: str) -> bool:
    """Whether `element` is an element, no comment, and is called `name`."""
    return isinstance(element.tag, str) and prefixed_name(element) == name


def child_elements(element: "_Element") -> Iterator["_Element"]:
    """Yield the elements in `element`, comments and the like left out."""
    return (child for child in element if isinstance(child.tag, str))


def element_text(element: "_Element") -> str:
    """Return all text in `element`, markup inside it kept as text is."""
    return _UNREADABLE.sub("", "".join(map(str, element.itertext())))


def is_fetchable(url: str) -> bool:
    """Whether apps can fetch a recording from `url`; one with a password is nobody's to publish."""
    return bool(re.match(r"https?://[^\s/]", url)) and not has_credentials(url)


def clean_address(element: "_Element", text: str | None) -> str:
    """Return an address as apps reach it: whole, and without what no address holds."""
    url = (text or "").strip()
    if element.base and "://" not in url and url:
        url = urljoin(element.base, url)
    # As browsers write what stands there; “%” stays, so that nothing is encoded twice.
    return quote(url, safe=_IN_ADDRESSES) if re.search(r'[\s<>"\x7f-\U0010ffff]', url) else url
