"""Import the chapters and transcripts that a feed links to. What fails stays a link."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from poddarkiv.commands._import_state import Record
from poddarkiv.commands._import_transcript import BestTranscript, choose_transcript
from poddarkiv.download import AT_A_TIME, Fetcher, HostSkippedError
from poddarkiv.errors import PoddarkivError, RemoteError, system_fault
from poddarkiv.feeds.chapters import read_chapters
from poddarkiv.feeds.item import Item
from poddarkiv.feeds.links import Link
from poddarkiv.feeds.show import Feed
from poddarkiv.formats.encoding import decode_text
from poddarkiv.formats.yamledit import format_flow, read_keys, set_list
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Chapter
from poddarkiv.output import hold_lock, write_if_changed

_LARGEST = 16 * 1024 * 1024
"""Bytes of a list of chapters or a transcript at most: ten hours of speech have a few."""


@dataclass(frozen=True)
class _Job:
    """What one episode may get."""

    item: Item
    folder: Path
    chapters: Link | None
    transcripts: tuple[Link, ...]
    names: tuple[str, ...]
    """Of people who may speak."""
    language: str


@dataclass(frozen=True)
class _Found:
    """What came."""

    chapters: Sequence[Mapping[str, Any]] = ()
    beside: tuple[str, ...] = ()
    """What stands in the list of chapters and has no place."""
    transcript: BestTranscript | None = None
    faults: tuple[str, ...] = ()
    left: int = 0
    """Files that were not asked for, since their host does not answer."""


def import_links(
    root: Path,
    feed: Feed,
    record: Record,
    slugs: Mapping[str, str],
    *,
    transcripts: bool,
    allow_local: bool,
) -> None:
    """Write chapters and, where they may come, transcripts beside the episodes that lack them."""
    jobs = [*_jobs(root, feed, record, slugs, transcripts=transcripts)]
    fetcher = Fetcher(allow_local=allow_local)
    left = 0
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        try:
            for job, found in zip(jobs, pool.map(lambda j: _fetch(j, fetcher), jobs), strict=True):
                _write_found(root, record, job, found)
                left += found.left
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    if left:
        text = ngettext(
            "{n} file more was not asked for, as its host does not answer; the link stays",
            "{n} files more were not asked for, as their host does not answer; the links stay",
            left,
        )
        click.echo(text, err=True)


def _jobs(
    root: Path, feed: Feed, record: Record, slugs: Mapping[str, str], *, transcripts: bool
) -> Iterator[_Job]:
    makers = [str(person["name"]) for person in feed.values.get("persons", ())]
    for item in feed.items:
        if item.guid not in slugs:
            continue
        folder = root / "episodes" / slugs[item.guid]
        chapters = item.chapter_list
        if chapters and (record.has(item, chapters) or not _may_have_chapters(folder, item)):
            chapters = None
        links = item.transcripts if transcripts else ()
        if (folder / "transcript.vtt").exists() or any(record.has(item, link) for link in links):
            links = ()
        names = (*(person.name for person in item.people), *makers)
        language = str(item.values.get("language") or feed.values.get("language", ""))
        if chapters or links:
            yield _Job(item, folder, chapters, links, names, language)


def _may_have_chapters(folder: Path, item: Item) -> bool:
    """Whether nobody has written chapters, or only those that the description lists stand there."""
    try:
        said = read_keys((folder / "episode.yml").read_text("utf-8")).get("chapters")
    except (OSError, ValueError):
        return False
    return said is None or said == item.values.get("chapters")


def _fetch(job: _Job, fetcher: Fetcher) -> _Found:
    faults: list[str] = []
    left: list[str] = []

    def get(url: str) -> str:
        try:
            return decode_text(fetcher.get(url, _LARGEST)).text
        except HostSkippedError as error:
            left.append(str(error))
            raise

    rows: list[dict[str, Any]] = []
    beside: list[str] = []
    if job.chapters is not None:
        url = job.chapters.url
        try:
            read, kept = read_chapters(get(url))
            rows = [row for row in read if _is_chapter(row)]
            kept += [format_flow(row) for row in read if row not in rows]
            beside = [f"podcast:chapters: {each}" for each in kept]
        except RemoteError as error:
            faults.append(str(error))
        except ValueError as error:
            faults.append(_("{url}: no chapters ({reason})", url=url, reason=error))
    best = None
    if job.transcripts:
        best, unread = choose_transcript(
            job.transcripts,
            get,
            names=job.names,
            language=job.language,
            seconds=job.item.duration or None,
        )
        faults += unread
    told = tuple(fault for fault in faults if fault not in left)
    return _Found(rows, tuple(beside), best, told, len(left))


def _is_chapter(row: Mapping[str, Any]) -> bool:
    try:
        Chapter.model_validate(row)
    except ValueError:
        return False
    return True


def _write_found(root: Path, record: Record, job: _Job, found: _Found) -> None:
    slug = job.folder.name
    faults = [*found.faults]
    with hold_lock(root, slug, "import"):
        if job.chapters is not None and found.chapters:
            faults += _error_of(lambda: _write_chapters(job, found))
            if len(faults) == len(found.faults):
                record.mark_imported(job.item, job.chapters, found.beside)
        if found.transcript is not None:
            told = len(faults)
            faults += _error_of(lambda: _write_transcript(job, found.transcript))
            if len(faults) == told:
                record.mark_imported(job.item, found.transcript.link)
    for text in faults:
        click.echo(f"{slug}: {_('warning: ')}{text}", err=True)


def _error_of(step: Callable[[], None]) -> list[str]:
    try:
        step()
    except (PoddarkivError, ValueError) as error:
        return [str(error)]
    except OSError as error:
        return [system_fault(error)]
    return []


def _write_chapters(job: _Job, found: _Found) -> None:
    assert job.chapters is not None
    path = job.folder / "episode.yml"
    if not _may_have_chapters(job.folder, job.item):
        raise PoddarkivError(_("somebody has written chapters meanwhile"))
    text = path.read_bytes().decode()
    write_if_changed(path, set_list(text, "chapters", found.chapters).encode())
    count = ngettext("{n} chapter", "{n} chapters", len(found.chapters))
    shown = f"episodes/{job.folder.name}/episode.yml"
    click.echo(_("{path}: {count} from {file}", path=shown, count=count, file=job.chapters.url))


def _write_transcript(job: _Job, best: BestTranscript | None) -> None:
    assert best is not None
    path = job.folder / "transcript.vtt"
    if path.exists():
        raise PoddarkivError(_("somebody has written a transcript meanwhile"))
    write_if_changed(path, best.text.encode())
    count = ngettext("{n} cue", "{n} cues", best.cues)
    shown = f"episodes/{job.folder.name}/transcript.vtt"
    source = f"{best.link.url} ({best.kind})"
    click.echo(_("{path}: {count} from {file}", path=shown, count=count, file=source))
