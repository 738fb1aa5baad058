"""Plan a publishing: what to upload, what to remove, and in which order. No I/O."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from poddarkiv.addresses import ARTICLES, EPISODES, article_path, episode_path, guest_path
from poddarkiv.archive import Archive
from poddarkiv.consent import publishable_archive
from poddarkiv.i18n import marked
from poddarkiv.model import Status
from poddarkiv.publish.local import LocalFile, is_recording
from poddarkiv.publish.manifest import Manifest, ManifestEntry

_FEEDS = {"feed.xml", "nytt.xml"}
_INDEX = "pagefind/"
_INDEX_START = "pagefind/pagefind-entry.json"
_PAGES = (".html", ".xml", ".txt")


class Phase(IntEnum):
    """When a file is uploaded: nothing is published before what it links to."""

    TAKEDOWN = 0
    """Pages of people and episodes that were withdrawn do not wait for the rest."""
    RECORDING = 1
    ASSET = 2
    PAGE = 3
    FEED = 4


@dataclass(frozen=True)
class RemoteEntry:
    """A file at the target, as it lists it."""

    size: int
    """Bytes; -1 where the target doesn't tell."""
    stamp: str
    """A tag or a time: another one means that somebody wrote the file."""


@dataclass
class Listing:
    """What is really at the target, in the folders that were looked into."""

    files: dict[str, RemoteEntry] = field(default_factory=dict)


@dataclass(frozen=True)
class Withdrawn:
    """Whose pages must go from the target, whatever else is to stay there."""

    folders: tuple[str, ...] = ()
    """Addresses of pages, each with a slash at its end."""

    def covers(self, path: str) -> bool:
        """Whether the file at `path` belongs to one of the withdrawn pages."""
        return path.startswith(self.folders)

    def may_name(self, path: str) -> bool:
        """Whether the file at `path`, which the site has no more, may name them.

        Every list may, and so may pictures; a page of another episode or an article was made anew
        where it did.
        """
        if not self.folders:
            return False
        if is_recording(path):
            return False
        own = path.startswith((EPISODES, ARTICLES)) and path.count("/") >= 2
        # Paged lists name every episode, so they may name a withdrawn one.
        lists = path.startswith((f"{EPISODES}sida-", f"{EPISODES}ar-"))
        return self.covers(path) or lists or not own


def list_gone_pages(archive: Archive, as_of: datetime) -> tuple[str, ...]:
    """Return the addresses at which there is no page any more, at `as_of`, for consent's sake.

    They are of withdrawn episodes and articles, and of guests who may not be shown.
    """
    view = publishable_archive(archive, as_of)
    withdrawn = Status.WITHDRAWN
    episodes = [episode_path(e.slug) for e in archive.episodes if e.status is withdrawn]
    articles = [article_path(a.slug) for a in archive.articles if a.status is withdrawn]
    return (*episodes, *articles, *(guest_path(guest.slug) for guest in view.withheld))


def list_withdrawn_pages(archive: Archive, as_of: datetime) -> Withdrawn:
    """Return the pages of what was withdrawn at `as_of`, or of people who may not be shown."""
    view = publishable_archive(archive, as_of)
    before = {episode.slug: episode for episode in archive.episodes}
    episodes = [
        episode_path(episode.slug)
        for episode in view.episodes
        if episode.status is Status.WITHDRAWN or episode != before.get(episode.slug)
    ]
    guests = [guest_path(guest.slug) for guest in view.withheld]
    shown = {article.slug: article for article in view.articles}
    articles = [
        article_path(article.slug)
        for article in archive.articles
        if article.status is Status.WITHDRAWN or article != shown.get(article.slug)
    ]
    return Withdrawn((*episodes, *guests, *articles))


@dataclass(frozen=True)
class Upload:
    """A file to upload, and why."""

    file: LocalFile
    phase: Phase
    reason: str
    """An English message, to be translated where it is shown."""


