"""Ask for each part of a new episode, or take it from the options. Writes nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from poddarkiv.archive import Archive
from poddarkiv.audio.measure import read_kind
from poddarkiv.audio.tag_reader import FileTags, read_file_tags
from poddarkiv.audio.text_repair import UNREADABLE
from poddarkiv.commands._ask import Asker, parse_yes_no
from poddarkiv.commands._new_guests import MatchedGuests, match_guests
from poddarkiv.errors import AudioError, UsageError
from poddarkiv.formats import drafts
from poddarkiv.i18n import _
from poddarkiv.slugs import closest, is_slug, slugify

T = TypeVar("T")


@dataclass(frozen=True)
class GivenValues:
    """What the options say; None or empty where they say nothing."""

    title: str | None = None
    summary: str | None = None
    number: int | None = None
    season: int | None = None
    slug: str | None = None
    published: str | None = None
    guests: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    consent: str | None = None
    consent_date: str | None = None
    scope: str = ""
    source: str | None = None
    alt: str | None = None
    move: bool = False
    film: Path | None = None
    """From where the recording's sound was taken."""


def choose_recording(audio: Path | None, ask: Asker | None) -> tuple[Path | None, FileTags]:
    if audio is not None:
        try:
            return _read(audio)
        except AudioError as error:
            raise UsageError(str(error)) from error
    if ask is None:
        return None, FileTags()

    def read(answer: str) -> tuple[Path | None, FileTags]:
        # A file that is dragged into a terminal comes within quotation marks.
        name = answer.strip().strip("\"'")
        try:
            return _read(Path(name)) if name else (None, FileTags())
        except AudioError as error:
            raise ValueError(str(error)) from error

    return ask.value(_("The recording's file (empty if it comes later):"), read)


def _read(audio: Path) -> tuple[Path, FileTags]:
    # Here rather than by `measure` later: a kind that no feed takes is in no .gitignore either.
    read_kind(audio)
    return audio, read_file_tags(audio)


def choose_title(
    archive: Archive, audio: Path | None, tags: FileTags, given: GivenValues, ask: Asker | None
) -> str:
    if given.title:
        return " ".join(given.title.split())
    likely = drafts.strip_title(tags.title, archive.show.title)
    if UNREADABLE in likely:
        if ask is not None:
            ask.say(_("The title in the recording can't be read: {title}", title=likely))
        likely = ""
    if ask is not None:
        return ask.text(_("Title, without the show's name and number:"), likely)
    if not likely and audio is not None:
        likely = re.sub(r"[_-]+", " ", re.sub(r"^\d+[_ -]+", "", audio.stem)).strip()
        likely = likely[:1].upper() + likely[1:]
    if not likely:
        raise UsageError(_("the recording has no title: write --title TEXT"))
    return likely


def choose_number(archive: Archive, given: GivenValues, ask: Asker | None) -> int | None:
    taken = {e.number: e.slug for e in archive.episodes if e.season == given.season}

    def read(answer: str) -> int | None:
        if not re.fullmatch(r"\d{1,5}", answer.strip()):
            raise ValueError(
                _("a whole number such as 32 was expected, not “{value}”", value=answer)
            )
        number = int(answer) or None
        if number in taken and number is not None:
            raise ValueError(
                _("number {number} is already taken by {other}", number=number, other=taken[number])
            )
        return number

    if given.number is None and ask is not None:
        question = _("Number (0 for a trailer without a number):")
        return ask.value(question, read, str(drafts.next_number(archive)))
    wanted = drafts.next_number(archive) if given.number is None else given.number
    return _or_usage_error(read, str(wanted), "--number")


