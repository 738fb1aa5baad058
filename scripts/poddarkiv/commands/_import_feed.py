"""Bring the episodes of a feed into an archive: what is new comes, what is there stays."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._feed_source import load_feed
from poddarkiv.consent.names import key_of
from poddarkiv.errors import PoddarkivError, SourceError
from poddarkiv.feeds.files import (
    STATE,
    Brought,
    Known,
    bring_item,
    fingerprint,
    guest_files,
    state_text,
)
from poddarkiv.feeds.item import Item
from poddarkiv.feeds.show import Feed
from poddarkiv.i18n import _, ngettext
from poddarkiv.load import read_archive
from poddarkiv.output import Move, forget, held, move_together, written_aside
from poddarkiv.output.files import write_new
from poddarkiv.output.names import temporary_beside
from poddarkiv.reasons import file_reason

State = Mapping[str, Any]


@dataclass(frozen=True)
class Import:
    """All that one run would write and say."""

    new: tuple[Brought, ...]
    guests: Mapping[str, str]
    """Texts by path from the archive's root."""
    state: str
    changed: tuple[str, ...] = ()
    """A line for each episode that is otherwise at the source now."""


def import_feed(root: Path, source: str, *, dry_run: bool, allow_local: bool) -> None:
    """Bring what is new in the feed at `source`, and tell of the rest.

    Raises:
        PoddarkivError: The feed can't be read; nothing has been written.
    """
    feed = load_feed(source, allow_local=allow_local)
    with held(root, "new", "import"):
        archive, problems = read_archive(root)
        if archive is None:
            raise SourceError(problems)
        brought = plan(feed, source, archive, _state(root))
        if not dry_run:
            _write(root, brought)
    tell(feed, brought)
    _tell_guid(archive, feed)
    if dry_run:
        click.echo(_("Nothing was written."), err=True)


def plan(feed: Feed, source: str, archive: Archive | None, state: State) -> Import:
    """Return what an import of `feed` brings; `archive` is None where it is a new one."""
    known, here = Known(), dict[str, str]()
    if archive is not None:
        # A folder that can't be read is taken as well.
        folders = (path.split("/")[1] for path in archive.origins if path.count("/") == 2)
        known.folders |= {*folders, *(episode.slug for episode in archive.episodes)}
        known.guests |= {key_of(guest.name): guest.slug for guest in archive.guests}
        here = {e.guid.strip(): e.slug for e in archive.episodes if e.guid is not None}
    before = set(known.guests.values())
    rows: dict[str, Any] = dict(state.get("items", {}))
    new = [i for i in feed.items if i.guid.strip() not in here and i.guid not in rows]
    changed = tuple(_changed(feed.items, rows, here))
    title = str(feed.values.get("title", ""))
    # The oldest first: where two would have one folder, it is the later that gets a number.
    made = {id(item): bring_item(item, title, known) for item in reversed(new)}
    ordered = tuple(made[id(item)] for item in new)
    guests = guest_files(new, known, before, feed.values.get("link") or feed.address or source)
    for item in feed.items:
        was = rows.get(item.guid, {})
        if item.guid in rows or id(item) in made:
            folder = made[id(item)].folder if id(item) in made else was["episode"]
            rest = made[id(item)].rest if id(item) in made else item.rest
            rows[item.guid] = {"episode": folder, "seen": fingerprint(item), "rest": list(rest)}
    return Import(ordered, guests, state_text(feed, source, rows), changed)


def _changed(
    items: Sequence[Item], rows: Mapping[str, Any], here: Mapping[str, str]
) -> Iterator[str]:
    for item in items:
        was = rows.get(item.guid)
        if was is None:
            continue
        if item.guid.strip() not in here:
            yield _("{episode}: is gone here, and is not brought again", episode=was["episode"])
            continue
        now = fingerprint(item)
        keys = sorted(k for k in {*now, *was["seen"]} if now.get(k) != was["seen"].get(k))
        for key in keys:
            value = item.values.get(key)
            shown = f": {value}" if isinstance(value, str | int) and len(str(value)) <= 200 else ""
            yield _(
                "{episode}: {field} has changed at the source{value}",
                episode=here[item.guid.strip()],
                field=key,
                value=shown,
            )


def _state(root: Path) -> State:
    path = root / STATE
    try:
        found = json.loads(path.read_bytes())
        rows = found["items"].values()
        if all(isinstance(row["seen"], dict) and isinstance(row["episode"], str) for row in rows):
            return dict(found)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PoddarkivError(
            _("{file} can't be read ({reason})", file=STATE, reason=file_reason(error))
        ) from error
    raise PoddarkivError(
        _("{file} can't be read ({reason})", file=STATE, reason=file_reason(ValueError()))
    )


def _write(root: Path, brought: Import) -> None:
    """Write all of it, or nothing, also when the run is killed meanwhile."""
    moves: list[Move] = []
    try:
        for path, text in brought.guests.items():
            moves += filter(None, [written_aside(root / path, text.encode())])
        for each in brought.new:
            moves.append(_folder_aside(root / "episodes" / each.folder, each.files))
        moves += filter(None, [written_aside(root / STATE, brought.state.encode())])
    except BaseException:
        forget(moves)
        raise
    move_together(root, moves)


def _folder_aside(folder: Path, files: Mapping[str, str]) -> Move:
    aside = temporary_beside(folder)
    move = Move(aside, folder)
    try:
        aside.mkdir()
        for name, text in files.items():
            write_new(aside / name, [text.encode()])
    except BaseException:
        forget([move])
        raise
    return move


def tell(feed: Feed, brought: Import) -> None:
    """Print what came, what was odd, and what has no place, item by item."""
    for each in brought.new:
        click.echo(f"episodes/{each.folder}: {each.item.values['title']}")
    for line in (*feed.told, *brought.changed):
        click.echo(line, err=True)
    for each in brought.new:
        for text in each.item.told:
            click.echo(f"{each.folder}: {_('warning: ')}{text}", err=True)
    if brought.new and feed.rest:
        click.echo(_("show: no place for {names}", names=_names(feed.rest)), err=True)
    for each in brought.new:
        if each.rest:
            line = _(
                "{episode}: no place for {names}", episode=each.folder, names=_names(each.rest)
            )
            click.echo(line, err=True)
    if brought.new:
        click.echo(_("What has no place is kept in {file}.", file=STATE), err=True)
    if brought.guests:
        asked = ngettext(
            "{n} guest has a file now; nobody has asked for a consent.",
            "{n} guests have a file now; nobody has asked for their consent.",
            len(brought.guests),
        )
        click.echo(asked, err=True)
    click.echo(ngettext("{n} new episode", "{n} new episodes", len(brought.new)), err=True)


def _names(rest: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(map(_name, rest)))


def _name(row: str) -> str:
    # An element as the feed has it, or a text after the name of its own.
    return re.split(r"[\s/>]", row[1:])[0] if row.startswith("<") else row.partition(": ")[0]


def _tell_guid(archive: Archive, feed: Feed) -> None:
    guid = feed.values.get("guid")
    if guid and str(archive.show.guid) != guid:
        remedy = _("write guid: {guid}", guid=guid)
        text = _("episodes/show.yml: the feed's podcast:guid is another")
        click.echo(f"{_('warning: ')}{text} – {remedy}", err=True)
