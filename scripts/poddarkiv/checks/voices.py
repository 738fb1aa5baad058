"""Who is named as speaking in the transcripts."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from poddarkiv.archive import Archive
from poddarkiv.consent.labels import is_name, strip_role
from poddarkiv.consent.names import is_short_for, name_key
from poddarkiv.errors import Origin, SourceError
from poddarkiv.formats.columns import speakers_of
from poddarkiv.model import Episode
from poddarkiv.slugs import slugify


@dataclass(frozen=True)
class Voice:
    """A name under which somebody speaks in a transcript."""

    name: str
    episode: str
    """The episode's slug."""
    first: int
    """Which cue has it first, from 0."""
    guest: str
    """Whose name it is, by slug; empty when it is no guest's."""
    known: bool
    """Whether it is a guest's, somebody's who makes the show, or no name at all."""

    @property
    def file(self) -> str:
        """Where consent would be kept."""
        return f"content/gaster/{slugify(self.name) or 'namn'}.md"

    def origin(self, archive: Archive) -> Origin:
        """Return the line on which the name stands first."""
        path = f"episodes/{self.episode}/transcript.vtt"
        lines = archive.cue_lines.get(self.episode, ())
        # The name stands below the times.
        return Origin(path, {(): lines[self.first] + 1 if self.first < len(lines) else 1})


def voices(archive: Archive) -> Mapping[str, list[Voice]]:
    """Return everybody who is named as speaking, by episode slug."""
    # Several rules ask, one after the other.
    for known, result in tuple(_latest):
        if known is archive:
            return result
    guests: dict[tuple[str, ...], list[str]] = {}
    for guest in archive.guests:
        guests.setdefault(name_key(guest.name), []).append(guest.slug)
    makers = [archive.show.title, archive.show.author, archive.show.owner.name]
    makers += [person.name for person in archive.show.persons]
    found = {e.slug: list(_voices(archive, e, guests, makers)) for e in archive.episodes}
    _latest.append((archive, found))
    return found


_latest: deque[tuple[Archive, Mapping[str, list[Voice]]]] = deque(maxlen=1)


def _voices(
    archive: Archive,
    episode: Episode,
    guests: Mapping[tuple[str, ...], list[str]],
    makers: list[str],
) -> Iterator[Voice]:
    if episode.slug not in archive.transcripts:
        return
    try:
        speakers = speakers_of(archive.transcripts[episode.slug])
    except SourceError:
        # Told of where transcripts are checked.
        return
    here = list(dict.fromkeys(appearance.guest for appearance in episode.guests))
    for name in dict.fromkeys(filter(None, speakers)):
        said = strip_role(name)
        guest = _guest(archive, here, guests.get(name_key(said), []), said)
        made = any(is_short_for(said, maker) for maker in makers)
        known = bool(guest) or made or not is_name(name)
        yield Voice(name, episode.slug, speakers.index(name), guest, known)


def _guest(archive: Archive, here: list[str], same: list[str], name: str) -> str:
    """Return whose name it is: of the whole name, or of a part that one guest alone has here."""
    if same:
        return next((slug for slug in here if slug in same), same[0])
    known = archive.guest_by_slug
    meant = [slug for slug in here if slug in known and is_short_for(name, known[slug].name)]
    return meant[0] if len(meant) == 1 else ""
