"""An item's notes as HTML."""

import html
from collections.abc import Iterator

from poddarkiv.archive import Archive
from poddarkiv.formats.description import clock, note_text
from poddarkiv.formats.richtext import to_html
from poddarkiv.i18n import _
from poddarkiv.model import Episode
from poddarkiv.rss.addresses import episode_url


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
