"""Editors' own pages, which no part of the archive reads: read, rendered and drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poddarkiv.i18n import _
from poddarkiv.site.assembly import SiteAssembly
from poddarkiv.site.direct.documents import Document
from poddarkiv.site.direct.frontmatter import split_front_matter
from poddarkiv.site.direct.linkfaults import log, warn_of_anchors
from poddarkiv.site.direct.markdown import Rendered, render_markdown
from poddarkiv.site.direct.settings import Settings
from poddarkiv.site.engine import BuildError
from poddarkiv.site.foreign import foreign_data, foreign_html
from poddarkiv.site.renderer import PageRenderer, PageView
from poddarkiv.site.templates import build_time


@dataclass
class ForeignPage:
    """One of editors' own pages."""

    document: Document
    template: str
    view: PageView
    rendered: Rendered


def foreign_pages(
    files: Mapping[str, Document], settings: Settings, site: SiteAssembly
) -> list[ForeignPage]:
    """Return the pages among `files` that are not ours, rendered.

    Raises:
        BuildError: One can't be read.
    """
    titles = dict(_titles(settings.nav))
    documents = (d for d in files.values() if d.is_documentation_page() and d.src_dir is not None)
    return [
        _foreign_page(document, titles.get(document.src_uri), files, settings, site)
        for document in documents
        if document.is_included()
    ]


def _titles(nav: Any) -> Iterator[tuple[str, str]]:
    """Go through the files that the menu names, and what it calls them."""
    items = nav.items() if isinstance(nav, dict) else ((None, each) for each in nav or ())
    for words, target in items:
        if isinstance(target, str):
            if words is not None:
                yield target, str(words)
        else:
            yield from _titles(target)


def _foreign_page(
    document: Document,
    title: str | None,
    files: Mapping[str, Document],
    settings: Settings,
    site: SiteAssembly,
) -> ForeignPage:
    try:
        text, meta = split_front_matter(document.content_string)
    except UnicodeDecodeError as error:
        raise BuildError(_("content/{page}: it is not UTF-8", page=document.src_uri)) from error
    rendered = render_markdown(text, document, files, settings)
    title = title or meta.get("title") or rendered.heading or _name_as_title(document)
    html = foreign_html(rendered.html, site.scope, title, document.src_uri, document.address)
    data = foreign_data(site.scope, document.address, str(title), html, meta)
    view = PageView(
        document.address,
        str(title),
        data,
        settings.site_url or "",
        content=html,
        update_date=build_time().date().isoformat(),
        toc=rendered.toc,
    )
    return ForeignPage(document, str(meta.get("template", "main.html")), view, rendered)


def _name_as_title(document: Document) -> str:
    title = document.name.replace("-", " ").replace("_", " ")
    return title.capitalize() if title.lower() == title else title


def draw_foreign_pages(
    pages: Sequence[ForeignPage], renderer: PageRenderer, settings: Settings, site: Path
) -> None:
    """Draw `pages` into the folder `site`; warn of links between them that lead to no place.

    Raises:
        TemplateError: A template is wrong; the page that could not be drawn was told of.
    """
    for page in pages:
        try:
            html = renderer.render_view(page.template, page.view)
        except Exception:
            text = _("{page} could not be drawn", page=page.document.src_uri)
            log.error(text)
            raise
        if html.strip():
            path = site / page.document.dest_uri
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(html.encode("utf-8", errors="xmlcharrefreplace"))
    anchors = {page.document.src_uri: page.rendered.anchors for page in pages}
    warn_of_anchors({p.document.src_uri: p.rendered.links for p in pages}, anchors, settings)
