"""Rules for recordings and pictures: what the feed says of a file must be true of it."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from poddarkiv.archive import Archive
from poddarkiv.checks.files import recording_is_missing
from poddarkiv.checks.pictures import ascii_name
from poddarkiv.checks.place import Place
from poddarkiv.errors import Problem
from poddarkiv.formats.players import apps_that_play
from poddarkiv.formats.sniff import IN_EVERY_APP, SUFFIXES
from poddarkiv.i18n import _, language
from poddarkiv.model import Audio, Episode, Lock, Status

LOUDNESS = -16.0
"""LUFS that Apple advises; most shows keep to it."""
TOLERANCE = 2.0


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
        # A draft's recording may still change; nothing of it is published yet.
        here = "://" in episode.audio or episode.audio in archive.media
        draft = episode.status is Status.DRAFT or not here
        return "" if draft else _("the recording has not been measured")
    if episode.audio not in (audio.url, (audio.path or "").removeprefix("media/")):
        if recording_is_missing(archive, episode):
            return ""  # another rule tells
        return _("another recording was measured: {before}", before=audio.url or audio.path or "?")
    size = archive.media.get(episode.audio)
    if size is not None and size != audio.bytes and episode.audio not in archive.pointers:
        return _(
            "the recording has {size} bytes, but {before} when it was measured",
            size=size,
            before=audio.bytes,
        )
    return ""


def recordings_are_as_apps_want(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """Name, kind and loudness of a recording suit the apps."""
    for episode in archive.episodes:
        if episode.audio is None or episode.status is Status.WITHDRAWN:
            continue
        place = Place(archive.episode_origin(episode.slug)).at("audio")
        yield from _address(place, episode.audio)
        lock = archive.locks.get(episode.slug)
        if lock is not None and lock.audio is not None:
            yield from _kind(place, episode.audio, lock.audio)
            yield from _figures(place, lock.audio)


def _address(place: Place, audio: str) -> Iterator[Problem]:
    if "://" not in audio:
        problem = ascii_name(place, audio, "recording-name")
        if problem is not None:
            yield problem
    elif not is_web_address(audio):
        yield place.error(
            "recording-address",
            _("“{url}” is no web address", url=audio),
            _("write the name of a file in media/, or an address that begins with https://"),
        )
    else:
        yield from place.insecure(audio)


def is_web_address(text: str) -> bool:
    """Whether `text` is an address that apps can fetch."""
    return re.fullmatch(r"https?://[^\s<>\"/]+(?:/[^\s<>\"]*)?", text) is not None


def _kind(place: Place, audio: str, measured: Audio) -> Iterator[Problem]:
    suffixes = SUFFIXES.get(measured.mime_type, ())
    ending = PurePosixPath(urlsplit(audio).path).suffix.lower()
    if measured.mime_type not in IN_EVERY_APP:
        others = apps_that_play(measured.mime_type)
        message = _(
            "{mime_type} is not played by Apple Podcasts ({others})",
            mime_type=measured.mime_type,
            others=others,
        )
        # Of a kind that nobody knows there is nothing to say.
        message = message if others else message.removesuffix(" ()")
        yield place.warning("recording-kind", message, _("publish MP3 or M4A"))
    elif ending and ending not in suffixes:
        yield place.error(
            "recording-kind",
            _(
                "the recording is {mime_type}, but its name ends in “{ending}”",
                mime_type=measured.mime_type,
                ending=ending,
            ),
            _("give it the ending {ending}", ending=suffixes[0]),
        )
    elif measured.mime_type == "video/mp4":
        yield place.warning(
            "recording-video",
            _("the recording is a video: apps fetch all of it for the sound"),
            _("make its sound the recording with poddarkiv new --sound; offer it under alternates"),
        )


def _figures(place: Place, measured: Audio) -> Iterator[Problem]:
    if not measured.bytes or not measured.duration:
        yield place.error(
            "recording-empty",
            _("the recording was measured as {n} bytes", n=measured.bytes)
            if not measured.bytes
            else _("the recording was measured as 0 seconds"),
            _("put the right file there and run: poddarkiv measure"),
        )
    elif measured.loudness is not None and abs(measured.loudness - LOUDNESS) > TOLERANCE:
        yield place.warning(
            "loudness",
            _(
                "the recording is {is_} LUFS loud; listeners are used to {wanted}",
                is_=_decimal(measured.loudness),
                wanted=_decimal(LOUDNESS),
            ),
            _("turn it up {n} dB", n=_decimal(LOUDNESS - measured.loudness))
            if measured.loudness < LOUDNESS
            else _("turn it down {n} dB", n=_decimal(measured.loudness - LOUDNESS)),
        )


def _decimal(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0").replace("-", "−")
    return text.replace(".", ",") if language().startswith("sv") else text


def alternates_are_measured(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """Each other form of a recording is there, has been measured, and is still the same."""
    for episode in archive.episodes:
        lock = archive.locks.get(episode.slug, Lock())
        measured = {audio.path: audio.bytes for audio in lock.alternates}
        place = Place(archive.episode_origin(episode.slug)).at("alternates")
        for i, alternate in enumerate(episode.alternates):
            here = place.at(i, "file")
            yield from place.at(i, "title").too_long("alternate-title", alternate.title, 32)
            problem = ascii_name(here, alternate.file, "recording-name")
            if problem is not None:
                yield problem
            size = archive.media.get(alternate.file)
            known = measured.get(f"media/{alternate.file}")
            if alternate.file in archive.pointers:
                continue  # another rule tells
            if episode.status is not Status.DRAFT and (known is None or size not in (None, known)):
                yield here.error(
                    "not-measured",
                    _("the recording has not been measured")
                    if known is None
                    else _(
                        "the recording has {size} bytes, but {before} when it was measured",
                        size=size,
                        before=known,
                    ),
                    _("run: poddarkiv measure {episode}", episode=episode.slug),
                )


RULES = (recordings_are_measured, recordings_are_as_apps_want, alternates_are_measured)
