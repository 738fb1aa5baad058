"""The seam between an archive and what draws its site."""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from poddarkiv.errors import PoddarkivError
from poddarkiv.model.show import EngineName
from poddarkiv.site.job import Job


class BuildError(PoddarkivError):
    """The engine could not build the site."""


class Engine(Protocol):
    """Draws the site of an archive: the same bytes whichever it is (tests/site/test_engines.py)."""

    name: EngineName

    def build_site(self, job: Job, target: Path, *, strict: bool) -> None:
        """Draw the site that `job` means into the folder `target`.

        Args:
            job: What to build, already checked.
            target: An empty folder, or one to come.
            strict: Whether a warning is an error.

        Raises:
            UsageError: `mkdocs.yml` is wrong, or the engine is not installed.
            BuildError: The site could not be drawn.
        """


def engine_named(name: EngineName) -> Engine:
    """Return the engine called `name`."""
    return cast(Engine, import_module(f"poddarkiv.site.engines.{name}").ENGINE)
