"""Find the files whose names only a forgiving disk takes for ours.

On Windows and macOS `Transcript.vtt` opens as `transcript.vtt`; where the site is built it does
not, and would be missing without a word. So names are compared as the folder lists them.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from poddarkiv.errors import Problem
from poddarkiv.filenames import is_passed_by
from poddarkiv.i18n import _

_ROOT = ("content", "episodes", "media", "mkdocs.yml", "overrides")
_EPISODES = ("show.yml",)
_EPISODE = ("episode.lock.yml", "episode.yml", "transcript.machine.json", "transcript.vtt")
_CONTENT = ("amnen", "artiklar", "gaster", "kontakter.yml", "ordlista.yml")
_TEXTS = ("", "amnen", "artiklar", "gaster")


def find_misnamed(root: Path) -> list[Problem]:
    """Return a problem for each file or folder that differs in case alone from the name we read."""
    episodes, content = root / "episodes", root / "content"
    found = [
        *_differ(root, _ROOT),
        *_differ(episodes, _EPISODES),
        *_differ(content, _CONTENT),
    ]
    for name in _names(episodes):
        if "." not in name:
            found += _differ(episodes / name, _EPISODE)
    for folder in _TEXTS:
        names = (name for name in _names(content / folder) if name.lower().endswith(".md"))
        found += _differ(content / folder, {f"{name[:-3]}.md" for name in names})
    return [
        Problem(
            path.relative_to(root).as_posix(),
            1,
            "",
            _("where the site is built, capitals and small letters differ"),
            _("keep one of {file} and {name}", file=path.name, name=name)
            if both
            else _("rename {file} to {name}", file=path.name, name=name),
            rule="case",
        )
        for path, name, both in found
    ]


def _differ(folder: Path, wanted: Iterable[str]) -> Iterator[tuple[Path, str, bool]]:
    """Yield each that differs, what we read, and whether that is there too."""
    # Of two, the one in small letters is ours: it comes last.
    by_key = {name.lower(): name for name in sorted(wanted)}
    there = _names(folder)
    for name in there:
        right = by_key.get(name.lower(), name)
        if name != right:
            yield folder / name, right, right in there


def _names(folder: Path) -> list[str]:
    try:
        # Not as a Path each: of thousands, that is slow.
        return sorted(name for name in os.listdir(folder) if not is_passed_by(name))  # noqa: PTH208
    except OSError:
        return []
