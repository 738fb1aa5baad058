"""Rules for an episode: what Apple, Spotify and Podcasting 2.0 ask of an item."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.episodes import suggested_guid
from poddarkiv.checks.feed_parts import check_common_parts, check_language, check_role
from poddarkiv.checks.place import Place
from poddarkiv.errors import Problem
from poddarkiv.formats.description import LONGEST, html_description, html_text
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Soundbite, Status

_NUMBER_FIRST = re.compile(
    r"^(?:(?:avsnitt|episode|episod|ep\.?)\s*#?\d+|#\s*\d+|S\d+\s*E\d+)", re.IGNORECASE
)


def episodes_are_as_apps_want(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """Every value of an `episode.yml` that an app would refuse, cut or show wrongly."""
    for episode in archive.episodes:
        if episode.status is Status.WITHDRAWN:
            continue
        place = Place(archive.episode_origin(episode.slug))
        yield from _title(place.at("title"), archive, episode)
        yield from place.at("guid").numeric(
            "guid-number",
            episode.guid,
            _(
                "if it is not published yet, write another, as in {guid}",
                guid=suggested_guid(archive, episode),
            ),
        )
        yield from _texts(place, episode, episode.language or archive.show.language)
        yield from check_language(place.at("language"), episode.language)
        yield from _numbers(place, archive, episode)
        yield from check_common_parts(place, episode)
        yield from _people(place.at("guests"), episode)
        for i, bite in enumerate(episode.soundbites):
            yield from _soundbite(place.at("soundbites", i), bite)
        for i, listen in enumerate(episode.listen):
            yield from place.at("listen", i, "url").insecure(listen.url)
        for i, chapter in enumerate(episode.chapters):
            yield from place.at("chapters", i, "url").insecure(chapter.url)


def _title(place: Place, archive: Archive, episode: Episode) -> Iterator[Problem]:
    longest = 128 if episode.type == "trailer" else 255
    yield from place.too_long("episode-title", episode.title, longest)
    yield from place.numeric("episode-title", episode.title, _("write a word beside it"))
    show = archive.show.title
    if show.casefold() in episode.title.casefold() and len(show) > 3:
        yield place.warning(
            "episode-title",
            _("the show's name stands in the title: apps show it already"),
            _("leave “{show}” out", show=show),
        )
    elif _NUMBER_FIRST.match(episode.title):
        yield place.warning(
            "episode-title",
            _("the title begins with its number: apps show that already"),
            _("leave it out; number: {number} says it", number=episode.number or "…"),
        )


def _texts(place: Place, episode: Episode, language: str) -> Iterator[Problem]:
    summary = len(html_text(episode.summary).encode())
    if summary > LONGEST:
        yield place.at("summary").warning(
            "summary-length",
            _(
                "{n} bytes, apps take {longest} (å, ä and ö are two each)",
                n=summary,
                longest=LONGEST,
            ),
            _("make it shorter; what is longer belongs in notes"),
        )
    elif episode.chapters and _without_chapters(episode, language):
        yield place.at("chapters").warning(
            "description-length",
            _("the chapters don't fit in the description, which holds {n} bytes", n=LONGEST),
            _("make the summary shorter, or the chapters fewer"),
        )


def _without_chapters(episode: Episode, language: str) -> bool:
    short = episode.model_copy(update={"chapters": ()})
    return html_description(episode, language) == html_description(short, language)


def _numbers(place: Place, archive: Archive, episode: Episode) -> Iterator[Problem]:
    for key in ("number", "season"):
        if getattr(episode, key) == 0:
            yield place.at(key).warning(
                "number-zero", _("apps count from 1"), _("write a number from 1, or none")
            )
    if episode.type == "trailer" and episode.number is not None:
        yield place.at("number").warning(
            "trailer-number", _("a trailer has no number"), _("remove number")
        )
    if archive.show.type == "serial" and episode.type == "full" and episode.number is None:
        yield place.error(
            "serial-number",
            _("the show is a serial, whose episodes are heard in order, and this has no number"),
            _("write number:"),
        )
    if episode.season_name is not None and episode.season is None:
        yield place.at("season_name").error(
            "season-name", _("a season has a name but no number"), _("write season:")
        )
    yield from place.at("season_name").too_long("season-name", episode.season_name, 128)
    if episode.display is not None and episode.number is None:
        yield place.at("display").error(
            "display", _("there is no number that could be shown so"), _("write number:")
        )
    yield from place.at("display").too_long("display", episode.display, 32)


def _people(place: Place, episode: Episode) -> Iterator[Problem]:
    for i, appearance in enumerate(episode.guests):
        yield from check_role(place.at(i, "role"), appearance.role)


def _soundbite(place: Place, bite: Soundbite) -> Iterator[Problem]:
    yield from place.at("title").too_long("soundbite-title", bite.title, 128)
    if 0 < bite.duration < 15 or bite.duration > 120:
        yield place.at("duration").warning(
            "soundbite-duration",
            _("{n} seconds; apps want 15 to 120", n=bite.duration),
            _("write between 15 and 120 seconds"),
        )


def recordings_differ(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """A recording is in one episode: Apple passes over the second with the same address."""
    users: dict[str, list[Episode]] = defaultdict(list)
    for episode in archive.episodes:
        if episode.audio is not None and episode.status is not Status.WITHDRAWN:
            users[archive.audio_url(episode) or ""].append(episode)
    for first, *others in users.values():
        for episode in others:
            yield (
                Place(archive.episode_origin(episode.slug))
                .at("audio")
                .error(
                    "repeated-recording",
                    _("the recording is that of {other} too", other=first.slug),
                    _("name this episode's own file"),
                )
            )


def dates_differ(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """No two episodes come at the same moment: apps would list them in any order."""
    seen: dict[datetime, Episode] = {}
    for episode in archive.episodes:
        in_feed = episode.status is Status.PUBLISHED and episode.audio is not None
        if episode.published is None or not in_feed:
            continue
        first = seen.setdefault(episode.published, episode)
        if first is not episode:
            yield (
                Place(archive.episode_origin(episode.slug))
                .at("published")
                .warning(
                    "repeated-date",
                    _(
                        "{other} comes at the same moment: apps list them in any order",
                        other=first.slug,
                    ),
                    _("let one of them come a minute later"),
                )
            )


RULES = (episodes_are_as_apps_want, recordings_differ, dates_differ)
