"""What every page has: title, way here, sharing, structured data, edit link."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from poddarkiv.i18n import _
from poddarkiv.pages import structured
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.words import format_day

Crumb = tuple[str, str]
"""A page's name and its address."""


def make_frame(
    scope: Scope,
    *,
    path: str,
    title: str,
    description: str,
    section: str = "",
    crumbs: Sequence[Crumb] = (),
    nodes: Iterable[structured.Node] = (),
    edit: str | None = None,
    updated: date | None = None,
    image: str | None = None,
    audio: tuple[str, str] | None = None,
    kind: str = "website",
    crisis: bool = False,
    hidden: bool = False,
) -> dict[str, Any]:
    """Return the data that the frame of the page at `path` shows.

    Args:
        scope: The site.
        path: The page's address.
        title: As in the heading.
        description: Plain text for search engines and shared links.
        section: The part of the menu that the page belongs to.
        crumbs: The pages above it, without the front page.
        nodes: Structured data of the page's own.
        edit: Its source file, from the archive's root.
        updated: When its text last changed.
        image: A picture in `media/` for shared links; the show's cover when absent.
        audio: The recording's address and MIME type.
        kind: Open Graph's type.
        crisis: Whether the contacts for a crisis stand on it.
        hidden: Whether search engines should pass it by.
    """
    show = scope.archive.show
    way = [(_("Home"), ""), *crumbs, (title, path)] if path else []
    own = [structured.series_node(scope), *nodes]
    if way:
        own.append(structured.breadcrumb_node(scope, way))
    return {
        "title": title,
        "head_title": f"{title} – {show.title}" if path else f"{show.title} – {title}",
        "description": description,
        "section": section,
        "path": path,
        "crumbs": [{"title": name, "href": address or "./"} for name, address in way[:-1]],
        "canonical": structured.absolute_url(scope, path),
        "og_type": kind,
        "og_image": structured.picture_url(scope, image or show.image.file),
        "og_image_alt": show.image.alt if image is None else "",
        "og_audio": audio[0] if audio else "",
        "og_audio_type": audio[1] if audio else "",
        "jsonld_html": structured.render_graph(own),
        "edit_url": scope.edit_url(edit) if edit else "",
        "updated": format_day(updated) if updated else "",
        "crisis": crisis,
        "hidden": hidden,
    }


def truncate_text(text: str, limit: int = 300) -> str:
    """Return `text` on one line; a longer one is cut after a sentence, or at a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    sentence = line[:limit].rfind(". ")
    if sentence >= limit // 4:
        return line[: sentence + 1]
    return line[:limit].rsplit(" ", 1)[0].rstrip(",.;:–") + "…"
