"""Rules for consent: nothing that is published shows more of a guest than was agreed."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.voices import voices
from poddarkiv.consent import Names, is_withheld
from poddarkiv.consent.names import name_key
from poddarkiv.errors import Loc, Origin, Problem
from poddarkiv.i18n import _
from poddarkiv.model import Guest, Status

Asked = Mapping[str, Guest]
"""Guests who have agreed to something, by slug."""


def consent_is_kept(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """Nothing that is published shows more of a guest than the guest agreed to."""
    asked = {
        guest.slug: guest
        for guest in archive.guests
        if guest.consent.basis == "given" and guest.consent.scope and not is_withheld(guest, as_of)
    }
    found = [*_makers(archive, asked), *_takers_part(archive, asked), *_pictured(archive, asked)]
    yield from (problem for _slug, problem in found)
    reported = {slug for slug, _problem in found}
    for guest in asked.values():
        if guest.slug not in reported and not guest.pseudonym and "namn" not in guest.consent.scope:
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
    voices_of = voices(archive)
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
        for voice in voices_of[episode.slug]:
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
