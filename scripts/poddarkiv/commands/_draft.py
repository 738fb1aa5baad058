"""Plan a new episode, with a person who answers or from options alone. Writes nothing."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.commands._ask import Asker
from poddarkiv.commands._chapter_pictures import attach_pictures, name_pictures, picture_ending
from poddarkiv.commands._draft_questions import (
    GivenValues,
    choose_date,
    choose_folder,
    choose_guests,
    choose_number,
    choose_picture_text,
    choose_recording,
    choose_summary,
    choose_title,
    choose_topics,
)
from poddarkiv.errors import UsageError
from poddarkiv.formats.drafts import NewEpisode
from poddarkiv.i18n import _

_ASCII_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]*$", re.ASCII)


@dataclass(frozen=True)
class EpisodePlan:
    """Everything that will be written."""

    episode: NewEpisode
    recording: Path | None = None
    move: bool = False
    picture: bytes = b""
    film: Path | None = None
    """The video, to be placed beside the recording."""
    chapter_pictures: Mapping[str, bytes] = field(default_factory=dict)
    """By the names that they get in `media/`."""


def plan_episode(
    archive: Archive, as_of: datetime, audio: Path | None, given: GivenValues, ask: Asker | None
) -> EpisodePlan:
    """Return what is to be written, asked of a person; `ask` is None where nobody answers.

    Raises:
        UsageError: Something is missing or can't be, and nobody can be asked.
    """
    audio, tags = choose_recording(audio, ask)
    title = choose_title(archive, audio, tags, given, ask)
    number = choose_number(archive, given, ask)
    folder = choose_folder(archive, title, number, given, ask)
    summary = choose_summary(tags, given, ask)
    published = choose_date(archive, as_of, given, ask)
    invited = choose_guests(archive, as_of, given, ask)
    topics = choose_topics(archive, given, ask)
    alt = choose_picture_text(archive, tags, given, ask)
    pictures = name_pictures(folder, tags)
    episode = NewEpisode(
        folder=folder,
        guid=str(uuid.uuid4()),
        title=title,
        summary=summary,
        number=number,
        season=given.season,
        kind="trailer" if number is None else "full",
        published=published,
        written=as_of,
        audio=_audio_name(archive, audio, folder),
        film=f"{folder}.mp4" if given.film else "",
        picture=(folder + picture_ending(tags.picture), alt) if alt else None,
        guests=invited.slugs,
        topics=topics,
        chapters=attach_pictures(tags, pictures),
        new_guests=invited.new,
    )
    _refuse_existing(archive, episode, audio)
    by_name = {name: content for content, name in pictures.items()}
    picture = tags.picture if alt else b""
    return EpisodePlan(episode, audio, given.move, picture, given.film, by_name)


def _audio_name(archive: Archive, audio: Path | None, folder: str) -> str:
    if audio is None:
        return ""
    if _in_media(archive, audio) and _ASCII_NAME.match(audio.name):
        return audio.name
    return f"{folder}{audio.suffix.lower()}"


def _in_media(archive: Archive, audio: Path) -> bool:
    return audio.resolve().parent == (archive.root / "media").resolve()


def _refuse_existing(archive: Archive, episode: NewEpisode, audio: Path | None) -> None:
    names = [episode.audio] if audio and audio.name != episode.audio else []
    names += [episode.picture[0]] if episode.picture else []
    names += [episode.film] if episode.film else []
    names += [chapter.image.file for chapter in episode.chapters if chapter.image]
    taken = {name.casefold(): name for name in archive.media}
    for name in names:
        # Windows and macOS take A.mp3 and a.mp3 for one file.
        if name.casefold() in taken:
            raise UsageError(
                _(
                    "media/{name} is there already: rename it or remove it",
                    name=taken[name.casefold()],
                )
            )
