"""The files that are to be published, with their hashes."""

import contextlib
import hashlib
import json
import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from poddarkiv.archive import Archive
from poddarkiv.checks.publishing import list_local_recordings
from poddarkiv.consent import publishable_archive
from poddarkiv.output import write_if_changed

HASHES = ".poddarkiv/publish-hashes.json"
"""What recordings hashed to, as long as their size and time are the same. From the root."""


@dataclass(frozen=True)
class LocalFile:
    """A file of this machine that is to be at the target."""

    path: str
    """From the target's root, with forward slashes."""
    source: Path
    size: int
    """Bytes."""
    sha256: str


def list_site_files(site: Path) -> Iterator[LocalFile]:
    """Give every file of the built `site`."""
    for source in sorted(site.rglob("*")):
        # A temporary of ours belongs to a run that still goes on, or has died.
        if source.is_file() and not source.name.startswith(".poddarkiv-"):
            name = source.relative_to(site).as_posix()
            yield LocalFile(name, source, source.stat().st_size, _sha256(source))


def recordings_folder(archive: Archive) -> str | None:
    """Return where below the site's address recordings are, or None when they are elsewhere.

    The text is what their names are added to: `media/`.
    """
    if not archive.media_url.startswith(archive.site_url):
        return None
    return unquote(archive.media_url.removeprefix(archive.site_url))


def list_recordings(archive: Archive, as_of: datetime, folder: str) -> Iterator[LocalFile]:
    """Give the recordings in `media/` that listeners may fetch at `as_of`, to be in `folder`."""
    shown = publishable_archive(archive, as_of)
    names = {
        name
        for episode in shown.public_episodes(as_of)
        for _loc, name in list_local_recordings(episode)
        if name in archive.media
    }
    hashes = _Hashes(archive.root / HASHES)
    for name in sorted(names):
        source = archive.root / "media" / name
        if source.is_file():
            yield LocalFile(f"{folder}{name}", source, source.stat().st_size, hashes.of(source))
    hashes.keep()


def is_recording(path: str) -> bool:
    """Whether the file at `path` is sound or film, by its name."""
    kind = mimetypes.guess_type(path)[0] or ""
    return kind.startswith(("audio/", "video/")) or path.lower().endswith((".opus", ".m4b"))


def merge_files(*groups: Iterable[LocalFile]) -> dict[str, LocalFile]:
    """Return the files of all groups by path; of two with one path the later."""
    return {file.path: file for group in groups for file in group}


class _Hashes:
    """Hashes of large files, which are not read again while they stay as they are."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before: dict[str, list[object]] = {}
        with contextlib.suppress(OSError, ValueError):
            values = json.loads(path.read_bytes())
            self._before = values if isinstance(values, dict) else {}
        self._now: dict[str, list[object]] = {}

    def of(self, source: Path) -> str:
        state = source.stat()
        known = self._before.get(str(source))
        mark = [state.st_size, state.st_mtime_ns, state.st_ino]
        same = isinstance(known, list) and known[:3] == mark and len(known) == 4
        sha256 = str(known[3]) if same and known else _sha256(source)
        self._now[str(source)] = [*mark, sha256]
        return sha256

    def keep(self) -> None:
        # A cache: where it can't be written, hashes are taken again.
        with contextlib.suppress(OSError):
            write_if_changed(self._path, json.dumps(self._now, indent=0).encode())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
