"""Sanitize HTML: keep what a page may show, and nothing that acts."""

import nh3

from poddarkiv.archive import Archive
from poddarkiv.credentials import has_credentials
from poddarkiv.pages.resources import resolve_own

TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "var",
}


ATTRIBUTES = {
    "a": {"href", "title", "class", "id", "aria-label", "lang", "hreflang"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "*": {"lang", "dir"},
}


SCHEMES = {"http", "https", "mailto", "tel"}


def clean_html(html: str, archive: Archive, *, source: str, path: str) -> str:
    """Return `html` without anything that acts: scripts, handlers, styles, foreign schemes.

    Pictures are files of the archive alone: a page asks no other host for anything, so that nobody
    else sees who reads.

    Args:
        html: What a text was rendered as.
        archive: Whose pictures may be shown.
        source: The text's file, from `content/`.
        path: The address of the page that shows it.
    """

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "href" and has_credentials(value):
            return None
        if tag == "img" and name == "src":
            return resolve_own(value, source=source, path=path, files=archive.attachments)
        return value

    return nh3.clean(
        html,
        tags=TAGS,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        attribute_filter=keep,
        link_rel=None,
        filter_style_properties={"text-align"},
    )
