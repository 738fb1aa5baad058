"""Poddarkiv as a MkDocs plugin: a thin adapter over `pages.render_site`."""

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mkdocs
from jinja2 import ChoiceLoader, Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from poddarkiv.addresses import path_of_source
from poddarkiv.direction import text_direction
from poddarkiv.errors import PoddarkivError
from poddarkiv.load import find_root
from poddarkiv.output import recover
from poddarkiv.site.assembly import DATA_FILES, SiteAssembly
from poddarkiv.site.assets import TEMPLATES
from poddarkiv.site.foreign import foreign_data, foreign_html
from poddarkiv.site.job import Job, job_of
from poddarkiv.site.redaction import redact_existing_site
from poddarkiv.site.renderer import PageRenderer
from poddarkiv.site.settings import edit_base, favicon_of, setting_fault, theme_language
from poddarkiv.site.sources import passed_by_files, unpublished_files
from poddarkiv.site.template_cache import TemplateCache
from poddarkiv.site.templates import STATIC_TEMPLATES, PartialLoader, build_time, needs_theme
from poddarkiv.site.virtual import NOTHING, GeneratedPage, generated_file

_PAGE_EVENTS = ("page_context", "post_page")
"""The events of MkDocs in which plugins see a page as it is drawn."""
log = logging.getLogger("mkdocs.plugins.poddarkiv")

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """What an archive may choose stands in `episodes/show.yml`."""


class PoddarkivPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Adds an archive's pages to a MkDocs site."""

    job: Job | None = None
    """Set by `poddarkiv build`; `mkdocs build` makes its own."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the archive, and put our templates between the archive's own and the theme's."""
        root = find_root(Path(config.config_file_path).parent)
        try:
            for line in recover(root) if self.job is None else ():
                log.info(line)
            job = self.job or job_of(root)
            self._site = SiteAssembly(job, Path(config.site_dir), edit_base=edit_base(config, root))
        except PoddarkivError as error:
            redact_existing_site(root, Path(config.site_dir), datetime.now(UTC))
            raise PluginError(str(error)) from error
        own = [str(TEMPLATES)]
        dirs = [path for path in config.theme.dirs if path not in own]
        at = 1 if config.theme.custom_dir else 0
        config.theme.dirs[:] = [*dirs[:at], *own, *dirs[at:]]
        config.nav = self._site.published_nav(config.nav)
        config.extra["pod"] = self._site.shared_data(config.nav)
        language = self._site.job.archive.show.language
        config.theme["language"] = theme_language(config.theme, language)
        # Said of the whole page, also where Material has no texts in the language.
        if text_direction(language) == "rtl":
            config.theme["direction"] = "rtl"
        folders = filter(None, (config.theme.custom_dir, config.docs_dir))
        config.theme["favicon"] = favicon_of(config.theme.get("favicon"), folders)
        config.theme.static_templates.update(STATIC_TEMPLATES)
        if job.only:
            config.theme.static_templates.clear()
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Refuse what other plugins and the command line chose; begin with the search index."""
        fault = setting_fault(config, self._site.job.archive.root)
        if fault is not None:
            raise PluginError(str(fault))
        self._site.start_index()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put our pages where the sources they are made of stood."""
        site = self._site
        for file in passed_by_files(files, config.docs_dir):
            files.remove(file)
        for file in list(files):
            ours = path_of_source(file.src_uri) in site.generated or site.writes(file.dest_uri)
            if file.src_uri in DATA_FILES or ours or site.job.only:
                files.remove(file)
        for file in unpublished_files(files, config.docs_dir, site.scope):
            files.remove(file)
        for file in self._theme_files(files, config):
            files.remove(file)
        for address, page in site.pages.items():
            files.append(generated_file(address, page, config, default=site.newest))
        for path, source in site.assets().items():
            if (replaced := files.get_file_from_path(path)) is not None:
                files.remove(replaced)
            files.append(_asset(path, source, config))
        return files

    def _theme_files(self, files: Files, config: MkDocsConfig) -> list[File]:
        """Return the theme's files that no page uses: all, unless a template extends the theme."""
        dirs = config.theme.dirs
        own = dirs[: dirs.index(str(TEMPLATES)) + 1]
        if needs_theme(config.theme.get_env(), dirs, own):
            return []
        return [file for file in files if file.src_dir in dirs and file.src_dir not in own]

    @event_priority(-100)  # as other plugins leave it
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep `nav` for the pages."""
        self._nav = nav
        return nav

    @event_priority(-100)  # when all templates are known, of every plugin
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Draw our pages; MkDocs does only where a hook or another plugin handles each page."""
        partials: dict[str, Callable[[], str]] = {NOTHING: str}
        for page in self._site.pages.values():
            partials |= page.partials
        assert env.loader is not None
        env.loader = ChoiceLoader([PartialLoader(partials), env.loader])
        if self._handles_alone(config, *_PAGE_EVENTS):
            documents = files.documentation_pages()
            variables = {
                "config": config,
                "nav": self._nav,
                "pages": documents,
                "mkdocs_version": mkdocs.__version__,
                "build_date_utc": build_time(),
            }
            # MkDocs' own forgets the first of 400 templates, and each transcript is one.
            ours = env.overlay(cache_size=-1)
            alone = self._handles_alone(config, "env")
            if alone:
                # With a filter of a hook's, the same source may be compiled into other code.
                ours.bytecode_cache = TemplateCache(TEMPLATES, ours)
            renderer = PageRenderer(ours, variables, site_url=config.site_url or "")
            # A filter that a hook brings may print, and a worker's output would be lost.
            self._site.draw(renderer, in_workers=alone)
            for file in documents:
                if isinstance(file.page, GeneratedPage):
                    file.page.drawn = True
                    file.page.meta = {"template": NOTHING}
        return env

    def _handles_alone(self, config: MkDocsConfig, *events: str) -> bool:
        """Whether no other plugin and no hook takes part in `events`."""
        taking_part = [method for event in events for method in config.plugins.events[event]]
        return all(getattr(method, "__self__", None) is self for method in taking_part)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make Markdown that only MkDocs knows as harmless as ours."""
        if isinstance(page, GeneratedPage):
            return html
        return foreign_html(html, self._site.scope, page.title, page.file.src_uri, page.url)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the template its data, made now and dropped afterwards."""
        if isinstance(page, GeneratedPage):
            page.meta = {} if page.drawn else dict(page.generated.data())
        else:
            title = str(page.title or page.file.name)
            page.meta = foreign_data(
                self._site.scope, page.url, title, page.content or "", page.meta
            )
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Write what stands beside an episode's page; drop the page's data."""
        if isinstance(page, GeneratedPage) and not page.drawn:
            self._site.write_beside(page.url)
            page.meta = {}
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what is not a page: feeds, transcripts, pictures, the search index."""
        self._site.finish()

    def on_build_error(self, *, error: Exception) -> None:
        """End the worker that makes the index."""
        self._site.stop()

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Watch the episodes too."""
        server.watch(str(self._site.job.archive.root / "episodes"))
        return server


def _asset(path: str, source: Path, config: MkDocsConfig) -> File:
    """Return a style sheet or script of ours as a file of the site."""
    level = InclusionLevel.NOT_IN_NAV
    return File.generated(config, path, abs_src_path=str(source), inclusion=level)
