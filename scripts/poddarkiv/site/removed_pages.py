"""Remove pages that are no longer published from a site that was built before."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from poddarkiv.output import write_if_changed
from poddarkiv.site.file_texts import read_texts

if TYPE_CHECKING:
    from lxml.etree import _Element

_LISTS = {"feed.xml": "item", "nytt.xml": "item", "sitemap.xml": "url"}
"""Lists whose entries can go one by one, and what an entry is called."""
_FOUND = re.compile(r'"url":\s*"([^"]*)"')
"""Where a hit of the search leads."""


def remove_pages(site: Path, pages: Iterable[str]) -> None:
    """Remove `pages`, and what feeds, site map and search say of them, from the folder `site`.

    Args:
        site: The folder; where it is none there is nothing to do.
        pages: Addresses from the site's root, each with a slash at its end.
    """
    gone = tuple(pages)
    if not gone or not site.is_dir():
        return
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file():
            continue
        if name.startswith(gone) or (name.startswith("pagefind/fragment/") and _finds(path, gone)):
            path.unlink()
        elif name in _LISTS:
            _thin(path, gone)


def _finds(path: Path, gone: tuple[str, ...]) -> bool:
    urls = (url for text in read_texts(path) for url in _FOUND.findall(text))
    return any(_leads_to(url, gone) for url in urls)


def _leads_to(url: str, gone: tuple[str, ...]) -> bool:
    path = unquote(url).partition("#")[0].partition("?")[0]
    return f"/{path}".endswith(tuple(f"/{page}" for page in gone))


def _thin(path: Path, gone: tuple[str, ...]) -> None:
    """Take the entries that lead to a page that is gone out of a list."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError:
        path.unlink()
        return
    entries = [each for each in root.iter(f"{{*}}{_LISTS[path.name]}") if _is_of(each, gone)]
    for each in entries:
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    if entries:
        content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        write_if_changed(path, content + b"\n")


def _is_of(entry: "_Element", gone: tuple[str, ...]) -> bool:
    own = (*entry.iterfind("link"), *entry.iterfind("{*}loc"))
    return any(_leads_to((each.text or "").strip(), gone) for each in own)
