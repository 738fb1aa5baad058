"""Which of the archive's files MkDocs may take as they are."""

from mkdocs.structure.files import File, Files, InclusionLevel

from poddarkiv.consent import withheld_names
from poddarkiv.filenames import is_passed_by
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.shown import in_own_folder, shown_files


def passed_by_files(files: Files, docs_dir: str) -> list[File]:
    """Return those of `files` that are no part of the archive: editors' locks, copies and the like.

    A name with a dot that `exclude_docs` in mkdocs.yml asks for by itself stays, as `!.well-known`.
    """
    return [file for file in files if file.src_dir == docs_dir and _is_passed_by(file)]


def _is_passed_by(file: File) -> bool:
    names = [name for name in file.src_uri.split("/") if is_passed_by(name)]
    asked_for = file.inclusion is not InclusionLevel.EXCLUDED
    return any(not (name.startswith(".") and asked_for) for name in names)


def unpublished_files(files: Files, docs_dir: str, scope: Scope) -> list[File]:
    """Return those of `files` that lie among our texts, and that no published text shows.

    What a text of ours is to become, we draw: MkDocs would draw it also when it is not to be seen.
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
