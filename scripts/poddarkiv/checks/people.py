"""Rules for guests: that they exist, and that only what they agreed to is shown."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.errors import Loc, Origin, Problem
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Guest, Status
from poddarkiv.slugs import closest


def guests_exist(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Everybody who is named as a guest has a file in `content/gaster/`."""
    for episode in archive.episodes:
        origin = archive.episode_origin(episode.slug)
        for i, appearance in enumerate(episode.guests):
            yield from _known_guest(archive, origin, ("guests", i, "guest"), appearance.guest)
    for i, person in enumerate(archive.show.persons):
        if person.guest is not None:
            yield from _known_guest(
                archive, archive.show_origin, ("persons", i, "guest"), person.guest
            )


def _known_guest(archive: Archive, origin: Origin, loc: Loc, slug: str) -> Iterator[Problem]:
    path = f"content/gaster/{slug}.md"
    if slug not in archive.guest_by_slug and path not in archive.broken:
        near = closest(slug, archive.guest_by_slug)
        yield origin.problem(
            *loc,
            message=_("no guest is called “{slug}”", slug=slug),
            remedy=_("did you mean “{near}”?", near=near) if near else _("write {path}", path=path),
            rule="unknown-guest",
        )


def named_once(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A guest stands once in an episode for each role."""
    for episode in archive.episodes:
        seen: set[tuple[str, str]] = set()
        for i, appearance in enumerate(episode.guests):
            key = (appearance.guest, appearance.role)
            if key in seen:
                yield archive.episode_origin(episode.slug).problem(
                    "guests",
                    i,
                    "guest",
                    message=_("{guest} stands twice", guest=appearance.guest),
                    remedy=_("remove one of them"),
                    rule="repeated-guest",
                )
            seen.add(key)


def topics_exist(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Every topic that an episode or article names has a file in `content/amnen/`."""
    named: list[tuple[Origin, tuple[str, ...]]] = [
        (archive.episode_origin(episode.slug), episode.topics) for episode in archive.episodes
    ]
    named += [
        (archive.article_origin(article.slug), article.topics) for article in archive.articles
    ]
    for origin, topics in named:
        for i, slug in enumerate(topics):
            path = f"content/amnen/{slug}.md"
            if slug in topics[:i]:
                yield origin.problem(
                    "topics",
                    i,
                    message=_("{topic} stands twice", topic=slug),
                    remedy=_("remove one of them"),
                    rule="repeated-topic",
                )
            elif slug not in archive.topic_by_slug and path not in archive.broken:
                near = closest(slug, archive.topic_by_slug)
                yield origin.problem(
                    "topics",
                    i,
                    message=_("no topic is called “{slug}”", slug=slug),
                    remedy=_("did you mean “{near}”?", near=near)
                    if near
                    else _("write {path}", path=path),
                    rule="unknown-topic",
                )


def related_exist(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Every episode that an article names exists."""
    for article in archive.articles:
        for i, slug in enumerate(article.episodes):
            path = f"episodes/{slug}/episode.yml"
            if slug not in archive.episode_by_slug and path not in archive.broken:
                near = closest(slug, archive.episode_by_slug)
                yield archive.article_origin(article.slug).problem(
                    "episodes",
                    i,
                    message=_("no episode is called “{name}”", name=slug),
                    remedy=_("did you mean “{near}”?", near=near) if near else _("remove the line"),
                    rule="unknown-episode",
                )


def consent_is_whole(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """A consent says what it rests on; public sources give name, title and source only."""
    for guest in archive.guests:
        origin = archive.guest_origin(guest.slug)
        consent = guest.consent
        if consent.basis == "given":
            yield from _given(guest, origin)
        else:
            yield from _public_source(guest, origin)
        if consent.date is not None and consent.date > as_of.date():
            yield origin.problem(
                "consent",
                "date",
                message=_("{date} has not been yet", date=consent.date),
                remedy=_("write the day on which the guest agreed"),
                rule="consent-date",
            )


def _given(guest: Guest, origin: Origin) -> Iterator[Problem]:
    if guest.consent.date is None:
        yield origin.problem(
            "consent",
            "date",
            message=_("is missing: when did the guest agree?"),
            remedy=_("write date: and the day, as in 2026-11-20"),
            rule="consent-date",
        )
    if not guest.consent.scope:
        yield origin.problem(
            "consent",
            "scope",
            message=_("is missing: what did the guest agree to?"),
            remedy=_("write scope: [namn, röst, text, bild] without what was not agreed"),
            rule="consent-scope",
        )
    elif guest.image is not None and "bild" not in guest.consent.scope:
        yield origin.problem(
            "image",
            message=_("the guest has not agreed to a picture (scope lacks “bild”)"),
            remedy=_("remove the picture, or ask the guest and add “bild”"),
            rule="consent-scope",
        )


def _public_source(guest: Guest, origin: Origin) -> Iterator[Problem]:
    if guest.consent.source is None:
        yield origin.problem(
            "consent",
            "source",
            message=_("is missing: basis public_source needs the source"),
            remedy=_("write source: and where it is published"),
            rule="consent-source",
        )
    if guest.image is not None:
        yield origin.problem(
            "image",
            message=_("basis public_source allows name, title and source only"),
            remedy=_("remove image, or ask the guest and write basis: given"),
            rule="consent-source",
        )
    if guest.consent.scope:
        yield origin.problem(
            "consent",
            "scope",
            message=_("basis public_source has no scope: nobody was asked"),
            remedy=_("remove scope, or ask the guest and write basis: given"),
            rule="consent-source",
        )


def consent_is_kept(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """No episode shows a guest who has taken it back, or more than the guest agreed to."""
    for episode in archive.episodes:
        if episode.status is Status.WITHDRAWN:
            continue
        origin = archive.episode_origin(episode.slug)
        for i, appearance in enumerate(episode.guests):
            guest = archive.guest_by_slug.get(appearance.guest)
            if guest is None:
                continue
            here = origin.line("guests", i, "guest"), f"guests.{i}.guest"
            if guest.withdrawn:
                yield Problem(
                    origin.path,
                    *here,
                    _("{name} has taken back the consent", name=guest.name),
                    _("remove the guest and what was said, or write status: withdrawn"),
                    rule="consent-withdrawn",
                )
            elif episode.status is Status.PUBLISHED and guest.consent.basis == "given":
                missing = list(_needed(archive, episode, guest))
                if missing and guest.consent.scope:
                    yield Problem(
                        origin.path,
                        *here,
                        _(
                            "{name} has not agreed to: {parts}",
                            name=guest.name,
                            parts=", ".join(missing),
                        ),
                        _(
                            "ask the guest and add it to scope in {path}, or remove the guest",
                            path=f"content/gaster/{guest.slug}.md",
                        ),
                        rule="consent-scope",
                    )


def _needed(archive: Archive, episode: Episode, guest: Guest) -> Iterable[str]:
    shown = {
        "namn": not guest.pseudonym,
        "röst": episode.audio is not None,
        "text": episode.slug in archive.transcripts,
    }
    return (part for part, used in shown.items() if used and part not in guest.consent.scope)


RULES = (
    guests_exist,
    named_once,
    topics_exist,
    related_exist,
    consent_is_whole,
    consent_is_kept,
)
