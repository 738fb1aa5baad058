"""Rules for consent: that it says what it rests on, and that no more is shown than it covers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.voices import voices
from poddarkiv.consent import Names, is_withheld
from poddarkiv.consent.names import name_key
from poddarkiv.errors import Loc, Origin, Problem, Severity
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode, Guest, Status

Asked = Mapping[str, Guest]
"""Guests who have agreed to something, by slug."""
SOON = 30
"""Days before its end at which a consent is told of."""
_SHOWN = 3
"""Episodes that a message names."""


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
        yield from _lasts(guest, origin, as_of)


def _lasts(guest: Guest, origin: Origin, as_of: datetime) -> Iterator[Problem]:
    """Tell of a consent that ends soon; of one that has ended when nobody has taken it back."""
    consent = guest.consent
    if consent.until is None or consent.withdrawn is not None:
        return
    left = (consent.until - as_of.date()).days
    if left < 0:
        message = _("the consent of {name} ended {day}", name=guest.name, day=consent.until)
        remedy = _("ask again and write a new date and until, or write withdrawn: and the day")
        severity, rule = Severity.ERROR, "consent-expired"
    elif left <= SOON:
        message = _("the consent of {name} ends {day}", name=guest.name, day=consent.until)
        remedy = _("ask again, and write a new date and until")
        severity, rule = Severity.WARNING, "consent-ends"
    else:
        return
    yield origin.problem(
        "consent", "until", message=message, remedy=remedy, severity=severity, rule=rule
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


def consent_is_kept(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """Nothing that is published shows more of a guest than the guest agreed to."""
    asked = {
        guest.slug: guest
        for guest in archive.guests
        if guest.consent.basis == "given" and guest.consent.scope and not is_withheld(guest, as_of)
    }
    found = [*_makers(archive, asked), *_takers_part(archive, asked), *_pictured(archive, asked)]
    yield from (problem for _slug, problem in found)
    told = {slug for slug, _problem in found}
    for guest in asked.values():
        if guest.slug not in told and not guest.pseudonym and "namn" not in guest.consent.scope:
            yield archive.guest_origin(guest.slug).problem(
                "consent",
                "scope",
                message=_("the guest's page shows the name (scope lacks “namn”)"),
                remedy=_("ask the guest and add “namn”, or remove the file"),
                rule="consent-scope",
            )


def _makers(archive: Archive, asked: Asked) -> Iterator[tuple[str, Problem]]:
    by_name = {name_key(guest.name): guest.slug for guest in asked.values()}
    for i, person in enumerate(archive.show.persons):
        guest = asked.get(person.guest or by_name.get(name_key(person.name), ""))
        if guest is not None:
            used = {"namn": not guest.pseudonym, "bild": person.image is not None}
            loc = ("persons", i, "guest" if person.guest else "name")
            yield from _missing(guest, used, archive.show_origin, loc)


def _takers_part(archive: Archive, asked: Asked) -> Iterator[tuple[str, Problem]]:
    heard = voices(archive)
    for episode in archive.episodes:
        if episode.status is not Status.PUBLISHED:
            continue
        used = {"röst": episode.audio is not None, "text": episode.slug in archive.transcripts}
        origin = archive.episode_origin(episode.slug)
        for i, appearance in enumerate(episode.guests):
            if appearance.guest in asked:
                guest = asked[appearance.guest]
                named = {"namn": not guest.pseudonym}
                yield from _missing(guest, named | used, origin, ("guests", i, "guest"))
        listed = {appearance.guest for appearance in episode.guests}
        for voice in heard[episode.slug]:
            if voice.guest in asked and voice.guest not in listed:
                guest = asked[voice.guest]
                named = {"namn": not guest.pseudonym}
                yield from _missing(guest, named | used, voice.origin(archive), ())


def _pictured(archive: Archive, asked: Asked) -> Iterator[tuple[str, Problem]]:
    hidden = [guest for guest in asked.values() if "bild" not in guest.consent.scope]
    names = Names(guest.name for guest in hidden)
    for episode in archive.episodes:
        shown = episode.image is not None and episode.status is Status.PUBLISHED
        if shown and episode.image is not None and names.within(episode.image.alt):
            origin = archive.episode_origin(episode.slug)
            for guest in hidden:
                if Names([guest.name]).within(episode.image.alt):
                    yield from _missing(guest, {"bild": True}, origin, ("image", "alt"))


def _missing(
    guest: Guest, used: dict[str, bool], origin: Origin, loc: Loc
) -> Iterator[tuple[str, Problem]]:
    """Yield the guest's slug and what is shown beyond the scope, if anything is."""
    parts = [part for part, shown in used.items() if shown and part not in guest.consent.scope]
    if parts:
        path = f"content/gaster/{guest.slug}.md"
        yield (
            guest.slug,
            origin.problem(
                *loc,
                message=_(
                    "{name} has not agreed to: {parts}", name=guest.name, parts=", ".join(parts)
                ),
                remedy=_(
                    "ask the guest and add it to scope in {path}, or remove the guest", path=path
                ),
                rule="consent-scope",
            ),
        )


def everybody_was_asked(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """Who speaks in what is published has been asked: a public source gives no right to a voice."""
    spoken = _spoken(archive)
    for guest in archive.guests:
        slugs = spoken.get(guest.slug)
        if slugs and guest.consent.basis == "public_source" and not is_withheld(guest, as_of):
            yield archive.guest_origin(guest.slug).problem(
                "consent",
                "basis",
                message=_(
                    "{name} speaks in {episodes}, and nobody has asked",
                    name=guest.name,
                    episodes=_listed(list(dict.fromkeys(slugs))),
                ),
                remedy=_("ask, and write basis: given with date and scope"),
                severity=Severity.WARNING,
                rule="consent-not-asked",
            )


def _listed(slugs: list[str]) -> str:
    """Return the first episodes and how many more: a host speaks in each of a hundred."""
    more = len(slugs) - _SHOWN
    rest = [ngettext("{n} more episode", "{n} more episodes", more)] if more > 0 else []
    return ", ".join([*slugs[:_SHOWN], *rest])


def _spoken(archive: Archive) -> dict[str, list[str]]:
    """Return the published episodes in which each guest speaks, by slug."""
    spoken: dict[str, list[str]] = defaultdict(list)
    heard = voices(archive)
    for episode in archive.episodes:
        if episode.status is Status.PUBLISHED:
            if _is_heard(archive, episode) or episode.slug in archive.transcripts:
                for appearance in episode.guests:
                    spoken[appearance.guest].append(episode.slug)
            for voice in heard[episode.slug]:
                spoken[voice.guest].append(episode.slug)
    return spoken


def _is_heard(archive: Archive, episode: Episode) -> bool:
    """Whether there is a recording, here or measured elsewhere."""
    lock = archive.locks.get(episode.slug)
    return episode.audio in archive.media or (lock is not None and lock.audio is not None)


def voices_are_known(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Who is named as speaking in a transcript has a file, where consent is kept."""
    if any(path.startswith("content/gaster/") for path in archive.broken):
        return
    for episode in archive.episodes:
        if episode.status is Status.WITHDRAWN:
            continue
        for voice in voices(archive)[episode.slug]:
            if not voice.known:
                yield voice.origin(archive).problem(
                    message=_(
                        "“{name}” speaks here, and has no file in content/gaster", name=voice.name
                    ),
                    remedy=_("write the name as in the file, or write {path}", path=voice.file),
                    severity=Severity.WARNING,
                    rule="unknown-voice",
                )


RULES = (consent_is_whole, consent_is_kept, everybody_was_asked, voices_are_known)
