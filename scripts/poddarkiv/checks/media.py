"""Rules for recordings and pictures: what the feed says of a file must be true of it."""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.errors import Problem
from poddarkiv.i18n import _
from poddarkiv.model import Audio, Episode, Status


def recordings_are_measured(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """What will stand in the feed has been measured, and is still the same recording."""
    for episode in archive.episodes:
        if episode.audio is None or episode.status is Status.WITHDRAWN:
            continue
        lock = archive.locks.get(episode.slug)
        message = _measuring_lacks(archive, episode, lock.audio if lock else None)
        if message:
            yield archive.episode_origin(episode.slug).problem(
                "audio",
                message=message,
                remedy=_("run: poddarkiv measure {episode}", episode=episode.slug),
                rule="not-measured",
            )


def _measuring_lacks(archive: Archive, episode: Episode, audio: Audio | None) -> str:
    assert episode.audio is not None
    if audio is None:
        # A draft's recording may still change; nobody hears of it yet.
        here = "://" in episode.audio or episode.audio in archive.media
        draft = episode.status is Status.DRAFT or not here
        return "" if draft else _("the recording has not been measured")
    if episode.audio not in (audio.url, (audio.path or "").removeprefix("media/")):
        return _("another recording was measured: {before}", before=audio.url or audio.path or "?")
    size = archive.media.get(episode.audio)
    if size is not None and size != audio.bytes:
        return _(
            "the recording has {size} bytes, but {before} when it was measured",
            size=size,
            before=audio.bytes,
        )
    return ""


RULES = (recordings_are_measured,)
