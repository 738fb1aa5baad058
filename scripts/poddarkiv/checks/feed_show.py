"""Rules for the show: what Apple, the PSP-1 standard and Podcasting 2.0 ask of a channel."""

import re
from collections.abc import Iterator
from datetime import datetime

from poddarkiv import spec
from poddarkiv.archive import Archive
from poddarkiv.checks.feed_parts import check_common_parts, check_language, check_role
from poddarkiv.checks.place import Place
from poddarkiv.errors import Problem
from poddarkiv.formats.description import LONGEST
from poddarkiv.i18n import _
from poddarkiv.model import Show, Status, UpdateFrequency
from poddarkiv.slugs import closest

EMAIL = re.compile(r"^[^@\s<>\",;]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$", re.ASCII)
_RRULE = re.compile(r"^(?:[A-Z-]+=[A-Z0-9,+:-]+;)*[A-Z-]+=[A-Z0-9,+:-]+;?$")
_FREQ = re.compile(r"(?:^|;)FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)(?:;|$)")


def show_is_as_directories_want(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """Every value of `show.yml` that a directory or an app would refuse or cut."""
    show, place = archive.show, Place(archive.show_origin)
    yield from place.at("title").too_long("show-title", show.title, 255)
    yield from place.at("title").numeric("show-title", show.title, _("write a word beside it"))
    yield from place.at("author").too_long("show-author", show.author, 255)
    yield from place.at("copyright").too_long("show-copyright", show.copyright, 255)
    yield from _description(place.at("description"), show.description)
    yield from check_language(place.at("language"), show.language)
    yield from _owner(place.at("owner", "email"), show.owner.email)
    yield from _categories(place.at("categories"), show)
    yield from _guid(archive, place.at("guid"))
    yield from check_common_parts(place, show)
    yield from _persons(place.at("persons"), show)
    yield from _addresses(place, show)
    yield from _blocks(place.at("blocks"), show)
    if show.update_frequency is not None:
        yield from _frequency(place.at("update_frequency"), show.update_frequency)
    yield from _podroll(archive, place.at("podroll"))
    yield from _moved(archive, place.at("new_feed_url"))
    yield from _complete(archive, place.at("complete"), as_of)


def _description(place: Place, text: str) -> Iterator[Problem]:
    size = len(text.encode())
    if not text:
        yield place.error(
            "show-description", _("a text was expected, nothing was there"), _("tell what it is")
        )
    elif size > LONGEST:
        yield place.warning(
            "show-description",
            _("{n} bytes, apps take {longest} (å, ä and ö are two each)", n=size, longest=LONGEST),
            _("make it shorter"),
        )


def _owner(place: Place, email: str) -> Iterator[Problem]:
    if not EMAIL.match(email):
        yield place.error(
            "owner-email",
            _("“{email}” is no e-mail address", email=email),
            _("write a role's address, as in redaktion@example.org"),
        )


def _categories(place: Place, show: Show) -> Iterator[Problem]:
    known = spec.categories()
    if not show.categories:
        yield place.error(
            "category",
            _("Apple wants at least one category"),
            _("write one, as in {example}", example="- {category: Health & Fitness}"),
        )
    seen: set[tuple[str, str | None]] = set()
    for i, category in enumerate(show.categories):
        if category.category not in known:
            yield _unknown_category(
                place.at(i, "category"), category.category, tuple(known), tuple(known)
            )
        elif category.sub is not None and category.sub not in known[category.category]:
            subs = known[category.category]
            yield _unknown_category(place.at(i, "sub"), category.sub, subs, subs)
        elif (category.category, category.sub) in seen:
            yield place.at(i).warning("category", _("the category stands twice"), _("remove one"))
        seen.add((category.category, category.sub))


def _unknown_category(
    place: Place, name: str, known: tuple[str, ...], shown: tuple[str, ...]
) -> Problem:
    same = [other for other in known if other.casefold() == name.casefold()]
    near = same[0] if same else closest(name, known)
    return place.error(
        "category",
        _("Apple has no category “{name}” here", name=name),
        _("did you mean “{near}”?", near=near)
        if near
        else _("write one of {names}", names=", ".join(shown) or "–"),
    )


def _guid(archive: Archive, place: Place) -> Iterator[Problem]:
    if archive.show.guid is None and "mkdocs.yml" not in archive.broken:
        made = spec.podcast_guid(archive.feed_url)
        yield place.warning(
            "podcast-guid",
            _("is missing: it must stay the same also when the feed moves"),
            _("write guid: {guid}", guid=made),
        )


def _persons(place: Place, show: Show) -> Iterator[Problem]:
    for i, person in enumerate(show.persons):
        here = place.at(i)
        yield from here.at("name").too_long("person-name", person.name, 128)
        yield from check_role(here.at("role"), person.role)
        yield from here.at("url").insecure(person.url)
        yield from here.at("image").insecure(person.image)


def _addresses(place: Place, show: Show) -> Iterator[Problem]:
    for key in ("link", "feed_url", "media_url", "enclosure_prefix", "new_feed_url", "hub"):
        yield from place.at(key).insecure(getattr(show, key))


def _blocks(place: Place, show: Show) -> Iterator[Problem]:
    for i, block in enumerate(show.blocks):
        if block.id is not None and block.id not in spec.services():
            near = closest(block.id.casefold(), spec.services())
            yield place.at(i, "id").error(
                "block",
                _("no service is called “{name}”", name=block.id),
                _("did you mean “{near}”?", near=near)
                if near
                else _("write one of {names}", names=", ".join(spec.services())),
            )


def _frequency(place: Place, frequency: UpdateFrequency) -> Iterator[Problem]:
    yield from place.at("text").too_long("update-frequency", frequency.text, 128)
    rule = frequency.rrule
    if rule is None:
        return
    if not _RRULE.match(rule) or not _FREQ.search(rule):
        yield place.at("rrule").error(
            "rrule",
            _("“{rule}” is no recurrence rule of RFC 5545", rule=rule),
            _("write for example FREQ=WEEKLY;BYDAY=TH"),
        )
    elif "COUNT=" in rule and frequency.dtstart is None:
        yield place.at("rrule").error(
            "rrule",
            _("COUNT counts from a day that is not told"),
            _("write dtstart: with the day of the first episode, as in 2026-01-08T06:00:00+01:00"),
        )


def _podroll(archive: Archive, place: Place) -> Iterator[Problem]:
    for i, feed in enumerate(archive.show.podroll):
        yield from place.at(i, "url").insecure(feed.url)
        if feed.guid == archive.show.guid:
            yield place.at(i, "guid").error(
                "podroll", _("the show recommends itself"), _("write another show's guid")
            )


def _moved(archive: Archive, place: Place) -> Iterator[Problem]:
    new = archive.show.new_feed_url
    if new is not None and archive.show.guid is None:
        yield place.error(
            "new-feed-url",
            _("the feed moves without a guid: apps would not know it again"),
            _("write guid: {guid}", guid=spec.podcast_guid(archive.feed_url)),
        )


def _complete(archive: Archive, place: Place, as_of: datetime) -> Iterator[Problem]:
    coming = [
        episode.slug
        for episode in archive.episodes
        if episode.status is Status.PUBLISHED and episode.published and episode.published > as_of
    ]
    if archive.show.complete and coming:
        yield place.warning(
            "complete",
            _("complete says that no more episodes come, but {slug} is scheduled", slug=coming[0]),
            _("write complete: false"),
        )


RULES = (show_is_as_directories_want,)
