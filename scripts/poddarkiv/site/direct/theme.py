"""The theme that `mkdocs.yml` names: its folders of templates, and its choices."""

import contextlib
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.load.mkdocsfile import FILE
from poddarkiv.site.assets import TEMPLATES
from poddarkiv.site.templates import STATIC_TEMPLATES


class Theme(dict[str, Any]):
    """The choices of a theme, as templates see them."""

    name: str | None
    custom_dir: str | None
    dirs: list[str]
    """Folders of templates, of which the first wins: the archive's own, ours, the theme's."""
    static_templates: set[str]

    def __init__(self, name: str | None, custom_dir: str | None, choices: dict[str, Any]) -> None:
        super().__init__({"name": name, **choices})
        self.name, self.custom_dir = name, custom_dir
        self.static_templates = {*STATIC_TEMPLATES, *self.pop("static_templates", ())}
        self.dirs = [custom_dir] if custom_dir else []
        self.dirs.append(str(TEMPLATES))


def theme_of(given: str | dict[str, Any], root: Path) -> Theme:
    """Return the theme that `given`, of `mkdocs.yml`, stands for.

    A theme that is not installed is none: our pages need nothing of it.

    Raises:
        UsageError: Its folder is not there.
    """
    choices = dict(given) if isinstance(given, dict) else {"name": given}
    name, custom = choices.pop("name", None), choices.pop("custom_dir", None)
    folder = root / str(custom) if custom else None
    if folder is not None and not folder.is_dir():
        text = _("there is no folder {path}", path=custom)
        raise UsageError(f"{FILE}: theme: custom_dir: {text}")
    installed, brought = _installed(name)
    theme = Theme(name, str(folder) if folder else None, {**brought, **choices})
    theme.dirs += installed
    return theme


def is_installed_theme(name: str) -> bool:
    """Whether the theme called `name` can be used, as MkDocs would."""
    for theme in entry_points(group="mkdocs.themes", name=name):
        with contextlib.suppress(ImportError):
            theme.load()
            return True
    return False


def _installed(name: str | None) -> tuple[list[str], dict[str, Any]]:
    """Return the folders of an installed theme and of those that it extends, and their choices."""
    for theme in entry_points(group="mkdocs.themes", name=name) if name else ():
        try:
            spec = find_spec(theme.value)
        except ImportError:
            continue
        for place in spec.submodule_search_locations or () if spec else ():
            file = Path(place, "mkdocs_theme.yml")
            choices = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else None
            choices = dict(choices or {})
            above, below = _installed(choices.pop("extends", None))
            return [place, *above], {**below, **choices}
    return [], {}
