"""An item's texts: a plain description, and the notes as HTML."""

import html
from collections.abc import Iterator

from poddarkiv.archive import Archive
from poddarkiv.formats.richtext import to_html
from poddarkiv.i18n import _
from poddarkiv.model import ContentNote, Episode
from poddarkiv.rss.addresses import episode_url
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


def content(archive: Archive, episode: Episode) -> str:
    """Return the notes as HTML, for `content:encoded`."""
    return "\n".join(_content(archive, episode))


def _content(archive: Archive, episode: Episode) -> Iterator[str]:
    yield f"<p>{_text(episode.summary)}</p>"
    if episode.content_notes:
        yield f"<p><strong>{_text(_('Content notes:'))}</strong></p>"
        yield from _list(note_text(note) for note in episode.content_notes)
    if episode.notes:
        yield to_html(episode.notes)
    if episode.chapters:
        yield f"<p><strong>{_text(_('Chapters:'))}</strong></p>"
        yield from _list(
            f"({clock(chapter.start)}) {chapter.title}" for chapter in episode.chapters
        )
    page = html.escape(episode_url(archive, episode))
    told = _("Transcript and more on the episode's page")
    if episode.slug not in archive.transcripts:
        told = _("More on the episode's page")
    yield f'<p><a href="{page}">{_text(told)}</a></p>'


def _list(rows: Iterator[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{_text(row)}</li>" for row in rows)
    yield "</ul>"


def _text(text: str) -> str:
    return html.escape(text, quote=False)
