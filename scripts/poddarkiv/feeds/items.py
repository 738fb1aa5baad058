"""What the items of a feed settle together: guids, dates, and who makes the show."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from poddarkiv.feeds.item import Item
from poddarkiv.feeds.parts import Person
from poddarkiv.i18n import _


def assign_guids(items: Sequence[Item]) -> None:
    """Give each item a guid that is its own, and the same at the next import."""
    seen: set[str] = set()
    for item in items:
        guid = item.guid
        if not guid or guid.strip() in seen:
            message = (
                _("two items have the guid {guid}", guid=guid.strip()) if guid else _("no guid")
            )
            own = item.enclosure.url if item.enclosure else f"{guid} {item.values['title']}".strip()
            count, guid = 1, own
            while guid.strip() in seen or not guid:
                count += 1
                guid = f"{own} ({count})"
            item.guid = guid
            item.values.pop("permalink", None)
            item.warnings = (
                *item.warnings,
                _("{told}: {guid} is its guid here", told=message, guid=guid),
            )
        seen.add(guid.strip())
        item.values["guid"] = item.guid


def assign_dates(items: Sequence[Item], otherwise: datetime | None) -> None:
    """Place what has no date right after the item above it in the feed: apps list it there."""
    later = otherwise or datetime(2000, 1, 1, tzinfo=UTC)
    for item in items:
        if item.published is None and item.enclosure is not None:
            item.published = later - timedelta(minutes=1)
            shown = item.published.isoformat()
            item.warnings = (
                *item.warnings,
                _("no date: {date}, from its place in the feed", date=shown),
            )
        if item.published is not None:
            later = item.published
            item.values["published"] = item.published.isoformat()


def find_common_makers(makers: Sequence[Person], items: Sequence[Item]) -> list[Person]:
    """Return those of the channel whom every item with people names too: they make the show."""
    named = [set(map(person_key, item.people)) for item in items if item.people]
    return [person for person in makers if all(person_key(person) in people for people in named)]


def person_key(person: Person) -> tuple[str, str]:
    """Return what is the same wherever a feed names the person in that role."""
    return person.name.casefold(), person.role


def person_row(person: Person) -> dict[str, str]:
    """Return a person as `show.yml` has them."""
    row = {"name": person.name, "role": person.role, "url": person.href, "image": person.image}
    return {key: value for key, value in row.items() if value}
