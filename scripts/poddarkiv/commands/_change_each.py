"""Change one episode after another under its lock; a fault in one stops no other."""

from collections.abc import Callable, Iterable

import click

from poddarkiv.archive import Archive
from poddarkiv.errors import AudioError, PoddarkivError, RemoteError, system_fault
from poddarkiv.model import Episode
from poddarkiv.output import hold_lock, note_crash


def change_each(
    archive: Archive,
    episodes: Iterable[Episode],
    verb: str,
    change: Callable[[Episode], bool],
) -> tuple[int, list[str]]:
    """Let `change` write something of each of `episodes`, while no other run does.

    Args:
        archive: Whose episodes they are.
        episodes: Which.
        verb: Who writes; shown to another run that waits.
        change: Returns whether anything changed.

    Returns:
        How many changed, and a line for each that failed.
    """
    changed = 0
    faults: list[str] = []
    for episode in episodes:
        try:
            with hold_lock(archive.root, episode.slug, verb, notify=_print_notice):
                changed += change(episode)
        except (AudioError, RemoteError) as error:
            origin = archive.episode_origin(episode.slug)
            faults.append(str(origin.problem("audio", message=str(error))))
        except PoddarkivError as error:
            faults.append(str(error))
        except OSError as error:
            faults.append(f"{episode.slug}: {system_fault(error)}")
        except Exception as error:
            faults.append(f"{episode.slug}: {note_crash(error)}")
    return changed, faults


def _print_notice(text: str) -> None:
    click.echo(text, err=True)
