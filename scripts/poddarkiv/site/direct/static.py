"""Write what is no page: the archive's and the theme's files, and files that templates make."""

import fnmatch
import gzip
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, Template

from poddarkiv.i18n import _
from poddarkiv.site.direct.documents import Document, inclusion_of
from poddarkiv.site.direct.linkfaults import log
from poddarkiv.site.direct.settings import Settings
from poddarkiv.site.direct.theme import Theme
from poddarkiv.site.renderer import PageRenderer, PageView
from poddarkiv.site.templates import needs_theme

_NO_FILES = (
    ".*",
    "*/.*",
    "*.py",
    "*.pyc",
    "*.html",
    "*readme*",
    "mkdocs_theme.yml",
    "locales/*",
    "*.markdown",
    "*.mdown",
    "*.mkdn",
    "*.mkd",
    "*.md",
)
"""Names in a theme's folder that are no files of the site, in small letters."""


def theme_files(
    theme: Theme, environment: Environment, settings: Settings, taken: Mapping[str, Document]
) -> list[Document]:
    """Return the files that the archive's own theme, and an installed one that it uses, bring.

    Args:
        theme: Its folders.
        environment: With every template.
        settings: Of the site.
        taken: Files of the archive by their source: they come before those of a theme.
    """
    own = theme.dirs[:2] if theme.custom_dir else theme.dirs[:1]
    folders = theme.dirs if needs_theme(environment, theme.dirs, own) else own
    found = dict(taken)
    patterns = (*_NO_FILES, *theme.static_templates)
    for folder in folders:
        files = (path for path in sorted(Path(folder).rglob("*")) if path.is_file())
        for path in files:
            name = path.relative_to(folder).as_posix()
            if any(fnmatch.fnmatch(name.lower(), each) for each in patterns) or name in found:
                continue
            found[name] = Document(name, folder, inclusion_of(name, settings))
    return [document for name, document in found.items() if name not in taken]


def copy_files(documents: Iterable[Document], site: Path) -> None:
    """Copy those of `documents` that are part of the site and no pages."""
    for document in documents:
        if document.is_included() and not document.is_documentation_page():
            assert document.src_dir is not None
            path = site / document.dest_uri
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(document.src_dir, document.src_uri), path)


def write_static_templates(
    renderer: PageRenderer, settings: Settings, pages: Iterable[PageView], site: Path
) -> None:
    """Write the map of the site, the page for what is not found, and what else a theme makes."""
    for name in sorted(settings.theme.static_templates):
        text = renderer.render_static(name)
        if text.strip():
            _write(site / name, text)
            if name == "sitemap.xml":
                _write_packed(site / name, text, max(page.update_date for page in pages))


def _write_packed(path: Path, text: str, day: str) -> None:
    """Write the map of the site packed, as of the day when the site last changed."""
    from datetime import UTC, datetime

    moment = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    with (
        path.with_name(f"{path.name}.gz").open("wb") as file,
        gzip.GzipFile(f"{path.name}.gz", "wb", fileobj=file, mtime=moment) as packed,
    ):
        packed.write(text.encode())


def write_extra_templates(
    renderer: PageRenderer, settings: Settings, files: Mapping[str, Document], site: Path
) -> None:
    """Write the files of `extra_templates`, which lie among the archive's texts."""
    for name in settings.extra_templates:
        document = files.get(name)
        if document is None:
            log.warning(_("content/{page}: the file is not there", page=name))
            continue
        # Without our filters, as in MkDocs.
        template = Template(document.content_string)
        text = renderer.render_template(template, name)
        if text.strip():
            _write(site / document.dest_uri, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
