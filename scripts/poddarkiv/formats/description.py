"""An item's plain text: what apps show beside the title."""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from poddarkiv.direction import mark_direction
from poddarkiv.i18n import _
from poddarkiv.model import ContentNote, Episode
from poddarkiv.timecode import format_clock, format_timecode

LONGEST = 4000
"""Bytes that a description may have."""

_OPENER = re.compile(r"<[A-Za-z/!?]")
"""Where HTML's tokenizer leaves the text: `3 < 5` stays text."""


def html_text(text: str) -> str:
    """Return plain `text` so that it says the same where it is read as HTML.

    RSS 2.0 lets an item's `<description>` hold HTML, and most apps read it so. A text without
    anything that HTML would take for a tag or a character reference is the same in both, and stays
    as it is for those that show it plain.

    >>> html_text("Kaffe & kaka"), html_text("Hej <namn> & co"), html_text("AT&amp;T")
    ('Kaffe & kaka', 'Hej &lt;namn&gt; &amp; co', 'AT&amp;amp;T')
    """
    if _OPENER.search(text) or html.unescape(text) != text:
        return html.escape(text, quote=False)
    return text


def html_description(episode: Episode, language: str) -> str:
    """Return the description as a feed carries it, in the direction of `language`."""
    return render_description(episode, lambda text: html_text(mark_direction(text, language)))


def render_description(episode: Episode, write: Callable[[str], str] = str) -> str:
    """Return the plain text that apps show: summary, content notes and chapter times.

    The chapters are left out where they would make it longer than apps take, as `write` writes it.
    """
    parts = [episode.summary]
    if episode.content_notes:
        parts.append("\n".join((_("Content notes:"), *map(note_text, episode.content_notes))))
    short = "\n\n".join(parts)
    whole = write("\n\n".join((short, *_chapter_lines(episode))))
    return _cut(whole if len(whole.encode()) <= LONGEST else write(short))


def _chapter_lines(episode: Episode) -> Iterator[str]:
    if episode.chapters:
        lines = (
            f"({format_chapter_clock(chapter.start)}) {chapter.title}"
            for chapter in episode.chapters
        )
        yield "\n".join((_("Chapters:"), *lines))


@lru_cache(maxsize=4096)
def format_chapter_clock(seconds: float) -> str:
    """Return `seconds` as `HH:MM:SS`, rounded as the other lists of chapters are."""
    return format_timecode(int(seconds))[:8]


def _cut(text: str) -> str:
    content = text.encode()
    if len(content) <= LONGEST:
        return text
    kept = content[: LONGEST - 3].decode(errors="ignore")
    # Half a character reference would be shown as it stands.
    return re.sub(r"&[a-z]*$", "", kept).rstrip() + "…"


def note_text(note: ContentNote) -> str:
    """Return a content note with its times: `12:30–15:10 Handlar om …`."""
    if note.start is None:
        return note.text
    end = f"–{format_clock(note.end)}" if note.end is not None else ""
    return f"{format_clock(note.start)}{end} {note.text}"
