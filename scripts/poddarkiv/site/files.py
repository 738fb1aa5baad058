"""Write what stands beside the pages: feeds, transcripts, pictures, recordings."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from poddarkiv.addresses import episode_path
from poddarkiv.checks.publishing import list_local_recordings
from poddarkiv.model import Episode, Image
from poddarkiv.pages import Generated, StaticFile
from poddarkiv.publish.hostfiles import HOST_FILES, render_host_file
from poddarkiv.site.job import Job


def write_files(job: Job, pages: Mapping[str, Generated], site: Path) -> None:
    """Write every file of the site that is neither a page nor beside one into `site`."""
    for path, file in pages.items():
        if isinstance(file, StaticFile):
            _write(site / path, file.content())
    write_feeds(job, site)
    _write_host_files(job, site)
    _copy_media(job, site)


def write_feeds(job: Job, site: Path) -> None:
    """Write `feed.xml` and `nytt.xml`."""
    from poddarkiv.rss import render_feed, render_news

    _write(site / "feed.xml", render_feed(job.archive, as_of=job.as_of))
    _write(site / "nytt.xml", render_news(job.archive, as_of=job.as_of))


def _write_host_files(job: Job, site: Path) -> None:
    """Write what the show's host reads itself: never public clutter where nobody asked for it."""
    for host in job.archive.show.host_files:
        _write(site / HOST_FILES[host], render_host_file(host, job.archive).encode())


def write_episode(job: Job, episode: Episode, site: Path) -> None:
    """Write transcripts and chapters beside the episode's page."""
    from poddarkiv.formats.published import episode_files

    folder = site / episode_path(episode.slug)
    folder.mkdir(parents=True, exist_ok=True)
    # The whole site takes its place at once: no file needs to be written atomically.
    for name, content in episode_files(job.archive, episode).items():
        (folder / name).write_bytes(content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _copy_media(job: Job, site: Path) -> None:
    for name in sorted(set(_wanted(job))):
        source = job.archive.root / "media" / name
        if name in job.archive.media and source.is_file():
            (site / "media" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, site / "media" / name)


def _wanted(job: Job) -> Iterator[str]:
    """Give the files of `media/` that pages show, and recordings when the site is to hold them."""
    archive = job.archive
    yield archive.show.image.file
    for episode in archive.public_episodes(job.as_of, drafts=job.drafts):
        pictures: list[Image | None] = [episode.image, *(c.image for c in episode.chapters)]
        yield from (picture.file for picture in pictures if picture)
        if job.with_media:
            yield from (name for _loc, name in list_local_recordings(episode))
    for guest in archive.guests:
        if guest.image:
            yield guest.image.file
