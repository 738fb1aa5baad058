"""Rules for guests and topics: that those who are named exist."""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.errors import Loc, Origin, Problem
from poddarkiv.i18n import _


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
        near = archive.guest_names.closest(slug)
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
                near = archive.topic_names.closest(slug)
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
                near = archive.episode_names.closest(slug)
                yield archive.article_origin(article.slug).problem(
                    "episodes",
                    i,
                    message=_("no episode is called “{name}”", name=slug),
                    remedy=_("did you mean “{near}”?", near=near) if near else _("remove the line"),
                    rule="unknown-episode",
                )


RULES = (
    guests_exist,
    named_once,
    topics_exist,
    related_exist,
)
