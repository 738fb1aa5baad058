"""Episodes without the people who are left out: where they take part, and where they are named."""

from functools import cached_property

from poddarkiv.archive import Archive
from poddarkiv.consent import neutral
from poddarkiv.consent.labels import strip_role
from poddarkiv.consent.names import Names, is_same_name, is_short_for
from poddarkiv.consent.redact import redact_noun
from poddarkiv.consent.transcripts import Redaction
from poddarkiv.errors import SourceError
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Guest, Status
from poddarkiv.model.episode import TranscriptStatus

_OF_SOUND = ("alternates", "listen", "soundbites", "tracks")


class Appearances:
    """In which episodes some people take part, and what of each is theirs."""

    def __init__(self, archive: Archive, people: tuple[Guest, ...], names: Names) -> None:
        self.archive = archive
        self.names = names
        self._people = {guest.slug: guest for guest in people}

    @cached_property
    def episodes(self) -> frozenset[str]:
        """Slugs of the episodes in which one of the people is a guest, or is heard."""
        return frozenset(e.slug for e in self.archive.episodes if self._takes_part(e))

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Slugs of the episodes whose transcript does not tell what is theirs."""
        return frozenset(
            episode.slug
            for episode in self.archive.episodes
            if self._guests(episode) and not self._heard(episode)
        )

    def is_withheld(self, guest: str) -> bool:
        """Whether the guest with that slug is one of the people."""
        return guest in self._people

    def left_out(self, slug: str) -> Redaction:
        """Return what of an episode's transcript is not shown."""
        episode = self.archive.episode_by_slug.get(slug)
        if episode is None:
            return Redaction(self.names, self.names.within, unnamed=False)
        return Redaction(
            self.names, lambda speaker: self._is_theirs(episode, speaker), slug in self.episodes
        )

    def _takes_part(self, episode: Episode) -> bool:
        tracks = (track.speaker for track in episode.tracks)
        return (
            bool(self._guests(episode))
            or any(self._is_theirs(episode, speaker) for speaker in tracks)
            or self._heard(episode)
        )

    def _guests(self, episode: Episode) -> list[Guest]:
        slugs = dict.fromkeys(appearance.guest for appearance in episode.guests)
        return [self._people[slug] for slug in slugs if slug in self._people]

    @cached_property
    def _makers(self) -> list[Guest]:
        """Those of the people who make the show: they may speak anywhere."""
        slugs = {person.guest for person in self.archive.show.persons}
        return [guest for slug, guest in self._people.items() if slug in slugs]

    def _heard(self, episode: Episode) -> bool:
        return any(self._is_theirs(episode, speaker) for speaker in self._speakers(episode))

    def _speakers(self, episode: Episode) -> set[str]:
        if episode.slug not in self.archive.transcripts:
            return set()
        try:
            segments = self.archive.transcripts[episode.slug].segments
        except SourceError:
            # Told of by whoever needs the transcript itself.
            return set()
        return {segment.speaker for segment in segments if segment.speaker}

    def _is_theirs(self, episode: Episode, speaker: str) -> bool:
        if self.names.within(speaker):
            # Of two people with the same name, the one who is a guest here is meant.
            return bool(self._guests(episode)) or not self._is_another(episode, speaker)
        known = [*self._guests(episode), *self._makers]
        return any(self._is_short_for(episode, guest, speaker) for guest in known)

    def _is_another(self, episode: Episode, speaker: str) -> bool:
        known = (self.archive.guest_by_slug.get(a.guest) for a in episode.guests)
        return any(guest is not None and is_same_name(guest.name, speaker) for guest in known)

    def _is_short_for(self, episode: Episode, guest: Guest, speaker: str) -> bool:
        """Whether a part of a name, as Kim or Kim E., is that guest's and nobody else's here."""
        speaker = strip_role(speaker)
        if not is_short_for(speaker, guest.name):
            return False
        known = (self.archive.guest_by_slug.get(a.guest) for a in episode.guests)
        others = [other.name for other in known if other is not None and other is not guest]
        others += [
            person.name
            for person in self.archive.show.persons
            if person.guest != guest.slug and not self.names.within(person.name)
        ]
        return not any(is_short_for(speaker, name) for name in others)


def redact_episode(episode: Episode, appearing: Appearances) -> Episode:
    """Return what may be shown of `episode`."""
    names = appearing.names
    changes: dict[str, object] = {
        "guests": tuple(
            redact_noun(each, names) or each
            for each in episode.guests
            if not appearing.is_withheld(each.guest)
        ),
        "topics": tuple(topic for topic in episode.topics if not names.within(topic)),
    }
    if names.within(episode.slug):
        # Its address alone would tell.
        changes["status"] = Status.WITHDRAWN
    if names.within(episode.title):
        changes["title"] = _title(episode)
    if episode.slug in appearing.episodes:
        # Its pictures may show them, and who hears or sees them elsewhere is led there from here.
        changes |= {"audio": None, "image": None} | dict.fromkeys(_OF_SOUND, ())
        bare = (chapter.model_copy(update={"image": None}) for chapter in episode.chapters)
        changes["chapters"] = tuple(bare)
    elif names.within(episode.audio) or names.within(episode.guid):
        # The feed would carry it.
        changes |= {"audio": None, "alternates": ()}
    if episode.slug in appearing.unreadable and episode.slug in appearing.archive.transcripts:
        changes["transcript"] = TranscriptStatus(status="none", reason=neutral.no_text())
    changed = episode.model_copy(update=changes)
    return redact_noun(changed, names, keep=frozenset({"guests"})) or changed


def _title(episode: Episode) -> str:
    if episode.number is None:
        return neutral.no_title()
    return _("Episode {number}", number=episode.number)
