"""Rules for the files that others name: recordings and pictures in `media/`."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from poddarkiv.archive import Archive
from poddarkiv.errors import Loc, Origin, Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Status
from poddarkiv.slugs import Names


def recordings_exist(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A recording lies in `media/` under exactly that name, or has been measured elsewhere."""
    files = _Files(archive)
    for episode in archive.episodes:
        name = episode.audio
        if name is None or not recording_is_missing(archive, episode):
            continue
        yield archive.episode_origin(episode.slug).problem(
            "audio",
            message=_("media/{name} is not here and has not been measured", name=name),
            remedy=files.near(name)
            or _near(name, _measured_name(archive, episode))
            or _("put the file in media/ and run: poddarkiv measure {slug}", slug=episode.slug),
            rule="missing-recording",
        )


def recording_is_missing(archive: Archive, episode: Episode) -> bool:
    """Whether the file that `audio` names is neither here nor what was measured elsewhere."""
    name = episode.audio
    if name is None or "://" in name or episode.status is Status.WITHDRAWN:
        return False
    return name not in archive.media and not _measured(archive, episode, name)


def _pictures(archive: Archive) -> Iterator[tuple[Origin, Loc, str]]:
    yield archive.show_origin, ("image", "file"), archive.show.image.file
    for episode in archive.episodes:
        origin = archive.episode_origin(episode.slug)
        if episode.image is not None:
            yield origin, ("image", "file"), episode.image.file
        for i, chapter in enumerate(episode.chapters):
            if chapter.image is not None:
                yield origin, ("chapters", i, "image", "file"), chapter.image.file
    for guest in archive.guests:
        if guest.image is not None:
            yield archive.guest_origin(guest.slug), ("image", "file"), guest.image.file


def _measured(archive: Archive, episode: Episode, name: str) -> bool:
    lock = archive.locks.get(episode.slug)
    path = f"episodes/{episode.slug}/episode.lock.yml"
    return path in archive.broken or (
        lock is not None and lock.audio is not None and _measured_name(archive, episode) == name
    )


def _measured_name(archive: Archive, episode: Episode) -> str:
    # Where the recording lies on another machine, its lock still knows its name.
    lock = archive.locks.get(episode.slug)
    path = lock.audio.path if lock is not None and lock.audio is not None else None
    return (path or "").removeprefix("media/")


def _near(name: str, *known: str) -> str:
    near = Names(known).closest(name)
    return _("did you mean “{near}”?", near=near) if near else ""


class _Files:
    """The files in `media/`, to suggest for one that is not there."""

    def __init__(self, archive: Archive) -> None:
        self._names = Names(archive.media)
        self._by_case: dict[str, str] = {}
        for name in archive.media:
            self._by_case.setdefault(name.casefold(), name)

    def near(self, name: str) -> str:
        """Return what to ask somebody who wrote `name`; empty when nothing is near."""
        near = self._by_case.get(name.casefold()) or self._names.closest(name)
        return _("did you mean “{near}”?", near=near) if near else ""


def pictures_exist(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Every picture that is named lies in `media/`, under exactly that name."""
    files = _Files(archive)
    for origin, loc, name in _pictures(archive):
        if name not in archive.media:
            yield origin.problem(
                *loc,
                message=_("media/{name} is not here", name=name),
                remedy=files.near(name) or _("put the picture in media/"),
                rule="missing-picture",
            )


def files_are_no_pointers(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Git LFS has fetched every file that is named: what is published would be a line of text."""
    named = [*_pictures(archive), *_recordings(archive)]
    for origin, loc, name in named:
        if name in archive.pointers:
            yield origin.problem(
                *loc,
                message=_("media/{name} is only a pointer of Git LFS, not the file", name=name),
                remedy=_("run: git lfs pull"),
                rule="git-lfs-pointer",
            )


def _recordings(archive: Archive) -> Iterator[tuple[Origin, Loc, str]]:
    for episode in archive.episodes:
        origin = archive.episode_origin(episode.slug)
        if episode.audio is not None and episode.status is not Status.WITHDRAWN:
            yield origin, ("audio",), episode.audio
        for i, alternate in enumerate(episode.alternates):
            yield origin, ("alternates", i, "file"), alternate.file


def names_differ_in_more_than_case(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """No two files are one on Windows and macOS, where `A.png` and `a.png` are the same."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in archive.media:
        groups[name.casefold()].append(name)
    for names in groups.values():
        for name in sorted(names)[1:]:
            yield Problem(
                f"media/{name}",
                1,
                "",
                _("on Windows and macOS this is the same file as {other}", other=min(names)),
                _("rename one of them"),
                Severity.WARNING,
                rule="same-name",
            )


def texts_are_read(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A text lies where a page is made of it, and has the suffix that is read."""
    for file in archive.unread:
        path = PurePosixPath("content", file)
        folder = PurePosixPath(*path.parts[:2])
        yield Problem(
            str(path),
            1,
            "",
            _("no page is made of this file"),
            _("move it to {path}", path=folder / f"{path.stem}.md"),
            Severity.WARNING,
            rule="unread-text",
        )


RULES = (
    recordings_exist,
    pictures_exist,
    files_are_no_pointers,
    names_differ_in_more_than_case,
    texts_are_read,
)
