"""`podcast:person`: who takes part, with roles that every app knows."""

from collections.abc import Iterator

from poddarkiv import spec
from poddarkiv.archive import Archive
from poddarkiv.model import Appearance, Episode, Guest, Person
from poddarkiv.rss.addresses import guest_url, picture_url
from poddarkiv.rss.tags import Tag, make_tag


def show_people(archive: Archive) -> Iterator[Tag]:
    """Return those who make the show."""
    for person in archive.show.persons:
        yield _show_person(archive, person, archive.guest_by_slug.get(person.guest or ""))


def episode_people(archive: Archive, episode: Episode) -> Iterator[Tag]:
    """Return those who take part in `episode`.

    An item's persons replace the channel's, so those who make the show come first on each.
    """
    taking_part = {appearance.guest for appearance in episode.guests}
    for person in archive.show.persons:
        guest = archive.guest_by_slug.get(person.guest or "")
        if person.guest not in taking_part:
            yield _show_person(archive, person, guest)
    for appearance in episode.guests:
        guest = archive.guest_by_slug.get(appearance.guest)
        if guest is not None:
            yield _guest(archive, appearance, guest)


def _show_person(archive: Archive, person: Person, guest: Guest | None) -> Tag:
    href = person.url or (guest_url(archive, guest.slug) if guest else None)
    image = person.image or (_picture(archive, guest) if guest else None)
    return _person(person.name, person.role, href, image)


def _guest(archive: Archive, appearance: Appearance, guest: Guest) -> Tag:
    href = guest_url(archive, guest.slug)
    return _person(guest.name, appearance.role, href, _picture(archive, guest))


def _picture(archive: Archive, guest: Guest) -> str | None:
    allowed = guest.consent.basis == "given" and "bild" in guest.consent.scope
    return picture_url(archive, guest.image.file) if guest.image and allowed else None


def _person(name: str, role: str, href: str | None, image: str | None) -> Tag:
    known = spec.find_role(role)
    # An unknown role would be shown as the host's; `check` has reported it.
    name_of_role = known.name.lower() if known else "guest"
    group = known.group.lower() if known else "cast"
    attributes = {"role": name_of_role, "group": group, "img": image, "href": href}
    return make_tag("podcast:person", name, attributes)
