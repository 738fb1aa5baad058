"""Report an import: what came, warnings, what has no key, and what is only linked to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from pydantic import ValidationError

from poddarkiv.archive import Archive
from poddarkiv.commands._byte_progress import megabytes
from poddarkiv.feeds.files import ImportedEpisode, show_fingerprints
from poddarkiv.feeds.item import Enclosure, Item
from poddarkiv.feeds.show import Feed
from poddarkiv.formats.yamledit import format_flow
from poddarkiv.i18n import _, ngettext
from poddarkiv.load.imported import STATE
from poddarkiv.model import Show

if TYPE_CHECKING:
    from poddarkiv.commands._import_feed import ImportPlan
    from poddarkiv.commands._import_options import ImportOptions


def print_report(feed: Feed, imported: "ImportPlan") -> None:
    """Print what came, the warnings, and what has no key, item by item."""
    for each in imported.new:
        click.echo(f"episodes/{each.folder}: {each.title}")
    for line in (*feed.warnings, *imported.changed):
        click.echo(line, err=True)
    for each in imported.new:
        for text in each.item.warnings:
            click.echo(f"{each.folder}: {_('warning: ')}{text}", err=True)
    _print_rest(feed, imported.new)
    for path in imported.guests:
        text = _("rests on a public source; nobody has asked this person")
        click.echo(f"{path}: {_('warning: ')}{text}", err=True)
    click.echo(ngettext("{n} new episode", "{n} new episodes", len(imported.new)), err=True)


def _print_rest(feed: Feed, new: Sequence[ImportedEpisode]) -> None:
    linked = feed.picture.rows if feed.picture else ()
    rest = [row for row in feed.rest if row not in linked]
    if new and rest:
        click.echo(_("show: no place for {names}", names=_names(rest)), err=True)
    alike: dict[str, list[str]] = {}
    for each in new:
        links = {row for link in _links(each.item) for row in link}
        rest = [row for row in each.rest if row not in links]
        if rest:
            alike.setdefault(_names(rest), []).append(each.folder)
    for names, folders in alike.items():
        # A host says the same of every episode: reported once, not forty times.
        many = ngettext("{n} episode", "{n} episodes", len(folders))
        of = folders[0] if len(folders) == 1 else many
        click.echo(_("{episode}: no place for {names}", episode=of, names=names), err=True)
    if new:
        click.echo(_("What has no place is kept in {file}.", file=STATE), err=True)


def _links(item: Item) -> Iterator[tuple[str, ...]]:
    for link in (*item.transcripts, item.chapter_list, item.picture):
        if link is not None:
            yield link.rows


def _names(rest: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(map(_name, rest)))


def _name(row: str) -> str:
    # An element as the feed has it, or a text after the name of its own.
    return re.split(r"[\s/>]", row[1:])[0] if row.startswith("<") else row.partition(": ")[0]


def find_show_differences(show: Show, feed: Feed, state: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the feed says of the show otherwise than `show.yml`, which stays as it is.

    Told are the first import's differences, and later what the source has changed since. All of it
    is kept in `imported.json`.
    """
    seen = state.get("show_seen")
    now = show_fingerprints(feed)
    ours = show.model_dump(mode="json", exclude_none=True)
    before: Mapping[str, str] = seen if isinstance(seen, dict) else {}
    for key, value in feed.values.items():
        known = before.get(key) == now[key]
        if key == "guid":
            if str(value) != ours.get("guid"):
                yield _guid(str(value))
        elif not known and _differs(show, key, value):
            text = _("the feed says “{value}”", value=_shortened(_shown(value)))
            yield f"episodes/show.yml: {key}: {text} – {_('nothing was changed here')}"


def _differs(show: Show, key: str, value: Any) -> bool:
    ours = show.model_dump(mode="json")
    try:
        theirs = Show.model_validate({**ours, key: value}).model_dump(mode="json")
    except ValidationError:
        return True
    return bool(theirs[key] != ours[key])


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else format_flow(value)


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def _guid(guid: str) -> str:
    remedy = _("write guid: {guid}", guid=guid)
    text = _("episodes/show.yml: the feed's podcast:guid is another")
    return f"{_('warning: ')}{text} – {remedy}"


def print_link_report(
    feed: Feed,
    imported: "ImportPlan",
    options: "ImportOptions",
    source: str,
    archive: Archive | None = None,
    *,
    dry_run: bool = False,
) -> None:
    """Print what stays with the host and how it comes; in a dry run what would come, too.

    Args:
        feed: The whole feed.
        imported: What this run imports.
        options: What may come.
        source: The feed's file or address.
        archive: As it was before; None where it is a new one.
        dry_run: Whether nothing comes now.
    """
    here = [item for item in feed.items if item.guid in imported.slugs]
    has = imported.record.has
    unread = [i for i in here if i.transcripts and not any(has(i, each) for each in i.transcripts)]
    if unread and (dry_run or not options.own_it):
        click.echo(_transcripts(len(unread), come=options.own_it), err=True)
    audio = {episode.slug: episode.audio for episode in archive.episodes} if archive else {}
    far = [
        item.enclosure
        for item in here
        if item.enclosure
        and audio.get(imported.slugs[item.guid], item.enclosure.url) == item.enclosure.url
    ]
    if far and (dry_run or not options.download):
        click.echo(_recordings(far, source, come=options.download), err=True)


def _transcripts(count: int, *, come: bool) -> str:
    if come:
        return ngettext(
            "{n} episode has a transcript at the host: it would be fetched",
            "{n} episodes have transcripts at the host: they would be fetched",
            count,
        )
    return ngettext(
        "{n} episode has a transcript at the host: if it is yours, --i-own-it brings it",
        "{n} episodes have transcripts at the host: if they are yours, --i-own-it brings them",
        count,
    )


def _recordings(far: Sequence[Enclosure], source: str, *, come: bool) -> str:
    known = all(each.bytes for each in far)
    size = f" ({megabytes(sum(each.bytes for each in far))} MB)" if known else ""
    if come:
        return ngettext(
            "{n} recording would be fetched{size}",
            "{n} recordings would be fetched{size}",
            len(far),
            size=size,
        )
    return ngettext(
        "{n} recording is with the host{size}; if it is yours, fetch it: {command}",
        "{n} recordings are with the host{size}; if they are yours, fetch them: {command}",
        len(far),
        size=size,
        command=f"poddarkiv import {source} --download --i-own-it",
    )
