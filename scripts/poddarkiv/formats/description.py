"""An item's plain text: what apps show beside the title."""

from collections.abc import Iterator
from functools import lru_cache

from poddarkiv.i18n import _
from poddarkiv.model import ContentNote, Episode
from poddarkiv.timecode import format_clock, format_timecode

LONGEST = 4000
"""Bytes that a description may have."""


def description(episode: Episode) -> str:
    """Return the plain text that apps show: summary, content notes and chapter times.

    The chapters are left out where they would make it longer than apps take.
    """
    parts = [episode.summary]
    if episode.content_notes:
        parts.append("\n".join((_("Content notes:"), *map(note_text, episode.content_notes))))
    short = "\n\n".join(parts)
    whole = "\n\n".join((short, *_chapter_lines(episode)))
    return _cut(whole if len(whole.encode()) <= LONGEST else short)


def _chapter_lines(episode: Episode) -> Iterator[str]:
    if episode.chapters:
        lines = (f"({clock(chapter.start)}) {chapter.title}" for chapter in episode.chapters)
        yield "\n".join((_("Chapters:"), *lines))


@lru_cache(maxsize=4096)
def clock(seconds: float) -> str:
    """Return `seconds` as `HH:MM:SS`, rounded as the other lists of chapters are."""
    return format_timecode(int(seconds))[:8]


def _cut(text: str) -> str:
    content = text.encode()
    if len(content) <= LONGEST:
        return text
    return content[: LONGEST - 3].decode(errors="ignore").rstrip() + "…"


def note_text(note: ContentNote) -> str:
    """Return a content note with its times: `12:30–15:10 Handlar om …`."""
    if note.start is None:
        return note.text
    end = f"–{format_clock(note.end)}" if note.end is not None else ""
    return f"{format_clock(note.start)}{end} {note.text}"
