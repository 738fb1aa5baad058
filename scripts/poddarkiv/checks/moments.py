"""Rules for what points into an episode: the place is there, and a quotation was said there."""

import re
from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.texts import texts
from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Status
from poddarkiv.references import Moment, find_episodes, find_moments
from poddarkiv.timecode import format_clock
from poddarkiv.transcript import Transcript

AROUND = 20.0
"""Seconds before and after a quoted time in which the words must be found."""


def moments_are_there(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """A text that points into an episode points to what is there; a quotation was said there."""
    for text in texts(archive):
        for moment in find_moments(text.body):
            fault = _moment_fault(archive, moment, as_of)
            if fault is not None:
                message, remedy, severity = fault
                yield text.problem(moment.offset, message, remedy, "moment", severity)


def _is_broken(archive: Archive, name: str) -> bool:
    """Whether the episode of that number or folder is there, and can't be read."""
    folders = (path.split("/")[1] for path in archive.broken if path.startswith("episodes/"))
    number = re.compile(f"0*{name}(-|$)" if name.isdecimal() else re.escape(name) + "$")
    return any(number.match(folder) for folder in folders)


Fault = tuple[str, str, Severity]


def _moment_fault(archive: Archive, moment: Moment, as_of: datetime) -> Fault | None:
    named = find_episodes(archive, moment.name)
    if not named and _is_broken(archive, moment.name):
        return None
    if not named:
        near = archive.episode_names.closest(moment.name)
        remedy = _("did you mean “{near}”?", near=near) if near else _("write its number or folder")
        return _("no episode is called “{name}”", name=moment.name), remedy, _ERROR
    if len(named) > 1:
        slugs = ", ".join(episode.slug for episode in named)
        return (
            _("more than one episode has the number {name}", name=moment.name),
            _("write the folder's name: {slugs}", slugs=slugs),
            _ERROR,
        )
    if moment.clock is not None and moment.seconds is None:
        return (
            _("“{clock}” is no time", clock=moment.clock),
            _("write it as 12:30 or 1:02:03"),
            _ERROR,
        )
    return _episode_fault(archive, named[0], moment, as_of)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


def _episode_fault(
    archive: Archive, episode: Episode, moment: Moment, as_of: datetime
) -> Fault | None:
    if episode.status is Status.WITHDRAWN:
        return (
            _("{slug} is withdrawn", slug=episode.slug),
            _("take the reference away"),
            _ERROR,
        )
    lock = archive.locks.get(episode.slug)
    seconds = moment.seconds
    if seconds is not None and lock and lock.audio and seconds >= lock.audio.duration:
        return (
            _("the episode ends at {clock}", clock=format_clock(lock.audio.duration)),
            _("write a time within it"),
            _ERROR,
        )
    if moment.quote is not None and seconds is not None:
        fault = _quote_fault(archive, episode, moment.quote, seconds)
        if fault is not None:
            return fault
    if not episode.is_public(as_of):
        return (
            _("{slug} is not public yet, so readers get no link", slug=episode.slug),
            _("publish the episode first"),
            _WARNING,
        )
    return None


def _quote_fault(archive: Archive, episode: Episode, quote: str, seconds: float) -> Fault | None:
    if episode.slug not in archive.transcripts:
        return (
            _("{slug} has no transcript, so the quotation can't be checked", slug=episode.slug),
            _("listen, and say in the text how you know"),
            _WARNING,
        )
    transcript = archive.transcripts[episode.slug]
    if _said(transcript, quote, seconds - AROUND, seconds + AROUND):
        return None
    starts = (segment.start for segment in transcript.segments)
    where = next((at for at in starts if _said(transcript, quote, at, at + AROUND)), None)
    if where is not None:
        return (
            _("“{quote}” is said at another time", quote=_short(quote)),
            _("write {clock}", clock=format_clock(where)),
            _ERROR,
        )
    return (
        _("“{quote}” isn't in the transcript of {slug}", quote=_short(quote), slug=episode.slug),
        _("quote the transcript word for word"),
        _ERROR,
    )


def _said(transcript: Transcript, quote: str, start: float, end: float) -> bool:
    spoken_text = " ".join(s.text for s in transcript.segments if s.end > start and s.start < end)
    # Words left out of a quotation are marked by an ellipsis; the parts come in order.
    at = 0
    words = f" {_words(spoken_text)} "
    for part in re.split(r"\[?(?:…|\.\.\.)\]?", quote):
        found = words.find(f" {_words(part)} ", at)
        if found < 0:
            return False
        at = found
    return True


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _short(quote: str) -> str:
    return quote if len(quote) <= 40 else quote[:40].rsplit(" ", 1)[0] + " …"


RULES = (moments_are_there,)
