"""Files of a site that were installed, not written here: they can name nobody."""

from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from poddarkiv.site.assets import ASSETS, PACKAGE

_SEARCH_PROGRAMS = {".css", ".js"}
"""Of what Pagefind writes, these are the same in each site."""


def is_installed(path: Path, name: str) -> bool:
    """Whether a file is as this tool, Pagefind or an installed theme brings it.

    “Max” and “Set” are names, and words of programs.

    Args:
        path: The file.
        name: The same, from the site.
    """
    if name.startswith("pagefind/") and path.suffix in _SEARCH_PROGRAMS:
        return True
    content = path.read_bytes()
    return any(file.is_file() and file.read_bytes() == content for file in _originals(name))


def _originals(name: str) -> Iterator[Path]:
    if name.startswith(f"{ASSETS}/"):
        yield PACKAGE / "assets" / name.removeprefix(f"{ASSETS}/")
    for theme in entry_points(group="mkdocs.themes"):
        try:
            spec = find_spec(theme.value)
        except ImportError:
            continue
        for folder in spec.submodule_search_locations or () if spec else ():
            yield Path(folder, name)
