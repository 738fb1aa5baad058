"""Render a feed as the files of an archive: episodes, locks, guests, and what has no key."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from poddarkiv.consent.names import name_key
from poddarkiv.feeds.item import Item
from poddarkiv.feeds.parts import Person
from poddarkiv.feeds.show import Feed
from poddarkiv.formats import lockfile
from poddarkiv.formats.drafts import strip_title
from poddarkiv.formats.yamledit import format_flow
from poddarkiv.i18n import _
from poddarkiv.model import Audio, Episode, Identity, Lock
from poddarkiv.model.fields import Noun
from poddarkiv.slugs import slugify

_ORDER = (
    *("guid", "permalink", "number", "season", "season_name", "display", "type", "title"),
    *("published", "status", "summary", "notes", "audio", "guests", "chapters", "soundbites"),
    *("explicit", "language", "license", "funding", "locations", "txt", "social", "block"),
)
_LONGEST_NAME = 60
_UNSAFE = re.compile(r"[^\n -~\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class ImportedEpisode:
    """An episode to be imported: its folder and its files' texts."""

    folder: str
    title: str
    item: Item
    files: Mapping[str, str]
    """By name within the folder."""
    rest: tuple[str, ...]


@dataclass
class TakenNames:
    """Names that are taken, by what holds them."""

    folders: set[str] = field(default_factory=set)
    guests: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Slugs by the name of the guest."""
    unread: set[str] = field(default_factory=set)
    """Slugs of guests' files that can't be read: whoever is called so is taken to stand there."""


def convert_item(item: Item, show: str, known: TakenNames) -> ImportedEpisode:
    """Convert an item to an episode's files; its folder and guests are added to `known`.

    Args:
        item: What the feed says.
        show: The show's title, which folders leave out.
        known: What is taken; grows.
    """
    values = dict(item.values)
    values["title"] = values.get("title") or _untitled(item)
    folder = _folder(values, show, known)
    appearances = [{"guest": _guest(person, known), "role": person.role} for person in item.people]
    unique = [row for i, row in enumerate(appearances) if row not in appearances[:i]]
    if unique:
        values["guests"] = unique
    values["status"] = "published"
    spare = {"title": _untitled(item), "summary": values["title"]}
    episode, lost = fit_noun(Episode, values, {"slug": folder}, spare)
    files = {"episode.yml": render_episode(values), "episode.lock.yml": _lock(item, episode)}
    return ImportedEpisode(folder, episode.title, item, files, (*item.rest, *lost))


def _untitled(item: Item) -> str:
    number = item.values.get("number")
    return _("Episode {n}", n=number) if number else _("Untitled episode")


def _folder(values: Mapping[str, Any], show: str, known: TakenNames) -> str:
    title = str(values["title"])
    # Only where the show's name is a word of its own: “Two” of the show “T” stays “two”.
    name_first = re.match(re.escape(show) + r"\W", title, re.IGNORECASE)
    bare = slugify(strip_title(title, show if name_first else "")) or slugify(title)
    name = bare[:_LONGEST_NAME].strip("-") or "avsnitt"
    number = values.get("number")
    if number is not None:
        name = f"{number:03}-{name}"
    elif name[0].isdigit():
        # A number in front would be the episode's.
        name = f"avsnitt-{name}"
    folder, count = name, 1
    while folder in known.folders:
        count += 1
        folder = f"{name}-{count}"
    known.folders.add(folder)
    return folder


def _guest(person: Person, known: TakenNames) -> str:
    key = name_key(person.name) or (person.name,)
    if key not in known.guests:
        digest = hashlib.sha256(person.name.encode()).hexdigest()[:8]
        name = slugify(person.name)[:_LONGEST_NAME].strip("-") or f"person-{digest}"
        slug, count = name, 1
        while slug in known.guests.values() and slug not in known.unread:
            count += 1
            slug = f"{name}-{count}"
        known.guests[key] = slug
    return known.guests[key]


def fit_noun(
    noun: type[Noun], values: dict[str, Any], fixed: Mapping[str, Any], spare: Mapping[str, Any]
) -> tuple[Any, list[str]]:
    """Return the noun that `values` make, and the values that it refused, which are left out.

    Args:
        noun: What is to be made.
        values: Changed in place: what is refused goes.
        fixed: Further values, which are right.
        spare: What stands in for keys that must be there.
    """
    lost: list[str] = []
    while True:
        try:
            return noun.model_validate({**values, **fixed}), lost
        except ValidationError as error:
            bad = {each["loc"][:2] for each in error.errors()}
        for key in {str(loc[0]) for loc in bad}:
            rows = values.get(key)
            places = {loc[1] for loc in bad if loc[0] == key and len(loc) > 1}
            if isinstance(rows, list) and places and all(isinstance(n, int) for n in places):
                lost += [f"{key}: {format_flow(row)}" for i, row in enumerate(rows) if i in places]
                values[key] = [row for i, row in enumerate(rows) if i not in places]
            else:
                lost += [f"{key}: {rows}"] if rows else []
                values.pop(key, None)
                if key in spare:
                    values[key] = spare[key]


def render_episode(values: Mapping[str, Any]) -> str:
    """Return the text of an `episode.yml`."""
    return "\n".join(_lines(values)) + "\n"


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schema/episode.schema.json"
    for key in _ORDER:
        value = values.get(key)
        if value is None or value == "" or value == []:
            continue
        if key == "notes" and not _UNSAFE.search(value) and value == value.strip():
            yield "notes: |-"
            yield from (f"  {line}" if line else "" for line in value.split("\n"))
        elif key == "published":
            yield f"published: {value}"
        elif isinstance(value, list):
            yield f"{key}:"
            yield from (f"  - {format_flow(row)}" for row in value)
        else:
            yield f"{key}: {format_flow(value)}"


def _lock(item: Item, episode: Episode) -> str:
    audio = None
    if item.enclosure is not None and episode.audio is not None:
        audio = Audio(
            url=item.enclosure.url,
            bytes=item.enclosure.bytes,
            duration=item.duration,
            mime_type=item.enclosure.mime_type,
            source="feed",
        )
    identity = Identity(
        guid=item.guid,
        published=episode.published,
        page=f"avsnitt/{episode.slug}/",
        enclosure=audio.url if audio else None,
    )
    return lockfile.render_lock(Lock(audio=audio, identity=identity))


def render_guests(
    items: Sequence[Item], known: TakenNames, before: set[str], source: str
) -> dict[str, str]:
    """Return the file of each guest who is new, by its path: name and source, nothing more."""
    found: dict[str, str] = {}
    for person in (person for item in items for person in item.people):
        slug = known.guests[name_key(person.name) or (person.name,)]
        if slug not in before and slug not in known.unread:
            rows = (
                "---",
                f"name: {format_flow(person.name)}",
                "consent:",
                "  basis: public_source",
            )
            text = "\n".join((*rows, f"  source: {format_flow(person.href or source)}", "---", ""))
            found.setdefault(f"content/gaster/{slug}.md", text)
    return found


def item_fingerprints(item: Item) -> dict[str, str]:
    """Return a digest of each field, by which the next import sees what the source has changed."""
    # Who makes the show depends on the other items, and is no change of this one.
    people = [[person.name, person.role] for person in item.named]
    values = {**item.values, "people": people, "rest": list(item.rest)}
    return {key: _digest(value) for key, value in values.items() if key != "guid"}


def show_fingerprints(feed: Feed) -> dict[str, str]:
    """Return a digest of each field of the show, as `item_fingerprints` does for an item."""
    # Which of its makers are in every item depends on the items, and is no change of the show.
    makers = [[person.name, person.role] for person in feed.makers]
    return {key: _digest(value) for key, value in {**feed.values, "persons": makers}.items()}


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def render_state(feed: Feed, source: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of `imported.json`.

    Args:
        feed: The feed as it was read.
        source: Its file or address.
        rows: By guid: the episode, its fingerprint, and what has no place.
    """
    seen = show_fingerprints(feed)
    says = {"show": list(feed.rest), "show_says": feed.values, "show_seen": seen}
    whole = {"feed": source, **says, "items": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
