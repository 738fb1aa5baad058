"""Find the archive's folder and its language, without reading anything else.

`poddarkiv --help` needs no more than this, so nothing heavy is imported here.
"""

import re
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
        other = folder / "episodes/show.yaml"
        if other.is_file():
            raise UsageError(_("rename {file} to show.yml", file=other))
    raise UsageError(
        _(
            "no archive here: {file} was not found in {folder} or above; "
            "go to the archive's folder, pass --root DIR, or make one with: poddarkiv init DIR",
            file=SHOW_FILE,
            folder=here,
        )
    )


def peek_language(root: Path) -> str:
    """Return the language that the show says it has, read before anything else is checked."""
    try:
        text = (root / SHOW_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "en"
    match = re.search(r"^language:\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z]+)?)", text, re.MULTILINE)
    return match[1] if match else "sv"
