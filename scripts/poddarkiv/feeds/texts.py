"""HTML of a feed as Markdown and as plain text: nothing that it says is lost, and it is checked."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from poddarkiv.credentials import without_credentials
from poddarkiv.i18n import _

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from markdown import Markdown

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);")
_SCHEMES = {"http", "https", "mailto", "tel"}
_BLOCKS = (
    *("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "pre"),
    *("dt", "dd", "figure", "figcaption", "section", "article", "header", "footer", "hr"),
    *("ul", "ol", "dl", "table"),
)
_HOLDERS = frozenset(("div", "section", "article", "header", "footer", "figure"))
"""Hold blocks, and mean nothing by themselves."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", "~": "~", "=": "&#61;", "|": "|"}
_OURS = re.compile(r"(?<!\\)\[(?:\[|@)")
"""Begins what only an archive of ours means something by: `[[avsnitt 3]]`, `[@source]`."""
_GONE = ("script", "style", "iframe", "object", "embed", "form", "input", "button", "noscript")

_ENDS = (".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"', ".)")
_SHORT = 30
"""Fewer signs are a greeting and tell nothing of an episode."""


@dataclass(frozen=True)
class Notes:
    """A text as Markdown."""

    markdown: str
    lost: tuple[str, ...] = ()
    """What Markdown has no place for, as pictures from other hosts."""


def is_html(text: str) -> bool:
    """Whether `text` holds markup, or only letters."""
    return bool(_TAG.search(text))


def plain_text(text: str) -> str:
    """Return `text` without markup, a line for each of its paragraphs and breaks."""
    if not is_html(text):
        return without_credentials(html.unescape(text) if _ENTITY.search(text) else text).strip()
    tree = _tree(text)
    for element in [*tree.iter("script", "style")]:
        element.drop_tree()
    for element in tree.iter("td", "th"):
        element.text = " " + (element.text or "")
    for element in tree.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "") if element.tag != "br" else element.text
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return without_credentials("\n".join(line for line in lines if line))


def plain_line(text: str) -> str:
    """Return `text` without markup, on one line."""
    return " ".join(plain_text(text).split())


def first_sentence(text: str) -> str:
    """Return the first lines of `text` up to one that ends a sentence, without markup, on one line.

    Hosts put lists, chapters and thanks after it. Where no line ends a sentence it is all of it.

    >>> first_sentence("<p>Hej!</p><p>Vi talar om hopp och sömn.</p><p>(00:00) Start</p>")
    'Hej! Vi talar om hopp och sömn.'
    """
    said = ""
    for line in map(str.strip, plain_text(text).split("\n")):
        said = f"{said} {line}".strip()
        if len(said) >= _SHORT and line.endswith(_ENDS):
            break
    return " ".join(said.split())


def to_markdown(text: str, base: str) -> Notes:
    """Return a description as Markdown, which renders back to equal text and links.

    Args:
        text: HTML, or plain text with line breaks.
        base: What its addresses start from; empty where nobody knows.
    """
    source = without_credentials(text).strip()
    if not is_html(source):
        source = _paragraphs(html.unescape(source))
    tree = _tree(source)
    lost = tuple(_tidy(tree, base))
    tidy = _source(tree)
    whole = _readable(tidy)
    if whole is not None:
        return Notes(whole, lost)
    # A block that can't be said in Markdown stands as it is, and the HTML is kept as well.
    said = [(_readable(block), block) for block in _blocks(tree)]
    markdown = "\n\n".join(text or _literal(_tree(block)) for text, block in said)
    return Notes(markdown, lost if all(text for text, _block in said) else (*lost, text))


def _blocks(tree: "HtmlElement") -> Iterator[str]:
    """Yield the blocks in `tree` one by one; what stands between them is a paragraph."""
    loose = html.escape(tree.text or "")
    for child in tree:
        tail, child.tail = child.tail or "", None
        if child.tag in _BLOCKS and child.tag != "br":
            yield from [f"<p>{loose}</p>"] if loose.strip() else []
            yield from _blocks(child) if child.tag in _HOLDERS else [_source(child)]
            loose = html.escape(tail)
        else:
            loose += _source(child) + html.escape(tail)
    yield from [f"<p>{loose}</p>"] if loose.strip() else []


