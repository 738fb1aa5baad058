"""What one build is to do: the archive, the moment, the choices."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.checks import check, stops_build
from poddarkiv.consent import publishable_archive
from poddarkiv.errors import SourceError
from poddarkiv.load import load_archive
from poddarkiv.model.show import EngineName
from poddarkiv.site.build_observer import BuildObserver
from poddarkiv.site.kept_pages import KeptPages, PageReads


@dataclass(frozen=True)
class Job:
    """One build."""

    archive: Archive
    as_of: datetime
    """Decides what is public."""
    drafts: bool = False
    with_media: bool = False
    """Whether recordings are copied to the site."""
    previous: Path | None = None
    """The site of the build before, from which an equal search index is taken."""
    only: frozenset[str] = frozenset()
    """Addresses of the pages to draw, for a preview; the whole site when empty."""
    engine: EngineName | None = None
    """What draws the site, where it is not the show's own."""
    observer: BuildObserver = field(default_factory=BuildObserver)
    """Receives the build's progress."""
    kept: KeptPages | None = None
    """Pages of the build before that need not be drawn."""
    reads: PageReads = field(default_factory=PageReads)
    """Records which transcripts each page reads."""
    messages: list[str] = field(default_factory=list)
    """The engine's warnings, line by line."""

    def publishable(self) -> "Job":
        """Return the same job for what may be published of the archive."""
        return replace(self, archive=publishable_archive(self.archive, self.as_of))


def job_of(root: Path) -> Job:
    """Return the plain job for the archive at `root`, now.

    Raises:
        SourceError: The archive has errors.
    """
    archive = load_archive(root)
    now = datetime.now(UTC)
    errors = [p for p in check(archive, now) if stops_build(p)]
    if errors:
        raise SourceError(errors)
    return Job(archive, now)
