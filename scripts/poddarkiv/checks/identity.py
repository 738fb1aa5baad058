"""What subscribers' apps remember of an episode, and whether it is still so. No I/O."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath

from poddarkiv.archive import Archive
from poddarkiv.checks.episodes import suggested_guid
from poddarkiv.checks.files import recording_is_missing
from poddarkiv.checks.media import is_web_address
from poddarkiv.errors import Origin, Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Identity, Status

_FIELDS = ("guid", "published", "page", "enclosure")


def current_identity(archive: Archive, episode: Episode) -> Identity | None:
    """Return the identity that the files give `episode` today; None before it is published."""
    if episode.status is not Status.PUBLISHED or episode.guid is None:
        return None
    return Identity(
        guid=episode.guid,
        published=episode.published,
        page=f"avsnitt/{episode.slug}/",
        enclosure=_address(archive.audio_url(episode)),
    )


def _address(url: str | None) -> str | None:
    # Another rule reports what is no web address, and it was never published.
    return url if url is not None and is_web_address(url) else None


def complete_identity(locked: Identity | None, now: Identity | None) -> Identity | None:
    """Return what the lock should keep: as it is, and new only where it held nothing.

    A date or recording that comes later takes nothing from anybody; a change does, and is kept
    out until a person has accepted it.
    """
    if locked is None or now is None:
        return locked or now
    missing = {
        name: getattr(now, name)
        for name in ("published", "enclosure")
        if getattr(locked, name) is None
    }
    return locked.model_copy(update=missing)


def accept_identity(locked: Identity | None, now: Identity | None) -> Identity | None:
    """Return the identity after a person has said that today's is meant.

    The page that was becomes one of the former, which lead on to the new one.
    """
    if locked is None or now is None:
        return now or locked
    former = [page for page in (*locked.former, locked.page) if page != now.page]
    return now.model_copy(update={"former": tuple(dict.fromkeys(former))})


def identity_is_kept(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """What was published stays: guid, date, page and recording's address."""
    for episode in archive.episodes:
        lock = archive.locks.get(episode.slug)
        now = current_identity(archive, episode)
        origin = archive.episode_origin(episode.slug)
        if lock is None or now is None:
            continue
        if lock.identity is None:
            if now.published is not None:
                yield _unlocked(origin, episode)
            continue
        for name in _FIELDS:
            if name == "enclosure" and _told_elsewhere(archive, episode, now):
                continue
            before, after = getattr(lock.identity, name), getattr(now, name)
            if before not in (None, after):
                yield _changed(origin, episode, name, before, after)


def _told_elsewhere(archive: Archive, episode: Episode, now: Identity) -> bool:
    # Where the address can't be known, another rule says why.
    unknown = episode.audio is not None and now.enclosure is None
    broken = "mkdocs.yml" in archive.broken
    return broken or unknown or recording_is_missing(archive, episode)


def _unlocked(origin: Origin, episode: Episode) -> Problem:
    # It was measured as a draft: nothing would tell of a later change.
    return origin.problem(
        "status",
        message=_("it is not written down yet what must stay now that the episode is published"),
        remedy=_("run: poddarkiv measure {slug}", slug=episode.slug),
        severity=Severity.WARNING,
        rule="identity-unlocked",
    )


def _changed(origin: Origin, episode: Episode, name: str, before: object, after: object) -> Problem:
    field = {"page": (), "enclosure": ("audio",)}.get(name, (name,))
    messages = {
        "guid": _(
            "the guid was “{before}” when the episode was published, now “{after}”: "
            "every subscriber would get it again as a new episode",
            before=before,
            after=after,
        ),
        "published": _(
            "the date was {before} when the episode was published, now {after}: "
            "it would move in subscribers' lists",
            before=_shown(before),
            after=_shown(after) or _("no date"),
        ),
        "page": _(
            "the page was {before} when the episode was published, now {after}: "
            "other people's links would break",
            before=before,
            after=after,
        ),
        "enclosure": _(
            "the recording was {before} when the episode was published, now {after}: "
            "apps may download it again",
            before=before,
            after=after or _("no recording"),
        ),
    }
    remedy = _(
        "write it back, or if it is meant: poddarkiv check --accept {episode}", episode=episode.slug
    )
    if name == "page":
        remedy = _(
            "rename the folder to {folder}, or if it is meant: poddarkiv check --accept {episode}",
            folder=PurePosixPath(str(before)).name,
            episode=episode.slug,
        )
    return origin.problem(*field, message=messages[name], remedy=remedy, rule=f"identity-{name}")


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value or "")


def guids_are_never_reused(archive: Archive, as_of: datetime) -> Iterable[Problem]:  # noqa: ARG001
    """A guid belongs to one episode for ever, also after a withdrawal or a change."""
    owners = {
        lock.identity.guid: slug
        for slug, lock in sorted(archive.locks.items(), reverse=True)
        if lock.identity is not None
    }
    for episode in archive.episodes:
        owner = owners.get(episode.guid or "")
        if owner is not None and owner != episode.slug:
            yield archive.episode_origin(episode.slug).problem(
                "guid",
                message=_("the guid was published as that of {episode}", episode=owner),
                remedy=_("write guid: {guid}", guid=suggested_guid(archive, episode)),
                rule="guid-reused",
            )


RULES = (identity_is_kept, guids_are_never_reused)
