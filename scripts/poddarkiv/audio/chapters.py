"""The chapters that a recording itself carries, in whichever of the ways there are.

* ID3: `CHAP` frames, each with a title, a link and a picture (id3.org, chapter frame addendum).
* MP4: a track of text that QuickTime reads, or Nero's `chpl`; ffmpeg reads both.
* Ogg and FLAC: comments `CHAPTER001`, `CHAPTER001NAME` and `CHAPTER001URL`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poddarkiv.audio.container import open_container
from poddarkiv.audio.text_repair import repair_text
from poddarkiv.errors import AudioError
from poddarkiv.timecode import parse_timecode

_KEY = re.compile(r"CHAPTER(\d{2,3})(NAME|URL)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundChapter:
    """One chapter as it stands in a file."""

    start: float
    """Seconds."""
    title: str
    url: str = ""
    picture: bytes = b""
    hidden: bool = False
    """Whether the file's table of contents leaves it out."""


def read_chapters(path: Path, tags: Any) -> tuple[FoundChapter, ...]:
    """Return the chapters of the file at `path` in order; `tags` are what mutagen reads there."""
    if hasattr(tags, "getall"):
        found = list(_from_id3(tags))
    else:
        found = list(_from_comments(tags)) or list(_from_streams(path))
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def _from_id3(tags: Any) -> Iterator[FoundChapter]:
    # The table of contents lists what players show; other chapters are hidden.
    listed = {name for frame in tags.getall("CTOC") for name in frame.child_element_ids}
    for frame in tags.getall("CHAP"):
        inner = frame.sub_frames
        titles = [text for title in inner.getall("TIT2") for text in title.text if text]
        urls = [link.url for link in inner.getall("WXXX") if link.url]
        pictures = [picture.data for picture in inner.getall("APIC") if picture.data]
        yield FoundChapter(
            start=frame.start_time / 1000,
            title=repair_text(str(titles[0])) if titles else "",
            url=urls[0] if urls else "",
            picture=pictures[0] if pictures else b"",
            hidden=bool(listed) and frame.element_id not in listed,
        )


def _from_comments(tags: Any) -> Iterator[FoundChapter]:
    rows: dict[str, dict[str, str]] = {}
    for key, value in tags if isinstance(tags, list) else ():
        match = _KEY.fullmatch(key)
        if match:
            rows.setdefault(match[1], {})[(match[2] or "").upper()] = value
    for row in rows.values():
        with suppress(ValueError):
            start = parse_timecode(row.get("", ""))
            yield FoundChapter(start, repair_text(row.get("NAME", "")), row.get("URL", "").strip())


def _from_streams(path: Path) -> Iterator[FoundChapter]:
    with suppress(AudioError), open_container(path) as container:
        for chapter in container.chapters():
            start = float(chapter["start"] * chapter["time_base"])
            yield FoundChapter(max(0.0, start), repair_text(chapter["metadata"].get("title", "")))
