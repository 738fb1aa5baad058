"""Rules for transcripts: that the file, what people say of it, and the recording agree."""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.errors import Origin, Problem, Severity, SourceError
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Status, TranscriptStatus
from poddarkiv.timecode import format_clock

_SLACK = 2.0
"""Seconds that the last cue may hang over: players round, and encoders pad."""


def status_fits_file(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """What `transcript:` says is true of the files."""
    for episode in archive.episodes:
        origin = archive.episode_origin(episode.slug)
        present = episode.slug in archive.transcripts
        if episode.transcript is not None:
            yield from _said(origin, episode.transcript, present)
        elif not present and episode.audio and episode.status is Status.PUBLISHED:
            yield origin.problem(
                "transcript",
                message=_("there is no transcript: who can't hear is left out"),
                remedy=_(
                    "run: poddarkiv transcribe {slug}; "
                    "or write transcript: {{status: none, reason: …}}",
                    slug=episode.slug,
                ),
                severity=Severity.WARNING,
                rule="missing-transcript",
            )


def _said(origin: Origin, said: TranscriptStatus, present: bool) -> Iterator[Problem]:
    missing = [
        key
        for key in (("by", "date") if said.status == "reviewed" else ("reason",))
        if getattr(said, key) is None
    ]
    for key in missing:
        yield origin.problem(
            "transcript",
            key,
            message=_("is missing: status {status} needs it", status=said.status),
            remedy={
                "by": _("write by: and who has read the transcript"),
                "date": _("write date: and the day, as in 2026-11-20"),
                "reason": _("write reason: and why there is none"),
            }[key],
            rule="transcript-status",
        )
    if said.status == "reviewed" and not present:
        yield origin.problem(
            "transcript",
            "status",
            message=_("reviewed, but there is no transcript.vtt in the folder"),
            remedy=_("put transcript.vtt in the folder, or remove the line"),
            rule="transcript-status",
        )
    if said.status == "none" and present:
        yield origin.problem(
            "transcript",
            "status",
            message=_("none, but there is a transcript.vtt in the folder"),
            remedy=_("remove the line, or the file"),
            rule="transcript-status",
        )


def transcripts_fit(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A transcript can be read, says something, and ends with its recording."""
    for slug in archive.transcripts:
        try:
            transcript = archive.transcripts[slug]
        except SourceError as error:
            yield from error.problems
            continue
        if slug in archive.episode_by_slug:
            yield from _fits(archive, archive.episode_by_slug[slug], transcript.end)


def _fits(archive: Archive, episode: Episode, end: float | None) -> Iterator[Problem]:
    path = f"episodes/{episode.slug}/transcript.vtt"
    lock = archive.locks.get(episode.slug)
    if end is None:
        yield Problem(
            path,
            1,
            "",
            _("the transcript has no cue with text"),
            _("run: poddarkiv transcribe {slug}", slug=episode.slug),
            rule="empty-transcript",
        )
        return
    if lock is not None and lock.audio is not None and end > lock.audio.duration + _SLACK:
        yield Problem(
            path,
            _last_line(archive, episode.slug),
            "",
            _(
                "the transcript goes on to {end}, the recording ends at {duration}",
                end=format_clock(end),
                duration=format_clock(lock.audio.duration),
            ),
            _("is it another recording's? mend the time, or put the right file here"),
            rule="transcript-length",
        )


def _last_line(archive: Archive, slug: str) -> int:
    """Return the line of the cue that ends last."""
    segments = archive.transcripts[slug].segments
    last = max(range(len(segments)), key=lambda index: segments[index].end)
    return archive.cue_lines[slug][last]


def none_lies_unread(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """No transcript lies beside an episode in a form that nothing reads."""
    for slug, name in archive.foreign:
        if slug in archive.episode_by_slug:
            path = f"episodes/{slug}/{name}"
            yield Problem(
                path,
                1,
                "",
                _("a transcript in this form is not read"),
                _(
                    "run: poddarkiv import {path} --episode {slug}; then move the file elsewhere",
                    path=f'"{path}"' if " " in path else path,
                    slug=slug,
                ),
                Severity.WARNING,
                rule="foreign-transcript",
            )


RULES = (status_fits_file, transcripts_fit, none_lies_unread)
