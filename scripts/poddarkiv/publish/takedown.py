"""Remove what may no longer be shown from a target, even where no new site can be built.

The files that we uploaded are redacted as a local site would be, so that nothing else changes.
"""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from poddarkiv.i18n import marked
from poddarkiv.publish.local import LocalFile, is_recording
from poddarkiv.publish.manifest import Manifest, ManifestEntry
from poddarkiv.publish.plan import Listing, Phase, Plan, Upload
from poddarkiv.publish.run import Planner
from poddarkiv.publish.session import RetryingSession

RemovePages = Callable[[Path], None]
"""Redacts a folder that holds a site, or a part of one."""
REASON = marked("named somebody who may not be shown, or what was withdrawn")


def plan_takedown(site: Path, scratch: Path, remove_pages: RemovePages) -> Planner:
    """Return a planner that applies `remove_pages` to the files of a target.

    Args:
        site: The last built site, redacted already: equal files need no download.
        scratch: An empty folder for the target's files; it stays until the plan is executed.
        remove_pages: Removes what may not be shown from a folder.
    """

    def planner(session: RetryingSession, manifest: Manifest, there: Listing) -> Plan:
        paths = [path for path in _unknown(manifest, site) if path in there.files]
        before = _fetch(session, paths, scratch)
        remove_pages(scratch)
        first = tuple(path for path in before if not (scratch / path).is_file())
        left = sorted(before.keys() - set(first))
        files = (_local(path, scratch / path) for path in left)
        uploads = (
            Upload(file, Phase.FEED if file.path == "feed.xml" else Phase.TAKEDOWN, REASON)
            for file in files
            if file.sha256 != before[file.path]
        )
        return Plan(first, tuple(sorted(uploads, key=lambda upload: upload.phase)))

    return planner


def _unknown(manifest: Manifest, site: Path) -> Iterator[str]:
    """Yield uploaded files that differ from the site's; recordings are left alone."""
    for path, entry in sorted(manifest.files.items()):
        if not is_recording(path) and not _is_equal(site / path, entry):
            yield path


def _is_equal(file: Path, entry: ManifestEntry) -> bool:
    if not file.is_file() or file.stat().st_size != entry.size:
        return False
    return _local("", file).sha256 == entry.sha256


def _fetch(session: RetryingSession, paths: list[str], folder: Path) -> dict[str, str]:
    """Download `paths` from the target into `folder`; return their SHA-256."""

    def fetch(path: str) -> tuple[str, bytes | None]:
        return path, session.call(lambda: session.store.read(path))

    hashes = {}
    with ThreadPoolExecutor(session.store.workers) as pool:
        for path, content in pool.map(fetch, paths):
            if content is not None:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
                hashes[path] = hashlib.sha256(content).hexdigest()
    return hashes


def _local(path: str, source: Path) -> LocalFile:
    content = source.read_bytes()
    return LocalFile(path, source, len(content), hashlib.sha256(content).hexdigest())
