"""`publish --check`: look at what is published as apps do, and show what is found."""

import functools
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._shared import allow_local_option
from poddarkiv.errors import PoddarkivError, RemoteError, UsageError, system_reason
from poddarkiv.i18n import _
from poddarkiv.publish.feed_move import check_move
from poddarkiv.publish.findings import format_report, report_json
from poddarkiv.publish.http_client import Request, Response
from poddarkiv.publish.hub import notify_hub
from poddarkiv.publish.live_check import check_published
from poddarkiv.publish.request_queue import send_all
from poddarkiv.rss import render_feed

F = TypeVar("F", bound=Callable[..., Any])
_EVERY = 10.0
"""Seconds between lines that tell how far it is."""


@dataclass(frozen=True)
class CheckOptions:
    """What is to be looked at, and how it is shown."""

    url: str | None = None
    moved_to: str | None = None
    old_feed: Path | None = None
    form: str = "text"
    allow_local: bool = False

    def validate(self) -> None:
        """Let what was typed pass when it goes together.

        Raises:
            UsageError: It does not, or an address is none.
        """
        if self.moved_to is not None and self.url is None:
            raise UsageError(_("--moved-to goes with --check"))
        if self.old_feed is not None and self.moved_to is None:
            raise UsageError(_("--old-feed goes with --moved-to"))
        for url in filter(None, (self.url, self.moved_to)):
            if not url.startswith(("https://", "http://")):
                raise UsageError(_("{url}: a web address was expected, as in https://…", url=url))


def check_options(function: F) -> F:
    """Add what `--check` needs, given to the function as one `Check`."""

    @functools.wraps(function)
    def wrapped(
        *,
        check: str | None,
        moved_to: str | None,
        old_feed: Path | None,
        form: str,
        allow_local: bool,
        **rest: Any,
    ) -> Any:
        return function(check=CheckOptions(check, moved_to, old_feed, form, allow_local), **rest)

    made: Any = wrapped
    for option in reversed(
        (
            click.option(
                "--check",
                "check",
                metavar="URL",
                help=_("Look at the published feed or site as podcast apps do."),
            ),
            click.option(
                "--moved-to",
                metavar="URL",
                help=_(
                    "With --check OLD: see that the show at OLD has moved here, with all it had."
                ),
            ),
            click.option(
                "--old-feed",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE",
                help=_("With --moved-to: the old feed, saved before its address led on."),
            ),
            click.option(
                "--format",
                "form",
                type=click.Choice(["text", "json"]),
                default="text",
                help=_("How to write what --check finds: for people or for programs."),
            ),
            allow_local_option,
        )
    ):
        made = option(made)
    return made  # type: ignore[no-any-return]


def check_published_site(
    archive: Archive, check: CheckOptions, as_of: datetime, *, quiet: bool
) -> bool:
    """Look, print what was found, and return whether nothing has to be mended."""
    assert check.url is not None
    send = _asking(allow_local=check.allow_local, quiet=quiet)
    ours = _saved(check.old_feed) if check.old_feed else _ours(archive, as_of)
    if check.moved_to is None:
        report = check_published(archive, check.url, ours, as_of, send)
    else:
        report = check_move(check.url, check.moved_to, ours, send)
    click.echo(report_json(report) if check.form == "json" else format_report(report), nl=False)
    return not report.has_faults


def notify_hub_of_news(archive: Archive, *, allow_local: bool, quiet: bool) -> bool:
    """Tell the hub that the show names, if it names one; return whether nothing went wrong."""
    hub = archive.show.hub
    if hub is None:
        return True
    try:
        notify_hub(hub, archive.feed_url, allow_local=allow_local)
    except RemoteError as error:
        click.echo(str(error), err=True)
        return False
    if not quiet:
        click.echo(_("The hub knows of the news: {hub}", hub=hub), err=True)
    return True


def _ours(archive: Archive, as_of: datetime) -> bytes:
    try:
        return render_feed(archive, as_of=as_of)
    except ValueError as error:
        raise PoddarkivError(str(error)) from error


def _saved(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = system_reason(error)
        raise UsageError(_("{name}: can't be read: {reason}", name=path, reason=reason)) from error


def _asking(*, allow_local: bool, quiet: bool) -> Callable[[Sequence[Request]], list[Response]]:
    every = 1.0 if sys.stderr.isatty() else _EVERY
    last = time.monotonic()

    def send(requests: Sequence[Request]) -> list[Response]:
        def show(done: int) -> None:
            nonlocal last
            if not quiet and time.monotonic() - last >= every:
                last = time.monotonic()
                text = _("{n} of {all} addresses asked", n=done, all=len(requests))
                click.echo(text, err=True)

        return send_all(requests, allow_local=allow_local, on_progress=show)

    return send
