"""`poddarkiv stage DIR`: the site's pages as data and templates, for another tool to draw."""

from datetime import datetime
from pathlib import Path

import click

from poddarkiv.checks import PROPOSALS, check
from poddarkiv.commands._shared import (
    as_of_option,
    open_with_faults,
    quiet_option,
    root_option,
    stop_on_errors,
)
from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.output import replace_tree, scratch_folder

_SOURCES = ("episodes", "content", "overrides", "media")
"""Folders of an archive whose files reach its site."""


@click.command(
    help=_("Check everything, then write the site's pages into DIR for another tool to draw.")
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@root_option
@as_of_option
@click.option("--drafts", is_flag=True, help=_("Show drafts and scheduled episodes too, marked."))
@quiet_option
def command(folder: Path, root: Path, as_of: datetime, drafts: bool, quiet: bool) -> None:
    """Write the whole folder anew, or leave it as it is."""
    from poddarkiv.site.engines.direct import convert_faults
    from poddarkiv.site.job import Job
    from poddarkiv.site.stage import is_staged, stage_site

    target = folder.resolve()
    if not is_staged(target):
        text = _("{folder} holds other files, which would go: name a new folder", folder=folder)
        raise UsageError(text)
    _stop_among_sources(target, root.resolve(), folder)
    archive, faults = open_with_faults(root)
    found = sorted({*faults, *check(archive, as_of)})
    stop_on_errors(found, root=root, skipped=PROPOSALS)
    with scratch_folder(target, "stage") as temporary:
        with convert_faults(root):
            stage_site(Job(archive, as_of, drafts=drafts), temporary)
        replace_tree(temporary, target)
    if not quiet:
        click.echo(_("The pages are in {folder}", folder=target))


def _stop_among_sources(target: Path, root: Path, folder: Path) -> None:
    """Refuse a folder among the sources: the next build would publish what was written, drafts too.

    Raises:
        UsageError: It is there.
    """
    if any(target.is_relative_to((root / name).resolve()) for name in _SOURCES):
        text = _(
            "{folder} is among the sources of the site: name a folder elsewhere", folder=folder
        )
        raise UsageError(text)
