"""Let ProperDocs draw the site: the fork of MkDocs 1.x, with our plugin as it is."""

import logging
from importlib.util import find_spec
from pathlib import Path

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.model.show import EngineName
from poddarkiv.site.engines.mkdocs import MkDocsEngine
from poddarkiv.site.job import Job


class ProperDocsEngine(MkDocsEngine):
    """ProperDocs 1.6."""

    name: EngineName = "properdocs"
    logger = "properdocs"

    def build_site(self, job: Job, target: Path, *, strict: bool) -> None:
        """Draw the site that `job` means into the folder `target`; see `Engine`.

        From then on, what this process imports as `mkdocs` is ProperDocs.
        """
        if find_spec("properdocs") is None:
            text = _("ProperDocs is not installed – run: pip install 'poddarkiv[properdocs]'")
            raise UsageError(text)
        # Published by ProperDocs for plugins that were written for MkDocs: all of `mkdocs` is its.
        import properdocs.replacement  # noqa: F401

        # Our plugin logs as one of MkDocs': ProperDocs counts those of its own name.
        logging.getLogger("mkdocs").parent = logging.getLogger("properdocs")
        super().build_site(job, target, strict=strict)


ENGINE = ProperDocsEngine()
