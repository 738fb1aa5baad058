"""Rules for pictures: what directories refuse, and metadata that must not be published."""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.place import Place
from poddarkiv.errors import Problem
from poddarkiv.i18n import _
from poddarkiv.model import Image, Status
from poddarkiv.model.picture import Picture
from poddarkiv.slugs import slugify

SMALLEST, LARGEST = 1400, 3000
"""Pixels of a cover's side."""
HEAVY = 512 * 1024
"""Bytes above which Acast refuses a cover and phones wait for it."""
_SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


def covers_are_as_apple_wants(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """The show's and the episodes' covers are square, large, and whole in colour."""
    place = Place(archive.show_origin)
    yield from _cover(archive, place.at("image", "file"), archive.show.image)
    for episode in archive.episodes:
        if episode.image is not None and episode.status is not Status.WITHDRAWN:
            here = Place(archive.episode_origin(episode.slug)).at("image", "file")
            yield from _cover(archive, here, episode.image)


def other_pictures_are_pictures(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """Guests' and chapters' pictures can be shown, and tell no place."""
    for guest in archive.guests:
        if guest.image is not None:
            place = Place(archive.guest_origin(guest.slug)).at("image", "file")
            yield from _any(archive, place, guest.image)
    for episode in archive.episodes:
        place = Place(archive.episode_origin(episode.slug))
        for i, chapter in enumerate(episode.chapters):
            if chapter.image is not None:
                yield from _any(archive, place.at("chapters", i, "image", "file"), chapter.image)


def _any(archive: Archive, place: Place, image: Image) -> Iterator[Problem]:
    if image.file not in archive.pictures or image.file in archive.pointers:
        return  # another rule tells that it is missing
    yield from _shown(place, image.file, archive.pictures[image.file])


def _shown(place: Place, name: str, picture: Picture | None) -> Iterator[Problem]:
    yield from _name(place, name)
    if picture is None:
        yield place.error(
            "picture-broken",
            _("media/{name} is no picture, or not all of it is there", name=name),
            _("save it again as JPEG or PNG"),
        )
        return
    if picture.place:
        yield place.error(
            "picture-place",
            _("media/{name} tells where it was taken", name=name),
            _("save it again without information on the place"),
        )
    suffixes = _SUFFIXES.get(picture.format)
    if suffixes is not None and not name.lower().endswith(suffixes):
        yield place.error(
            "picture-kind",
            _("media/{name} is {kind} by its content", name=name, kind=picture.format),
            _("rename it to {name}", name=name.rpartition(".")[0] + suffixes[0]),
        )


def _cover(archive: Archive, place: Place, image: Image) -> Iterator[Problem]:
    if image.file in archive.pictures and image.file not in archive.pointers:
        yield from cover_problems(place, image.file, archive.pictures[image.file])


def cover_problems(place: Place, name: str, picture: Picture | None) -> Iterator[Problem]:
    """Yield what directories and apps refuse of the cover `name` in `media/`."""
    yield from _shown(place, name, picture)
    if picture is None:
        return
    if picture.format not in _SUFFIXES:
        yield place.error(
            "cover-kind",
            _(
                "media/{name} is {kind}; apps take JPEG and PNG",
                name=name,
                kind=picture.format,
            ),
            _("save it as JPEG or PNG"),
        )
        return
    yield from _size(place, name, picture)
    yield from _colours(place, name, picture)


def _size(place: Place, name: str, picture: Picture) -> Iterator[Problem]:
    size = f"{picture.width} × {picture.height}"
    if picture.width != picture.height:
        yield place.error(
            "cover-square",
            _("media/{name} is {size} pixels; a cover is square", name=name, size=size),
            _("cut it to 3000 × 3000 pixels"),
        )
    elif not SMALLEST <= picture.width <= LARGEST:
        yield place.error(
            "cover-size",
            _("media/{name} is {size} pixels; apps take 1400 to 3000", name=name, size=size),
            _("save it with 3000 × 3000 pixels"),
        )
    elif picture.bytes > HEAVY:
        yield place.warning(
            "cover-heavy",
            _(
                "media/{name} has {n} kB; some hosts take at most 512",
                name=name,
                n=picture.bytes // 1024,
            ),
            _("save it as a smaller JPEG"),
        )


def _colours(place: Place, name: str, picture: Picture) -> Iterator[Problem]:
    if picture.alpha:
        yield place.error(
            "cover-alpha",
            _("media/{name} has see-through parts, which Apple refuses", name=name),
            _("save it without transparency (alpha)"),
        )
    elif picture.mode != "RGB":
        yield place.error(
            "cover-colours",
            _("media/{name} has the colours {mode}; apps want RGB", name=name, mode=picture.mode),
            _("save it again in RGB (sRGB)"),
        )


def _name(place: Place, name: str) -> Iterator[Problem]:
    problem = ascii_name(place, name, "picture-name")
    if problem is not None:
        yield problem


def ascii_name(place: Place, name: str, rule: str) -> Problem | None:
    """Return a problem when `name` holds more than a–z, 0–9 and what addresses take."""
    if all(c.isascii() and (c.isalnum() or c in "-_./") for c in name):
        return None
    stem, dot, ending = name.rpartition(".")
    better = "/".join(slugify(part) for part in stem.split("/")) + dot + ending.lower()
    return place.error(
        rule,
        _("the name “{name}” can't stand in an address everywhere", name=name),
        _("rename the file to {better}", better=better),
    )


RULES = (covers_are_as_apple_wants, other_pictures_are_pictures)
