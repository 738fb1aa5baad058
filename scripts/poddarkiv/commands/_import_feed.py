"""Import a feed's episodes into an archive: new ones are written, existing ones stay."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._feed_source import load_feed
from poddarkiv.commands._import_files import download_linked_files
from poddarkiv.commands._import_options import ImportOptions
from poddarkiv.commands._import_report import find_show_differences, print_link_report, print_report
from poddarkiv.commands._import_state import Record, Rows, State, read_state, remaining_rows
from poddarkiv.consent.names import name_key
from poddarkiv.errors import Problem, SourceError
from poddarkiv.feeds.files import (
    ImportedEpisode,
    TakenNames,
    convert_item,
    item_fingerprints,
    render_guests,
)
from poddarkiv.feeds.item import Item
from poddarkiv.feeds.show import Feed
from poddarkiv.i18n import _
from poddarkiv.load import read_archive
from poddarkiv.load.imported import STATE
from poddarkiv.output import (
    Move,
    discard_moves,
    hold_lock,
    move_together,
    write_all_new,
    write_aside,
)
from poddarkiv.output.names import temporary_beside


@dataclass(frozen=True)
class ImportPlan:
    """What one run would write and report."""

    new: tuple[ImportedEpisode, ...]
    guests: Mapping[str, str]
    """Texts by path from the archive's root."""
    record: Record
    slugs: Mapping[str, str]
    """The folder of each item that is here, or will be, by the item's guid."""
    changed: tuple[str, ...] = ()
    """A line for each episode that is otherwise at the source now."""


def import_feed(root: Path, source: str, options: ImportOptions, *, dry_run: bool) -> None:
    """Import what is new in the feed at `source`, and report the rest.

    Raises:
        PoddarkivError: The feed can't be read, and nothing has been written; or a recording can't
            be fetched, and the rest has been brought.
    """
    feed = load_feed(source, allow_local=options.allow_local)
    with hold_lock(root, "import", "import", notify=partial(click.echo, err=True)):
        with hold_lock(root, "new", "import"):
            archive, problems = read_archive(root)
            if archive is None:
                raise SourceError(problems)
            _stop_at_unread(archive, problems)
            before = read_state(root)
            imported = plan_import(feed, source, archive, before, root)
            if not dry_run:
                _write(root, imported)
        print_report(feed, imported)
        for line in find_show_differences(archive.show, feed, before):
            click.echo(line, err=True)
        print_link_report(feed, imported, options, source, archive, dry_run=dry_run)
        if dry_run:
            click.echo(_("Nothing was written."), err=True)
        else:
            download_linked_files(root, feed, imported.record, imported.slugs, options)


def _stop_at_unread(archive: Archive, problems: Sequence[Problem]) -> None:
    """Raise where an episode can't be read: it may be one of the feed's.

    Raises:
        SourceError: An episode can't be read.
    """
    read = {archive.episode_origin(episode.slug).path for episode in archive.episodes}
    unread = [
        problem
        for problem in problems
        if problem.path.endswith("/episode.yml") and problem.path not in read
    ]
    if unread:
        raise SourceError(unread)


def _guest_files(root: Path) -> set[str]:
    return {path.stem for path in (root / "content" / "gaster").glob("*.md")}


def plan_import(
    feed: Feed, source: str, archive: Archive | None, state: State, root: Path
) -> ImportPlan:
    """Plan an import of `feed`; `archive` is None where it is a new one in `root`."""
    known, here = TakenNames(), dict[str, str]()
    if archive is not None:
        # A folder that can't be read is taken as well.
        folders = (path.split("/")[1] for path in archive.origins if path.count("/") == 2)
        known.folders |= {*folders, *(episode.slug for episode in archive.episodes)}
        known.guests |= {name_key(guest.name): guest.slug for guest in archive.guests}
        known.unread = _guest_files(root) - set(known.guests.values())
        here = {e.guid.strip(): e.slug for e in archive.episodes if e.guid is not None}
    before = set(known.guests.values())
    rows: Rows = dict(state.get("items", {}))
    new = [i for i in feed.items if i.guid.strip() not in here and i.guid not in rows]
    changed = tuple(_changed(feed.items, rows, here))
    title = str(feed.values.get("title", ""))
    # The oldest first: where two would have one folder, it is the later that gets a number.
    made = {id(item): convert_item(item, title, known) for item in reversed(new)}
    ordered = tuple(made[id(item)] for item in new)
    guests = render_guests(new, known, before, feed.values.get("link") or feed.address or source)
    slugs = {item.guid: slug for item in feed.items if (slug := here.get(item.guid.strip()))}
    slugs |= {item.guid: made[id(item)].folder for item in new}
    for item in feed.items:
        if item.guid in rows or item.guid in slugs:
            was = rows.get(item.guid, {})
            folder = slugs.get(item.guid) or was["episode"]
            rows[item.guid] = _row(item, folder, was, made.get(id(item)))
    return ImportPlan(ordered, guests, Record(root, feed, source, rows), slugs, changed)


def _row(
    item: Item, folder: str, was: Mapping[str, Any], made: ImportedEpisode | None
) -> dict[str, Any]:
    row = {key: was[key] for key in ("brought", "beside") if key in was}
    if made is not None and len(made.rest) > len(item.rest):
        # What the model would not take: no later import sees it again.
        row["beside"] = [*made.rest[len(item.rest) :]]
    rest = remaining_rows(item.rest, row)
    return {"episode": folder, "seen": item_fingerprints(item), "rest": rest} | row


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
        now = item_fingerprints(item)
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


def _write(root: Path, imported: ImportPlan) -> None:
    """Write all of it or nothing, also when the run is killed meanwhile."""
    moves: list[Move] = []
    files: dict[Path, bytes] = {}
    for path, text in imported.guests.items():
        moves.append(_aside(root / path))
        files[moves[-1].source] = text.encode()
    for each in imported.new:
        moves.append(_aside(root / "episodes" / each.folder))
        files |= {moves[-1].source / name: text.encode() for name, text in each.files.items()}
    try:
        write_all_new(files)
        moves += filter(None, [write_aside(root / STATE, imported.record.text().encode())])
    except BaseException:
        discard_moves(moves)
        raise
    move_together(root, moves)


def _aside(target: Path) -> Move:
    return Move(temporary_beside(target), target)
