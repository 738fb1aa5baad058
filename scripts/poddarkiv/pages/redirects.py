"""Former addresses of episodes: pages that lead on, and rules for hosts that do so themselves."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from poddarkiv import addresses
from poddarkiv.direction import text_direction
from poddarkiv.i18n import _
from poddarkiv.model import Episode
from poddarkiv.pages import structured
from poddarkiv.pages.generated import Generated, StaticFile
from poddarkiv.pages.scope import Scope

SCRIPT = "assets/pod/js/moved.js"
_PLAIN = re.compile(r"(?:[a-z0-9-]+/)+", re.ASCII)
"""An address that needs no quoting in any host's rules; `former` is written by hand at times."""


def redirect_pages(scope: Scope, found: Mapping[str, Generated]) -> dict[str, Generated]:
    """Return a page at each former address that none of `found` has, and the hosts' rules.

    A host that answers 301 itself keeps `?q=` and `#t=15` for everybody (RFC 9110, 10.2.2); from
    a page they are only carried over by its script.
    """
    moved = {
        path: episode
        for episode in scope.episodes
        for path in _former(scope, episode)
        if path not in found
    }
    pages: dict[str, Generated] = {
        f"{path}index.html": _page(scope, path, episode) for path, episode in moved.items()
    }
    rules = list(_rules(scope, moved))
    if rules:
        pages["_redirects"] = _lines(f"{old}* {new}:splat 301" for old, new in rules)
        pages[".htaccess"] = _lines(f"Redirect 301 {old} {new}" for old, new in rules)
    return pages


def _former(scope: Scope, episode: Episode) -> Iterator[str]:
    lock = scope.archive.locks.get(episode.slug)
    for former in lock.identity.former if lock and lock.identity else ():
        yield former.strip("/") + "/"


def _rules(scope: Scope, moved: Mapping[str, Episode]) -> Iterator[tuple[str, str]]:
    base = urlsplit(scope.archive.site_url).path or "/"
    for path, episode in moved.items():
        if _PLAIN.fullmatch(path):
            yield f"{base}{path}", f"{base}{addresses.episode_path(episode.slug)}"


def _lines(rows: Iterator[str]) -> StaticFile:
    text = "".join(f"{row}\n" for row in rows)
    return StaticFile(text.encode)


def _page(scope: Scope, path: str, episode: Episode) -> StaticFile:
    target = addresses.episode_path(episode.slug)
    root = addresses.root_from(path)
    href = escape(addresses.link(root, target))
    language = scope.archive.show.language
    own = _attributes(episode.language or language)
    # Refreshed without a script only: a refresh would overtake the script, and forget the time.
    page = (
        f'<!doctype html><html {_attributes(language)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(episode.title)}</title>"
        f'<link rel="canonical" href="{escape(structured.absolute_url(scope, target))}">'
        '<meta name="robots" content="noindex">'
        f'<script src="{escape(root)}{SCRIPT}" data-to="{href}"></script>'
        f'<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>'
        f"</head><body><p>{escape(_('The page has moved:'))} "
        f'<a href="{href}" {own}>{escape(episode.title)}</a></p></body></html>\n'
    )
    return StaticFile(page.encode)


def _attributes(language: str) -> str:
    return f'lang="{escape(language)}" dir="{text_direction(language)}"'
