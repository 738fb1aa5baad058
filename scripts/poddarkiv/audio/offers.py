"""Read what a recording's own tags say of it, so that nobody has to type it again.

Only the tags are read, never the sound: a file of two gigabytes takes no longer than a small one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poddarkiv.audio.oldtext import repair
from poddarkiv.audio.tagfaults import broken_tags
from poddarkiv.errors import AudioError
from poddarkiv.i18n import _
from poddarkiv.model import Chapter


@dataclass(frozen=True)
class Offer:
    """What a recording says of itself. Everything may be missing."""

    title: str = ""
    summary: str = ""
    duration: float = 0.0
    """Seconds; 0 when the file doesn't say."""
    chapters: tuple[Chapter, ...] = ()
    picture: bytes = b""
    """A JPEG or PNG."""


def read_offer(path: Path) -> Offer:
    """Return what the tags of `path` say.

    Raises:
        AudioError: The file is no recording, or can't be read.
    """
    import mutagen

    with broken_tags(path.name):
        return _offer(mutagen.File(path), path.name)


def _offer(file: Any, name: str) -> Offer:
    if file is None:
        raise AudioError(
            _("{name}: the content is no sound file; MP3 or M4A was expected", name=name)
        )
    tags = file.tags or {}
    is_mp4 = type(file).__name__ == "MP4"
    return Offer(
        title=_text(tags, ("©nam",) if is_mp4 else ("TIT2", "title", "TITLE")),
        summary=_summary(tags, is_mp4),
        duration=float(getattr(file.info, "length", 0.0) or 0.0),
        chapters=_from_mp4(file) if is_mp4 else _from_id3(tags),
        picture=_picture(tags, is_mp4),
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
            return repair(str(first))
    return ""


def _summary(tags: Any, is_mp4: bool) -> str:
    if is_mp4:
        return _text(tags, ("ldes", "desc", "©cmt"))
    frames = tags.getall("COMM") if hasattr(tags, "getall") else []
    # iTunes keeps figures of its own in comments that have a description.
    plain = [frame for frame in frames if not frame.desc and frame.text]
    return repair(str(plain[0].text[0])) if plain else _text(tags, ("comment", "description"))


def _from_id3(tags: Any) -> tuple[Chapter, ...]:
    if not hasattr(tags, "getall"):
        return ()
    rows = []
    for frame in tags.getall("CHAP"):
        titles = frame.sub_frames.getall("TIT2")
        rows.append((frame.start_time / 1000, str(titles[0]) if titles else ""))
    return _chapters(rows)


def _from_mp4(file: Any) -> tuple[Chapter, ...]:
    return _chapters([(chapter.start, chapter.title) for chapter in file.chapters or ()])


def _chapters(rows: list[tuple[float, str]]) -> tuple[Chapter, ...]:
    """Return the chapters in order, the first at 0, those without a title left out."""
    named = {round(start, 3): repair(title) for start, title in sorted(rows)}
    chapters = [Chapter(start=start, title=title) for start, title in named.items() if title]
    if chapters and chapters[0].start > 0:
        chapters[0] = chapters[0].model_copy(update={"start": 0.0})
    return tuple(chapters)


def _picture(tags: Any, is_mp4: bool) -> bytes:
    if is_mp4:
        covers = tags.get("covr") or [b""]
        found = bytes(covers[0])
    else:
        frames = tags.getall("APIC") if hasattr(tags, "getall") else []
        found = frames[0].data if frames else b""
    return found if found.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")) else b""
