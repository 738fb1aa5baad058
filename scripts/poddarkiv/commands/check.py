"""`poddarkiv check`: everything that is wrong, with file and line."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.checks import check, publishing, stops_build, withheld
from poddarkiv.checks import consent as consent_rules
from poddarkiv.commands._change_each import change_each
from poddarkiv.commands._known_warnings import is_for_person, show_new_warnings
from poddarkiv.commands._shared import (
    allow_local_option,
    as_of_option,
    choose_episodes,
    must_be_mended,
    root_option,
    show_problems,
    summarize_problems,
)
from poddarkiv.errors import PoddarkivError, Problem, SourceError, UsageError, system_reason
from poddarkiv.formats.reports import FORMATS
from poddarkiv.i18n import _
from poddarkiv.load import read_archive
from poddarkiv.load.archive import read_lock
from poddarkiv.model import Episode, Lock


@click.command(
    help=_("Find everything that is wrong, with file and line. Exit code 1 when there are errors.")
)
@root_option
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help=_("How to write what is found: for people, for programs, or for a pull request."),
)
@click.option("--strict", is_flag=True, help=_("Take warnings as errors."))
@click.option("--all", "everything", is_flag=True, help=_("Show warnings seen before, too."))
@click.option("--publish", is_flag=True, help=_("Find what would stop the publishing, too."))
@click.option(
    "--consent",
    "consent",
    is_flag=True,
    help=_("List who has agreed to what, since when, until when, and where they appear."),
)
@click.option(
    "--against",
    "feed",
    metavar="FEED",
    help=_("Compare with the published feed (a file or an address): what subscribers would lose."),
)
@allow_local_option
@click.option(
    "--accept",
    metavar="EPISODE|all",
    help=_("What is told of a published episode's guid, date, page or recording is meant."),
)
def command(
    root: Path,
    as_of: datetime,
    form: str,
    strict: bool,
    everything: bool,
    publish: bool,
    consent: bool,
    feed: str | None,
    allow_local: bool,
    accept: str | None,
) -> None:
    """Check the archive."""
    if accept is not None:
        _accept(root, accept)
    if consent:
        _consents(root, as_of, form)
        return
    problems = find_problems(root, as_of, publish=publish)
    if feed is not None:
        problems = sorted({*problems, *_against(root, feed, as_of, allow_local=allow_local)})
    every = everything or strict or publish or feed is not None
    if form == "text" and not every and is_for_person(sys.stdout):
        show_new_warnings(root, problems, _print_text, whole=not any(map(stops_build, problems)))
    else:
        forge = form in {"github", "gitlab"}
        shown = _from_repository(problems, root) if forge else problems
        click.echo(FORMATS[form](shown), nl=False)
    if form == "github":
        # GitHub's log shows a command as its message alone, and at most ten beside the lines.
        _print_text(problems, err=True)
    click.echo(_verdict(problems), err=True)
    # Who may not be shown is left out of what is published, and that must not wait.
    fails = stops_build if publish else must_be_mended
    if any(fails(problem, strict=strict) for problem in problems):
        sys.exit(1)


def _print_text(problems: list[Problem], *, err: bool = False) -> None:
    click.echo(FORMATS["text"](problems), nl=False, err=err)


def find_problems(root: Path, as_of: datetime, *, publish: bool = False) -> list[Problem]:
    """Return everything that is wrong in the files and between them, sorted by place.

    Args:
        root: The archive.
        as_of: When it is looked at.
        publish: Whether what publishing needs is looked for too.
    """
    archive, problems = read_archive(root)
    if archive is None:
        return problems
    if publish:
        return problems_of_publishing(archive, problems, as_of, thorough=True)
    return sorted({*problems, *check(archive, as_of)})


def problems_of_publishing(
    archive: Archive, faults: Iterable[Problem], as_of: datetime, *, thorough: bool = False
) -> list[Problem]:
    """Return everything that is wrong with `archive` where it is to be published.

    Args:
        archive: What was read.
        faults: What is wrong with its files.
        as_of: When it is looked at.
        thorough: Whether rules that only propose are run too.
    """
    found = {*faults, *check(archive, as_of, thorough=thorough)}
    for rule in publishing.RULES:
        found.update(rule(archive, as_of))
    return sorted(map(publishing.raise_severity, found))


def _consents(root: Path, as_of: datetime, form: str) -> None:
    """List what each guest has agreed to; what is wrong with it goes to standard error."""
    from poddarkiv.checks.register import list_consents
    from poddarkiv.commands._consent import FORMATS as LISTS

    if form not in LISTS:
        raise UsageError(_("--consent is written as text or json, not as {form}", form=form))
    archive, faults = read_archive(root)
    if archive is None:
        raise SourceError(faults)
    click.echo(LISTS[form](list_consents(archive, as_of)), nl=False)
    rules = (consent_rules.RULES, withheld.RULES)
    found = {problem for table in rules for rule in table for problem in rule(archive, as_of)}
    problems = sorted({*faults, *found})
    show_problems(problems)
    if any(must_be_mended(problem, strict=False) for problem in problems):
        sys.exit(1)


def _accept(root: Path, name: str) -> None:
    from poddarkiv.checks.identity import accept_identity, current_identity
    from poddarkiv.commands.measure import write_lock

    archive, problems = read_archive(root)
    if archive is None:
        raise SourceError(problems)

    def accept(episode: Episode) -> bool:
        lock = read_lock(root, episode.slug) or Lock()
        identity = accept_identity(lock.identity, current_identity(archive, episode))
        if identity in (None, lock.identity):
            return False
        write_lock(archive, episode, lock.model_copy(update={"identity": identity}))
        click.echo(_("{episode}: accepted as it is now", episode=episode.slug), err=True)
        return True

    chosen = choose_episodes(archive, () if name == "all" else (name,))
    _changed, faults = change_each(archive, chosen, "check --accept", accept)
    if faults:
        raise PoddarkivError("\n".join(faults))


def _against(root: Path, name: str, as_of: datetime, *, allow_local: bool) -> list[Problem]:
    from poddarkiv.checks.published_feed import compare_with_feed
    from poddarkiv.remote import fetch_url
    from poddarkiv.rss.published import read_published_feed

    archive, _problems = read_archive(root)
    if archive is None:
        return []
    try:
        far = "://" in name
        content = fetch_url(name, allow_local=allow_local) if far else Path(name).read_bytes()
        feed = read_published_feed(content)
    except OSError as error:
        raise UsageError(
            _("{name}: can't be read: {reason}", name=name, reason=system_reason(error))
        ) from error
    except ValueError as error:
        raise UsageError(f"{name}: {error}") from error
    return compare_with_feed(archive, feed, name, as_of)


def _from_repository(problems: Iterable[Problem], root: Path) -> list[Problem]:
    # A forge counts paths from the repository, which may hold the archive in a folder.
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            prefix = root.relative_to(folder)
            return [replace(p, path=(prefix / p.path).as_posix()) for p in problems]
    return list(problems)


def _verdict(problems: list[Problem]) -> str:
    return summarize_problems(problems) if problems else _("Nothing is wrong.")
