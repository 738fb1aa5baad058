"""Turn editors' own Markdown into HTML: links between sources become links between pages."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from poddarkiv.site.direct.documents import Document
from poddarkiv.site.direct.linkfaults import warn_of_link
from poddarkiv.site.direct.settings import Settings
from poddarkiv.site.templates import relative_url

_ANCHOR = re.compile(r"""<[a-z][^>]*\s(?:id|name)=["']([^"']+)""")


@dataclass
class Rendered:
    """What a page's Markdown became."""

    html: str
    heading: str | None
    """The page's first heading, where the page begins with one of the first level."""
    toc: list[Mapping[str, Any]]
    anchors: set[str]
    """Places in the page that links can lead to."""
    links: list[tuple[str, str, str]] = field(default_factory=list)
    """Links to places: the file, the place, and the link as it is written."""


def render_markdown(
    text: str, document: Document, files: Mapping[str, Document], settings: Settings
) -> Rendered:
    """Return the HTML of the page `document`.

    Args:
        text: Its Markdown.
        document: The file.
        files: Everything that a link can lead to, by its source.
        settings: Of the site; its extensions of Markdown are used.
    """
    converter = markdown.Markdown(
        extensions=list(settings.markdown_extensions), extension_configs=settings.mdx_configs
    )
    links = _Links(converter, document, files, settings)
    heading = _Heading(converter)
    # In MkDocs' order: links before all, then the heading, when everything else has been done.
    converter.treeprocessors.register(links, "relpath", 0)
    converter.treeprocessors.register(heading, "heading", 1)
    html = converter.convert(text)
    tokens = getattr(converter, "toc_tokens", [])
    return Rendered(html, heading.text, tokens, set(_ANCHOR.findall(html)), links.found)


class _Heading(Treeprocessor):
    text: str | None = None

    def run(self, root: Element) -> None:
        first = next(iter(root), None)
        if first is not None and first.tag == "h1":
            shown = remove_fnrefs(_with_words_for_pictures(first))
            self.text = " ".join(strip_tags(render_inner_html(shown, self.md)).split())


def _with_words_for_pictures(heading: Element) -> Element:
    """Return a heading whose pictures are the words that stand for them, without its own link."""
    copied = Element(heading.tag)
    copied.text = heading.text
    children = list(deepcopy(heading))
    if children and children[-1].tag == "a" and children[-1].get("class") == "headerlink":
        children.pop()
    for child in children:
        if child.tag == "img" and child.get("alt"):
            words = (child.get("alt") or "") + (child.tail or "")
            if len(copied):
                copied[-1].tail = (copied[-1].tail or "") + words
            else:
                copied.text = (copied.text or "") + words
        else:
            copied.append(child)
    return copied


class _Links(Treeprocessor):
    def __init__(
        self,
        converter: markdown.Markdown,
        document: Document,
        files: Mapping[str, Document],
        settings: Settings,
    ) -> None:
        super().__init__(converter)
        self._document, self._files, self._settings = document, files, settings
        self.found: list[tuple[str, str, str]] = []

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(str(element.tag))
            address = element.get(key) if key else None
            if key and address is not None:
                element.set(key, self._resolved(address))

    def _resolved(self, link: str) -> str:
        scheme, host, path, query, anchor = urlsplit(link)
        if scheme or host or (AMP_SUBSTITUTE in link and not link.startswith(("/", "\\"))):
            return link
        absolute = link.startswith(("/", "\\"))
        links = self._settings.validation.get("links", self._settings.validation)
        if absolute and links.get("absolute_links") != "relative_to_docs":
            warn_of_link(self._document, link, "absolute_links", None, self._settings)
            return link
        if not path:
            if anchor:
                self.found.append((self._document.src_uri, anchor, link))
            return link
        targets = possible_targets(self._document, unquote(path))
        target = self._files.get(next(targets))
        if target is None:
            kind = "not_found" if posixpath.splitext(path)[1] or absolute else "unrecognized_links"
            near = next((self._files[each] for each in targets if each in self._files), None)
            warn_of_link(self._document, link, kind, near, self._settings)
            return link
        if anchor:
            self.found.append((target.src_uri, anchor, link))
        way = relative_url(target.url, self._document.url)
        return urlunsplit(("", "", way, query, anchor))


def possible_targets(document: Document, path: str) -> Iterator[str]:
    """Go through the files that the link `path` of a page may mean: first the one that it says."""
    said = _joined(document.src_uri, path)
    yield said
    if posixpath.normpath(path) == ".":
        yield document.src_uri
        return
    for base in dict.fromkeys((said, _joined(document.url, path))):
        guesses = [base]
        if not posixpath.splitext(said)[1]:
            guesses += [posixpath.join(base, "index.md"), posixpath.join(base, "README.md")]
        if not said.endswith(".") and not path.endswith(".md"):
            guesses.append(f"{base.removesuffix('.html')}.md")
        for guess in guesses:
            normal = posixpath.normpath(guess)
            if normal != said and not normal.startswith("../"):
                yield normal


def _joined(base: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path).lstrip("/"))
