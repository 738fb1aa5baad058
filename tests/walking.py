"""Follow every link of a built site, as a browser would: by address, from the page that has it."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "iframe": ("src",),
    "img": ("src",),
    "link": ("href",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "form": ("action",),
}


class _Page(HTMLParser):
    """What a page links to, and the places in it that links may lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.base = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note addresses and ids."""
        values = {name: value or "" for name, value in attributes}
        self.places |= {values[name] for name in ("id", "name") if name in values}
        if tag == "base":
            self.base = values.get("href", "")
        self.links += [values[name] for name in _ADDRESSES.get(tag, ()) if name in values]


def dead_links(site: Path, address: str) -> list[str]:
    """Return `page -> link` for each link within the site that leads to nothing.

    Args:
        site: The folder that was built.
        address: Where it is published; ends with a slash.
    """
    pages = {path: _Page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    dead = []
    for path, page in sorted(pages.items()):
        shown = path.relative_to(site).as_posix()
        # The page for what is not found stands at any address.
        here = urljoin(address, re.sub(r"(^|/)index\.html$", r"\1", shown))
        for link in page.links:
            target = urljoin(urljoin(here, page.base), link)
            outside = link.startswith(("/", "..")) and not target.startswith(address)
            inside = target.startswith(address)
            if outside or (inside and not _is_there(site, address, target, pages)):
                dead.append(f"{shown} -> {link}")
    return dead


def _is_there(site: Path, address: str, target: str, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(target.removeprefix(address))
    name = unquote(parts.path)
    if name.startswith("media/"):
        return True  # recordings are published beside the site
    path = site / name
    if path.is_dir():
        # A host shows a folder's page where the address ends with a slash.
        path = path / "index.html"
        if name and not name.endswith("/"):
            return False
    if not path.is_file():
        return False
    anchor = parts.fragment
    if path not in pages or not anchor or anchor.startswith(("t=", ":~:")):
        return True
    return unquote(anchor) in pages[path].places
