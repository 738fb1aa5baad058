"""Tell of links in editors' own pages that lead to nothing, as far as `validation` asks for it."""

import logging
from collections.abc import Iterable, Mapping

from poddarkiv.i18n import _
from poddarkiv.site.direct.documents import Document
from poddarkiv.site.direct.settings import Settings
from poddarkiv.site.templates import relative_url

log = logging.getLogger("mkdocs.plugins.poddarkiv")


def warn_of_link(
    document: Document, link: str, kind: str, near: Document | None, settings: Settings
) -> None:
    """Warn of a link, where the settings say that such are warnings.

    Args:
        document: The page that has it.
        link: As it is written.
        kind: What is wrong, by the name that `validation` has for it.
        near: What may have been meant.
        settings: Of the site.
    """
    if not settings.warns_of(kind):
        return
    page = document.src_uri
    if kind != "not_found":
        text = _(
            "content/{page}: the link “{link}” is left as it is: it names no file",
            page=page,
            link=link,
        )
        log.warning(text)
        return
    text = _("content/{page}: nothing is at “{link}”, which is linked to", page=page, link=link)
    if near is not None:
        meant = relative_url(near.src_uri, page)
        text += " – " + _("did you mean “{near}”?", near=meant)
    log.warning(text)


def warn_of_anchors(
    links: Mapping[str, Iterable[tuple[str, str, str]]],
    anchors: Mapping[str, set[str]],
    settings: Settings,
) -> None:
    """Warn of links to places that the page, one of editors' own, does not have.

    Args:
        links: Of each page: the file, the place, and the link as it is written.
        anchors: The places that each page has.
        settings: Of the site.
    """
    if not settings.warns_of("anchors"):
        return
    for page, found in links.items():
        for target, anchor, link in found:
            if target in anchors and anchor not in anchors[target]:
                log.warning(
                    _(
                        "content/{page}: the page has no such place as “{link}”",
                        page=page,
                        link=link,
                    )
                )