def _or_usage_error(read: Callable[[str], T], value: str, option: str) -> T:
    try:
        return read(value)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def choose_folder(
    archive: Archive, title: str, number: int | None, given: GivenValues, ask: Asker | None
) -> str:
    def read(answer: str) -> str:
        slug = answer.strip()
        if not is_slug(slug):
            likely = slugify(slug) or "…"
            raise ValueError(_("only a–z, 0–9 and hyphens, as in {likely}", likely=likely))
        folder = slug if number is None else f"{number:03}-{slug}"
        if (archive.root / "episodes" / folder).exists():
            raise ValueError(_("episodes/{folder} is there already", folder=folder))
        return folder

    likely = given.slug or slugify(title)
    if given.slug is None and ask is not None:
        return ask.value(_("The end of the page's address:"), read, likely)
    return _or_usage_error(read, likely, "--slug")


def choose_summary(tags: FileTags, given: GivenValues, ask: Asker | None) -> str:
    if given.summary:
        return " ".join(given.summary.split())
    likely = " ".join(tags.summary.split())
    if ask is not None:
        return ask.text(_("One or two sentences about the episode:"), likely)
    return likely or drafts.UNWRITTEN


def _in_zone(archive: Archive, clock: datetime) -> datetime:
    # Without a zone of its own the archive goes by the machine's.
    zone = archive.zone
    return clock.replace(tzinfo=zone) if zone is not None else clock.astimezone()


def choose_date(
    archive: Archive, as_of: datetime, given: GivenValues, ask: Asker | None
) -> datetime | None:
    def read(answer: str) -> datetime | None:
        if answer.strip() == "-" or parse_yes_no(answer) is False:
            return None
        try:
            moment = datetime.fromisoformat(answer.strip())
        except ValueError as error:
            raise ValueError(
                _(
                    "a date and time such as 2025-03-01T06:00:00+01:00 was expected, not “{value}”",
                    value=answer,
                )
            ) from error
        return moment if moment.tzinfo else _in_zone(archive, moment)

    likely = drafts.next_moment(archive, as_of).isoformat(timespec="seconds")
    if given.published is None and ask is not None:
        return ask.value(_("When does it come out? (“no” for not decided):"), read, likely)
    return _or_usage_error(read, given.published or likely, "--published")


def choose_guests(
    archive: Archive, as_of: datetime, given: GivenValues, ask: Asker | None
) -> MatchedGuests:
    names = list(given.guests)
    if not names and ask is not None:
        if archive.guests:
            ask.say(_("Known guests: {names}", names=", ".join(g.name for g in archive.guests)))
        line = ask.text(_("Guests, separated by commas (empty for none):"), needed=False)
        names = [name.strip() for name in line.split(",") if name.strip()]
    given_date = given.consent_date or as_of.astimezone(archive.zone).date().isoformat()
    agreed = _or_usage_error(date.fromisoformat, given_date, "--consent-date")
    scope = tuple(word.strip() for word in given.scope.split(",") if word.strip())
    return match_guests(archive, names, given.consent, agreed, scope, given.source or "", ask)


def choose_topics(archive: Archive, given: GivenValues, ask: Asker | None) -> tuple[str, ...]:
    known = list(archive.topic_by_slug)
    if not given.topics and ask is not None and known:
        ask.say(_("Topics: {names}", names=", ".join(known)))
        return ask.several(_("Which, separated by commas (empty for none):"), known)
    for name in given.topics:
        if name not in known:
            near = closest(name, known)
            hint = " – " + _("did you mean “{near}”?", near=near) if near else ""
            raise UsageError("--topic: " + _("no topic is called “{slug}”", slug=name) + hint)
    return given.topics


def choose_picture_text(
    archive: Archive, tags: FileTags, given: GivenValues, ask: Asker | None
) -> str:
    if not tags.picture or given.alt or ask is None:
        return (given.alt or "") if tags.picture else ""
    cover = archive.root / "media" / archive.show.image.file
    if cover.is_file() and cover.read_bytes() == tags.picture:
        return ""
    if not ask.yes(_("Use the recording's own picture for the episode?"), likely=False):
        return ""
    return ask.text(_("What does the picture show? (for those who don't see it):"))
