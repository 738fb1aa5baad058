"""A new episode before it exists: what to suggest, and the text of its files. No I/O."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from poddarkiv.archive import Archive
from poddarkiv.formats.yamledit import Value, format_flow
from poddarkiv.i18n import _
from poddarkiv.model import Chapter
from poddarkiv.timecode import format_timecode

UNWRITTEN = "…"
"""Stands where somebody has yet to write; refused in what is published."""

_NUMBER = re.compile(r"^(?:avsnitt|episode|ep|del|#)?[ .]*#?(\d{1,4})\s*[.:–—-]\s*(?=\S)", re.I)


def next_number(archive: Archive) -> int:
    """Return the number after the highest in use, also by folders that can't be read."""
    folders = (re.match(r"episodes/(\d{1,5})-", path, re.ASCII) for path in archive.origins)
    used = [int(match[1]) for match in folders if match]
    return max([*used, *(episode.number or 0 for episode in archive.episodes)], default=0) + 1


def strip_title(text: str, show: str) -> str:
    """Return a title without the show's name and the number.

    >>> strip_title("Testpodden: Avsnitt 12 – Om hopp", "Testpodden")
    'Om hopp'
    """
    title = " ".join(text.split())
    if title.casefold().startswith(show.casefold()):
        title = re.sub(r"^\s*[.:–—|-]\s*", "", title[len(show) :]).strip() or title
    return _NUMBER.sub("", title).strip() or title


def next_moment(archive: Archive, as_of: datetime) -> datetime:
    """Return when the next episode would come out, if the show keeps its pace.

    The usual gap between episodes after the latest, at the same time of day; never in the past.
    """
    dates = sorted(episode.published for episode in archive.episodes if episode.published)
    zone = archive.zone
    now = as_of.astimezone(zone)
    if not dates:
        return (now + timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0)
    gaps = sorted(max((b - a).days, 1) for a, b in pairwise(dates[-6:])) or [7]
    usual = max(7 * round(gaps[len(gaps) // 2] / 7), 7)
    last = dates[-1].astimezone(zone)
    # Local days, so that 06:00 stays 06:00 when summer time begins.
    moment = last + timedelta(days=usual)
    while moment <= now:
        moment += timedelta(days=7)
    return moment


@dataclass(frozen=True)
class NewGuest:
    """A guest whose file does not exist yet."""

    slug: str
    name: str
    basis: str
    date: date
    title: str = ""
    organisation: str = ""
    scope: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class NewEpisode:
    """All that goes into a new `episode.yml`."""

    folder: str
    guid: str
    title: str
    summary: str
    number: int | None = None
    season: int | None = None
    kind: str = "full"
    published: datetime | None = None
    written: datetime | None = None
    """When the draft is made: the time above has come or is to come."""
    audio: str = ""
    film: str = ""
    """In `media/`: the same recording with moving picture."""
    picture: tuple[str, str] | None = None
    """File in `media/`, and what it shows."""
    guests: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    new_guests: tuple[NewGuest, ...] = field(default=())


def episode_text(episode: NewEpisode) -> str:
    """Return the text of `episode.yml`, with comments for the person who goes on writing."""
    return "\n".join(_episode_lines(episode)) + "\n"


def _episode_lines(episode: NewEpisode) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schema/episode.schema.json"
    yield _with_comment(f"guid: {episode.guid}", _("never changes"))
    if episode.number is not None:
        yield f"number: {episode.number}"
    if episode.season is not None:
        yield f"season: {episode.season}"
    yield f"type: {episode.kind}"
    yield f"title: {format_flow(episode.title)}"
    if episode.published is not None:
        moment = episode.published.isoformat(timespec="seconds")
        yield _with_comment(f"published: {moment}", _when(episode))
    yield _with_comment("status: draft", _("write published when it is ready"))
    yield f"summary: {format_flow(episode.summary)}"
    if episode.audio:
        yield f"audio: {format_flow(episode.audio)}"
    if episode.film:
        yield from _list("alternates", [format_flow({"file": episode.film, "title": _("Video")})])
    if episode.picture is not None:
        file, alt = episode.picture
        yield f"image: {format_flow({'file': file, 'alt': alt})}"
    yield from _list(
        "guests", [format_flow({"guest": slug, "role": _("guest")}) for slug in episode.guests]
    )
    yield from _list("topics", episode.topics)
    yield from _list("chapters", [_chapter(chapter) for chapter in episode.chapters])
    yield from _examples(episode)


def _when(episode: NewEpisode) -> str:
    if episode.written and episode.published and episode.published <= episode.written:
        return _("a time that has been: it appears as soon as it is published")
    return _("a time to come: it appears by itself")


def _with_comment(line: str, comment: str) -> str:
    return f"{line}  # {comment}"


def _examples(episode: NewEpisode) -> Iterator[str]:
    """Go through what may be written too: comments, ready to take the # away from."""
    for comment, lines in (
        (
            _("What the page says besides the summary, in Markdown:"),
            ["notes: |", "  " + _("Here we talk about …")],
        ),
        (
            _("Chapters; the first begins at 00:00:"),
            ["chapters:", "  - " + format_flow({"start": "00:00", "title": _("Welcome")})],
        ),
        (
            _("What listeners may want to know beforehand:"),
            [
                "content_notes:",
                "  - "
                + format_flow({"start": "12:30", "end": "15:10", "text": _("About anxiety")}),
            ],
        ),
        (
            _("When somebody has read the whole transcript:"),
            [
                "transcript: "
                + format_flow({"status": "reviewed", "by": _("Your name"), "date": "2026-01-31"})
            ],
        ),
    ):
        if not (episode.chapters and lines[0] == "chapters:"):
            yield f"# {comment}"
            yield from (f"# {line}" for line in lines)


def _list(key: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"{key}:"
        yield from (f"  - {item}" for item in items)


def _chapter(chapter: Chapter) -> str:
    values: dict[str, Value] = {"start": _clock(chapter.start), "title": chapter.title}
    if chapter.url:
        values["url"] = chapter.url
    if chapter.image:
        values["image"] = {"file": chapter.image.file, "alt": chapter.image.alt}
    if chapter.hidden:
        values["hidden"] = True
    return format_flow(values)


def _clock(seconds: float) -> str:
    text = format_timecode(seconds).removesuffix(".000")
    return text.removeprefix("00:")


def guest_text(guest: NewGuest) -> str:
    """Return the text of a new file in `content/gaster/`."""
    return "\n".join(_guest_lines(guest)) + "\n"


def _guest_lines(guest: NewGuest) -> Iterator[str]:
    yield "---"
    yield f"name: {format_flow(guest.name)}"
    if guest.title:
        title = {"title": guest.title, "organisation": guest.organisation}
        yield "titles:"
        yield f"  - {format_flow({key: value for key, value in title.items() if value})}"
    yield "# " + _("What the guest has agreed to; nothing else is shown.")
    yield "consent:"
    yield f"  basis: {guest.basis}"
    yield f"  date: {guest.date.isoformat()}"
    if guest.scope:
        yield f"  scope: {format_flow(guest.scope)}"
    if guest.source:
        yield f"  source: {format_flow(guest.source)}"
    yield "# " + _("A few sentences about the guest stand below the next line.")
    yield "---"
