"""Let MkDocs draw the site, through its public functions and our plugin."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.load.mkdocsfile import OWN_THEME, THEMES
from poddarkiv.model.show import EngineName
from poddarkiv.site.direct.theme import is_installed_theme
from poddarkiv.site.direct.yamlfile import read_settings
from poddarkiv.site.engine import BuildError
from poddarkiv.site.job import Job
from poddarkiv.site.mkdocs_faults import build_reason, settings_fault, template_fault
from poddarkiv.site.mkdocs_log import translate_warnings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class MkDocsEngine:
    """MkDocs 1.6."""

    name: EngineName = "mkdocs"
    logger = "mkdocs"
    """What it and its plugins log with."""

    def build_site(self, job: Job, target: Path, *, strict: bool) -> None:
        """Draw the site that `job` means into the folder `target`; see `Engine`."""
        os.environ["NO_MKDOCS_2_WARNING"] = "1"
        from mkdocs.commands.build import build
        from mkdocs.config import load_config

        root = job.archive.root
        translated = translate_warnings(job.messages, self.logger)
        with _convert_faults(root), translated, job.observer.phase(_("Drawing the pages")):
            settings = str(root / "mkdocs.yml")
            theme = _other_theme(root)
            config = load_config(
                config_file=settings, site_dir=str(target), strict=strict, theme=theme
            )
            _plugin(config).job = job
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()


ENGINE = MkDocsEngine()


@contextmanager
def _convert_faults(root: Path) -> Iterator[None]:
    """Raise what MkDocs raises as an error of ours, with its place."""
    from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

    try:
        yield
    except ConfigurationError as error:
        text = (root / "mkdocs.yml").read_bytes().decode("utf-8", "replace")
        raise UsageError(settings_fault(error, text)) from error
    except (Abort, MkDocsException, RecursionError) as error:
        reason = build_reason(error)
        raise BuildError(_("MkDocs could not build the site: {reason}", reason=reason)) from error
    except Exception as error:
        fault = template_fault(error, root.resolve())
        if fault is None:
            raise
        raise BuildError(fault) from error


def _other_theme(root: Path) -> dict[str, Any] | None:
    """Return the choices of `theme` for our own theme, where Material, which is named, is missing.

    Our pages need nothing of it. Without a theme of that name, MkDocs would not begin.
    """
    try:
        given = read_settings(root).get("theme")
    except (UsageError, OSError):
        return None  # MkDocs says what is wrong
    choices = dict(given) if isinstance(given, dict) else {"name": given}
    name = choices.get("name")
    if name not in THEMES or is_installed_theme(str(name)):
        return None
    return choices | {"name": OWN_THEME}


def _plugin(config: "MkDocsConfig") -> Any:
    plugin = config.plugins.get("poddarkiv")
    if plugin is None:
        raise UsageError(_("mkdocs.yml must list the plugin: plugins: [poddarkiv]"))
    return plugin
