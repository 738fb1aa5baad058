"""Import a folder's transcripts, each to the episode that its name means."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import click

from poddarkiv.archive import Archive
from poddarkiv.commands import _transcript_file as transcripts
from poddarkiv.commands._import_choice import KINDS, File, ImportReport, Questions, choose_files
from poddarkiv.commands._match_names import EpisodeNames
from poddarkiv.errors import PoddarkivError, SourceError, UsageError, system_reason
from poddarkiv.filenames import is_passed_by
from poddarkiv.i18n import _, ngettext
from poddarkiv.load import read_archive
from poddarkiv.load.transcripts import OWN
from poddarkiv.model import Episode

_DOCUMENTS = frozenset((".doc", ".docx", ".odt", ".pdf", ".rtf", ".pages"))


def import_folder(root: Path, folder: Path, renamed: Mapping[str, str], *, dry_run: bool) -> None:
    """Import every transcript in `folder` whose episode is sure, or which a person names.

    All questions come before the first file is written. Exit 1 where a file was not brought that
    somebody may want to look at.

    Raises:
        UsageError: There is no transcript in the folder.
    """
    archive, problems = read_archive(root)
    if archive is None:
        raise SourceError(problems)
    files, others = _files(root, folder, EpisodeNames(archive))
    if not files:
        raise UsageError(_("{folder}: there is no transcript here", folder=folder))
    result = ImportReport()
    chosen = choose_files(archive, files, Questions() if sys.stdin.isatty() else None, result)
    for file, episode in chosen:
        _import_file(archive, file, episode, renamed, result, dry_run=dry_run)
    for shown in others:
        click.echo(f"{shown}: " + _("save it as text (.txt) first"), err=True)
    result.missed += len(others)
    _sum_up(result, dry_run=dry_run)


def _sum_up(result: ImportReport, *, dry_run: bool) -> None:
    n = result.brought
    click.echo(ngettext("{n} transcript brought", "{n} transcripts brought", n), err=True)
    if result.missed:
        n = result.missed
        left = ngettext("{n} file is left to look at", "{n} files are left to look at", n)
        remedy = _("bring one with: poddarkiv import FILE --episode NUMBER")
        click.echo(f"{left} – {remedy}", err=True)
    if dry_run:
        click.echo(_("Nothing was written."), err=True)
    if result.missed:
        sys.exit(1)


def _files(root: Path, folder: Path, names: EpisodeNames) -> tuple[list[File], list[str]]:
    """Return the transcripts below `folder`, and documents that only their programs read."""
    files, others = [], []
    ours = (root / "episodes").resolve()
    for path in sorted(_below(folder)):
        shown = path.relative_to(folder).as_posix()
        if path.name in OWN and path.resolve().is_relative_to(ours):
            continue
        if path.suffix.lower() in KINDS:
            files.append(File(path, shown, names.guess(PurePosixPath(shown))))
        elif path.suffix.lower() in _DOCUMENTS:
            others.append(shown)
    return files, others


def _below(folder: Path) -> Iterator[Path]:
    try:
        for path in folder.iterdir():
            if is_passed_by(path.name):
                continue
            # A link to a folder may lead round.
            if path.is_dir() and not path.is_symlink():
                yield from _below(path)
            elif path.is_file():
                yield path
    except OSError as error:
        reason = system_reason(error)
        raise UsageError(
            _("{path}: can't be read ({reason})", path=folder, reason=reason)
        ) from error


def _import_file(
    archive: Archive,
    file: File,
    episode: Episode,
    renamed: Mapping[str, str],
    result: ImportReport,
    *,
    dry_run: bool,
) -> None:
    """Write one transcript, and report it in one line."""
    try:
        made = transcripts.draft_transcript(file.path, archive, episode, renamed)
        if made.is_there:
            result.pass_over(file, _("is there already: {slug}", slug=episode.slug))
        elif transcripts.is_peoples_transcript(made.target, episode):
            why = _("{slug} has a transcript that people have written: it stays", slug=episode.slug)
            result.pass_over(file, why)
        else:
            if not dry_run:
                transcripts.write_draft(made, archive, replace=False)
            remarks = "; ".join(each.rstrip(".") for each in transcripts.list_notes(made))
            result.add_imported(
                transcripts.summarize_draft(made, archive.root) + (f" ({remarks})" * bool(remarks))
            )
    except PoddarkivError as error:
        result.miss(file, str(error).rpartition("\n")[2].removeprefix(f"{file.path}: "))
