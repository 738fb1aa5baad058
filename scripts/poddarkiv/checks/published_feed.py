"""Compare the archive with its published feed: what subscribers would lose or get again."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from poddarkiv.archive import Archive
from poddarkiv.checks.place import Place
from poddarkiv.errors import Origin, Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Status
from poddarkiv.rss.addresses import enclosure_url
from poddarkiv.rss.published import PublishedFeed, PublishedItem
from poddarkiv.spec import podcast_guid


def compare_with_feed(
    archive: Archive, feed: PublishedFeed, name: str, as_of: datetime
) -> list[Problem]:
    """Return what subscribers to `feed` would lose, or download again, with today's archive.

    Args:
        archive: What would be published.
        feed: What is published.
        name: The feed's file or address, shown in messages.
        as_of: The moment at which the archive would be published.
    """
    ours = archive.feed_episodes(as_of)
    known = {_guid(episode): episode for episode in ours}
    problems = [*_channel(archive, feed, name)]
    for item in feed.items:
        episode = known.get(item.guid.strip())
        if episode is None and not item.enclosure:
            # Apps show no item without a recording.
            continue
        if episode is None:
            problems.append(_gone(archive, item, name, ours))
        else:
            problems += _changed(archive, episode, item)
            problems += _unreadable(item, name)
    problems += _order(archive, feed, ours)
    return sorted(problems)


def _channel(archive: Archive, feed: PublishedFeed, name: str) -> Iterator[Problem]:
    now = str(archive.show.guid or podcast_guid(archive.feed_url))
    if _is_guid(feed.guid) and feed.guid.lower() != now:
        yield (
            Place(archive.show_origin)
            .at("guid")
            .error(
                "against-guid",
                _(
                    "{name} has podcast:guid {before}, now {after}",
                    name=name,
                    before=feed.guid,
                    after=now,
                ),
                _("write guid: {guid}", guid=feed.guid),
            )
        )


def _is_guid(text: str) -> bool:
    # Directories take nothing else for one.
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _gone(archive: Archive, item: PublishedItem, name: str, ours: Iterable[Episode]) -> Problem:
    published = {item.guid.strip()}
    for episode in archive.episodes:
        if _guid(episode) in published and episode.status is Status.WITHDRAWN:
            return archive.episode_origin(episode.slug).problem(
                "status",
                message=_("the episode is withdrawn: it disappears from subscribers' lists"),
                severity=Severity.NOTE,
                rule="against-withdrawn",
            )
        if _guid(episode) in published:
            return _hidden(Place(archive.episode_origin(episode.slug)), episode)
    for episode in ours:
        if item.enclosure == enclosure_url(archive, episode) or item.title == episode.title:
            return (
                Place(archive.episode_origin(episode.slug))
                .at("guid")
                .error(
                    "against-guid",
                    _(
                        "the guid is “{before}” in the published feed, here “{after}”: "
                        "every subscriber would get it again as a new episode",
                        before=item.guid,
                        after=episode.guid,
                    ),
                    _("write guid: {guid}", guid=item.guid),
                )
            )
    return Place(Origin(name, {(): item.line})).error(
        "against-gone",
        _("“{title}” ({guid}) is not in the archive", title=item.title, guid=item.guid),
        _("subscribers would lose it: bring it back, or keep it as status: withdrawn"),
    )


def _hidden(place: Place, episode: Episode) -> Problem:
    if episode.status is Status.DRAFT:
        return place.at("status").error(
            "against-gone",
            _("the episode is published, and here a draft: subscribers would lose it"),
            _("write status: published"),
        )
    field = "audio" if episode.audio is None else "published"
    return place.at(field).error(
        "against-gone",
        _("the episode is in the published feed, but would not be in this one"),
        _("write {field}: as it was", field=field),
    )


def _changed(archive: Archive, episode: Episode, item: PublishedItem) -> Iterator[Problem]:
    place = Place(archive.episode_origin(episode.slug))
    before = item.published
    if before is not None and episode.published is not None and before != episode.published:
        yield place.at("published").error(
            "against-date",
            _(
                "the date is {before} in the published feed, here {after}: "
                "it would move in subscribers' lists",
                before=before.isoformat(),
                after=episode.published.isoformat(),
            ),
            _("write published: {date}", date=before.isoformat()),
        )
    url = enclosure_url(archive, episode)
    if item.enclosure != url:
        yield place.at("audio").error(
            "against-enclosure",
            _(
                "the recording is {before} in the published feed, here {after}: "
                "apps may download it again",
                before=item.enclosure or "–",
                after=url,
            ),
            _("let the old address lead to the new one, then publish"),
        )


def _unreadable(item: PublishedItem, name: str) -> Iterator[Problem]:
    if item.date and item.published is None:
        yield Place(Origin(name, {(): item.line})).warning(
            "against-date",
            _(
                "“{date}” of “{title}” is no date that can be read",
                date=item.date,
                title=item.title,
            ),
            _("compare it with published: yourself"),
        )


def _order(archive: Archive, feed: PublishedFeed, ours: Iterable[Episode]) -> Iterator[Problem]:
    before = [item.guid.strip() for item in feed.items]
    now = [episode for episode in ours if _guid(episode) in set(before)]
    after = {_guid(episode) for episode in now}
    kept = [guid for guid in before if guid in after]
    moved = next((e for e, guid in zip(now, kept, strict=False) if _guid(e) != guid), None)
    if moved is not None and archive.is_imported(moved):
        # Its date is the feed's own, and apps sort by date: only the file's order was another.
        return
    if moved is not None:
        yield (
            Place(archive.episode_origin(moved.slug))
            .at("published")
            .error(
                "against-order",
                _("the episode stands in another place than in the published feed"),
                _("compare the dates of publishing with those in the feed"),
            )
        )


def _guid(episode: Episode) -> str:
    # Readers leave out spaces around it.
    return (episode.guid or "").strip()
