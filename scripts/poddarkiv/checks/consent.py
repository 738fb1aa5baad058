"""Rules for consent: that it says what it rests on, and that no more is shown than it covers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.consent_scope import consent_is_kept
from poddarkiv.checks.voices import voices
from poddarkiv.consent import is_withheld
from poddarkiv.errors import Origin, Problem, Severity
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode, Guest, Status

SOON = 30
"""Days before its end from which a consent is reported."""
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
    voices_of = voices(archive)
    for episode in archive.episodes:
        if episode.status is Status.PUBLISHED:
            if _is_heard(archive, episode) or episode.slug in archive.transcripts:
                for appearance in episode.guests:
                    spoken[appearance.guest].append(episode.slug)
            for voice in voices_of[episode.slug]:
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
