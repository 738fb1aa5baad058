"""Advice on chapters: what Apple Podcasts and Spotify want before they show them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from poddarkiv.archive import Archive
from poddarkiv.checks.place import Place
from poddarkiv.errors import Problem
from poddarkiv.i18n import _
from poddarkiv.model import Episode

FEWEST = 3
SHORTEST = 30.0
"""Seconds that a chapter lasts at least."""
LONGEST_TITLE = 40
"""Characters after which Spotify cuts a title."""
A_WHILE = 600.0
"""Seconds of recording under which apps make little of chapters; figures below don't apply."""
PER_HOUR = 30
"""More is a list that nobody overlooks. (Apple advises about six; many fine shows have more.)"""


def chapters_suit_apps(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """Chapters are as the large apps advise."""
    for episode in archive.episodes:
        if episode.chapters:
            place = Place(archive.episode_origin(episode.slug)).at("chapters")
            lock = archive.locks.get(episode.slug)
            seconds = lock.audio.duration if lock and lock.audio else 0.0
            yield from _list(place, episode, seconds)
            yield from _titles(place, episode)


def _list(place: Place, episode: Episode, seconds: float) -> Iterator[Problem]:
    count = len(episode.chapters)
    if count < FEWEST:
        yield place.warning(
            "chapters-few",
            _("{n} chapters; Apple and Spotify show them from {fewest}", n=count, fewest=FEWEST),
            _("add chapters, or remove them"),
        )
    elif seconds >= A_WHILE and count > PER_HOUR * seconds / 3600:
        yield place.warning(
            "chapters-many",
            _(
                "{n} chapters in {minutes} minutes is more than listeners overlook",
                n=count,
                minutes=round(seconds / 60),
            ),
            _("let some go together; Apple advises about six in an hour"),
        )
    if seconds < A_WHILE:
        return
    for i, (chapter, following) in enumerate(pairwise(episode.chapters)):
        if 0 < following.start - chapter.start < SHORTEST:
            yield place.at(i, "start").warning(
                "chapter-short",
                _(
                    "the chapter lasts {n} seconds; Spotify wants {shortest}",
                    n=f"{following.start - chapter.start:g}",
                    shortest=f"{SHORTEST:g}",
                ),
                _("let it go together with the next"),
            )


def _titles(place: Place, episode: Episode) -> Iterator[Problem]:
    for i, chapter in enumerate(episode.chapters):
        if len(chapter.title) > LONGEST_TITLE:
            yield place.at(i, "title").warning(
                "chapter-title",
                _(
                    "{n} characters; Spotify cuts after {longest}",
                    n=len(chapter.title),
                    longest=LONGEST_TITLE,
                ),
                _("make it shorter"),
            )


RULES = (chapters_suit_apps,)
