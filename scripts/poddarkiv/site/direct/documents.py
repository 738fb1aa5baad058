"""The files in `content/` that become pages and files of the site, by MkDocs' rules."""

import enum
import logging
import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from pathspec.gitignore import GitIgnoreSpec

from poddarkiv.i18n import _
from poddarkiv.site.direct.settings import Settings

log = logging.getLogger("mkdocs.plugins.poddarkiv")

_MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")
_STATIC = (".html", ".htm", ".xml", ".json")
_NEVER = GitIgnoreSpec.from_lines([".*", "/templates/"])
"""What MkDocs leaves out unless `exclude_docs` asks for it."""


class Inclusion(enum.Enum):
    """Whether a file is part of the site."""

    EXCLUDED = enum.auto()
    DRAFT = enum.auto()
    INCLUDED = enum.auto()


@dataclass
class Document:
    """A file that a site is made of."""

    src_uri: str
    """Its path from the folder that it lies in, with slashes."""
    src_dir: str | None
    """That folder; None for a page that we make."""
    inclusion: Inclusion = Inclusion.INCLUDED

    @property
    def name(self) -> str:
        """The file's name without its suffix; a README is an index."""
        stem = PurePosixPath(self.src_uri).stem
        return "index" if stem == "README" else stem

    @property
    def dest_uri(self) -> str:
        """Its path in the site."""
        if not self.is_documentation_page():
            return self.src_uri
        folder = posixpath.dirname(self.src_uri)
        if self.name == "index":
            return posixpath.join(folder, "index.html")
        return posixpath.join(folder, self.name, "index.html")

    @property
    def url(self) -> str:
        """Its address from the site's root, as links have it."""
        folder, name = posixpath.split(self.dest_uri)
        return quote(f"{folder or '.'}/" if name == "index.html" else self.dest_uri)

    @property
    def address(self) -> str:
        """The same, where the front page's is empty."""
        return "" if self.url == "./" else self.url

    @property
    def content_string(self) -> str:
        """Its text.

        Raises:
            OSError: It can't be read.
            UnicodeDecodeError: It is not UTF-8.
        """
        assert self.src_dir is not None
        return Path(self.src_dir, self.src_uri).read_text("utf-8-sig")

    def is_included(self) -> bool:
        """Whether it is part of the site."""
        return self.inclusion is Inclusion.INCLUDED

    def is_documentation_page(self) -> bool:
        """Whether it is Markdown."""
        return self.src_uri.endswith(_MARKDOWN)

    def is_media_file(self) -> bool:
        """Whether it is neither a page nor text that a program reads."""
        return not self.is_documentation_page() and not self.src_uri.endswith(_STATIC)


def inclusion_of(path: str, settings: Settings) -> Inclusion:
    """Return whether the file at `path` (from `content/`) is part of the site."""
    never = _NEVER + settings.exclude_docs if settings.exclude_docs else _NEVER
    if never.match_file(path):
        return Inclusion.EXCLUDED
    drafts = settings.draft_docs
    return Inclusion.DRAFT if drafts and drafts.match_file(path) else Inclusion.INCLUDED


def documents_in(settings: Settings) -> list[Document]:
    """Return the files in `content/`: of each folder its index first, then by name.

    A README beside an index is left out, as its page would have the same address.
    """
    return [document for folder in _folders(settings) for document in _without_double(folder)]


def _folders(settings: Settings) -> Iterator[list[Document]]:
    for place, folders, names in os.walk(settings.docs_dir, followlinks=True):
        folders.sort()
        names.sort(key=lambda name: (Path(name).stem not in {"index", "README"}, name))
        below = Path(place).relative_to(settings.docs_dir)
        paths = ((below / name).as_posix() for name in names)
        yield [Document(p, settings.docs_dir, inclusion_of(p, settings)) for p in paths]


def _without_double(folder: list[Document]) -> list[Document]:
    first: dict[str, Document] = {}
    left_out: list[Document] = []
    for document in folder:
        earlier = first.setdefault(document.dest_uri, document)
        if earlier is not document:
            # As MkDocs has it: the later one counts where it is part of the site.
            lost, kept = (earlier, document) if document.is_included() else (document, earlier)
            left_out.append(lost)
            if lost.is_included() and kept.is_included():
                page, other = lost.src_uri, kept.src_uri
                text = _(
                    "content/{page}: is left out, it would have the same address as {other}",
                    page=page,
                    other=other,
                )
                log.warning(text)
    return [document for document in folder if document not in left_out]
