"""Who has agreed to what, since when, until when, and where they appear."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.texts import texts
from poddarkiv.checks.voices import voices
from poddarkiv.consent import Names, is_withheld
from poddarkiv.consent.names import name_key
from poddarkiv.model import Guest, Status


@dataclass(frozen=True)
class ConsentEntry:
    """One guest's consent."""

    guest: Guest
    shown: bool
    """Whether the guest may be shown at that moment."""
    guest_in: tuple[str, ...]
    """Slugs of the episodes in which the guest is listed, withdrawn ones apart."""
    speaks_in: tuple[str, ...]
    """Slugs of the episodes whose transcript has the guest as a speaker."""
    makes_the_show: bool
    named_in: tuple[str, ...]
    """Other files that hold the whole name, from the archive's root."""


def list_consents(archive: Archive, as_of: datetime) -> list[ConsentEntry]:
    """Return the consent of each guest, by slug."""
    guest_in: dict[str, list[str]] = defaultdict(list)
    speaks_in: dict[str, list[str]] = defaultdict(list)
    voices_of = voices(archive)
    for episode in archive.episodes:
        if episode.status is not Status.WITHDRAWN:
            for slug in dict.fromkeys(appearance.guest for appearance in episode.guests):
                guest_in[slug].append(episode.slug)
            for slug in dict.fromkeys(voice.guest for voice in voices_of[episode.slug]):
                speaks_in[slug].append(episode.slug)
    written = list(_written(archive))
    return [
        ConsentEntry(
            guest,
            not is_withheld(guest, as_of),
            tuple(guest_in[guest.slug]),
            tuple(speaks_in[guest.slug]),
            _makes_the_show(archive, guest),
            tuple(_named_in(archive, guest, written)),
        )
        for guest in archive.guests
    ]


def _makes_the_show(archive: Archive, guest: Guest) -> bool:
    return any(
        person.guest == guest.slug or name_key(person.name) == name_key(guest.name)
        for person in archive.show.persons
    )


def _written(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield each file and a text in it, besides transcripts."""
    for text in texts(archive):
        yield text.origin.path, text.body
    for episode in archive.episodes:
        yield archive.episode_origin(episode.slug).path, f"{episode.title}\n{episode.summary}"
    for article in archive.articles:
        yield archive.article_origin(article.slug).path, f"{article.title}\n{article.summary}"
    for term in archive.glossary.terms:
        yield "content/ordlista.yml", f"{term.term}\n{term.definition}"
    yield archive.show_origin.path, archive.show.description


def _named_in(archive: Archive, guest: Guest, written: list[tuple[str, str]]) -> Iterator[str]:
    others = [other.name for other in archive.guests if other is not guest]
    names = Names([guest.name], others)
    own = archive.guest_origin(guest.slug).path
    last = name_key(guest.name)[-1:]
    found = (
        path
        for path, text in written
        # Most texts hold nothing of most names.
        if path != own and all(part in text.casefold() for part in last) and names.within(text)
    )
    return iter(dict.fromkeys(found))
