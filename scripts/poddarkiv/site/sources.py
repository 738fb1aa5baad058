"""Which of the archive's files an engine may take as they are."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from poddarkiv.consent import withheld_names
from poddarkiv.filenames import is_passed_by
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.shown import in_own_folder, shown_files


class _Inclusion(Protocol):
    @property
    def name(self) -> str: ...


class SourceFile(Protocol):
    """A file of a site to come, by the names that MkDocs has for what it is."""

    src_uri: str
    src_dir: str | None

    @property
    def inclusion(self) -> _Inclusion:
        """Whether it is part of the site."""

    @property
    def content_string(self) -> str:
        """Its text."""

    def is_documentation_page(self) -> bool:
        """Whether it is Markdown."""

    def is_media_file(self) -> bool:
        """Whether it is neither a page nor text that a program reads."""


FileT = TypeVar("FileT", bound=SourceFile)


def passed_by_files(files: Iterable[FileT], docs_dir: str) -> list[FileT]:
    """Return those of `files` that are no part of the archive: editors' locks, copies and the like.

    A name with a dot that `exclude_docs` in mkdocs.yml asks for by itself stays, as `!.well-known`.
    """
    return [file for file in files if file.src_dir == docs_dir and _is_passed_by(file)]


def _is_passed_by(file: SourceFile) -> bool:
    names = [name for name in file.src_uri.split("/") if is_passed_by(name)]
    asked_for = file.inclusion.name != "EXCLUDED"
    return any(not (name.startswith(".") and asked_for) for name in names)


def unpublished_files(files: Iterable[FileT], docs_dir: str, scope: Scope) -> list[FileT]:
    """Return those of `files` that lie among our texts, and that no published text shows.

    What a text of ours is to become, we draw: an engine would draw it also when it is hidden.
    """
    own = [file for file in files if file.src_dir == docs_dir]
    held = {file.src_uri: file for file in own if in_own_folder(file.src_uri)}
    beside = {name for name, file in held.items() if file.is_media_file()}
    others = {
        file.src_uri: file.content_string
        for file in own
        if beside and file.is_documentation_page() and file.src_uri not in held
    }
    shown = shown_files(scope, beside, others)
    names = withheld_names(scope.archive)
    named = [file for file in own if file.src_uri not in held and names.within(file.src_uri)]
    return named + [file for name, file in held.items() if name not in shown]
