"""Draw the site without MkDocs: the same templates, `mkdocs.yml` and files, and the same bytes.

What only MkDocs can honour, plugins and hooks, is told in a line each.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _
from poddarkiv.model.show import EngineName
from poddarkiv.site.assembly import SiteAssembly
from poddarkiv.site.direct.content import prepare_settings, site_files
from poddarkiv.site.direct.pages import draw_foreign_pages, foreign_pages
from poddarkiv.site.direct.settings import Settings, settings_of
from poddarkiv.site.direct.static import (
    copy_files,
    write_extra_templates,
    write_static_templates,
)
from poddarkiv.site.engine import BuildError
from poddarkiv.site.job import Job
from poddarkiv.site.mkdocs_faults import template_fault
from poddarkiv.site.mkdocs_log import translate_warnings
from poddarkiv.site.renderer import PageRenderer, PageView
from poddarkiv.site.settings import edit_base, setting_fault
from poddarkiv.site.templates import build_time, make_environment


class DirectEngine:
    """Our own loop, with Jinja and Python-Markdown alone."""

    name: EngineName = "direct"

    def build_site(self, job: Job, target: Path, *, strict: bool) -> None:
        """Draw the site that `job` means into the folder `target`; see `Engine`."""
        root = job.archive.root
        with (
            convert_faults(root),
            translate_warnings(job.messages),
            _no_warnings(strict),
            job.observer.phase(_("Drawing the pages")),
        ):
            settings = settings_of(root, target)
            site = SiteAssembly(job, target, edit_base=edit_base(settings, root))
            prepare_settings(settings, site)
            fault = setting_fault(settings, root)
            if fault is not None:
                raise BuildError(str(fault))
            site.start_index()
            try:
                _draw(settings, site)
                site.finish()
            except BaseException:
                site.stop()
                raise


ENGINE = DirectEngine()


def _draw(settings: Settings, site: SiteAssembly) -> None:
    theme, target = settings.theme, site.target
    partials = {name: make for page in site.pages.values() for name, make in page.partials.items()}
    environment = make_environment(theme.dirs, partials)
    files = site_files(settings, site, environment)
    foreign = foreign_pages(files, settings, site)
    views = [*(page.view for page in foreign), *_views(site)]
    variables = {
        "config": settings,
        "nav": settings.nav or [],
        "pages": [SimpleNamespace(page=view) for view in views],
        "mkdocs_version": "",
        "build_date_utc": build_time(),
    }
    renderer = PageRenderer(environment, variables, site_url=settings.site_url or "")
    target.mkdir(parents=True, exist_ok=True)
    site.draw(renderer)
    if site.job.only:
        return
    copy_files(files.values(), target)
    for path, source in site.assets().items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(source.read_bytes())
    write_static_templates(renderer, settings, views, target)
    write_extra_templates(renderer, settings, files, target)
    draw_foreign_pages(foreign, renderer, settings, target)


def _views(site: SiteAssembly) -> Iterator[PageView]:
    """Go through our pages, as the map of the site knows them."""
    address = site.job.archive.site_url
    for path, page in site.pages.items():
        day = (page.updated or site.newest).isoformat()
        yield PageView(path, page.title, {}, address, update_date=day, hidden=page.hidden)


@contextmanager
def convert_faults(root: Path) -> Iterator[None]:
    """Convert what a template or a text raises into a `BuildError`, with its place."""
    try:
        yield
    except PoddarkivError:
        raise
    except RecursionError as error:
        text = _("lists and keys stand within one another too deep to be read")
        raise BuildError(text) from error
    except Exception as error:
        fault = template_fault(error, root.resolve())
        if fault is None:
            raise
        raise BuildError(fault) from error


@contextmanager
def _no_warnings(strict: bool) -> Iterator[None]:
    """Make a warning an error, when asked for."""
    counter = _Counter()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(counter)
    try:
        yield
    finally:
        logger.removeHandler(counter)
    if strict and counter.count:
        reason = _("the lines above tell why")
        raise BuildError(_("The site could not be built: {reason}", reason=reason))


class _Counter(logging.Handler):
    count = 0

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> Any:
        """Count it."""
        self.count += 1
