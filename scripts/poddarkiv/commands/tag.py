"""`poddarkiv tag`: write title, cover and chapters into the audio files."""

from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._shared import choose_episodes, open_archive, quiet_option, root_option
from poddarkiv.commands.measure import measured_lock, write_lock
from poddarkiv.errors import AudioError, PoddarkivError
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode


@click.command(
    help=_(
        "Write title, cover, chapters and transcript into the audio files' own tags, and measure "
        "them again. The sound itself is never changed."
    )
)
@click.argument("episodes", nargs=-1, metavar="[EPISODE]…")
@root_option
@quiet_option
def command(root: Path, episodes: tuple[str, ...], quiet: bool) -> None:
    """Tag one recording after another; one that fails does not stop the rest."""
    archive = open_archive(root)
    changed = 0
    faults: list[str] = []
    for episode in _with_file(archive, choose_episodes(archive, episodes)):
        try:
            if _tag(archive, episode):
                changed += 1
                if not quiet:
                    click.echo(_("{file} tagged", file=f"media/{episode.audio}"), err=True)
        except AudioError as error:
            origin = archive.episode_origin(episode.slug)
            faults.append(str(origin.problem("audio", message=str(error))))
    if not quiet:
        click.echo(ngettext("{n} file changed.", "{n} files changed.", changed), err=True)
    if faults:
        raise PoddarkivError("\n".join(faults))


def _with_file(archive: Archive, episodes: tuple[Episode, ...]) -> list[Episode]:
    return [
        episode
        for episode in episodes
        if episode.audio is not None and (archive.root / "media" / episode.audio).is_file()
    ]


def _tag(archive: Archive, episode: Episode) -> bool:
    from poddarkiv.audio.tagging import tags_of
    from poddarkiv.audio.write_tags import read_picture, write_tags

    media = archive.root / "media"
    image = episode.image or archive.show.image
    tags = tags_of(archive, episode, read_picture(media / image.file))
    changed = write_tags(media / str(episode.audio), tags)
    lock = measured_lock(archive, episode)
    if lock is not None:
        write_lock(archive, episode, lock)
    return changed
