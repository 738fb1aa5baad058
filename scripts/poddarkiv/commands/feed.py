"""`poddarkiv feed`: the feed files alone, for those who have changed only an episode."""

from datetime import datetime
from pathlib import Path

import click

from poddarkiv.checks import check
from poddarkiv.commands._shared import (
    as_of_option,
    open_with_faults,
    quiet_option,
    remove_withheld_on_failure,
    root_option,
    stop_on_errors,
)
from poddarkiv.i18n import _
from poddarkiv.output import write_if_changed
from poddarkiv.rss import render_feed, render_news


@click.command(help=_("Write the feed files alone: site/feed.xml and site/nytt.xml."))
@root_option
@as_of_option
@click.option("--strict", is_flag=True, help=_("Let warnings stop it too."))
@quiet_option
def command(root: Path, as_of: datetime, strict: bool, quiet: bool) -> None:
    """Check, render, write; what else lies in `site/` stays."""
    with remove_withheld_on_failure(root, root / "site", as_of):
        archive, faults = open_with_faults(root)
        stop_on_errors({*faults, *check(archive, as_of)}, strict=strict, root=root)
    files = {
        "feed.xml": render_feed(archive, as_of=as_of),
        "nytt.xml": render_news(archive, as_of=as_of),
    }
    for name, content in files.items():
        changed = write_if_changed(root / "site" / name, content)
        if not quiet:
            text = _("{file} written", file=f"site/{name}")
            unchanged = _("{file} is as it was", file=f"site/{name}")
            click.echo(text if changed else unchanged, err=True)
