"""Find the recordings that wait for a transcript. Reads the archive, changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.asr.downloads import remote_source
from poddarkiv.asr.job import Source
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Status

VTT = "transcript.vtt"


@dataclass(frozen=True)
class PendingEpisode:
    """An episode to transcribe."""

    episode: Episode
    folder: Path
    sources: tuple[Source, ...]
    size: int
    """Bytes of its recordings. The largest come first, so that no worker idles at the end."""
    seconds: float = 0.0
    """How long `measure` found it to be; 0 when it hasn't been measured."""


@dataclass(frozen=True)
class RunPlan:
    """What a run will do, and what it can't do."""

    todo: tuple[PendingEpisode, ...]
    faults: tuple[str, ...]
    """Lines for a person: requested episodes that can't be transcribed."""
    notes: tuple[str, ...]
    """Lines for a person: requested episodes that need nothing."""


def plan_run(
    archive: Archive, episodes: Iterable[Episode], *, named: bool, again: bool = False
) -> RunPlan:
    """Return which of `episodes` to transcribe, the largest first.

    Args:
        archive: With its folders.
        episodes: Candidates.
        named: Whether a person asked for just these: then each gets an answer.
        again: Whether episodes with a transcript are transcribed too.
    """
    todo: list[PendingEpisode] = []
    faults: list[str] = []
    notes: list[str] = []
    for episode in episodes:
        folder = archive.root / "episodes" / episode.slug
        reason = _no_need(episode, folder, again)
        if reason:
            notes += [f"{episode.slug}: {reason}"] if named else []
            continue
        sources = tuple(_sources(archive, episode))
        missing = [each.path for each in sources if not each.url and not each.path.is_file()]
        if missing:
            origin = archive.episode_origin(episode.slug)
            # An archive is often checked out without its recordings: reported for named ones only.
            if named:
                shown = missing[0].relative_to(archive.root).as_posix()
                message = _("the recording {file} isn't here", file=shown)
                faults.append(str(origin.problem("audio", message=message)))
            continue
        size = sum(_size(archive, episode, source) for source in sources)
        todo.append(
            PendingEpisode(episode, folder, sources, size, _measured_seconds(archive, episode))
        )
    todo.sort(key=lambda each: (-each.size, each.episode.slug))
    return RunPlan(tuple(todo), tuple(faults), tuple(notes))


def _no_need(episode: Episode, folder: Path, again: bool) -> str:
    if episode.transcript is not None and episode.transcript.status == "none":
        return _("episode.yml says that there shall be no transcript")
    if episode.status is Status.WITHDRAWN:
        return _("the episode is withdrawn")
    if not episode.tracks and episode.audio is None:
        return _("there is no recording")
    if not again and (folder / VTT).exists():
        return _("has a transcript; --again hears it anew and keeps what people have corrected")
    return ""


def _sources(archive: Archive, episode: Episode) -> Iterator[Source]:
    media = archive.root / "media"
    if not episode.tracks:
        audio = episode.audio or ""
        yield remote_source(archive.root, audio) if "://" in audio else Source(media / audio)
    for track in episode.tracks:
        yield Source(media / (track.file or episode.audio or ""), track.channel, track.speaker)


def _size(archive: Archive, episode: Episode, source: Source) -> int:
    if not source.url:
        return source.path.stat().st_size
    lock = archive.locks.get(episode.slug)
    return lock.audio.bytes if lock and lock.audio else 0


def _measured_seconds(archive: Archive, episode: Episode) -> float:
    lock = archive.locks.get(episode.slug)
    return lock.audio.duration if lock and lock.audio else 0.0


def select_shard(
    todo: Iterable[PendingEpisode], index: int, count: int
) -> tuple[PendingEpisode, ...]:
    """Return the part of `todo` that belongs to shard `index` of `count`, counted from 1.

    Each episode goes to the least loaded shard (greedy, by bytes), so that all take about equally
    long; the result depends on nothing but `todo`.
    """
    loads = [0] * count
    mine = []
    for each in todo:
        # `index` takes the first of equals: every shard must compute the same answer.
        lightest = loads.index(min(loads))
        loads[lightest] += each.size
        if lightest == index - 1:
            mine.append(each)
    return tuple(mine)
