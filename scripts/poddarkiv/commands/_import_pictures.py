"""Download a feed's covers: the show's and its episodes'."""

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.checks.pictures import cover_problems
from poddarkiv.checks.place import Place
from poddarkiv.commands._import_state import Record
from poddarkiv.commands._starter import draw_cover
from poddarkiv.download import AT_A_TIME, Fetcher
from poddarkiv.errors import PoddarkivError, RemoteError, Severity, system_fault
from poddarkiv.feeds.item import Item
from poddarkiv.feeds.links import Link
from poddarkiv.feeds.show import Feed
from poddarkiv.formats.yamledit import read_keys, set_key
from poddarkiv.i18n import _
from poddarkiv.load.pictures import read_picture
from poddarkiv.output import discard_moves, hold_lock, move_together, write_aside

_LARGEST = 32 * 1024 * 1024
"""Bytes of a picture at most."""
_ENDINGS = ((b"\x89PNG", ".png"), (b"GIF8", ".gif"), (b"RIFF", ".webp"))


@dataclass(frozen=True)
class _Job:
    """A picture and where it belongs."""

    link: Link
    path: str
    """The YAML file, from the archive's root, that is to name it."""
    name: str
    """In `media/`, without its ending."""
    alt: str
    items: list[Item] = field(default_factory=list)
    """Whose it is; none for the show's."""


def import_pictures(
    archive: Archive, feed: Feed, record: Record, slugs: Mapping[str, str], *, allow_local: bool
) -> None:
    """Fetch the covers that the show and its episodes lack, and print what came.

    One that apps would refuse lies in `media/` and is named nowhere.
    """
    fetcher = Fetcher(allow_local=allow_local)
    jobs = [*_jobs(archive, feed, record, slugs)]
    urls = list(dict.fromkeys(job.link.url for job in jobs))

    def fetched(url: str) -> bytes | RemoteError:
        try:
            return fetcher.get(url, _LARGEST)
        except RemoteError as error:
            return error

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        found = dict(zip(urls, pool.map(fetched, urls), strict=True))
    shown = _digest_of_cover(archive)
    if feed.picture is not None and isinstance(cover_ := found.get(feed.picture.url), bytes):
        shown = _digest(cover_)
    names: dict[str, str] = {}
    for job in jobs:
        content = found[job.link.url]
        fault = str(content) if isinstance(content, RemoteError) else ""
        if isinstance(content, bytes):
            fault = _save_or_explain(archive, job, content, names, shown)
        if fault:
            click.echo(f"{job.path}: {_('warning: ')}{fault}", err=True)
        if not isinstance(content, RemoteError):
            for item in job.items:
                record.mark_imported(item, job.link)


def _jobs(archive: Archive, feed: Feed, record: Record, slugs: Mapping[str, str]) -> Iterator[_Job]:
    show = archive.show
    if feed.picture is not None and _digest_of_cover(archive) == _digest(draw_cover()):
        alt = feed.picture.alt or _("Cover of {title}", title=show.title)
        yield _Job(feed.picture, "episodes/show.yml", "omslag", alt)
    for item in feed.items:
        episode = archive.episode_by_slug.get(slugs.get(item.guid, ""))
        link = item.picture
        if episode is None or link is None or record.has(item, link):
            continue
        if episode.image is None and (feed.picture is None or link.url != feed.picture.url):
            alt = link.alt or _("Cover of the episode “{title}”", title=episode.title)
            path = f"episodes/{episode.slug}/episode.yml"
            yield _Job(link, path, episode.slug, alt, [item])


def _digest_of_cover(archive: Archive) -> str:
    try:
        return _digest((archive.root / "media" / archive.show.image.file).read_bytes())
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _save_or_explain(
    archive: Archive, job: _Job, content: bytes, names: dict[str, str], shown: str
) -> str:
    """Put the picture in its place; return what a person should know, else nothing."""
    digest = _digest(content)
    if job.items and digest == shown:
        return ""  # apps show the show's own where an episode has none
    name = names.get(digest) or _free_name(archive.root, job.name, content)
    try:
        fault = _save_picture(archive, job, name, content)
    except (PoddarkivError, ValueError) as error:
        return str(error)
    except OSError as error:
        return system_fault(error)
    names[digest] = name
    click.echo(_("media/{name}: from {url}", name=name, url=job.link.url))
    return f"{fault} – {_('it is in media/, and is not used')}" if fault else ""


def _free_name(root: Path, stem: str, content: bytes) -> str:
    """Return a name in `media/` that is free, or that of the same picture."""
    ending = next((name for start, name in _ENDINGS if content.startswith(start)), ".jpg")
    name, count = f"{stem}{ending}", 1
    while (path := root / "media" / name).exists() and path.read_bytes() != content:
        count += 1
        name = f"{stem}-{count}{ending}"
    return name


def _save_picture(archive: Archive, job: _Job, name: str, content: bytes) -> str:
    """Put the picture into `media/`, and name it where apps take it; return why they don't."""
    path = archive.root / job.path
    target = archive.root / "media" / name
    with hold_lock(archive.root, Path(job.path).parent.name, "import"):
        moves = [write_aside(target, content)]
        try:
            fault = _fault(archive, name, moves[0].source if moves[0] else target)
            if not fault:
                moves.append(write_aside(path, _naming(job, path, name).encode()))
        except BaseException:
            discard_moves(moves)
            raise
        move_together(archive.root, moves)
    if not fault and not job.items:
        # The starter's own: nobody names it any more.
        (archive.root / "media" / archive.show.image.file).unlink(missing_ok=True)
    return fault


def _naming(job: _Job, path: Path, name: str) -> str:
    """Return the text of the YAML file at `path`, naming the picture."""
    text = path.read_bytes().decode()
    if job.items and "image" in read_keys(text):
        raise PoddarkivError(_("somebody has written image meanwhile"))
    return set_key(text, "image", {"file": name, "alt": job.alt})


def _fault(archive: Archive, name: str, path: Path) -> str:
    """Return why apps would refuse the picture at `path`; empty where they take it.

    Raises:
        ValueError: It is no picture.
    """
    picture = read_picture(path)
    if picture is None:
        raise ValueError(_("what came is no picture"))
    problems = cover_problems(Place(archive.show_origin), name, picture)
    errors = [each for each in problems if each.severity is Severity.ERROR]
    return errors[0].message if errors else ""
