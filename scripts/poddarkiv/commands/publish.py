"""`poddarkiv publish`: upload the site and its recordings to a host, and only what changed."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import click

from poddarkiv.archive import Archive
from poddarkiv.checks import stops_build
from poddarkiv.commands._publish_check import (
    CheckOptions,
    check_options,
    check_published_site,
    notify_hub_of_news,
)
from poddarkiv.commands._publish_progress import make_watcher
from poddarkiv.commands._publish_report import plan_lines, plan_notes, plan_summary
from poddarkiv.commands._publish_takedown import Takedown, show_id
from poddarkiv.commands._shared import (
    as_of_option,
    open_archive,
    open_with_faults,
    quiet_option,
    remove_withheld_on_failure,
    root_option,
    stop_on_errors,
)
from poddarkiv.commands.build import build_checked
from poddarkiv.commands.check import problems_of_publishing
from poddarkiv.errors import Problem, SourceError, UsageError
from poddarkiv.i18n import _
from poddarkiv.model import Target, split_address
from poddarkiv.publish.hostfiles import SNIPPETS
from poddarkiv.publish.hostfiles import render_host_file as settings_of
from poddarkiv.publish.local import (
    LocalFile,
    is_recording,
    list_recordings,
    list_site_files,
    merge_files,
    recordings_folder,
)
from poddarkiv.publish.plan import Plan, list_withdrawn_pages
from poddarkiv.publish.run import PublishOptions, publish
from poddarkiv.publish.stores import open_store
from poddarkiv.slugs import closest

SCOPES: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "all": lambda _path: True,
        "pages": lambda path: not is_recording(path),
        "recordings": is_recording,
    }
)
"""Which files a target is for, by its `content`: another target may have the rest."""


@click.command(
    help=_(
        "Bring the site and its recordings to TARGET: only what changed goes up, recordings first "
        "and the feed last, and what the site no longer has goes away. TARGET is a name from "
        "show.yml (targets), a folder, sftp://name@host/folder, s3://bucket/prefix, webdavs://…, "
        "ftps://… or git:BRANCH. Without it the only one in show.yml is meant. --check URL looks "
        "at what is published as podcast apps do: after TARGET, or alone."
    )
)
@click.argument("target", required=False, metavar="[TARGET]")
@root_option
@as_of_option
@click.option("--dry-run", is_flag=True, help=_("Only list what would go up and away, and why."))
@click.option("--no-build", is_flag=True, help=_("Publish site/ as it is, without building first."))
@click.option("--keep", is_flag=True, help=_("Leave there what the site no longer has."))
@click.option(
    "--delete-recordings", is_flag=True, help=_("Remove recordings that the site no longer has.")
)
@click.option(
    "--take-lock", is_flag=True, help=_("Go on although another publish seems to be at it.")
)
@click.option(
    "--insecure", is_flag=True, help=_("Allow ftp:// and webdav://, which others can read.")
)
@check_options
@click.option(
    "--host-file",
    type=click.Choice(list(SNIPPETS)),
    help=_("Print the settings that such a host needs, and do nothing else."),
)
@quiet_option
def command(
    target: str | None,
    root: Path,
    as_of: datetime,
    dry_run: bool,
    no_build: bool,
    keep: bool,
    delete_recordings: bool,
    take_lock: bool,
    insecure: bool,
    check: CheckOptions,
    host_file: str | None,
    quiet: bool,
) -> None:
    """Publish; a fault of the archive stops before anything is sent."""
    if host_file is not None:
        click.echo(settings_of(host_file, open_archive(root)), nl=False)
        return
    check.validate()
    if check.url is not None and target is None:
        sys.exit(not check_published_site(open_archive(root), check, as_of, quiet=quiet))
    archive, faults = open_with_faults(root)
    chosen = _chosen(archive, target)
    check = check if check.url else replace(check, url=chosen.check)
    if check.url is None and check.form != "text":
        raise UsageError(_("--format goes with --check"))
    if insecure:
        chosen = chosen.model_copy(update={"insecure": True})
    store = open_store(chosen, root)
    options = PublishOptions(keep, delete_recordings, take_lock, dry_run)
    takedown = Takedown(archive, as_of)
    with takedown.take_down_on_failure(store, options, quiet=quiet):
        site = _site(archive, faults, as_of, no_build=no_build, quiet=quiet)
    if no_build:
        takedown.thin(site)
    files = merge_files(*_files(archive, as_of, site, chosen))
    with make_watcher(quiet=quiet) as watching:
        plan = publish(
            store,
            files,
            list_withdrawn_pages(archive, as_of),
            options,
            watching,
            show=show_id(archive),
            scope=SCOPES[chosen.content],
        )
    for line in plan_lines(plan) if dry_run else ():
        click.echo(line)
    if not quiet or dry_run:
        click.echo(plan_summary(plan, store.shown, chosen, dry_run=dry_run), err=True)
    for line in plan_notes(plan):
        click.echo(line, err=True)
    if not dry_run and not _follow_up(archive, plan, check, as_of, quiet=quiet):
        sys.exit(1)


def _follow_up(
    archive: Archive, plan: Plan, check: CheckOptions, as_of: datetime, *, quiet: bool
) -> bool:
    """Tell the hub where the feed is news, look at what is there; return whether all is right."""
    told = True
    if any(upload.file.path == "feed.xml" for upload in plan.uploads):
        told = notify_hub_of_news(archive, allow_local=check.allow_local, quiet=quiet)
    return (check.url is None or check_published_site(archive, check, as_of, quiet=quiet)) and told


def _chosen(archive: Archive, name: str | None) -> Target:
    """Return the target that `name` means."""
    targets = {target.name: target for target in archive.show.targets}
    if name is None:
        if len(targets) == 1:
            return next(iter(targets.values()))
        names = ", ".join(targets)
        raise UsageError(
            _("say which target: {names}", names=names)
            if targets
            else _("say where to publish, or write targets: in episodes/show.yml")
        )
    if name in targets:
        return targets[name]
    near = closest(name, targets) if not any(mark in name for mark in ":/\\") else None
    if near:
        raise UsageError(
            _("no target is called “{name}”. Did you mean “{near}”?", name=name, near=near)
        )
    try:
        address = split_address(name)
    except ValueError as error:
        raise UsageError(str(error)) from error
    # A folder that a person types is counted from where they are.
    place = str(Path(address.path).expanduser().resolve()) if address.scheme == "file" else name
    return Target.model_validate({"name": "command-line", "address": place})


def _site(
    archive: Archive, faults: list[Problem], as_of: datetime, *, no_build: bool, quiet: bool
) -> Path:
    """Return the site, built when nothing stops that.

    Raises:
        SourceError: With what `check --publish` calls an error.
        UsageError: There is none, and none was to be built.
        BuildError: MkDocs failed.
    """
    site = (archive.root / "site").resolve()
    with remove_withheld_on_failure(archive.root, site, as_of):
        found = problems_of_publishing(archive, faults, as_of)
        errors = [problem for problem in found if stops_build(problem)]
        if errors:
            raise SourceError(errors)
        if not no_build:
            stop_on_errors(found, root=archive.root)
            return build_checked(archive, as_of, quiet=quiet)
    if not site.is_dir():
        raise UsageError(_("there is no site yet: run poddarkiv build, or leave out --no-build"))
    return site


def _files(
    archive: Archive, as_of: datetime, site: Path, target: Target
) -> Iterator[Iterator[LocalFile]]:
    """Give the groups of files that belong to `target`."""
    if target.content == "recordings":
        yield list_recordings(archive, as_of, "")
        return
    folder = recordings_folder(archive)
    with_sound = target.content == "all" and folder is not None
    yield (file for file in list_site_files(site) if with_sound or not is_recording(file.path))
    if with_sound and folder is not None:
        yield list_recordings(archive, as_of, folder)
