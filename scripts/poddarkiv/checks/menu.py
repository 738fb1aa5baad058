"""Rules for the menu in `mkdocs.yml`: each of its entries is seen, and leads somewhere."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from poddarkiv.addresses import EPISODES, path_of_source
from poddarkiv.archive import Archive, MenuEntry
from poddarkiv.checks.content import known_files
from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.pages.shown import in_own_folder
from poddarkiv.slugs import closest

_MADE = frozenset({"assets", "avsnitt", "media", "search"})
"""Folders of the site whose files the build makes."""


def menu_leads_somewhere(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """An entry of the menu, which stands on every page, leads to a page or file that is there."""
    if not archive.menu:
        return
    pages = known_files(archive) | _of_the_engine(archive)
    for entry in archive.menu:
        if not _is_there(entry.target, pages, archive.attachments):
            near = _near(entry.target, pages)
            yield _problem(
                entry,
                _("there is no page {page}", page=entry.target),
                _("did you mean “{near}”?", near=near)
                if near
                else _("write the page in content/, or remove the line"),
            )


def _near(target: str, pages: set[str]) -> str | None:
    file, mark, place = target.partition("#")
    # A place on a page is written with the page's address.
    return f"{path_of_source(file)}#{place}" if mark and file in pages else closest(target, pages)


def menu_entries_have_words(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """An entry of the menu says what readers see: without that it is not in the menu."""
    for entry in archive.menu:
        if not entry.has_words:
            yield _problem(
                entry,
                _("{page} has no words, and isn't shown in the menu", page=entry.target),
                _("write them before it: - About us: {page}", page=entry.target),
                Severity.WARNING,
            )


def _problem(
    entry: MenuEntry, message: str, remedy: str, severity: Severity = Severity.ERROR
) -> Problem:
    return Problem("mkdocs.yml", entry.line, "nav", message, remedy, severity, "menu")


def _of_the_engine(archive: Archive) -> set[str]:
    """Return the pages that only MkDocs knows, from `content/`."""
    names = (name.partition("/") for name in archive.other_texts if name.endswith(".md"))
    return {
        file for folder, _slash, file in names if folder == "content" and not in_own_folder(file)
    }


def _is_there(target: str, pages: set[str], files: frozenset[str]) -> bool:
    try:
        url = urlsplit(target)
    except ValueError:
        return False
    path = url.path.removeprefix("./")
    folder, _slash, name = path.rpartition("/")
    if url.scheme or url.netloc or path.startswith("/") or not path or target in pages:
        return True
    if ".md" in name:
        return False
    if "." in name:
        # At the root the build makes feeds and more.
        return not folder or folder.partition("/")[0] in _MADE or path in files
    address = f"{path.rstrip('/')}/"
    lists = address.startswith((f"{EPISODES}sida-", f"{EPISODES}ar-"))
    known = {path_of_source(page) for page in pages}
    return lists or address in known or f"{address}index.html" in files


RULES = (menu_leads_somewhere, menu_entries_have_words)
