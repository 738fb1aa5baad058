"""What `mkdocs.yml` says that our pages show."""

from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from poddarkiv.addresses import ARTICLES, EPISODES, GUESTS, TOPICS, path_of_source
from poddarkiv.consent import Names
from poddarkiv.errors import Problem
from poddarkiv.load.mkdocsfile import DOCS_DIR, directory_urls_fault, docs_dir_fault
from poddarkiv.site.assets import ASSETS


class SiteSettings(Protocol):
    """The settings of a site, by the names that MkDocs has for them."""

    config_file_path: str
    docs_dir: str
    use_directory_urls: bool
    repo_url: str | None
    edit_uri: str | None


class ThemeFolders(Protocol):
    """A theme, as far as its folders count."""

    dirs: list[str]


def menu_of(nav: Any, names: Names) -> list[dict[str, str]]:
    """Return the entries of MkDocs' own `nav`, when an archive has one; groups are taken apart.

    An entry that holds one of `names` is left out.
    """
    entries: list[dict[str, str]] = []
    for item in nav or ():
        if isinstance(item, dict):
            [(title, target)] = item.items()
            if isinstance(target, str):
                address = path_of_source(target)
                href = target if address is None else address
                if not names.within(str(title)) and not names.within(href):
                    entries.append({"title": str(title), "href": href})
            else:
                entries += menu_of(target, names)
    return entries


def published_nav(nav: Any, pages: Container[str]) -> Any:
    """Return MkDocs' `nav` without the episodes, articles, guests and topics that are not out.

    Args:
        nav: A file or an address, a list of these, or lists by their words; or None.
        pages: The addresses of the pages that the site has.
    """
    if isinstance(nav, list):
        items = (published_nav(item, pages) for item in nav)
        return [item for item in items if item not in ({}, None)]
    if isinstance(nav, dict):
        parts = {words: published_nav(item, pages) for words, item in nav.items()}
        return {words: item for words, item in parts.items() if item not in ([], None)}
    return None if isinstance(nav, str) and _is_left_out(nav, pages) else nav


def _is_left_out(target: str, pages: Container[str]) -> bool:
    address = path_of_source(target) or target.partition("#")[0]
    own = address.startswith((ARTICLES, EPISODES, GUESTS, TOPICS))
    return own and address.endswith("/") and address not in pages


def theme_language(theme: ThemeFolders, language: str) -> str:
    """Return the language of Material's own texts for a show in `language`: English if none fits.

    An archive has one language, that of its show; what `mkdocs.yml` says of it counts for nothing.
    """
    folders = (Path(folder, "partials/languages") for folder in theme.dirs)
    names = {path.stem.lower(): path.stem for each in folders for path in each.glob("*.html")}
    tag = language.lower()
    return names.get(tag) or names.get(tag.partition("-")[0]) or "en"


def setting_fault(config: SiteSettings, root: Path) -> Problem | None:
    """Return what our pages can't be built with, now that MkDocs and all plugins have had a say."""
    if not config.use_directory_urls:
        line = _line_of(config, "use_directory_urls") or _line_of(config, "offline") or 1
        return directory_urls_fault(line, "use_directory_urls")
    docs = Path(config.docs_dir).resolve()
    if docs != (root / DOCS_DIR).resolve():
        return docs_dir_fault(_line_of(config, "docs_dir") or 1, docs.name)
    return None


def _line_of(config: SiteSettings, word: str) -> int:
    """Return the first line of the settings that has `word`, counted from 1; 0 when none has."""
    lines = Path(config.config_file_path).read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line), 0)


def edit_base(config: SiteSettings, root: Path) -> str:
    """Return the address before a source file's path, from `repo_url` and `edit_uri`."""
    if not config.repo_url or not config.edit_uri:
        return ""
    repository = config.repo_url.rstrip("/") + "/"
    docs = Path(config.docs_dir).resolve().relative_to(root.resolve()).as_posix()
    base = urljoin(repository, config.edit_uri)
    return base.removesuffix(f"{docs}/") if base.endswith(f"/{docs}/") else base


def favicon_of(given: Any, folders: Iterable[str]) -> str:
    """Return the site's small picture: the archive's own, or else ours, never a theme's.

    Args:
        given: Its address, as `mkdocs.yml` or the theme has it; None where neither has.
        folders: Where the archive's own files lie.
    """
    own = isinstance(given, str) and (
        bool(urlsplit(given).scheme) or any(Path(folder, given).is_file() for folder in folders)
    )
    return str(given) if own else f"{ASSETS}/icons/favicon.svg"
