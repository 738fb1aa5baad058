"""What HTML makes a browser load by itself, and which of it is the archive's own.

Whoever is asked for a picture learns who reads. HTML is taken apart as browsers do it (nh3 is the
parser of a browser engine). An address is not taken apart at all: it is let through only when it is
a plain path, which no way of reading can turn into another host's, to a file that is known.
"""

import posixpath
import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import quote, unquote

import nh3

from poddarkiv.addresses import root_from

_LOADED = {
    "applet": {"code", "archive"},
    "audio": {"src"},
    "base": {"href"},
    "embed": {"src"},
    "feImage": {"href"},
    "frame": {"src"},
    "iframe": {"src", "srcdoc"},
    "image": {"href"},
    "img": {"src", "srcset"},
    "input": {"src"},
    "link": {"href", "imagesrcset"},
    "meta": {"content"},
    "object": {"data"},
    "script": {"src", "href"},
    "source": {"src", "srcset"},
    "track": {"src"},
    "use": {"href"},
    "video": {"src", "poster"},
}
_ANYWHERE = {"background", "style"}
_SETS = {"srcset", "imagesrcset"}
_PLAIN = re.compile(r"(?![\s/])[^\x00-\x1f\x7f\\:]+(?<!\s)$")
"""No scheme, no host, nothing that browsers drop or take for a slash."""
_STYLE = re.compile(r"(?is)<style\b[^>]*>(.*?)(?:</style|\Z)")
_CSS_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?|\\(.)|/\*.*?\*/", re.DOTALL)
_CSS_LOADS = re.compile(r"(?i)url\(|src\(|image(?:-set)?\(|@import|cross-fade\(")


class Resource(NamedTuple):
    """Something that a browser loads when it shows the page."""

    element: str
    address: str
    """As the parser read it; the whole style where that loads."""


def find_resources(html: str) -> list[Resource]:
    """Return all that `html` makes a browser load, in the order it stands.

    >>> find_resources('<p><IMG/SRC=&#47;&#47;a.example/b.png></p>')
    [Resource(element='img', address='//a.example/b.png')]
    """
    found: list[Resource] = []

    def note(element: str, name: str, value: str) -> str | None:
        found.extend(_resources(element, name, value))
        return value

    nh3.clean(
        html,
        tags={*_LOADED, "a", "body", "noscript", "picture", "svg", "table", "tbody", "td", "tr"},
        clean_content_tags=set(),
        attributes={"*": {name for names in _LOADED.values() for name in names} | _ANYWHERE},
        attribute_filter=note,
        url_schemes=_schemes(html),
        link_rel=None,
    )
    found.extend(Resource("style", css.strip()) for css in _STYLE.findall(html) if _loads(css))
    return found


def _schemes(html: str) -> set[str]:
    # Attributes with other schemes are gone before they are seen: whatever may be one is let in.
    plain = re.sub(r"[\t\r\n]", "", unescape(unescape(html))).lower()
    return {"https", "http", *re.findall(r"[a-z][a-z0-9+.-]*(?=:)", plain)}


def _resources(element: str, name: str, value: str) -> Iterator[Resource]:
    if name == "style":
        if _loads(value):
            yield Resource(element, value)
    elif name == "srcdoc":
        yield from find_resources(value)
    elif name in _SETS:
        for candidate in re.split(r",\s|\s,|,$", value):
            yield from (Resource(element, part) for part in candidate.split()[:1])
    elif name == "content":
        target = re.search(r"(?i)url\s*=\s*[\"']?([^\"']+)", value)
        if element == "meta" and target:
            yield Resource(element, target[1])
    elif name in _LOADED.get(element, ()) or name == "background":
        yield Resource(element, value)


def _loads(css: str) -> bool:
    return _CSS_LOADS.search(_CSS_ESCAPE.sub(_css_sign, css)) is not None


def _css_sign(match: re.Match[str]) -> str:
    if match[1]:
        number = int(match[1], 16)
        return chr(number) if number < 0x110000 else ""
    return match[2] or ""


def resolve_own(address: str, *, source: str, path: str, files: Collection[str]) -> str | None:
    """Return what leads from a page to the file of the archive that `address` means, or None.

    Args:
        address: As it stands in the HTML: seen from the page, as Markdown's are once they are
            rendered, or from the text's file, as people write them in HTML.
        source: The text's file, from `content/`.
        path: The page's address.
        files: The archive's own, from `content/`.
    """
    if not _PLAIN.match(address):
        return None
    name = unquote(re.split(r"[?#]", address)[0])
    if _joined(posixpath.dirname(path), name) in files:
        return address
    file = _joined(posixpath.dirname(source), name)
    return root_from(path) + quote(file) if file in files else None


def _joined(folder: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(folder, name))
