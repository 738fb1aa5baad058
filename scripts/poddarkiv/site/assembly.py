"""Put a site together: what every engine does alike, whoever draws the pages."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from poddarkiv.addresses import episode_path
from poddarkiv.consent import withheld_names
from poddarkiv.formats.published import MIME_TYPES
from poddarkiv.formats.reading import keep_paragraphs
from poddarkiv.model import Episode
from poddarkiv.pages import Generated, PageFile, render_site, site_data
from poddarkiv.pages.scope import Scope
from poddarkiv.search import Corpus
from poddarkiv.search.texts import search_texts
from poddarkiv.site.assets import own_assets
from poddarkiv.site.drawing import draw_pages
from poddarkiv.site.files import write_episode, write_files
from poddarkiv.site.index import Indexer
from poddarkiv.site.index_files import READ_STEPS, STEPS
from poddarkiv.site.job import Job
from poddarkiv.site.kept_pages import TrackedTranscripts
from poddarkiv.site.redaction import redact_new_site
from poddarkiv.site.renderer import PageRenderer
from poddarkiv.site.settings import menu_of, published_nav
from poddarkiv.site.store import Store
from poddarkiv.site.workers import worker_count

log = logging.getLogger("mkdocs.plugins.poddarkiv")

DATA_FILES = ("ordlista.yml", "kontakter.yml")
"""Files in `content/` that are read as data, and no part of the site."""
_FEW = 500
"""Transcripts whose paragraphs are kept in memory."""


class SiteAssembly:
    """One site in the making, in a folder."""

    def __init__(self, job: Job, target: Path, *, edit_base: str = "") -> None:
        """Prepare what the site consists of; nothing is written.

        Args:
            job: What to build.
            target: The folder of the site to come.
            edit_base: Where source files can be changed on the web; a path is added to it.
        """
        self.job = _noted(job.publishable())
        """The same job, for what may be published."""
        self.target = target
        archive = self.job.archive
        self.scope = Scope(archive, job.as_of, job.drafts, edit_base)
        pages = render_site(archive, as_of=job.as_of, drafts=job.drafts, edit_base=edit_base)
        self.generated: Mapping[str, Generated] = {
            address: page for address, page in pages.items() if not job.only or address in job.only
        }
        """Pages and files by address: of a preview, its pages alone."""
        self._addresses = frozenset(pages)
        self._episodes: Mapping[str, Episode] = {
            episode_path(episode.slug): episode for episode in self.scope.episodes
        }
        self._index: Indexer | None = None

    @property
    def pages(self) -> dict[str, PageFile]:
        """The pages by address."""
        return {a: page for a, page in self.generated.items() if isinstance(page, PageFile)}

    @property
    def newest(self) -> date:
        """The day on which the last change was made, for pages that know none of their own."""
        days = [page.updated for page in self.pages.values() if page.updated]
        return max(days, default=self.job.as_of.date())

    def published_nav(self, nav: Any) -> Any:
        """Return `nav` of mkdocs.yml without what is not out."""
        return published_nav(nav, self._addresses)

    def shared_data(self, nav: Any) -> dict[str, Any]:
        """Return what every page shows, `config.extra.pod`, with `nav` of mkdocs.yml as menu."""
        archive = self.job.archive
        menu = menu_of(nav, withheld_names(archive))
        return site_data(archive, menu=menu) | {"search_texts": search_texts()}

    def writes(self, path: str) -> bool:
        """Whether a page of ours, or a file beside one, will be at `path` in the site."""
        folder, _slash, name = path.rpartition("/")
        page = f"{folder}/" if folder else ""
        return (name == "index.html" and page in self.generated) or (
            name in MIME_TYPES and page in self._episodes
        )

    def assets(self) -> dict[str, Path]:
        """Return our style sheets and scripts by their path in the site; none for a preview."""
        return {} if self.job.only else own_assets()

    def start_index(self) -> None:
        """Start making the search index, in a worker while pages are drawn."""
        job = self.job
        if job.only:
            return
        corpus = Corpus(
            job.archive,
            as_of=job.as_of,
            drafts=job.drafts,
            progress=lambda: job.observer.indexed(READ_STEPS),
        )
        job.observer.planned(len(self.pages), STEPS * corpus.transcript_count)
        if job.previous is None and worker_count() > 1:
            self._keep_paragraphs()
        self._index = Indexer(
            corpus,
            self.target / "pagefind",
            language=job.archive.show.language,
            previous=job.previous / "pagefind" if job.previous else None,
            observer=job.observer,
            store=self._index_store(),
        )
        self._index.start()

    def _index_store(self) -> Store:
        """Open what keeps the index of this site from one build to the next."""
        job = self.job
        # A site is made in a folder beside its own, whose name is another one each time.
        site = f"{self.target.parent} {job.drafts}"
        withheld = [guest.slug for guest in job.archive.withheld]
        return Store(job.archive.root, site=site, withheld=withheld, tell=log.warning)

    def _keep_paragraphs(self) -> None:
        """Make the paragraphs before the index's worker is forked, so that they are made once.

        Pages and search want the same ones: at 60 episodes 0.4 of 5.5 s of the processor. A larger
        archive than most would hold a hundred megabytes of them.
        """
        transcripts = self.job.archive.transcripts
        slugs = [e.slug for e in self.scope.episodes if e.slug in transcripts]
        if len(slugs) <= _FEW:
            keep_paragraphs(transcripts[slug] for slug in slugs)

    def draw(self, renderer: PageRenderer, *, in_workers: bool = True) -> None:
        """Draw every page of ours into the site.

        Args:
            renderer: Draws one.
            in_workers: Whether several processes may take part.

        Raises:
            TemplateError: A template is wrong; the page that could not be drawn was told of.
        """
        pages = self.pages

        def draw_page(address: str) -> None:
            with self.job.reads.drawing(address):
                self.write_page(address, renderer.render_page(address, pages[address]))

        rest = tuple(address for address in pages if not self._keep(address))
        draw_pages(rest, draw_page, wait=self.job.observer.wait if in_workers else None)

    def _keep(self, address: str) -> bool:
        """Whether the page at `address` is in place, as the build before has drawn it."""
        kept = self.job.kept
        if kept is None or not kept.has_page(address) or not kept.link_page(address, self.target):
            return False
        self.job.observer.drew()
        return True

    def write_page(self, address: str, html: str) -> None:
        """Write a page, and what stands beside it."""
        path = self.target / address / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(html.encode("utf-8", errors="xmlcharrefreplace"))
        self.write_beside(address)

    def write_beside(self, address: str) -> None:
        """Write transcripts and chapters beside an episode's page."""
        episode = self._episodes.get(address)
        if episode is not None:
            # Now, while its transcript is at hand as paragraphs.
            write_episode(self.job, episode, self.target)
        self.job.observer.drew()

    def finish(self) -> None:
        """Write what is not a page, and redact people who may not be shown."""
        if not self.job.only:
            write_files(self.job, self.generated, self.target)
        if self._index is not None:
            self._index.finish()
            self._index = None
        redact_new_site(self.target, self.job.archive)

    def stop(self) -> None:
        """End the worker that makes the index, when the build failed."""
        if self._index is not None:
            self._index.stop()


def _noted(job: Job) -> Job:
    """Return the job with transcripts that tell which page is drawn of which."""
    transcripts = TrackedTranscripts(job.archive.transcripts, job.reads)
    return replace(job, archive=replace(job.archive, transcripts=transcripts))
