"""What every verb has: `--root`, `--quiet`, the printing of problems."""

import contextlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import click

from poddarkiv.commands._known_warnings import is_for_person, show_new_warnings
from poddarkiv.errors import Problem, Severity, SourceError, UsageError
from poddarkiv.i18n import _, ngettext
from poddarkiv.load.root import find_root
from poddarkiv.model.show import ENGINES
from poddarkiv.output import recover
from poddarkiv.slugs import closest

if TYPE_CHECKING:
    from poddarkiv.archive import Archive
    from poddarkiv.model import Episode

F = TypeVar("F", bound=Callable[..., Any])


def root_option(function: F) -> F:
    """Add `--root DIR`, given to the function as the archive's folder, `root`."""
    return click.option(
        "--root",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        default=Path(),
        callback=lambda _ctx, _param, value: _opened(find_root(value)),
        metavar="DIR",
        help=_("The archive's folder (otherwise this folder or one above it)."),
    )(function)


def _opened(root: Path) -> Path:
    """Tidy after runs that were killed, before the verb looks at anything."""
    for line in recover(root):
        click.echo(line, err=True)
    return root


def quiet_option(function: F) -> F:
    """Add `--quiet`: no progress."""
    return click.option("--quiet", is_flag=True, help=_("Show no progress."))(function)


def allow_local_option(function: F) -> F:
    """Add `--allow-local`: addresses may lead to this machine itself, for trying things out."""
    return click.option(
        "--allow-local",
        is_flag=True,
        help=_("Fetch from this machine too (127.0.0.1, ::1); otherwise only from the internet."),
    )(function)


def as_of_option(function: F) -> F:
    """Add `--as-of TIME`, given to the function as the aware moment `as_of`; now when not given."""
    return click.option(
        "--as-of",
        callback=lambda _ctx, _param, value: _moment(value),
        metavar="TIME",
        help=_("The moment to reckon with, as in 2026-12-24T06:00:00+01:00 (otherwise now)."),
    )(function)


def engine_option(function: F) -> F:
    """Add `--engine NAME`, given to the function as `engine`; None when the show's own counts."""
    return click.option(
        "--engine",
        type=click.Choice(ENGINES),
        help=_("What draws the site (otherwise as show.yml says, or MkDocs)."),
    )(function)


def _moment(value: str | None) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(
            _("a time such as 2026-12-24T06:00:00+01:00 was expected, not “{value}”", value=value)
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def open_archive(root: Path) -> "Archive":
    """Return the archive, or stop with every fault of its files."""
    # Here: a search in an index that it has kept needs no archive.
    from poddarkiv.load import load_archive

    return load_archive(root)


def open_with_faults(root: Path) -> "tuple[Archive, list[Problem]]":
    """Return what can be read of the archive, and every fault of its files.

    Raises:
        SourceError: Too little can be read to look for anything else.
    """
    from poddarkiv.load import read_archive

    archive, faults = read_archive(root)
    if archive is None:
        raise SourceError(faults)
    return archive, faults


def show_problems(problems: Iterable[Problem]) -> None:
    """Print one line for each problem, sorted by place."""
    for problem in sorted(problems):
        click.echo(str(problem), err=True)


def choose_episodes(archive: "Archive", names: tuple[str, ...]) -> "tuple[Episode, ...]":
    """Return the episodes that `names` mean: numbers, folders, or paths; all when none.

    Raises:
        UsageError: A name means no episode, or more than one.
    """
    if not names:
        return archive.episodes
    return tuple(_episode(archive, name) for name in names)


def choose_one(root: Path, name: str) -> "tuple[Archive, Episode]":
    """Return the archive and the episode; faults in other files do not stop it.

    Raises:
        SourceError: The show, or the episode, can't be read.
        UsageError: The name means no episode, or more than one.
    """
    from poddarkiv.load import read_archive

    archive, problems = read_archive(root)
    if archive is None:
        raise SourceError(problems)
    try:
        (chosen,) = choose_episodes(archive, (name,))
    except UsageError as error:
        if not problems:
            raise
        raise SourceError(problems) from error
    return archive, chosen


def _episode(archive: "Archive", name: str) -> "Episode":
    path = PurePosixPath(name.replace("\\", "/"))
    wanted = path.parent.name if path.name == "episode.yml" else path.name
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
    hint = _what_there_is(archive, wanted)
    raise UsageError(_("no episode is called “{name}”", name=name) + " – " + hint)


def _what_there_is(archive: "Archive", wanted: str) -> str:
    if near := closest(wanted, archive.episode_by_slug):
        return _("did you mean “{near}”?", near=near)
    slugs = sorted(archive.episode_by_slug)
    if not slugs:
        return _("there is none yet; make one with: poddarkiv new")
    # The newest are those that people work with.
    return _("there are {names}", names=", ".join(("…", *slugs[-3:]) if len(slugs) > 3 else slugs))


def summarize_problems(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words."""
    listed = list(problems)
    errors = sum(problem.severity is Severity.ERROR for problem in listed)
    warnings = sum(problem.severity is Severity.WARNING for problem in listed)
    return ", ".join(
        (
            ngettext("{n} error", "{n} errors", errors),
            ngettext("{n} warning", "{n} warnings", warnings),
        )
    )


def stop_on_errors(
    problems: Iterable[Problem],
    *,
    strict: bool = False,
    root: Path | None = None,
    person: bool = False,
    skipped: Collection[str] = (),
) -> None:
    """Print warnings and go on, or raise when there are errors.

    Args:
        problems: What was found.
        strict: Whether warnings stop it too.
        root: The archive, whose old warnings a person at a terminal sees as one line.
        person: Whether it comes to a person by way of another process.
        skipped: Rules that were not asked.

    Raises:
        SourceError: There is an error, or a warning and `strict`.
    """
    from poddarkiv.checks import stops_build

    listed = sorted(problems)
    stopping = [problem for problem in listed if stops_build(problem, strict=strict)]
    if root is not None and not strict and (person or is_for_person(sys.stderr)):
        rest = [problem for problem in listed if not stops_build(problem)]
        show_new_warnings(root, rest, show_problems, whole=not stopping, skipped=skipped)
        listed = stopping
    elif not stopping:
        show_problems(listed)
    if stopping:
        raise SourceError(listed)


def must_be_mended(problem: Problem, *, strict: bool) -> bool:
    """Whether `problem` means that something must be mended."""
    return problem.severity is Severity.ERROR or (strict and problem.severity is Severity.WARNING)


@contextlib.contextmanager
def remove_withheld_on_failure(root: Path, site: Path, as_of: datetime) -> Iterator[None]:
    """Where what is done inside fails, let the site that stays lose those who may not be shown."""
    try:
        yield
    except Exception:
        from poddarkiv.site.redaction import redact_existing_site

        redact_existing_site(root, site, as_of)
        raise
