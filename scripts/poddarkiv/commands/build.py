"""`poddarkiv build`: check, then the whole site with feed into `site/`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.checks import PROPOSALS, check
from poddarkiv.checks.publishing import absent_recordings
from poddarkiv.commands._build_progress import choose_observer
from poddarkiv.commands._shared import (
    as_of_option,
    engine_option,
    open_with_faults,
    quiet_option,
    remove_withheld_on_failure,
    root_option,
    stop_on_errors,
)
from poddarkiv.consent import publishable_archive
from poddarkiv.errors import Problem
from poddarkiv.i18n import _, ngettext
from poddarkiv.output import replace_tree, scratch_folder
from poddarkiv.site.build_observer import BuildObserver
from poddarkiv.site.kept_pages import PageReads
from poddarkiv.site.last_build import BuildMessages, LastBuild

if TYPE_CHECKING:
    from poddarkiv.model.show import EngineName
    from poddarkiv.site.job import Job


@dataclass(frozen=True)
class BuiltSite:
    """A built site."""

    site: Path
    """Its folder."""
    changed: bool
    """Whether it was built now: nothing is done where all is as it was."""


@click.command(help=_("Check everything, then build the site with its feed into site/."))
@root_option
@as_of_option
@click.option("--drafts", is_flag=True, help=_("Show drafts and scheduled episodes too, marked."))
@click.option("--strict", is_flag=True, help=_("Stop at warnings too."))
@click.option("--clean", is_flag=True, help=_("Reuse nothing of the site built before."))
@click.option("--with-media", is_flag=True, help=_("Copy the recordings into site/ too."))
@engine_option
@click.option("--into", "folder", hidden=True, type=click.Path(path_type=Path))
@click.option("--for-person", "person", is_flag=True, hidden=True)  # who reads it through `serve`
@quiet_option
def command(
    root: Path,
    as_of: datetime,
    drafts: bool,
    strict: bool,
    clean: bool,
    with_media: bool,
    engine: "EngineName | None",
    folder: Path | None,
    person: bool,
    quiet: bool,
) -> None:
    """Build; a fault leaves the last good site where it is."""
    built = build(
        root,
        as_of,
        folder,
        drafts=drafts,
        strict=strict,
        clean=clean,
        with_media=with_media,
        engine=engine,
        person=person,
        quiet=quiet,
    )
    if not quiet:
        text = (
            _("The site is in {folder}", folder=built.site)
            if built.changed
            else _("The site is in {folder}: nothing has changed", folder=built.site)
        )
        click.echo(text)


def build(
    root: Path,
    as_of: datetime,
    folder: Path | None = None,
    *,
    drafts: bool = False,
    strict: bool = False,
    clean: bool = False,
    with_media: bool = False,
    engine: "EngineName | None" = None,
    person: bool = False,
    quiet: bool = True,
) -> BuiltSite:
    """Build the archive at `root` into `folder`, by default its `site/`.

    Raises:
        SourceError: The archive has errors; nothing is written.
        BuildError: MkDocs failed; the last good site stays.

    A site that stays loses the people who may not be shown any longer.
    """
    # A link to another disk stays one.
    site = (folder or root / "site").resolve()
    options = {"drafts": drafts, "strict": strict, "with_media": with_media, "engine": engine}
    last = LastBuild(root, site, options)
    stop = partial(stop_on_errors, strict=strict, root=root, person=person, skipped=PROPOSALS)
    messages = None if clean else last.find_messages(as_of)
    if messages is not None:
        _repeat_messages(messages, stop)
        return BuiltSite(site, changed=False)
    observer = choose_observer(quiet=quiet)
    with remove_withheld_on_failure(root, site, as_of):
        archive, found = _read(root, as_of, observer, thorough=strict)
        stop(found)
        if with_media:
            _stop_without_media(archive, as_of)
        from poddarkiv.site.job import Job

        # The first preview begins with the search index of the site, as far as it is the same.
        earlier = (each for each in (site, root / "site") if each.is_dir() and not clean)
        previous, kept = next(earlier, None), None if clean else last.kept_pages(as_of)
        job = Job(
            archive,
            as_of,
            drafts,
            with_media,
            previous,
            engine=engine,
            observer=observer,
            kept=kept,
            reads=PageReads(kept.reads if kept else None),
        )
        rebuild_site(root, site, job, strict=strict)
        reads = job.reads.by_address()
        if reads is not None:
            last.write_record(archive, as_of, found, job.messages, reads)
    return BuiltSite(site, changed=True)


def _repeat_messages(messages: BuildMessages, stop: Callable[[Iterable[Problem]], None]) -> None:
    """Print the messages of the build that made the site: they still hold."""
    i18n.use(messages.language)
    stop(messages.problems)
    for line in messages.lines:
        click.echo(line, err=True)


def build_checked(archive: Archive, as_of: datetime, *, quiet: bool = True) -> Path:
    """Build `archive`, in which nothing is wrong, into its `site/`, and return that folder.

    Raises:
        BuildError: MkDocs failed; the last good site stays.
    """
    from poddarkiv.site.job import Job

    site = (archive.root / "site").resolve()
    observer = choose_observer(quiet=quiet)
    job = Job(archive, as_of, previous=site if site.is_dir() else None, observer=observer)
    rebuild_site(archive.root, site, job)
    return site


def rebuild_site(root: Path, site: Path, job: "Job", *, strict: bool = False) -> None:
    """Draw the site of `job`, and replace the folder `site` with it when it is whole."""
    with scratch_folder(site, "site") as temporary:
        draw_site(root, temporary, job, strict=strict)
        with job.observer.phase(_("Putting the site in its place")):
            replace_tree(temporary, site)


def _read(
    root: Path, as_of: datetime, observer: BuildObserver, *, thorough: bool
) -> tuple[Archive, list[Problem]]:
    with observer.phase(_("Reading the archive")):
        archive, faults = open_with_faults(root)
    count = len(archive.episodes)
    with observer.phase(ngettext("Checking {n} episode", "Checking {n} episodes", count)):
        return archive, sorted({*faults, *check(archive, as_of, thorough=thorough)})


def _stop_without_media(archive: Archive, as_of: datetime) -> None:
    shown = publishable_archive(archive, as_of)
    stop_on_errors(absent_recordings(shown, shown.feed_episodes(as_of)))


def draw_site(root: Path, target: Path, job: "Job", *, strict: bool = False) -> None:
    """Let the engine of the show, or the one that `job` names, draw the site into `target`.

    Raises:
        UsageError: `mkdocs.yml` is wrong.
        BuildError: The engine failed.
    """
    from poddarkiv.site.engine import engine_named

    del root
    engine = engine_named(job.engine or job.archive.show.engine)
    engine.build_site(job, target, strict=strict)
