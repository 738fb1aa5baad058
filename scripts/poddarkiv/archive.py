"""All that was loaded, and the look-ups that every part needs. No I/O."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from poddarkiv.errors import Origin
from poddarkiv.model import (
    Article,
    Contacts,
    Episode,
    Glossary,
    Guest,
    Lock,
    Page,
    Show,
    Status,
    Topic,
)
from poddarkiv.model.picture import Picture
from poddarkiv.slugs import Names
from poddarkiv.transcript import Transcript

_ZONES = {
    "sv": "Europe/Stockholm",
    "sv-fi": "Europe/Helsinki",
    "nb": "Europe/Oslo",
    "nn": "Europe/Oslo",
    "no": "Europe/Oslo",
    "da": "Europe/Copenhagen",
    "fi": "Europe/Helsinki",
    "is": "Atlantic/Reykjavik",
    "en-gb": "Europe/London",
    "en-ie": "Europe/Dublin",
}


@dataclass(frozen=True)
class MenuEntry:
    """What a line of the menu in `mkdocs.yml` leads to."""

    target: str
    """A file, from `content/`, or an address."""
    line: int
    has_words: bool = True
    """Whether it says what readers see."""


@dataclass(frozen=True)
class Archive:
    """One show with everything that belongs to it, as its files say it."""

    root: Path
    site_url: str
    """Ends with a slash."""
    show: Show
    episodes: tuple[Episode, ...] = ()
    """All of them, drafts and withdrawn too, rising by folder name."""
    guests: tuple[Guest, ...] = ()
    """Rising by slug, as articles and topics are."""
    articles: tuple[Article, ...] = ()
    topics: tuple[Topic, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)
    contacts: Contacts = field(default_factory=Contacts)
    locks: Mapping[str, Lock] = field(default_factory=dict)
    """By episode slug."""
    transcripts: Mapping[str, Transcript] = field(default_factory=dict)
    """By episode slug: what people read and correct. May be read on first use."""
    cue_lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """By episode slug: the line of each segment in its `transcript.vtt`. Read on first use."""
    foreign: Iterable[tuple[str, str]] = ()
    """Files beside an `episode.yml` that hold a transcript in another form: slug and name."""
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """By path from the root, as in `episodes/032-om-peer-support/episode.yml`."""
    attachments: frozenset[str] = frozenset()
    """Pictures and other files that texts show: paths from `content/`."""
    other_texts: Mapping[str, str] = field(default_factory=dict)
    """By path from the root: what may reach the site by other ways than through nouns, as
    `overrides/` and pages that only MkDocs draws. Read on first use."""
    menu: tuple[MenuEntry, ...] = ()
    """That of `mkdocs.yml`, when it has one; without groups."""
    unread: frozenset[str] = frozenset()
    """Texts that lie where no page is made of them: paths from `content/`."""
    media: Mapping[str, int] = field(default_factory=dict)
    """Bytes by file name, of what lies in `media/` on this machine."""
    imported: frozenset[str] = frozenset()
    """Guids of what came from a feed that was published elsewhere, without spaces around them."""
    pointers: frozenset[str] = frozenset()
    """Names in `media/` whose files are still with Git LFS: only pointers to them are here."""
    pictures: Mapping[str, Picture | None] = field(default_factory=dict)
    """By file name in `media/`, None for what is no picture. Each is read on first use."""
    withheld: tuple[Guest, ...] = ()
    """Of a view: the people it is made without. They are in none of the other fields."""
    silent: Mapping[str, str] = field(default_factory=dict)
    """Of a view: addresses that answer with a neutral line, and what they are called."""
    broken: frozenset[str] = frozenset()
    """Paths of files that could not be read; what they define is not called unknown."""

    @cached_property
    def episode_by_slug(self) -> Mapping[str, Episode]:
        """Every episode by its folder name."""
        return {episode.slug: episode for episode in self.episodes}

    @cached_property
    def episodes_by_number(self) -> Mapping[int, Sequence[Episode]]:
        """Every episode by its number, which two seasons may share."""
        found: defaultdict[int, list[Episode]] = defaultdict(list)
        for episode in self.episodes:
            if episode.number is not None:
                found[episode.number].append(episode)
        return found

    @cached_property
    def guest_by_slug(self) -> Mapping[str, Guest]:
        """Every guest by its file name."""
        return {guest.slug: guest for guest in self.guests}

    @cached_property
    def article_by_slug(self) -> Mapping[str, Article]:
        """Every article by its file name."""
        return {article.slug: article for article in self.articles}

    @cached_property
    def topic_by_slug(self) -> Mapping[str, Topic]:
        """Every topic by its file name."""
        return {topic.slug: topic for topic in self.topics}

    @cached_property
    def episode_names(self) -> Names:
        """Every folder of an episode, to suggest for one that is not there."""
        return Names(self.episode_by_slug)

    @cached_property
    def guest_names(self) -> Names:
        """Every guest's file."""
        return Names(self.guest_by_slug)

    @cached_property
    def topic_names(self) -> Names:
        """Every topic's file."""
        return Names(self.topic_by_slug)

    def public_episodes(self, as_of: datetime, *, drafts: bool = False) -> tuple[Episode, ...]:
        """Return what readers may see at `as_of`, newest first; undated ones last, by number.

        Args:
            as_of: The moment; time-zone aware.
            drafts: Whether drafts and scheduled episodes are shown too (for a preview).
        """
        seen = (
            episode
            for episode in self.episodes
            if episode.is_public(as_of) or (drafts and episode.status is not Status.WITHDRAWN)
        )
        return tuple(sorted(seen, key=newest_first))

    @cached_property
    def zone(self) -> tzinfo | None:
        """The time zone of those who make the show, for what is suggested to them.

        That of the language's country where it has but one, else that of the latest episode; None
        is the machine's own, as `datetime.astimezone` takes it.
        """
        tag = self.show.language.lower()
        try:
            return ZoneInfo(_ZONES.get(tag) or _ZONES[tag.partition("-")[0]])
        except (KeyError, ZoneInfoNotFoundError):
            # A Windows machine may lack the zones.
            dates = [episode.published for episode in self.episodes if episode.published]
            return max(dates).tzinfo if dates else None

    def public_articles(self, as_of: datetime, *, drafts: bool = False) -> tuple[Article, ...]:
        """Return the articles and news that readers may see at `as_of`, newest first.

        Args:
            as_of: The moment; time-zone aware.
            drafts: Whether drafts and scheduled ones are shown too (for a preview).
        """
        seen = (
            article
            for article in self.articles
            if article.is_public(as_of) or (drafts and article.status is not Status.WITHDRAWN)
        )
        return tuple(sorted(seen, key=lambda each: (-each.written.toordinal(), each.slug)))

    def feed_episodes(self, as_of: datetime) -> tuple[Episode, ...]:
        """Return what stands in the feed at `as_of`, newest first: public, dated, with audio."""
        return tuple(
            episode
            for episode in self.public_episodes(as_of)
            if episode.audio is not None and episode.published is not None
        )

    def is_imported(self, episode: Episode) -> bool:
        """Whether the episode came from a feed, and has been published with its oddities."""
        lock = self.locks.get(episode.slug)
        by_feed = lock is not None and lock.audio is not None and lock.audio.source == "feed"
        return by_feed or (episode.guid or "").strip() in self.imported

    def episode_origin(self, slug: str) -> Origin:
        """Return where the episode was read from."""
        return self._origin(f"episodes/{slug}/episode.yml")

    def guest_origin(self, slug: str) -> Origin:
        """Return where the guest was read from."""
        return self._origin(f"content/gaster/{slug}.md")

    def article_origin(self, slug: str) -> Origin:
        """Return where the article was read from."""
        return self._origin(f"content/artiklar/{slug}.md")

    @property
    def show_origin(self) -> Origin:
        """Where the show was read from."""
        return self._origin("episodes/show.yml")

    def _origin(self, path: str) -> Origin:
        return self.origins.get(path) or Origin(path)

    @cached_property
    def feed_url(self) -> str:
        """The feed's own address."""
        return self.show.feed_url or f"{self.site_url}feed.xml"

    @cached_property
    def media_url(self) -> str:
        """The address that recordings' names are added to; ends with a slash."""
        url = self.show.media_url or f"{self.site_url}media/"
        return url if url.endswith("/") else f"{url}/"

    def audio_url(self, episode: Episode) -> str | None:
        """Return where the recording is published, without any measuring prefix."""
        if episode.audio is None:
            return None
        return episode.audio if "://" in episode.audio else self.media_url + quote(episode.audio)


def newest_first(episode: Episode) -> tuple[bool, float, int, str]:
    """Return the sort key of an episode list: newest first, undated last by falling number."""
    moment = episode.published.timestamp() if episode.published else 0.0
    return (episode.published is None, -moment, -(episode.number or 0), episode.slug)
