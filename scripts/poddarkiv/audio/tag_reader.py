"""Read a recording's own tags: title, summary, chapters and picture to begin a draft with.

Only the tags are read, never the sound: a file of two gigabytes takes no longer than a small one.
"""

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poddarkiv.audio.chapters import FoundChapter, read_chapters
from poddarkiv.audio.library_errors import tag_errors
from poddarkiv.audio.text_repair import repair_text
from poddarkiv.errors import AudioError
from poddarkiv.i18n import _
from poddarkiv.model import Chapter

_WEB = re.compile(r"https?://[^\s<>\"]+")
_NEAR_BEGINNING = 1.0
"""Seconds: a chapter that begins so early is meant to be the first thing there is."""


@dataclass(frozen=True)
class FileTags:
    """What a recording's tags say. Every field may be empty."""

    title: str = ""
    summary: str = ""
    duration: float = 0.0
    """Seconds; 0 when the file doesn't say."""
    chapters: tuple[tuple[Chapter, bytes], ...] = ()
    """Each with its picture, a JPEG or PNG; empty when it has none."""
    picture: bytes = b""
    """A JPEG or PNG."""


def read_file_tags(path: Path) -> FileTags:
    """Return the tags of the recording at `path`.

    Raises:
        AudioError: The file is no recording, or can't be read.
    """
    import mutagen

    with tag_errors(path.name):
        return _file_tags(mutagen.File(path), path)


def _file_tags(file: Any, path: Path) -> FileTags:
    if file is None:
        raise AudioError(
            _("{name}: the content is no sound file; MP3 or M4A was expected", name=path.name)
        )
    tags = file.tags or {}
    is_mp4 = type(file).__name__ == "MP4"
    return FileTags(
        title=_text(tags, ("©nam",) if is_mp4 else ("TIT2", "title", "TITLE")),
        summary=_summary(tags, is_mp4),
        duration=float(getattr(file.info, "length", 0.0) or 0.0),
        chapters=_chapters(read_chapters(path, tags)),
        picture=_picture(tags, file, is_mp4),
    )


def _text(tags: Any, keys: tuple[str, ...]) -> str:
    for key in keys:
        try:
            value = tags[key]
        except (KeyError, ValueError):
            continue
        parts = value.text if hasattr(value, "text") else value
        first = parts[0] if isinstance(parts, list) and parts else parts
        if first:
            return repair_text(str(first))
    return ""


def _summary(tags: Any, is_mp4: bool) -> str:
    if is_mp4:
        return _text(tags, ("ldes", "desc", "©cmt"))
    frames = tags.getall("COMM") if hasattr(tags, "getall") else []
    # iTunes keeps figures of its own in comments that have a description.
    plain = [frame for frame in frames if not frame.desc and frame.text]
    return repair_text(str(plain[0].text[0])) if plain else _text(tags, ("comment", "description"))


def _chapters(found: tuple[FoundChapter, ...]) -> tuple[tuple[Chapter, bytes], ...]:
    """Return the chapters with their pictures, the first at 0; those without a title left out.

    Where the first that has a title begins later, a chapter of our own covers the time before it.
    """
    named = {round(each.start, 3): each for each in found if " ".join(each.title.split())}
    chapters: list[tuple[Chapter, bytes]] = []
    for number, (start, each) in enumerate(named.items()):
        opens = number == 0 and start <= _NEAR_BEGINNING
        if number == 0 and not opens:
            chapters.append((Chapter(start=0.0, title=_("Beginning")), b""))
        chapter = Chapter(
            start=0.0 if opens else start,
            title=" ".join(each.title.split()),
            url=each.url if _WEB.fullmatch(each.url) else None,
            hidden=each.hidden,
        )
        chapters.append((chapter, each.picture if _is_picture(each.picture) else b""))
    return tuple(chapters)


def _picture(tags: Any, file: Any, is_mp4: bool) -> bytes:
    if is_mp4:
        found = [bytes(cover) for cover in tags.get("covr") or ()]
    elif hasattr(tags, "getall"):
        # The front cover first, whatever stands before it.
        frames = sorted(tags.getall("APIC"), key=lambda frame: frame.type != 3)
        found = [frame.data for frame in frames]
    else:
        found = [picture.data for picture in _blocks(tags, file)]
    return next((picture for picture in found if _is_picture(picture)), b"")


def _blocks(tags: Any, file: Any) -> Iterator[Any]:
    """Yield the pictures of a FLAC file, or those in the comments of an Ogg file."""
    import base64

    flac: Any = importlib.import_module("mutagen.flac")

    yield from getattr(file, "pictures", ())
    for key, value in tags if isinstance(tags, list) else ():
        if key.upper() == "METADATA_BLOCK_PICTURE":
            yield flac.Picture(base64.b64decode(value))


def _is_picture(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n"))
