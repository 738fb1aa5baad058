"""Which of the files that lie beside texts the site shows: those that a published text leads to."""

import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from urllib.parse import quote, unquote, urljoin

from poddarkiv import addresses
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.scope import Scope

OWN_FOLDERS = frozenset({"gaster", "artiklar", "amnen"})
"""Folders of `content/` whose texts become pages of ours, or none: no engine draws them itself."""
_ADDRESS = re.compile(r'\b(?:src|href)="([^"]*)"')


def in_own_folder(file: str) -> bool:
    """Whether `file` (from `content/`) lies where every text is ours to publish or to leave out.

    >>> in_own_folder("gaster/arkiv/kim.markdown"), in_own_folder("om.md")
    (True, False)
    """
    folder, slash, _name = file.partition("/")
    return bool(slash) and folder.casefold() in OWN_FOLDERS


def shown_files(scope: Scope, files: Collection[str], others: Mapping[str, str]) -> set[str]:
    """Return those of `files` that a text of the site shows or leads to.

    Args:
        scope: The site.
        files: From `content/`.
        others: Markdown that only the engine knows, by its file from `content/`.
    """
    if not files:
        return set()
    names = {name for file in files for name in _spellings(file.rpartition("/")[2])}
    renderer = MarkdownRenderer(scope)
    shown: set[str] = set()
    for source, path, text in _texts(scope, others):
        if any(name in text for name in names):
            html = renderer.render(text, source=source, path=path).html
            shown.update(_led_to(html, path))
    return shown.intersection(files)


def _spellings(name: str) -> tuple[str, ...]:
    return name, quote(name)


def _led_to(html: str, path: str) -> Iterator[str]:
    for address in _ADDRESS.findall(html):
        # A host of our own that no link can mean.
        whole = urljoin(f"https://here.invalid/{path}", unescape(address))
        if whole.startswith("https://here.invalid/"):
            yield unquote(whole.removeprefix("https://here.invalid/").partition("#")[0])


def _texts(scope: Scope, others: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Give source, address and Markdown of everything that readers see."""
    for article in scope.articles:
        source = f"artiklar/{article.slug}.md"
        yield source, addresses.article_path(article.slug), article.body
        if article.easy_read is not None:
            yield source, addresses.easy_read_path(article.slug), article.easy_read.body
    for guest in scope.guests:
        yield f"gaster/{guest.slug}.md", addresses.guest_path(guest.slug), guest.bio
    for topic in scope.archive.topics:
        yield f"amnen/{topic.slug}.md", addresses.topic_path(topic.slug), topic.intro
    for page in scope.archive.pages.values():
        yield f"{page.slug}.md", addresses.page_path(page.slug), page.body
    for episode in scope.episodes:
        yield "", addresses.episode_path(episode.slug), episode.notes
    for source, text in others.items():
        yield source, addresses.path_of_source(source) or "", text
