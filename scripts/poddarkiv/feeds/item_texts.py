"""The title, summary and notes of an item."""

from typing import Any
from urllib.parse import urljoin

from poddarkiv.feeds import texts
from poddarkiv.feeds.reader import Reader
from poddarkiv.i18n import _

_LONGEST = 600
"""Letters of a text that is still a summary; a longer one is notes."""


def read_texts(reader: Reader, values: dict[str, Any]) -> None:
    """Put an item's title, summary and notes into `values`."""
    title = reader.text("title") or reader.text("itunes:title") or reader.text("media:title")
    values["title"] = texts.plain_line(title)
    if values["title"] != " ".join(title.split()):
        reader.add_warning(_("the title holds HTML, which is taken away"))
    reader.drop("itunes:title", values["title"])
    found = [
        (name, reader.text(name))
        for name in ("content:encoded", "description", "itunes:summary", "itunes:subtitle")
    ]
    distinct: dict[str, tuple[str, str]] = {}
    for name, text in found:
        key = "".join(texts.plain_line(text).split())
        if key and (key not in distinct or texts.is_html(text) > texts.is_html(distinct[key][1])):
            distinct[key] = (name, text)
    ordered = sorted(distinct, key=len)
    if not ordered:
        values["summary"] = values["title"] or texts.missing_text()
        return
    shortest, longest = distinct[ordered[0]][1], distinct[ordered[-1]][1]
    only = len(ordered) == 1
    # Where the whole text is all there is, the notes hold it, and its beginning is the summary.
    summary = texts.first_sentence(shortest) if only else texts.plain_line(shortest)
    if not only or len(summary) > _LONGEST or texts.is_html(longest) or "\n" in longest.strip():
        link = reader.first("link")
        page = ((link.text or "") if link is not None else "").strip()
        notes = texts.to_markdown(longest, urljoin(reader.base, page))
        values["notes"] = notes.markdown
        for lost in notes.lost:
            reader.keep_text("notes", lost)
    values["summary"] = _shortened(summary)
    if len(summary) > _LONGEST and not only:
        reader.keep_text(*distinct[ordered[0]])
    for key in ordered[1:-1]:
        reader.keep_text(*distinct[key])


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    head = text[:_LONGEST]
    cut = max(head.rfind(mark) for mark in (". ", "! ", "? "))
    return head[: cut + 1] if cut > 0 else head.rsplit(" ", 1)[0] + " …"
