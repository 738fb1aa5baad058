"""Poddarkiv as a MkDocs plugin: a thin adapter over `pages.render_site`."""

import logging
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from poddarkiv.addresses import episode_path, path_of_source
from poddarkiv.consent import withheld_names
from poddarkiv.direction import text_direction
from poddarkiv.errors import PoddarkivError
from poddarkiv.formats.published import MIME_TYPES
from poddarkiv.load import find_root
from poddarkiv.model import Episode
from poddarkiv.output import recover
from poddarkiv.pages import Generated, PageFile, render_site, site_data
from poddarkiv.pages.frame import frame
from poddarkiv.pages.markdown import clean
from poddarkiv.pages.scope import Scope
from poddarkiv.search import Corpus
from poddarkiv.search.texts import search_texts
from poddarkiv.site.compiled import compiled
from poddarkiv.site.drawing import draw_ahead
from poddarkiv.site.files import write_episode, write_files
from poddarkiv.site.guard import look_through, withhold
from poddarkiv.site.headings import lower_headings
from poddarkiv.site.index import Indexer
from poddarkiv.site.index_files import READ_STEPS, STEPS
from poddarkiv.site.job import Job, job_of
from poddarkiv.site.settings import (
    edit_base,
    menu_of,
    published_nav,
    setting_fault,
    theme_language,
)
from poddarkiv.site.sources import passed_by_files, unpublished_files
from poddarkiv.site.virtual import (
    NOTHING,
    Frames,
    GeneratedPage,
    Partials,
    asset,
    look_up,
    source_of,
)

PACKAGE = Path(__file__).parent
ASSET_KINDS = ("css", "js", "search")
DATA_FILES = ("ordlista.yml", "kontakter.yml")
log = logging.getLogger("mkdocs.plugins.poddarkiv")

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """What an archive may choose stands in `episodes/show.yml`."""


class PoddarkivPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Adds an archive's pages to a MkDocs site."""

    job: Job | None = None
    """Set by `poddarkiv build`; `mkdocs build` makes its own."""

    def __init__(self) -> None:
        self._pages: Mapping[str, Generated] = {}
        self._index: Indexer | None = None
        self._episodes: Mapping[str, Episode] = {}
        """By address."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the archive, and put our templates between the archive's own and Material's."""
        root = find_root(Path(config.config_file_path).parent)
        try:
            for line in recover(root) if self.job is None else ():
                log.info(line)
            self._now = (self.job or job_of(root)).publishable()
        except PoddarkivError as error:
            withhold(root, Path(config.site_dir), datetime.now(UTC))
            raise PluginError(str(error)) from error
        own = [str(PACKAGE / "templates")]
        dirs = [path for path in config.theme.dirs if path not in own]
        at = 1 if config.theme.custom_dir else 0
        config.theme.dirs[:] = [*dirs[:at], *own, *dirs[at:]]
        archive = self._now.archive
        self._edit_base = edit_base(config, root)
        self._pages = render_site(
            archive, as_of=self._now.as_of, drafts=self._now.drafts, edit_base=self._edit_base
        )
        config.nav = published_nav(config.nav, self._pages)
        config.extra["pod"] = site_data(
            archive, menu=menu_of(config.nav, withheld_names(archive))
        ) | {"search_texts": search_texts()}
        config.theme["language"] = theme_language(config.theme, archive.show.language)
        # Said of the whole page, also where Material has no texts in the language.
        if text_direction(archive.show.language) == "rtl":
            config.theme["direction"] = "rtl"
        self._episodes = {
            episode_path(episode.slug): episode
            for episode in archive.public_episodes(self._now.as_of, drafts=self._now.drafts)
        }
        if self._now.only:
            self._pages = {p: page for p, page in self._pages.items() if p in self._now.only}
            config.theme.static_templates.clear()
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Refuse what other plugins and the command line chose; begin with the search index."""
        fault = setting_fault(config, self._now.archive.root)
        if fault is not None:
            raise PluginError(str(fault))
        if not self._now.only:
            self._start_index(config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put our pages where the sources they are made of stood."""
        for file in passed_by_files(files, config.docs_dir):
            files.remove(file)
        for file in list(files):
            address = path_of_source(file.src_uri)
            ours = address in self._pages or self._writes(file.dest_uri)
            if file.src_uri in DATA_FILES or ours or self._now.only:
                files.remove(file)
        scope = Scope(self._now.archive, self._now.as_of, self._now.drafts)
        for file in unpublished_files(files, config.docs_dir, scope):
            files.remove(file)
        newest = max((p.updated for p in _page_files(self._pages) if p.updated), default=None)
        default = newest or self._now.as_of.date()
        for path, generated in self._pages.items():
            if isinstance(generated, PageFile):
                file = File.generated(
                    config, source_of(path), content="", inclusion=InclusionLevel.NOT_IN_NAV
                )
                page = GeneratedPage(generated.title, file, config)
                # The day the text changed, from data: not the day of the build.
                page.update_date = (generated.updated or default).isoformat()
                page.generated = generated
                if generated.hidden:
                    # What has no address is not in the sitemap.
                    page.abs_url = page.canonical_url = None
                files.append(file)
        for kind in ASSET_KINDS if not self._now.only else ():
            for own in sorted((PACKAGE / "assets" / kind).glob("*.*")):
                files.append(asset(f"{kind}/{own.name}", config))
        return files

    def _writes(self, path: str) -> bool:
        """Whether a page of ours, or a file beside one, comes to stand at `path`."""
        folder, _slash, name = path.rpartition("/")
        page = f"{folder}/" if folder else ""
        return (name == "index.html" and page in self._pages) or (
            name in MIME_TYPES and page in self._episodes
        )

    @event_priority(-100)  # as other plugins leave it
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Note it for the pages."""
        self._nav = nav
        return nav

    @event_priority(-100)  # when all templates are known, of every plugin
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Serve transcripts to templates as they are; draw pages, where several processes can."""
        partials: dict[str, Callable[[], str]] = {NOTHING: str}
        partials |= {
            name: make for page in _page_files(self._pages) for name, make in page.partials.items()
        }
        assert env.loader is not None
        env.loader = ChoiceLoader([Partials(partials), Frames(env.loader), env.loader])
        # Templates do not change during a build: asking the disk thirty times a page is dear,
        # and so is Jinja's list of which were used last.
        env.auto_reload = False
        env.cache = {}
        env.bytecode_cache = compiled(env)
        env.getattr = look_up(env)  # type: ignore[assignment, method-assign]
        draw_ahead(env, config, files, self._nav, plugin=self, wait=self._now.watcher.wait)
        return env

    def _start_index(self, config: MkDocsConfig) -> None:
        """Let the search index grow beside the pages."""
        job = self._now
        corpus = Corpus(
            job.archive,
            as_of=job.as_of,
            drafts=job.drafts,
            progress=lambda: job.watcher.indexed(READ_STEPS),
        )
        job.watcher.planned(len(_page_files(self._pages)), STEPS * corpus.transcript_count)
        self._index = Indexer(
            corpus,
            Path(config.site_dir) / "pagefind",
            language=job.archive.show.language,
            previous=job.previous / "pagefind" if job.previous else None,
            watcher=job.watcher,
        )
        self._index.start()

    def on_page_content(
        self,
        html: str,
        *,
        page: Page,
        config: MkDocsConfig,
        files: Files,
    ) -> str:
        """Make Markdown that only MkDocs knows as harmless as ours."""
        if isinstance(page, GeneratedPage):
            return html
        lowered = lower_headings(html, page.title)
        return clean(lowered, self._now.archive, source=page.file.src_uri, path=page.url)

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> TemplateContext:
        """Give the template its data, made now and dropped afterwards."""
        if isinstance(page, GeneratedPage):
            page.meta = {} if page.drawn else dict(page.generated.data())
        else:
            page.meta = {**page.meta, **self._foreign(page)}
        return context

    def _foreign(self, page: Page) -> dict[str, Any]:
        scope = Scope(self._now.archive, self._now.as_of, self._now.drafts, self._edit_base)
        title = str(page.title or page.file.name)
        description = str(page.meta.get("description", title))
        data = frame(scope, path=page.url, title=title, description=description)
        return data | {"summary": "", "body_html": page.content or "", "owner": None}

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Write what stands beside an episode's page; drop the page's data."""
        if isinstance(page, GeneratedPage) and not page.drawn:
            episode = self._episodes.get(page.url)
            if episode is not None:
                # Now, while its transcript is at hand as paragraphs.
                write_episode(self._now, episode, Path(config.site_dir))
            page.meta = {}
            self._now.watcher.drew()
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what is not a page: feeds, transcripts, pictures, the search index."""
        site = Path(config.site_dir)
        if not self._now.only:
            write_files(self._now, self._pages, site)
            assert self._index is not None
            self._index.finish()
            self._index = None
        look_through(site, self._now.archive)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave no process behind."""
        if self._index is not None:
            self._index.stop()

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Watch the episodes too."""
        server.watch(str(self._now.archive.root / "episodes"))
        return server


def _page_files(pages: Mapping[str, Generated]) -> list[PageFile]:
    return [page for page in pages.values() if isinstance(page, PageFile)]
