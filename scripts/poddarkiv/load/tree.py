"""Go through the folders of an archive, and find the links that lead out of it.

Everything that reads follows links: what one leads to would be published, rewritten by `tag` or
served by `serve` without anybody having put it into the archive.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePath

from poddarkiv.errors import Problem
from poddarkiv.filenames import is_passed_by, is_portable
from poddarkiv.i18n import _

FOLDERS = ("content", "episodes", "media", "overrides")
FILES = ("mkdocs.yml",)
_ANNEX = (".git", "annex")
"""Where git-annex keeps recordings: it puts links to them into `media/`."""


class _Fault(Enum):
    OUT = auto()
    CIRCLE = auto()


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    is_dir: bool
    fault: _Fault | None = None


def list_files(folder: Path, root: Path, *, outside: bool = False) -> Iterator[Path]:
    """Yield each file of the archive in `folder`, in an order that is the same everywhere.

    Those that are no part of it (`is_passed_by`) are left out, as are links out of the archive.

    Args:
        folder: One of the archive's folders. It may be missing.
        root: The archive's folder.
        outside: Whether links may lead out of the archive.
    """
    for found in _walk(folder, root, outside=outside):
        if not found.fault and not found.is_dir and found.path.is_file():
            yield found.path


def leads_outside(path: Path, root: Path) -> bool:
    """Whether what is read at `path` lies outside the archive at `root`, or in its hidden folders.

    Every link on the way there counts. Nothing needs to be there.
    """
    try:
        real = PurePath(os.path.realpath(path)).relative_to(os.path.realpath(root))
    except ValueError:
        return True
    hidden = any(part.startswith(".") for part in real.parts)
    return hidden and real.parts[:2] != _ANNEX


def check_tree(root: Path, *, media_link: bool) -> list[Problem]:
    """Return a problem for each link out of the archive, and each name that not every system has.

    Args:
        root: The archive's folder.
        media_link: Whether `media/`, and what is in it, may lie elsewhere.
    """
    return [
        *_top_problems(root, media_link),
        *(problem for name in FOLDERS for problem in _problems(root, name, media_link)),
    ]


def _top_problems(root: Path, media_link: bool) -> Iterator[Problem]:
    for name in (*FILES, *FOLDERS):
        free = name == "media" and media_link
        if not free and (root / name).is_symlink() and leads_outside(root / name, root):
            yield _leads_out(root / name, root)


def _problems(root: Path, name: str, media_link: bool) -> Iterator[Problem]:
    for found in _walk(root / name, root, outside=name == "media" and media_link):
        if found.fault is _Fault.OUT:
            yield _leads_out(found.path, root)
        elif found.fault is _Fault.CIRCLE:
            message = _("the link leads to a folder that it is in")
            yield _problem(found.path, root, "link-out", message, _("remove the link"))
        elif name in {"content", "episodes"} and not is_portable(found.path.name):
            message = _("on some systems nothing can be called so")
            remedy = _("use a–z, 0–9, hyphens and one dot; con, aux and the like are devices")
            yield _problem(found.path, root, "portable-name", message, remedy)


def _leads_out(path: Path, root: Path) -> Problem:
    message = _("the link leads out of the archive: what it leads to would be published")
    remedy = (
        _("put the file itself there, or write media_link: true in episodes/show.yml")
        if path.relative_to(root).parts[0] == "media"
        else _("put the file itself there")
    )
    return _problem(path, root, "link-out", message, remedy)


def _problem(path: Path, root: Path, rule: str, message: str, remedy: str) -> Problem:
    # A name may hold anything but a slash: a line must stay a line.
    shown = "".join(c if c.isprintable() else "?" for c in path.relative_to(root).as_posix())
    return Problem(shown, 1, "", message, remedy, rule=rule)


def _walk(
    folder: Path, root: Path, *, outside: bool, above: tuple[Path, ...] = ()
) -> Iterator[_Found]:
    """Yield everything below `folder`; `above` are the folders that led there."""
    above = (*above, folder)
    for entry in _entries(folder):
        path = Path(entry.path)
        # Junctions are Windows' links to folders; Python knows them from 3.12.
        if entry.is_symlink() or getattr(entry, "is_junction", bool)():
            found = _linked(path, root, above, outside=outside)
        else:
            found = _Found(path, entry.is_dir())
        yield found
        if found.is_dir and not found.fault:
            yield from _walk(path, root, outside=outside, above=above)


def _linked(path: Path, root: Path, above: tuple[Path, ...], *, outside: bool) -> _Found:
    is_dir = os.path.isdir(path)  # noqa: PTH112 - Path's raises where nobody may look
    if not outside and leads_outside(path, root):
        return _Found(path, is_dir, _Fault.OUT)
    real = os.path.realpath(path)
    if is_dir and any(Path(os.path.realpath(folder)).is_relative_to(real) for folder in above):
        return _Found(path, is_dir, _Fault.CIRCLE)
    return _Found(path, is_dir)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            listed = [entry for entry in entries if not is_passed_by(entry.name)]
    except OSError:
        return []
    return sorted(listed, key=lambda entry: entry.name)
