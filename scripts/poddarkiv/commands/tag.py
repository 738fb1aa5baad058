"""`poddarkiv tag`: write title, cover and chapters into the audio files."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._change_each import change_each
from poddarkiv.commands._shared import choose_episodes, open_archive, quiet_option, root_option
from poddarkiv.commands.measure import lock_path, measured_lock
from poddarkiv.consent import publishable_archive
from poddarkiv.errors import PoddarkivError
from poddarkiv.formats import lockfile
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode
from poddarkiv.output import Move, discard_moves, move_together, write_aside


@click.command(
    help=_(
        "Write title, cover, chapters and transcript into the audio files' own tags, and measure "
        "them again. The sound itself is never changed, and what the archive does not know stays."
    )
)
@click.argument("episodes", nargs=-1, metavar="[EPISODE]…")
@root_option
@quiet_option
@click.option(
    "--replace",
    is_flag=True,
    help=_("Take away chapters, pictures, artists and genres that the archive does not know."),
)
def command(root: Path, episodes: tuple[str, ...], quiet: bool, replace: bool) -> None:
    """Tag one recording after another; one that fails does not stop the rest."""
    archive = open_archive(root)

    def tag(episode: Episode) -> bool:
        def notify(lines: tuple[str, ...]) -> None:
            if not quiet:
                click.echo(_besides(episode, lines, replace=replace), err=True)

        changed = _tag(archive, episode, notify, replace=replace)
        if changed and not quiet:
            click.echo(_("{file} tagged", file=f"media/{episode.audio}"), err=True)
        return changed

    chosen = _with_file(archive, choose_episodes(archive, episodes))
    changed, faults = change_each(archive, chosen, "tag", tag)
    if not quiet:
        click.echo(ngettext("{n} file changed.", "{n} files changed.", changed), err=True)
    if faults:
        raise PoddarkivError("\n".join(faults))


def _with_file(archive: Archive, episodes: tuple[Episode, ...]) -> list[Episode]:
    return [episode for episode in episodes if episode.audio in archive.media]


def _besides(episode: Episode, lines: tuple[str, ...], *, replace: bool) -> str:
    file, things = f"media/{episode.audio}", ", ".join(lines)
    if replace:
        return _("{file}: the archive does not know {things}: taken away", file=file, things=things)
    return _(
        "{file}: the archive does not know {things}: left there; write it in episode.yml, or take "
        "it away with --replace",
        file=file,
        things=things,
    )


def _tag(
    archive: Archive,
    episode: Episode,
    notify: Callable[[tuple[str, ...]], None],
    *,
    replace: bool,
) -> bool:
    from poddarkiv.audio.tagging import make_tags
    from poddarkiv.audio.write_tags import read_picture, write_tagged_copy

    media = archive.root / "media"
    # A file that is passed on says no more than the site does.
    shown = publishable_archive(archive, datetime.now(UTC))
    said = shown.episode_by_slug[episode.slug]
    image = said.image or shown.show.image
    tags = make_tags(shown, said, read_picture(media / image.file), replace=replace)
    known = {guest.name for guest in shown.guests}
    hidden = tuple(guest.name for guest in archive.guests if guest.name not in known)
    tags = dataclasses.replace(tags, left_out=hidden)
    # Behind a link, so that the link stays.
    path = (media / str(episode.audio)).resolve()
    copy = write_tagged_copy(path, tags, notify)
    moves = [Move(copy, path)] if copy is not None else []
    try:
        lock = measured_lock(archive, episode, at=copy)
        if lock is not None:
            text = lockfile.render_lock(lock).encode()
            moves += filter(None, [write_aside(lock_path(archive, episode), text)])
    except BaseException:
        discard_moves(moves)
        raise
    # The recording and what is written down of it change together.
    move_together(archive.root, moves)
    return copy is not None
