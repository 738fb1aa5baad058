"""Find the archive's folder and its language, without reading anything else.

`poddarkiv --help` needs no more than this, so nothing heavy is imported here.
"""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _

SHOW_FILE = "episodes/show.yml"


def find_root(start: Path) -> Path:
    """Return the archive's folder: `start` or the nearest folder above it with a show.

    Raises:
        UsageError: There is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SHOW_FILE).is_file():
            return folder
        for other, name in _almost(folder):
            raise UsageError(_("rename {file} to {name}", file=other, name=name))
    raise UsageError(
        _(
            "no archive here: {file} was not found in {folder} or above; "
            "go to the archive's folder, pass --root DIR, or make one with: poddarkiv init DIR",
            file=SHOW_FILE,
            folder=here,
        )
    )


def _almost(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give what is nearly our file, and its right name."""
    with contextlib.suppress(OSError):
        for shows in (path for path in folder.iterdir() if path.name.lower() == "episodes"):
            for show in shows.iterdir():
                if show.name.lower() in {"show.yml", "show.yaml"}:
                    right = "episodes" if shows.name != "episodes" else "show.yml"
                    yield (shows if right == "episodes" else show), right


def peek_language(root: Path) -> str:
    """Return the language that the show says it has, read before anything else is checked."""
    show = root / SHOW_FILE
    if not show.is_file():
        return "en"  # a pipe would be waited for without end
    try:
        text = show.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "en"
    # Who writes "svenska" gets the message that it is no code in Swedish.
    code = r"[A-Za-z]{2}(?:[A-Za-z](?![A-Za-z]))?(?:-[A-Za-z]+)?"
    match = re.search(rf"^language:[ \t]*[\"']?({code})", text, re.MULTILINE)
    return match[1] if match else "sv"
