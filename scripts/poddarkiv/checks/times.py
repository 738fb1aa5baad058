"""Rules for times within a recording: chapters, content notes, soundbites."""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.errors import Origin, Problem
from poddarkiv.i18n import _
from poddarkiv.model import Chapter, ContentNote, Episode
from poddarkiv.timecode import format_clock


def _duration(archive: Archive, episode: Episode) -> float:
    """Return the recording's seconds; without end where nothing has measured it."""
    lock = archive.locks.get(episode.slug)
    return lock.audio.duration if lock is not None and lock.audio is not None else float("inf")


def chapters_rise(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Chapters begin at 0, each later than the one before, within the recording."""
    for episode in archive.episodes:
        origin = archive.episode_origin(episode.slug)
        end = _duration(archive, episode)
        before: Chapter | None = None
        for i, chapter in enumerate(episode.chapters):
            yield from _chapter(origin, i, chapter, before, end)
            before = chapter


def _chapter(
    origin: Origin, i: int, chapter: Chapter, before: Chapter | None, end: float
) -> Iterator[Problem]:
    message = remedy = ""
    if before is None and chapter.start > 0:
        message = _("the first chapter begins at {start}", start=format_clock(chapter.start))
        remedy = _('write start: "00:00"')
    elif before is not None and chapter.start <= before.start:
        message = _(
            "{start} is not after the chapter above, {before}",
            start=format_clock(chapter.start),
            before=format_clock(before.start),
        )
        remedy = _("write chapters in the order in which they come")
    elif chapter.start >= end:
        message = _beyond(chapter.start, end)
        remedy = _("write a time within the recording")
    if message:
        yield origin.problem(
            "chapters", i, "start", message=message, remedy=remedy, rule="chapter-times"
        )


def _beyond(start: float, end: float) -> str:
    return _(
        "{start} is after the end of the recording, {end}",
        start=format_clock(start),
        end=format_clock(end),
    )


def content_notes_fit(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A content note ends after it starts, within the recording."""
    for episode in archive.episodes:
        origin = archive.episode_origin(episode.slug)
        end = _duration(archive, episode)
        for i, note in enumerate(episode.content_notes):
            yield from _content_note(origin, i, note, end)


def _content_note(origin: Origin, i: int, note: ContentNote, end: float) -> Iterator[Problem]:
    if note.end is not None and note.start is None:
        yield origin.problem(
            "content_notes",
            i,
            "end",
            message=_("there is an end without a start"),
            remedy=_('write start: "00:00" too'),
            rule="content-note-times",
        )
    elif note.start is not None and note.start >= end:
        yield origin.problem(
            "content_notes",
            i,
            "start",
            message=_beyond(note.start, end),
            remedy=_("write a time within the recording"),
            rule="content-note-times",
        )
    elif note.start is not None and note.end is not None and note.end <= note.start:
        yield origin.problem(
            "content_notes",
            i,
            "end",
            message=_(
                "the end {end} is not after the start {start}",
                end=format_clock(note.end),
                start=format_clock(note.start),
            ),
            remedy=_("write the later time as end"),
            rule="content-note-times",
        )
    elif note.end is not None and note.end > end + 1:
        yield origin.problem(
            "content_notes",
            i,
            "end",
            message=_beyond(note.end, end),
            remedy=_("write a time within the recording"),
            rule="content-note-times",
        )


def soundbites_fit(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A soundbite lies within the recording."""
    for episode in archive.episodes:
        origin = archive.episode_origin(episode.slug)
        end = _duration(archive, episode)
        for i, bite in enumerate(episode.soundbites):
            if bite.start >= end:
                yield origin.problem(
                    "soundbites",
                    i,
                    "start",
                    message=_beyond(bite.start, end),
                    remedy=_("write a time within the recording"),
                    rule="soundbite-times",
                )
            elif bite.duration == 0 or bite.start + bite.duration > end + 1:
                yield origin.problem(
                    "soundbites",
                    i,
                    "duration",
                    message=_(
                        "{seconds} seconds from {start} is not within the recording",
                        seconds=bite.duration,
                        start=format_clock(bite.start),
                    ),
                    remedy=_("write 15 to 120 seconds, or an earlier start"),
                    rule="soundbite-times",
                )


RULES = (chapters_rise, content_notes_fit, soundbites_fit)
