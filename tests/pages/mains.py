"""What the `<main>` of a page says, links to and is made of, without what no reader can tell apart.

`python tests/pages/mains.py SITE` prints the digests of a built site, as `mains.json` holds them.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import html

INLINE = frozenset(
    (
        *("a", "abbr", "b", "button", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"),
        *("label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "var"),
    )
)
"""Elements at whose edges words are not parted."""


def main_of(page: Path) -> html.HtmlElement:
    """Return the page's `<main>`, without the wrapper that Material's skeleton had in it."""
    [main] = html.fromstring(page.read_text("utf-8")).xpath("//main")
    for wrapper in main.xpath("./div[contains(@class, 'md-main__inner')]"):
        wrapper.drop_tag()
    main.attrib.clear()
    return main


def text(main: html.HtmlElement) -> str:
    """Return the words, with spaces as browsers show them: those between blocks do not count."""
    return re.sub(r"\s+", " ", "".join(_words(main))).strip()


def _words(element: html.HtmlElement) -> Iterator[str]:
    edge = "" if element.tag in INLINE else " "
    yield edge
    if isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""
    yield edge


def links(main: html.HtmlElement) -> list[str]:
    """Return the addresses that it leads to or loads, in their order."""
    return [f"{name} {value}" for _e, name, value, _p in main.iterlinks()]


def ids(main: html.HtmlElement) -> list[str]:
    """Return the anchors, in their order."""
    return list(main.xpath(".//@id"))


def structure(main: html.HtmlElement) -> list[str]:
    """Return each element with its depth and all that is said of it."""
    return list(_elements(main, 0))


def _elements(element: html.HtmlElement, depth: int) -> Iterator[str]:
    if isinstance(element.tag, str):
        said = " ".join(f"{name}={value!r}" for name, value in sorted(element.attrib.items()))
        yield f"{depth} {element.tag} {said}"
        for child in element:
            yield from _elements(child, depth + 1)


ASPECTS = {"text": text, "links": links, "ids": ids, "structure": structure}


def digests(site: Path) -> dict[str, dict[str, str]]:
    """Return a digest of each aspect of each page of the built `site`, by the page's path."""
    pages = (path for path in sorted(site.rglob("*.html")) if "pagefind" not in path.parts)
    return {
        page.relative_to(site).as_posix(): {
            name: hashlib.sha256(json.dumps(aspect(main)).encode()).hexdigest()[:12]
            for name, aspect in ASPECTS.items()
        }
        for page in pages
        if b"<main" in page.read_bytes()
        for main in [main_of(page)]
    }


if __name__ == "__main__":
    rows = (f"{json.dumps(p)}: {json.dumps(d)}" for p, d in digests(Path(sys.argv[1])).items())
    sys.stdout.write("{\n" + ",\n".join(rows) + "\n}\n")
