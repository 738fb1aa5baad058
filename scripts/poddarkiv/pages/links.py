"""What belongs together: look-ups in both directions, and what is related, with the reason."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sized
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from poddarkiv.model import Article, Episode, Guest
from poddarkiv.pages.scope import Scope
from poddarkiv.references import LINK, find_episodes, find_moments, resolve_link

ThingT = TypeVar("ThingT", Episode, Article)

WINDOW = 15
"""How many neighbours on each side in a topic's list are considered: keeps the work linear."""
MOST = 3
"""How many related things a page shows."""


@dataclass(slots=True)
class Mention:
    """An article that belongs to an episode, and the moments it points to."""

    article: Article
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Related:
    """Something akin, and what the two share."""

    episode: Episode | None
    article: Article | None
    guests: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Links:
    """Everything that points to something else on the site."""

    scope: Scope

    @cached_property
    def episodes_of_guest(self) -> dict[str, list[Episode]]:
        """Episodes by guest, newest first."""
        found: defaultdict[str, list[Episode]] = defaultdict(list)
        for episode in self.scope.episodes:
            for slug in dict.fromkeys(appearance.guest for appearance in episode.guests):
                found[slug].append(episode)
        return found

    @cached_property
    def episodes_of_topic(self) -> dict[str, list[Episode]]:
        """Episodes by topic, newest first."""
        return _by_topic(self.scope.episodes)

    @cached_property
    def articles_of_topic(self) -> dict[str, list[Article]]:
        """Articles and news by topic, newest first."""
        return _by_topic(self.scope.articles)

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """By episode: the articles that list it or point into it."""
        found: defaultdict[str, dict[str, Mention]] = defaultdict(dict)
        for article in self.scope.articles:
            for slug in article.episodes:
                found[slug].setdefault(article.slug, Mention(article))
            for moment in find_moments(article.body):
                named = find_episodes(self.scope.archive, moment.name)
                if len(named) == 1:
                    mention = found[named[0].slug].setdefault(article.slug, Mention(article))
                    if moment.seconds is not None:
                        mention.seconds.append(moment.seconds)
        return {slug: list(by_article.values()) for slug, by_article in found.items()}

    @cached_property
    def episodes_of_article(self) -> dict[str, list[Episode]]:
        """By article: the episodes it lists or points into, in the list's order."""
        found: defaultdict[str, list[Episode]] = defaultdict(list)
        for episode in self.scope.episodes:
            for mention in self.mentions.get(episode.slug, ()):
                found[mention.article.slug].append(episode)
        return found

    @cached_property
    def guests_of_article(self) -> dict[str, list[Guest]]:
        """By article: guests that it links to, and guests of its episodes."""
        return {article.slug: self._guests_of(article) for article in self.scope.articles}

    def _guests_of(self, article: Article) -> list[Guest]:
        slugs = [_guest_in(article, match[1]) for match in LINK.finditer(article.body)]
        for episode in self.episodes_of_article.get(article.slug, ()):
            slugs += [appearance.guest for appearance in episode.guests]
        known = self.scope.guest_by_slug
        return [known[slug] for slug in dict.fromkeys(slugs) if slug in known]

    @cached_property
    def articles_of_guest(self) -> dict[str, list[Article]]:
        """By guest: the articles that name the guest or belong to the guest's episodes."""
        found: defaultdict[str, list[Article]] = defaultdict(list)
        for article in self.scope.articles:
            for guest in self.guests_of_article[article.slug]:
                found[guest.slug].append(article)
        return found

    def related_to_episode(self, episode: Episode) -> list[Related]:
        """Return episodes and articles that share guests or topics, the closest first."""
        guests = {appearance.guest for appearance in episode.guests}
        topics = set(episode.topics)
        near = {
            other.slug: other
            for slug in sorted(guests)
            for other in self.episodes_of_guest.get(slug, ())[: 2 * WINDOW]
        }
        for topic in episode.topics:
            for other in self._neighbours(topic, episode):
                near.setdefault(other.slug, other)
        near.pop(episode.slug, None)
        # Most of a hundred are not shown: of those that are, it is told what they share.
        closest = sorted(
            near.values(),
            key=lambda other: (
                -_weight(
                    guests.intersection(self._guests[other.slug]), topics.intersection(other.topics)
                )
            ),
        )
        return [
            Related(
                other,
                None,
                tuple(a.guest for a in other.guests if a.guest in guests),
                tuple(t for t in other.topics if t in topics),
            )
            for other in closest[:MOST]
        ]

    @cached_property
    def _guests(self) -> dict[str, tuple[str, ...]]:
        return {e.slug: tuple(seen.guest for seen in e.guests) for e in self.scope.episodes}

    def _neighbours(self, topic: str, episode: Episode) -> list[Episode]:
        position = self.scope.position
        episodes = self.episodes_of_topic.get(topic, [])
        at = bisect_left(episodes, position[episode.slug], key=lambda e: position[e.slug])
        return episodes[max(0, at - WINDOW) : at + WINDOW + 1]

    def articles_near_episode(self, episode: Episode) -> list[Related]:
        """Return articles that share topics with the episode and do not point to it already."""
        pointing = {mention.article.slug for mention in self.mentions.get(episode.slug, ())}
        return self._articles_near(episode.topics, pointing)

    def articles_near_article(self, article: Article) -> list[Related]:
        """Return articles that share topics with `article`, the closest first."""
        return self._articles_near(article.topics, {article.slug})

    def _articles_near(self, topics: tuple[str, ...], without: set[str]) -> list[Related]:
        near = dict.fromkeys(
            article.slug
            for topic in topics
            for article in self.articles_of_topic.get(topic, ())[: 2 * WINDOW]
            if article.slug not in without
        )
        known = self.scope.archive.article_by_slug
        return _closest(
            Related(None, known[slug], (), tuple(t for t in known[slug].topics if t in topics))
            for slug in near
        )


def _by_topic(things: Iterable[ThingT]) -> dict[str, list[ThingT]]:
    found: defaultdict[str, list[ThingT]] = defaultdict(list)
    for thing in things:
        for topic in dict.fromkeys(thing.topics):
            found[topic].append(thing)
    return found


def _guest_in(article: Article, target: str) -> str:
    path = resolve_link(f"artiklar/{article.slug}.md", target) or ""
    return path.removeprefix("gaster/").removesuffix(".md") if path.startswith("gaster/") else ""


def _closest(shared: Iterable[Related]) -> list[Related]:
    ranked = sorted(shared, key=lambda related: -_weight(related.guests, related.topics))
    return ranked[:MOST]


def _weight(guests: Sized, topics: Sized) -> int:
    # A guest in common says more than a topic. `sorted` keeps the order of equals.
    return 3 * len(guests) + len(topics)
