"""Pages of editors' own Markdown that no part of the archive reads, as `main.html` shows them."""

from collections.abc import Mapping
from typing import Any

from poddarkiv.pages.frame import make_frame
from poddarkiv.pages.sanitize import clean_html
from poddarkiv.pages.scope import Scope
from poddarkiv.site.headings import lower_headings


def foreign_html(html: str, scope: Scope, title: str | None, source: str, path: str) -> str:
    """Return the HTML of such a page, as harmless as ours.

    Args:
        html: What its Markdown became.
        scope: The site.
        title: Of the page, which stands above it.
        source: The file, from `content/`.
        path: The page's address.
    """
    return clean_html(lower_headings(html, title), scope.archive, source=source, path=path)


def foreign_data(
    scope: Scope, path: str, title: str, html: str, meta: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the template of such a page shows.

    Args:
        scope: The site.
        path: The page's address.
        title: Of the page.
        html: As `foreign_html` left it.
        meta: Its front matter.
    """
    description = str(meta.get("description", title))
    data = make_frame(scope, path=path, title=title, description=description)
    return {**meta, **data, "summary": "", "body_html": html, "owner": None}
