"""Download a feed's recordings, and move each into place when it is complete."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import click

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.audio.lengths import read_head
from poddarkiv.commands._byte_progress import ByteLines, byte_progress, megabytes
from poddarkiv.commands._import_pictures import import_pictures
from poddarkiv.commands._import_state import Record
from poddarkiv.commands.measure import lock_path, measured_lock
from poddarkiv.download import (
    AT_A_TIME,
    DownloadWatcher,
    discard_partial,
    download_file,
    partial_size,
    remove_note,
)
from poddarkiv.errors import AudioError, PoddarkivError, SourceError, system_fault
from poddarkiv.feeds.item import Enclosure
from poddarkiv.feeds.show import Feed
from poddarkiv.formats import lockfile, sniff
from poddarkiv.formats.yamledit import read_keys, set_key
from poddarkiv.i18n import _
from poddarkiv.load import read_archive
from poddarkiv.model import Episode, Status
from poddarkiv.output import Move, discard_moves, hold_lock, move_together, note_crash, write_aside

if TYPE_CHECKING:
    from poddarkiv.commands._import_options import ImportOptions

_PARTS = "downloads"
"""Where recordings grow, in `.poddarkiv/` or, where that is another disk than `media/`, there."""


@dataclass(frozen=True)
class _Job:
    """A recording to download."""

    episode: Episode
    enclosure: Enclosure
    part: Path


def download_media(
    root: Path, feed: Feed, record: Record, slugs: Mapping[str, str], options: "ImportOptions"
) -> int:
    """Fetch pictures and recordings of the episodes that are here; return how many failed.

    Each failure is printed. An episode's `audio` names the file in `media/` as soon as that is
    whole and has been measured; until then all stays as it was.
    """
    speaks = i18n.language()
    archive, problems = read_archive(root)
    if archive is None:
        raise SourceError(problems)
    # `init` speaks what the person does, whatever the show is in.
    i18n.use(speaks)
    import_pictures(archive, feed, record, slugs, allow_local=options.allow_local)
    jobs = [*_jobs(archive, feed, slugs)]
    with byte_progress(quiet=options.quiet) as progress:
        earlier = sum(partial_size(job.enclosure.url, job.part) or 0 for job in jobs)
        progress.begin(sum(job.enclosure.bytes for job in jobs), len(jobs))
        if earlier:
            progress.say(_("{n} MB are here from an earlier run", n=megabytes(earlier)))
        return _run(archive, jobs, progress, allow_local=options.allow_local)


def _jobs(archive: Archive, feed: Feed, slugs: Mapping[str, str]) -> Iterator[_Job]:
    folder = _parts_folder(archive.root)
    for item in feed.items:
        episode = archive.episode_by_slug.get(slugs.get(item.guid, ""))
        if episode is None or item.enclosure is None or episode.status is Status.WITHDRAWN:
            continue
        if episode.audio == item.enclosure.url:
            name = f"{episode.slug}{_ending(item.enclosure)}"
            yield _Job(episode, item.enclosure, folder / name)


def _parts_folder(root: Path) -> Path:
    ours, media = root / ".poddarkiv", root / "media"
    for folder in (ours, media):
        folder.mkdir(exist_ok=True)
    if ours.stat().st_dev == media.stat().st_dev:
        return ours / _PARTS
    return media / f".{_PARTS}"


def _ending(enclosure: Enclosure) -> str:
    ending = PurePosixPath(unquote(urlsplit(enclosure.url).path)).suffix.lower()
    if ending in sniff.RECORDING_ENDINGS:
        return ending
    return sniff.SUFFIXES.get(enclosure.mime_type, (".mp3",))[0]


def _run(archive: Archive, jobs: list[_Job], progress: ByteLines, *, allow_local: bool) -> int:
    missing = 0
    watch = DownloadWatcher(progress.advance)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        try:
            running = {pool.submit(_fetch, job, watch, allow_local): job for job in jobs}
            for future in as_completed(running):
                fault = _finish_job(archive, running[future], future, progress)
                if fault:
                    missing += 1
                    progress.say(f"{running[future].episode.slug}: {fault}")
        except BaseException:
            # What has come of the others stays, to go on from.
            watch.stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    return missing


def _fetch(job: _Job, watch: DownloadWatcher, allow_local: bool) -> None:
    download_file(
        job.enclosure.url,
        job.part,
        watch,
        integrity=job.enclosure.integrity,
        allow_local=allow_local,
    )


def _finish_job(archive: Archive, job: _Job, future: "Future[None]", progress: ByteLines) -> str:
    """Move a finished download into place; return why that failed, else nothing."""
    try:
        future.result()
        with hold_lock(archive.root, job.episode.slug, "import"):
            _move_into_place(archive, job, progress)
    except PoddarkivError as error:
        return str(error)
    except OSError as error:
        return system_fault(error)
    except Exception as error:
        return note_crash(error)
    progress.advance(0, 1)
    return ""


def _move_into_place(archive: Archive, job: _Job, progress: ByteLines) -> None:
    slug, url = job.episode.slug, job.enclosure.url
    part = _with_right_ending(job)
    target = archive.root / "media" / part.name
    if target.exists():
        remedy = _("write audio: {name}, if it is that recording", name=part.name)
        shown = _("media/{name} is there already", name=part.name)
        raise PoddarkivError(f"{shown} – {remedy}")
    path = archive.root / "episodes" / slug / "episode.yml"
    text = path.read_bytes().decode()
    if read_keys(text).get("audio") != url:
        raise PoddarkivError(_("audio has been changed meanwhile: the recording stays unused"))
    moves: list[Move | None] = []
    try:
        lock = _lock(archive, job, part, progress)
        moves.append(write_aside(lock_path(archive, job.episode), lock.encode()))
        moves.append(write_aside(path, set_key(text, "audio", part.name).encode()))
    except BaseException:
        discard_moves(moves)
        raise
    size = part.stat().st_size
    move_together(archive.root, [Move(part, target), *moves])
    remove_note(job.part)
    click.echo(
        _("media/{name}: {size} MB from {url}", name=part.name, size=megabytes(size), url=url)
    )
    if job.enclosure.bytes and size != job.enclosure.bytes:
        progress.say(
            f"{slug}: {_('warning: ')}"
            + _("the feed says {told} bytes, it has {n}", told=job.enclosure.bytes, n=size)
        )


def _with_right_ending(job: _Job) -> Path:
    """Return the recording with the ending that its content asks for.

    Raises:
        AudioError: It is no sound; what came is removed.
    """
    with job.part.open("rb") as file:
        mime_type = sniff.mime_type(read_head(file))
    if mime_type is None:
        discard_partial(job.part)
        raise AudioError(_("{url}: what came is no sound file", url=job.enclosure.url))
    endings = sniff.SUFFIXES[mime_type]
    if mime_type == "audio/x-m4a":
        endings += sniff.SUFFIXES["video/mp4"]
    if job.part.suffix in endings:
        return job.part
    return job.part.rename(job.part.with_name(f"{job.episode.slug}{endings[0]}"))


def _lock(archive: Archive, job: _Job, part: Path, progress: ByteLines) -> str:
    """Return the text of the lock with what is true of the recording.

    Raises:
        AudioError: It is cut off or broken; what came is removed.
    """

    def notify(text: str) -> None:
        progress.say(f"{job.episode.slug}: {text}")

    episode = job.episode.model_copy(update={"audio": part.name})
    try:
        lock = measured_lock(archive, episode, notify, at=part)
    except AudioError:
        # The host said that this was all of it: going on from here would bring no more.
        discard_partial(part)
        remove_note(job.part)
        raise
    assert lock is not None
    # The sound is the same: only the feed's seconds were others. Its new address is not known
    # before the archive's own is, and `measure` writes it down then.
    audio = lock.audio and lock.audio.model_copy(update={"replaced": None})
    identity = lock.identity and lock.identity.model_copy(update={"enclosure": None})
    return lockfile.render_lock(lock.model_copy(update={"audio": audio, "identity": identity}))
