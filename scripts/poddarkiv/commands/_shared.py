"""What every verb has: `--root`, `--quiet`, the printing of problems."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from poddarkiv.archive import Archive
from poddarkiv.errors import Problem, SourceError, UsageError
from poddarkiv.i18n import _, ngettext
from poddarkiv.load import find_root, load_archive
from poddarkiv.model import Episode
from poddarkiv.slugs import closest

F = TypeVar("F", bound=Callable[..., Any])


def root_option(function: F) -> F:
    """Add `--root DIR`, given to the function as the archive's folder, `root`."""
    return click.option(
        "--root",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        default=Path(),
        callback=lambda _ctx, _param, value: find_root(value),
        metavar="DIR",
        help=_("The archive's folder (otherwise this folder or one above it)."),
    )(function)


def quiet_option(function: F) -> F:
    """Add `--quiet`: no progress."""
    return click.option("--quiet", is_flag=True, help=_("Show no progress."))(function)


def open_archive(root: Path) -> Archive:
    """Return the archive, or stop with every fault of its files."""
    return load_archive(root)


def show_problems(problems: Iterable[Problem]) -> None:
    """Print one line for each problem, sorted by place."""
    for problem in sorted(problems):
        click.echo(str(problem), err=True)


def choose_episodes(archive: Archive, names: tuple[str, ...]) -> tuple[Episode, ...]:
    """Return the episodes that `names` mean: numbers, folders, or paths; all when none.

    Raises:
        UsageError: A name means no episode, or more than one.
    """
    if not names:
        return archive.episodes
    return tuple(_episode(archive, name) for name in names)


def _episode(archive: Archive, name: str) -> Episode:
    wanted = Path(name.rstrip("/\\")).name
    if wanted == "episode.yml":
        wanted = Path(name).parent.name
    found = [
        episode
        for episode in archive.episodes
        if episode.slug == wanted
        or (wanted.isdecimal() and episode.number == int(wanted))
        or episode.slug.partition("-")[2] == wanted
    ]
    if len(found) == 1:
        return found[0]
    if found:
        slugs = ", ".join(episode.slug for episode in found)
        raise UsageError(
            _("“{name}” may mean {slugs}: write the folder's name", name=name, slugs=slugs)
        )
    near = closest(wanted, archive.episode_by_slug)
    hint = " " + _("did you mean “{near}”?", near=near) if near else ""
    raise UsageError(_("no episode is called “{name}”.", name=name) + hint)


def summary(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words."""
    listed = list(problems)
    errors = sum(problem.severity == "error" for problem in listed)
    warnings = len(listed) - errors
    return ", ".join(
        (
            ngettext("{n} error", "{n} errors", errors),
            ngettext("{n} warning", "{n} warnings", warnings),
        )
    )


def stop_on_errors(problems: Iterable[Problem], *, strict: bool = False) -> None:
    """Print warnings and go on, or raise when there are errors.

    Raises:
        SourceError: There is an error, or a warning and `strict`.
    """
    listed = list(problems)
    if strict or any(problem.severity == "error" for problem in listed):
        if listed:
            raise SourceError(listed)
        return
    show_problems(listed)
