"""Bring the transcripts of a folder, each to the episode that its name means."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from poddarkiv.archive import Archive
from poddarkiv.commands import _transcript_file as transcripts
from poddarkiv.commands._ask import Asker
from poddarkiv.commands._match_names import EpisodeNames, Guess
from poddarkiv.commands._shared import choose_episodes
from poddarkiv.errors import PoddarkivError, SourceError, UsageError, system_reason
from poddarkiv.filenames import is_passed_by
from poddarkiv.formats.foreign import read_foreign, transcript_kind
from poddarkiv.i18n import _, ngettext
from poddarkiv.load import read_archive
from poddarkiv.load.transcripts import OWN
from poddarkiv.model import Episode

_KINDS = (".vtt", ".json", ".srt", ".sbv", ".otr", ".html", ".htm", ".tsv", ".csv", ".txt", ".md")
"""Endings of transcripts; the forms that say most come first."""
_SURE = frozenset((".vtt", ".srt", ".sbv", ".otr"))
_DOCUMENTS = frozenset((".doc", ".docx", ".odt", ".pdf", ".rtf", ".pages"))
_SHOWN = 5
"""Episodes that are named where it may be any of them."""


@dataclass(frozen=True)
class File:
    """A transcript in the folder."""

    path: Path
    shown: str
    """From the folder, with forward slashes."""
    guess: Guess


class _Person(Asker):
    """Puts questions, before anything has been written."""

    def no_answer(self) -> UsageError:
        return UsageError(_("there was no answer: nothing has been written"))


class _Result:
    """Tells of each file in one line, and how many were not brought."""

    def __init__(self) -> None:
        self.brought = 0
        self.missed = 0

    def bring(self, line: str) -> None:
        self.brought += 1
        click.echo(line)

    def pass_over(self, file: File, why: str) -> None:
        click.echo(f"{file.shown}: {why}", err=True)

    def miss(self, file: File, why: str) -> None:
        self.missed += 1
        self.pass_over(file, why)


def import_folder(root: Path, folder: Path, renamed: Mapping[str, str], *, dry_run: bool) -> None:
    """Bring every transcript in `folder` whose episode is sure, or which a person names.

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
    result = _Result()
    chosen = _chosen(archive, files, _Person() if sys.stdin.isatty() else None, result)
    for file, episode in chosen:
        _bring(archive, file, episode, renamed, result, dry_run=dry_run)
    for shown in others:
        click.echo(f"{shown}: " + _("save it as text (.txt) first"), err=True)
    result.missed += len(others)
    _sum_up(result, dry_run=dry_run)


def _sum_up(result: _Result, *, dry_run: bool) -> None:
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
        if path.suffix.lower() in _KINDS:
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


def _chosen(
    archive: Archive, files: Sequence[File], ask: Asker | None, result: _Result
) -> list[tuple[File, Episode]]:
    """Return the files that are to come, each with its episode, in the order of the episodes."""
    by_episode: defaultdict[str, list[File]] = defaultdict(list)
    for file in files:
        if not file.guess.likely and not _is_transcript(file.path):
            result.pass_over(file, _("is no transcript"))
            continue
        episode = file.guess.likely[0] if file.guess.sure else None
        if episode is None and ask is not None:
            episode = _asked(archive, file, ask)
        if episode is not None:
            by_episode[episode.slug].append(file)
        else:
            result.miss(file, _unsure(file.guess))
    rows = []
    for slug, same in sorted(by_episode.items()):
        episode = archive.episode_by_slug[slug]
        best = _best(same) if _are_forms_of_one(same) else _named(same, episode, ask)
        if best is not None:
            rows.append((best, episode))
        for file in same:
            if best is None:
                names = ", ".join(each.shown for each in same if each != file)
                why = _("{slug} may have this one or {names}", slug=slug, names=names)
                result.miss(file, why)
            elif file != best:
                result.pass_over(file, _("passed over: {file} says more", file=best.shown))
    return rows


def _is_transcript(path: Path) -> bool:
    return (
        path.suffix.lower() in _SURE
        or transcript_kind(transcripts.read_text(path).text) is not None
    )


def _unsure(guess: Guess) -> str:
    if not guess.likely:
        return _("the name tells of no episode that is here")
    slugs = [episode.slug for episode in guess.likely[:_SHOWN]]
    more = ["…"] if len(guess.likely) > _SHOWN else []
    return _("not sure: perhaps {slugs}", slugs=", ".join([*slugs, *more]))


def _asked(archive: Archive, file: File, ask: Asker) -> Episode | None:
    """Return the episode that a person names, or None."""
    for episode in file.guess.likely[:_SHOWN]:
        ask.say(f"  {episode.slug}: {episode.title}")
    likely = file.guess.likely[0].slug if len(file.guess.likely) == 1 else "-"

    def read(answer: str) -> Episode | None:
        if answer.strip() == "-":
            return None
        try:
            return choose_episodes(archive, (answer.strip(),))[0]
        except UsageError as error:
            raise ValueError(str(error)) from error

    question = _(
        "Whose transcript is {file}? Number or folder; “-” leaves it out.", file=file.shown
    )
    return ask.value(question, read, likely)


def _named(files: Sequence[File], episode: Episode, ask: Asker | None) -> File | None:
    """Return the one of several files that a person wants, or None."""
    if ask is None:
        return None
    choices = {file.shown: file.shown for file in files} | {"-": _("none of them")}
    question = _("Which of these is the transcript of {slug}?", slug=episode.slug)
    chosen = ask.choice(question, choices, "-")
    return next((file for file in files if file.shown == chosen), None)


def _are_forms_of_one(files: Iterable[File]) -> bool:
    """Whether they have one name, with several endings: forms of the same text."""
    return len({PurePosixPath(file.shown).with_suffix("").as_posix() for file in files}) == 1


def _best(files: Sequence[File]) -> File:
    """Return the one that says most: who speaks, when, and in which form."""
    return max(files, key=_worth) if len(files) > 1 else files[0]


def _worth(file: File) -> tuple[int, int, int]:
    form = -_KINDS.index(file.path.suffix.lower())
    try:
        turns = read_foreign(transcripts.read_text(file.path).text).turns
    except (PoddarkivError, ValueError):
        return 0, 0, form
    timed = bool(turns) and all(turn.start is not None for turn in turns)
    return len({turn.speaker for turn in turns if turn.speaker}), int(timed), form


def _bring(
    archive: Archive,
    file: File,
    episode: Episode,
    renamed: Mapping[str, str],
    result: _Result,
    *,
    dry_run: bool,
) -> None:
    """Write one transcript, and tell of it in one line."""
    try:
        made = transcripts.draft(file.path, archive, episode, renamed)
        if made.is_there:
            result.pass_over(file, _("is there already: {slug}", slug=episode.slug))
        elif transcripts.is_peoples(made.target, episode):
            why = _("{slug} has a transcript that people have written: it stays", slug=episode.slug)
            result.pass_over(file, why)
        else:
            if not dry_run:
                transcripts.write(made, archive, replace=False)
            remarks = "; ".join(each.rstrip(".") for each in transcripts.remarks(made))
            result.bring(transcripts.result(made, archive.root) + (f" ({remarks})" * bool(remarks)))
    except PoddarkivError as error:
        result.miss(file, str(error).rpartition("\n")[2].removeprefix(f"{file.path}: "))
