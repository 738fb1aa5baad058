"""The whole site as a mapping from path to content. Values in, values out: no engine, no disk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from poddarkiv import addresses
from poddarkiv.archive import Archive
from poddarkiv.consent import publishable_archive
from poddarkiv.direction import text_direction
from poddarkiv.i18n import _
from poddarkiv.pages import article, episode
from poddarkiv.pages.contacts import list_contacts
from poddarkiv.pages.generated import Generated, StaticFile
from poddarkiv.pages.links import Links
from poddarkiv.pages.lists import list_pages
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.own import own_pages, withdrawn_pages
from poddarkiv.pages.people import guest_page, topic_page
from poddarkiv.pages.redirects import redirect_pages
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.terms import TermLinker
from poddarkiv.pages.texts import site_texts


def render_site(
    archive: Archive, *, as_of: datetime, drafts: bool = False, edit_base: str = ""
) -> Mapping[str, Generated]:
    """Return every page and file of the site by its address from the root.

    Pages have addresses that end with a slash (the front page's is empty); files have names.
    Nothing is drawn yet: each knows how to make its content when it is asked for.

    Args:
        archive: What was loaded, already checked.
        as_of: The moment that decides what is public.
        drafts: Whether drafts and scheduled episodes are shown too, marked.
        edit_base: Where source files can be changed on the web; a path is added to it.
    """
    archive = publishable_archive(archive, as_of)
    scope = Scope(archive, as_of, drafts, edit_base)
    links, renderer, terms = Links(scope), MarkdownRenderer(scope), TermLinker(archive.glossary)
    found: dict[str, Generated] = {}
    for one in scope.episodes:
        found[addresses.episode_path(one.slug)] = episode.episode_page(scope, links, renderer, one)
    for guest in scope.guests:
        found[addresses.guest_path(guest.slug)] = guest_page(scope, links, renderer, guest)
    for text in scope.articles:
        found |= article.article_pages(scope, links, renderer, terms, text)
    for topic in archive.topics:
        found[addresses.topic_path(topic.slug)] = topic_page(scope, links, renderer, terms, topic)
    found |= list_pages(scope, links)
    found |= own_pages(scope, links, renderer, terms)
    found |= withdrawn_pages(scope)
    found["robots.txt"] = StaticFile(lambda: _robots(archive))
    return found | redirect_pages(scope, found)


def _robots(archive: Archive) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {archive.site_url}sitemap.xml\n".encode()


def site_data(archive: Archive, *, menu: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """Return what every page shows and no page owns: the frame's texts, menu, contacts.

    Args:
        archive: What was loaded.
        menu: Names and addresses that replace the usual menu.
    """
    show = archive.show
    return {
        "t": site_texts(),
        "show": show.title,
        "description": show.description,
        "language": show.language,
        "direction": text_direction(show.language),
        "locale": "sv_SE" if show.language.startswith("sv") else show.language.replace("-", "_"),
        "author": show.author,
        "copyright": show.copyright or "",
        "license": {
            "name": show.license.id,
            "url": show.license.url or _license_url(show.license.id),
        }
        if show.license
        else None,
        "menu": menu or _menu(archive),
        "footer": [
            {"title": _("About"), "href": addresses.ABOUT},
            {"title": _("Accessibility"), "href": addresses.ACCESSIBILITY},
            {"title": _("Privacy"), "href": addresses.PRIVACY},
        ],
        "subscribe_href": addresses.SUBSCRIBE,
        "feed_href": "feed.xml",
        "news_href": "nytt.xml",
        "contacts": list_contacts(archive),
        "error_page": {
            "title": _("The page isn't here"),
            "head_title": " – ".join((_("The page isn't here"), show.title)),
            "description": show.title,
            "og_type": "website",
            "hidden": True,
        },
    }


def _menu(archive: Archive) -> list[dict[str, str]]:
    entries = [
        (_("Episodes"), addresses.EPISODES, True),
        (_("Articles"), addresses.ARTICLES, bool(archive.articles)),
        (_("Topics"), addresses.TOPICS, bool(archive.topics)),
        (_("Guests"), addresses.GUESTS, bool(archive.guests)),
        (_("Glossary"), addresses.GLOSSARY, bool(archive.glossary.terms)),
        (_("About"), addresses.ABOUT, True),
    ]
    return [{"title": title, "href": href} for title, href, wanted in entries if wanted]


def _license_url(name: str) -> str:
    parts = name.upper().split("-")
    if parts[0] != "CC" or len(parts) < 3:
        return ""
    kind, version = "-".join(parts[1:-1]).lower(), parts[-1]
    return f"https://creativecommons.org/licenses/{kind}/{version}/"