def _readable(source: str) -> str | None:
    """Return the Markdown that says the same as the HTML `source`, None where there is none."""
    return next((text for text in _candidates(source) if _says_the_same(source, text)), None)


def _candidates(source: str) -> Iterator[str]:
    """Yield the Markdown of `source`, the most readable first."""
    from markdownify import markdownify

    for escape in (False, True):
        written = markdownify(
            source, heading_style="ATX", bullets="-", escape_misc=escape, autolinks=False
        )
        # Python-Markdown takes a #word for a heading, and has no backslash for these.
        written = re.sub(r"(?m)^(?=#+[^#\s])", r"\\", written)
        if escape:
            written = re.sub(r"\\([&<~=|])", lambda match: _ENTITIES[match[1]], written)
        # Lines that hold spaces alone are empty.
        text = re.sub(r"(?m)^[ \t]+$", "", re.sub(r"\n\s*\n", "\n\n", written)).strip()
        # Python-Markdown wants four spaces before what stands within an item of a list: with the
        # two or three of other dialects words and links are the same, and the levels are gone.
        yield re.sub(r"(?m)^   (?=\S)", "    ", re.sub(r"(?m)^((?:  )+)(?=\S)", r"\1\1", text))
        yield text


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    lines = ("<br>".join(html.escape(line) for line in block.splitlines()) for block in blocks)
    return "".join(f"<p>{block}</p>" for block in lines)


def _tree(text: str) -> "HtmlElement":
    from lxml import html as reader

    tree: HtmlElement = reader.fragment_fromstring(text, create_parent="div")
    return tree


def _source(tree: "HtmlElement") -> str:
    from lxml import html as reader

    return str(reader.tostring(tree, encoding="unicode"))


def _tidy(tree: "HtmlElement", base: str) -> list[str]:
    """Take away what no page may show; return it. Links become whole addresses."""
    lost: list[str] = []
    for element in [*tree.iter("img"), *tree.iter(*_GONE)]:
        if element.getparent() is not None:
            tail, element.tail = element.tail, None
            lost.append(_source(element))
            element.tail = tail
            element.drop_tree()
    for element in tree.iter("dl", "dt", "dd"):
        element.tag = "div" if element.tag == "dl" else "p"
    for element in list(tree.iter("a")):
        href = urljoin(base, (element.get("href") or "").strip())
        if urlsplit(href).scheme not in _SCHEMES or not element.text_content().strip():
            if element.get("href"):
                lost.append(f'<a href="{element.get("href")}">')
            element.drop_tag()
        else:
            element.set("href", re.sub(r"\s", "%20", href))
            element.attrib.pop("title", None)
    return lost


def _literal(tree: "HtmlElement") -> str:
    """Return the text alone, each sign as it is, and the addresses of its links after it."""
    links = [str(element.get("href")) for element in tree.iter("a")]
    lines = map(_literal_line, plain_text(_source(tree)).splitlines())
    return "\n\n".join([*lines, *(f"<{link}>" for link in links)])


def _literal_line(line: str) -> str:
    r"""Return a line that Python-Markdown takes for nothing but text.

    >>> print(_literal_line("1. Ett & [två]_"))
    1\. Ett &amp; \[två\]\_
    """
    text = re.sub(r"([\\`*_\[\]])", r"\\\1", html.escape(line, quote=False))
    return re.sub(r"^(\d*)([-+#.)])", r"\1\\\2", text)


def _says_the_same(source: str, markdown: str) -> bool:
    import nh3

    from poddarkiv.formats.richtext import render_simple_html

    if _OURS.search(markdown):
        return False
    rendered = render_simple_html(markdown)
    if rendered is None:
        rendered = nh3.clean(_rendered(markdown), link_rel=None, url_schemes=_SCHEMES)
    return _content(source) == _content(rendered)


def _rendered(markdown: str) -> str:
    return str(_renderer().reset().convert(markdown))


@cache
def _renderer() -> "Markdown":
    from markdown import Markdown

    # As `pages.markdown` reads it: the extensions decide what a sign means.
    return Markdown(extensions=["tables", "sane_lists"])


def _content(source: str) -> tuple[str, list[str]]:
    tree = _tree(source)
    links = [str(element.get("href")) for element in tree.iter("a")]
    return "".join(tree.text_content().split()), links


def missing_text() -> str:
    """Return what stands where a feed tells nothing of an episode."""
    return _("Nothing is told of this episode.")
