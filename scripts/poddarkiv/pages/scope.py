"""What of the archive is on the site at a given moment."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from poddarkiv.archive import Archive
from poddarkiv.model import Appearance, Article, Episode, Guest, Topic


@dataclass(frozen=True)
class Scope:
    """An archive as readers see it: of what may be published, what is public."""

    archive: Archive
    as_of: datetime
    drafts: bool = False
    edit_base: str = ""
    """Where a source file can be changed on the web: the address before its path, or empty."""

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """What readers may see, newest first."""
        return self.archive.public_episodes(self.as_of, drafts=self.drafts)

    @cached_property
    def listed(self) -> tuple[Episode, ...]:
        """Episodes in the order of lists: newest first, but a serial from its first."""
        if self.archive.show.type == "episodic":
            return self.episodes
        dated = [episode for episode in self.episodes if episode.published]
        undated = [episode for episode in self.episodes if not episode.published]
        return tuple(reversed(dated)) + tuple(reversed(undated))

    @cached_property
    def episode_by_slug(self) -> dict[str, Episode]:
        """Episodes on the site."""
        return {episode.slug: episode for episode in self.episodes}

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each episode stands in the list, from 0."""
        return {episode.slug: i for i, episode in enumerate(self.episodes)}

    @cached_property
    def cards(self) -> dict[str, dict[str, Any]]:
        """The short form of each episode that a list has shown."""
        return {}

    @cached_property
    def guests(self) -> tuple[Guest, ...]:
        """Guests on the site."""
        return self.archive.guests

    @cached_property
    def guest_by_slug(self) -> dict[str, Guest]:
        """Guests on the site."""
        return {guest.slug: guest for guest in self.guests}

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Articles and news, newest first."""
        return self.archive.public_articles(self.as_of, drafts=self.drafts)

    @cached_property
    def unseen_articles(self) -> frozenset[str]:
        """The files, from `content/`, of articles that are not on the site."""
        unseen = {a.slug for a in self.archive.articles} - {a.slug for a in self.articles}
        return frozenset(
            f"artiklar/{slug}{end}" for slug in unseen for end in (".md", ".lattlast.md")
        )

    def topics_of(self, slugs: tuple[str, ...]) -> list[Topic]:
        """Return the topics that exist, in the order given."""
        known = self.archive.topic_by_slug
        return [known[slug] for slug in slugs if slug in known]

    def appearances(self, episode: Episode) -> list[tuple[Guest, Appearance]]:
        """Return who is in the episode, in the order given."""
        known = self.guest_by_slug
        return [(known[a.guest], a) for a in episode.guests if a.guest in known]

    def duration(self, episode: Episode) -> float | None:
        """Return the recording's length in seconds, when it has been measured."""
        lock = self.archive.locks.get(episode.slug)
        return lock.audio.duration if lock and lock.audio else None

    def edit_url(self, source: str) -> str:
        """Return where the file `source` (from the root) can be changed; empty when nowhere."""
        return f"{self.edit_base}{source}" if self.edit_base else ""
