"""What a build depends on besides the archive: the program, its libraries, and where it runs."""

import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from poddarkiv import __version__

_PACKAGE = Path(__file__).parents[1]
_VARIABLES = ("LANG", "LC_", "MKDOCS", "PODDARKIV", "PYTHON", "SOURCE_DATE_EPOCH", "TZ")
"""How the names of those variables begin that a build, or what it says, may depend on."""
_LIBRARIES = {"site-packages", "dist-packages"}


def describe_environment() -> list[object]:
    """Return what the build depends on that is not a file, except for the day."""
    now = datetime.now(UTC)
    variables = sorted(item for item in os.environ.items() if item[0].startswith(_VARIABLES))
    return [
        __version__,
        sys.version,
        sys.path,
        variables,
        time.tzname,
        str(now.astimezone().utcoffset()),
    ]


def build_day() -> str:
    """Return the day that MkDocs gives to its own pages."""
    return datetime.now(UTC).date().isoformat()


def program_files() -> set[str]:
    """Return every file of the program, of what it has imported, and of installed themes."""
    files = {
        file for each in sys.modules.copy().values() if (file := getattr(each, "__file__", ""))
    }
    for folder in (_PACKAGE, *_theme_folders()):
        files.update(_all_below(folder))
    for folder in map(Path, sys.path):
        if folder.name in _LIBRARIES:
            files |= {str(folder), *(str(path / "RECORD") for path in folder.glob("*.dist-info"))}
    return files


def _theme_folders() -> Iterator[Path]:
    spec = find_spec("material")
    for place in spec.submodule_search_locations or () if spec else ():
        yield Path(place)


def _all_below(folder: Path) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        # Material brings 13,000 icons, which change with the rest of it.
        folders[:] = [name for name in folders if name not in {"__pycache__", ".icons"}]
        yield from (where, *(f"{where}{os.sep}{name}" for name in names))
