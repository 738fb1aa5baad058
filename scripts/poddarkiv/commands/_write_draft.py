"""Write a planned episode: all of it, or nothing."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from poddarkiv.commands._draft import Plan
from poddarkiv.errors import UsageError
from poddarkiv.formats import drafts
from poddarkiv.i18n import _
from poddarkiv.output import copy_file, write_if_changed


def write(root: Path, plan: Plan) -> list[str]:
    """Write everything of `plan`, or nothing: what was written is taken away when it fails.

    Returns:
        The files, from the archive's root.
    """
    episode = plan.episode
    texts = {
        f"content/gaster/{guest.slug}.md": drafts.guest_text(guest) for guest in episode.new_guests
    }
    texts[f"episodes/{episode.folder}/episode.yml"] = drafts.episode_text(episode)
    for name in texts:
        if (root / name).exists():
            raise UsageError(_("{file} is there already", file=name))
    files = {name: text.encode() for name, text in texts.items()}
    if episode.picture is not None:
        files[f"media/{episode.picture[0]}"] = plan.picture
    with _all_or_nothing() as undo:
        for name, content in files.items():
            path = root / name
            _undo_file(path, undo)
            write_if_changed(path, content)
        if plan.recording is not None:
            _place(plan.recording, root / "media" / episode.audio, plan.move, undo)
    placed = [f"media/{episode.audio}"] if plan.recording is not None else []
    return sorted([*files, *placed])


@contextmanager
def _all_or_nothing() -> Iterator[list[Callable[[], object]]]:
    undo: list[Callable[[], object]] = []
    try:
        yield undo
    except BaseException:
        for step in reversed(undo):
            # What was never made can't be taken away.
            with suppress(OSError):
                step()
        raise


def _undo_file(path: Path, undo: list[Callable[[], object]]) -> None:
    if not path.parent.exists():
        undo.append(path.parent.rmdir)
    undo.append(lambda: path.unlink(missing_ok=True))


def _place(recording: Path, target: Path, move: bool, undo: list[Callable[[], object]]) -> None:
    if recording.resolve() == target.resolve():
        return
    same_folder = recording.resolve().parent == target.parent.resolve()
    _undo_file(target, undo)
    if move or same_folder:
        undo.append(lambda: target.exists() and shutil.move(target, recording))
        target.parent.mkdir(exist_ok=True)
        shutil.move(recording, target)
    else:
        copy_file(recording, target)
