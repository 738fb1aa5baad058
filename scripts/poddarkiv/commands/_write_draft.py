"""Write a planned episode: all of it, or nothing."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from poddarkiv.commands._draft import EpisodePlan
from poddarkiv.errors import UsageError
from poddarkiv.formats import drafts
from poddarkiv.i18n import _
from poddarkiv.output import Move, discard_moves, hold_lock, move_together, write_aside
from poddarkiv.output.files import write_new
from poddarkiv.output.names import temporary_beside


def write_episode(root: Path, plan: EpisodePlan) -> list[str]:
    """Write everything of `plan`, or nothing, also when the run is killed meanwhile.

    Returns:
        The files, from the archive's root.

    Raises:
        UsageError: One of them is there already.
        HeldError: Another run adds an episode.
    """
    with hold_lock(root, "new", "new"):
        moves: list[Move] = []
        try:
            for move in _written(root, plan):
                moves.append(move)
                _refuse_existing(root, move.target)
        except BaseException:
            discard_moves(moves)
            raise
        move_together(root, moves)
    if plan.move and plan.recording is not None and not _stays(root, plan, plan.recording):
        plan.recording.unlink(missing_ok=True)
    if plan.move and plan.film is not None and not _is_there(root, plan.episode.film, plan.film):
        plan.film.unlink(missing_ok=True)
    return sorted(_names(plan))


def _refuse_existing(root: Path, target: Path) -> None:
    if os.path.lexists(target):
        file = target.relative_to(root).as_posix()
        raise UsageError(_("{file} is there already", file=file))


def _names(plan: EpisodePlan) -> Iterator[str]:
    episode = plan.episode
    yield from (f"content/gaster/{guest.slug}.md" for guest in episode.new_guests)
    yield f"episodes/{episode.folder}/episode.yml"
    if episode.picture is not None:
        yield f"media/{episode.picture[0]}"
    yield from (f"media/{name}" for name in plan.chapter_pictures)
    if plan.film is not None:
        yield f"media/{episode.film}"
    if plan.recording is not None:
        yield f"media/{episode.audio}"


def _written(root: Path, plan: EpisodePlan) -> Iterator[Move]:
    """Write each part of the episode aside, the folder that makes it one last."""
    episode = plan.episode
    for guest in episode.new_guests:
        path = root / "content" / "gaster" / f"{guest.slug}.md"
        yield _aside(path, drafts.guest_text(guest).encode())
    if episode.picture is not None:
        yield _aside(root / "media" / episode.picture[0], plan.picture)
    for name, picture in plan.chapter_pictures.items():
        yield _aside(root / "media" / name, picture)
    if plan.recording is not None and not _stays(root, plan, plan.recording):
        yield _placed(plan.recording, root / "media" / episode.audio, plan.move)
    if plan.film is not None and not _is_there(root, episode.film, plan.film):
        yield _placed(plan.film, root / "media" / episode.film, plan.move)
    folder = root / "episodes" / episode.folder
    aside = temporary_beside(folder)
    move = Move(aside, folder)
    try:
        aside.mkdir()
        write_new(aside / "episode.yml", [drafts.episode_text(episode).encode()])
    except BaseException:
        discard_moves([move])
        raise
    yield move


def _aside(path: Path, content: bytes) -> Move:
    move = write_aside(path, content)
    # Nothing to write: the very file is there.
    return move if move is not None else Move(path, path)


def _stays(root: Path, plan: EpisodePlan, recording: Path) -> bool:
    return _is_there(root, plan.episode.audio, recording)


def _is_there(root: Path, name: str, file: Path) -> bool:
    return file.resolve() == (root / "media" / name).resolve()


def _placed(recording: Path, target: Path, move: bool) -> Move:
    target.parent.mkdir(exist_ok=True)
    same_disk = os.lstat(recording).st_dev == target.parent.stat().st_dev
    same_folder = recording.resolve().parent == target.parent.resolve()
    if same_folder or (move and same_disk):
        return Move(recording, target)
    copy = Move(temporary_beside(target), target)
    try:
        shutil.copyfile(recording, copy.source)
    except BaseException:
        discard_moves([copy])
        raise
    return copy
