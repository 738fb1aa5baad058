"""Choose which of a folder's transcripts goes to which episode: by name, content, or a person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from poddarkiv.archive import Archive
from poddarkiv.commands import _transcript_file as transcripts
from poddarkiv.commands._ask import Asker
from poddarkiv.commands._match_names import NameGuess
from poddarkiv.commands._shared import choose_episodes
from poddarkiv.errors import PoddarkivError, UsageError
from poddarkiv.formats.foreign import read_foreign, transcript_kind
from poddarkiv.i18n import _
from poddarkiv.model import Episode

KINDS = (".vtt", ".json", ".srt", ".sbv", ".otr", ".html", ".htm", ".tsv", ".csv", ".txt", ".md")
"""Endings of transcripts; the forms that say most come first."""
_SURE = frozenset((".vtt", ".srt", ".sbv", ".otr"))
_SHOWN = 5
"""Episodes that are named where it may be any of them."""


@dataclass(frozen=True)
class File:
    """A transcript in the folder."""

    path: Path
    shown: str
    """From the folder, with forward slashes."""
    guess: NameGuess


class Questions(Asker):
    """Puts questions, before anything has been written."""

    def no_answer(self) -> UsageError:
        return UsageError(_("there was no answer: nothing has been written"))


class ImportReport:
    """Tells of each file in one line, and how many were not brought."""

    def __init__(self) -> None:
        self.brought = 0
        self.missed = 0

    def add_imported(self, line: str) -> None:
        self.brought += 1
        click.echo(line)

    def pass_over(self, file: File, why: str) -> None:
        click.echo(f"{file.shown}: {why}", err=True)

    def miss(self, file: File, why: str) -> None:
        self.missed += 1
        self.pass_over(file, why)


def choose_files(
    archive: Archive, files: Sequence[File], ask: Asker | None, result: ImportReport
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


def _unsure(guess: NameGuess) -> str:
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
    form = -KINDS.index(file.path.suffix.lower())
    try:
        turns = read_foreign(transcripts.read_text(file.path).text).turns
    except (PoddarkivError, ValueError):
        return 0, 0, form
    timed = bool(turns) and all(turn.start is not None for turn in turns)
    return len({turn.speaker for turn in turns if turn.speaker}), int(timed), form
