"""Rules for one episode and for episodes among themselves: names, numbers, guids, dates."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from poddarkiv.archive import Archive
from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Status

_NUMBERED = re.compile(r"^(\d{3,})-(.+)$", re.ASCII)
_DIGITS = re.compile(r"^(\d{1,2})(?:-|$)", re.ASCII)


def folder_equals_number(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """The folder is `NNN-slug` with the episode's number, or a plain slug without one."""
    for episode in archive.episodes:
        match = _NUMBERED.match(episode.slug)
        written = _in_name(episode)
        if written == episode.number and not _DIGITS.match(episode.slug):
            continue
        origin = archive.episode_origin(episode.slug)
        if episode.number is None:
            yield origin.problem(
                message=_("the folder has a number, the episode has none"),
                remedy=_("write number: {number}", number=int(re.split("-", episode.slug)[0])),
                rule="folder-number",
            )
        else:
            name = match[2] if match else _DIGITS.sub("", episode.slug)
            wanted = f"{episode.number:03}-{name}" if name else f"{episode.number:03}-…"
            yield origin.problem(
                "number",
                message=_(
                    "the folder is called {folder}, the episode has number {number}",
                    folder=episode.slug,
                    number=episode.number,
                ),
                remedy=_("rename the folder to {wanted}, or change the number", wanted=wanted)
                if written is None
                else _("write number: {number}", number=written)
                + _(", or rename the folder to {wanted}", wanted=wanted),
                rule="folder-number",
            )


def _in_name(episode: Episode) -> int | None:
    match = _NUMBERED.match(episode.slug)
    return int(match[1]) if match else None


def numbers_differ(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A number stands once in a season; two branches may each have taken the next one."""
    groups: dict[tuple[int | None, int], list[Episode]] = defaultdict(list)
    for episode in archive.episodes:
        if episode.number is not None and _in_name(episode) == episode.number:
            groups[episode.season, episode.number].append(episode)
    highest = max((number for _season, number in groups), default=0)
    for (_season, number), episodes in groups.items():
        first, *others = sorted(episodes, key=lambda episode: _newcomer(archive, episode))
        for free, episode in enumerate(others, highest + 1):
            name = re.sub(r"^\d+-", "", episode.slug)
            yield archive.episode_origin(episode.slug).problem(
                "number",
                message=_(
                    "number {number} is already taken by {other}", number=number, other=first.slug
                ),
                remedy=_(
                    "write number: {free} and rename the folder to {wanted}",
                    free=free,
                    wanted=f"{free:03}-{name}",
                ),
                rule="repeated-number",
            )


def guids_differ(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A guid stands once: apps would take two episodes for one.

    One that subscribers already know is kept by `identity.guids_are_never_reused`.
    """
    known = {lock.identity.guid for lock in archive.locks.values() if lock.identity is not None}
    groups: dict[str, list[Episode]] = defaultdict(list)
    for episode in archive.episodes:
        if episode.guid is not None and episode.guid not in known:
            groups[episode.guid].append(episode)
    for guid, episodes in groups.items():
        first, *others = sorted(episodes, key=lambda episode: _newcomer(archive, episode))
        for episode in others:
            yield archive.episode_origin(episode.slug).problem(
                "guid",
                message=_("{other} has the same guid, {guid}", other=first.slug, guid=guid),
                remedy=_("write guid: {guid}", guid=suggested_guid(archive, episode)),
                rule="repeated-guid",
            )


def _newcomer(archive: Archive, episode: Episode) -> tuple[bool, bool, bool, str]:
    # What subscribers already have must not change: the one that isn't locked gives way.
    lock = archive.locks.get(episode.slug)
    locked = lock is not None and lock.identity is not None
    return (not locked, lock is None, episode.status is not Status.PUBLISHED, episode.slug)


def suggested_guid(archive: Archive, episode: Episode) -> str:
    """Return a guid that the episode may have: the same at each call."""
    return str(uuid5(NAMESPACE_URL, f"{archive.site_url}avsnitt/{episode.slug}/"))


def published_have_guids(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A published episode has a guid, written down before anybody subscribes."""
    for episode in archive.episodes:
        if episode.status is Status.PUBLISHED and episode.guid is None:
            yield archive.episode_origin(episode.slug).problem(
                "guid",
                message=_("is missing: a published episode needs one that never changes"),
                remedy=_("write guid: {guid}", guid=suggested_guid(archive, episode)),
                rule="missing-guid",
            )


def published_have_dates(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """What stands in the feed has a date; the future is scheduled."""
    for episode in archive.episodes:
        if episode.status is not Status.PUBLISHED:
            continue
        origin = archive.episode_origin(episode.slug)
        lock = archive.locks.get(episode.slug)
        locked = lock.identity.published if lock is not None and lock.identity else None
        if episode.published is None and episode.audio is not None and locked is None:
            today = as_of.astimezone(archive.zone)
            example = today.replace(hour=6, minute=0, second=0, microsecond=0)
            yield origin.problem(
                "published",
                message=_("is missing: without a date the episode never comes into the feed"),
                remedy=_("write published: {moment}", moment=example.isoformat()),
                rule="missing-date",
            )
        elif episode.published is not None and episode.published > as_of:
            yield origin.problem(
                "published",
                message=_(
                    "the episode is scheduled: it appears at the first build after {moment}",
                    moment=episode.published.isoformat(sep=" ", timespec="minutes"),
                ),
                severity=Severity.NOTE,
                rule="scheduled",
            )


def texts_are_written(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Nothing is published with the “…” that `new` leaves where somebody has yet to write."""
    for episode in archive.episodes:
        for field in ("title", "summary"):
            if episode.status is Status.PUBLISHED and getattr(episode, field) == "…":
                yield archive.episode_origin(episode.slug).problem(
                    field,
                    message=_("nobody has written it yet"),
                    remedy=_("write {text}", text=f"{field}: …"),
                    rule="unwritten",
                )


RULES = (
    folder_equals_number,
    numbers_differ,
    guids_differ,
    published_have_guids,
    published_have_dates,
    texts_are_written,
)