@dataclass(frozen=True)
class Plan:
    """What one publishing does, in this order."""

    first: tuple[str, ...] = ()
    """Paths that are removed before all else."""
    uploads: tuple[Upload, ...] = ()
    last: tuple[str, ...] = ()
    """Paths that are removed after all else."""
    kept: tuple[str, ...] = ()
    """Paths that the site has no more and that stay all the same."""
    foreign: tuple[str, ...] = ()
    """Paths that were ours and that somebody else has written since: they stay."""

    @property
    def total(self) -> int:
        """Bytes to upload."""
        return sum(upload.file.size for upload in self.uploads)

    def is_empty(self) -> bool:
        """Whether all is at the target as it should be."""
        return not (self.uploads or self.first or self.last)


def make_plan(
    files: Mapping[str, LocalFile],
    manifest: Manifest,
    there: Listing,
    withdrawn: Withdrawn,
    *,
    keep: bool = False,
    delete_recordings: bool = False,
    scope: Callable[[str], bool] = lambda _path: True,
) -> Plan:
    """Return what makes the target hold `files`.

    Args:
        files: What is to be there, by path.
        manifest: What we have put there.
        there: What is there.
        withdrawn: Whose pages must go.
        keep: Whether other files that the site no longer has stay.
        delete_recordings: Whether recordings that the site no longer has go.
        scope: Whether a path is of the kind that `files` are of: others upload the rest.
    """
    uploads = [
        Upload(file, _phase(path, withdrawn), reason)
        for path, file in files.items()
        if (reason := _reason(file, manifest.files.get(path), there.files.get(path)))
    ]
    first, last, kept, foreign = [], [], [], []
    for path in sorted(manifest.files.keys() - files.keys()):
        found = there.files.get(path)
        if found is None:
            continue
        # Consent comes before `--keep` and before the scope.
        if withdrawn.covers(path) and not is_recording(path):
            first.append(path)
        elif not scope(path):
            continue
        # Somebody else wrote it since: not ours to remove.
        elif not _is_as_put(manifest.files[path], found):
            foreign.append(path)
        elif _stays(path, withdrawn, keep=keep, delete_recordings=delete_recordings):
            kept.append(path)
        else:
            last.append(path)
    # Feed last: apps never see an item before its recording can be downloaded.
    ordered = sorted(uploads, key=lambda upload: (upload.phase, upload.file.path))
    return Plan(tuple(first), tuple(ordered), tuple(last), tuple(kept), tuple(foreign))


def list_folders(paths: Iterator[str] | Mapping[str, object]) -> set[str]:
    """Return every folder that `paths` are in; the root is the empty text."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _stays(path: str, withdrawn: Withdrawn, *, keep: bool, delete_recordings: bool) -> bool:
    if is_recording(path):
        return not delete_recordings
    # Parts of a search index that nothing leads to are nobody's address.
    return keep and not path.startswith(_INDEX) and not withdrawn.may_name(path)


def _phase(path: str, withdrawn: Withdrawn) -> Phase:
    if path in _FEEDS:
        return Phase.FEED
    if is_recording(path):
        return Phase.RECORDING
    if withdrawn.covers(path):
        return Phase.TAKEDOWN
    return Phase.PAGE if path.endswith(_PAGES) or path == _INDEX_START else Phase.ASSET


def _reason(file: LocalFile, entry: ManifestEntry | None, found: RemoteEntry | None) -> str:
    """Return why `file` must be uploaded; empty when it is there."""
    if found is None:
        return marked("is missing there") if entry else marked("is new")
    if entry is None:
        return marked("takes the place of a file that was not put there by publish")
    if entry.sha256 != file.sha256:
        return marked("has changed")
    return "" if _is_as_put(entry, found) else marked("was changed there by others")


def _is_as_put(entry: ManifestEntry, found: RemoteEntry) -> bool:
    same_size = found.size in (entry.size, -1)
    return same_size and entry.stamp in ("", found.stamp)
