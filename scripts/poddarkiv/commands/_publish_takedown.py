"""Remove withheld people and gone pages from a target where no new site can be built."""

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._publish_progress import make_watcher
from poddarkiv.errors import PoddarkivError, PublishError
from poddarkiv.i18n import _
from poddarkiv.load.siteurl import read_site_url
from poddarkiv.load.withdrawn import read_withheld_names
from poddarkiv.publish.plan import list_gone_pages
from poddarkiv.publish.run import PublishOptions, PublishWatcher, execute_plan
from poddarkiv.publish.stores import Store
from poddarkiv.publish.takedown import plan_takedown
from poddarkiv.site.redaction import redact_site
from poddarkiv.site.removed_pages import remove_pages


class Takedown:
    """Those who may not be shown, and pages that are gone, of one archive."""

    def __init__(self, archive: Archive, as_of: datetime) -> None:
        self._show = show_id(archive)
        self._site = (archive.root / "site").resolve()
        self._names = read_withheld_names(archive.root, as_of)
        self._pages = list_gone_pages(archive, as_of)
        self._url, _problems = read_site_url(archive.root)

    def thin(self, site: Path) -> None:
        """Take them out of a folder that holds a site, or a part of one."""
        remove_pages(site, self._pages)
        redact_site(site, self._names, site_url=self._url)

    @contextlib.contextmanager
    def take_down_on_failure(
        self, store: Store, options: PublishOptions, *, quiet: bool
    ) -> Iterator[None]:
        """Take them down from the target when the block fails, before its error is reported."""
        try:
            yield
        except PoddarkivError:
            if not options.dry_run and (self._names or self._pages):
                with make_watcher(quiet=quiet) as watching:
                    self._carry_out(store, options, watching)
            raise

    def _carry_out(self, store: Store, options: PublishOptions, watching: PublishWatcher) -> None:
        self.thin(self._site)
        try:
            with tempfile.TemporaryDirectory(prefix="poddarkiv-") as scratch:
                planner = plan_takedown(self._site, Path(scratch), self.thin)
                plan = execute_plan(store, planner, (), options, watching, show=self._show)
        except (PublishError, OSError) as error:
            # The fault that stopped the publishing is reported all the same.
            click.echo(str(error), err=True)
            return
        changed = [*plan.first, *(upload.file.path for upload in plan.uploads)]
        if changed:
            named = ", ".join(changed[:5]) + (" …" if len(changed) > 5 else "")
            text = _("{target}: taken away or thinned: {files}", target=store.shown, files=named)
            click.echo(text, err=True)


def show_id(archive: Archive) -> str:
    """Return what tells the show from others, wherever it is; empty where nothing does."""
    return str(archive.show.guid or "")
