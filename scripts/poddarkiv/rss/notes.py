"""An item's notes as HTML."""

import html
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from poddarkiv.archive import Archive
from poddarkiv.direction import text_direction
from poddarkiv.formats.description import format_chapter_clock, note_text
from poddarkiv.formats.richtext import render_simple_html
from poddarkiv.i18n import _
from poddarkiv.model import Episode
from poddarkiv.rss.addresses import episode_url

if TYPE_CHECKING:
    from poddarkiv.pages.markdown import MarkdownRenderer

_TAGS = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4"),
        *("hr", "i", "li", "ol", "p", "pre", "strong", "sub", "sup", "ul"),
        *("table", "tbody", "td", "th", "thead", "tr"),
    )
)
"""What podcast apps show; the rest is left out, its text kept."""


class Notes:
    """Writes the notes of one episode after another, as `content:encoded` carries them."""

    def __init__(self, archive: Archive, as_of: datetime) -> None:
        self._archive = archive
        self._as_of = as_of
        self._renderer: MarkdownRenderer | None = None

    def html(self, episode: Episode) -> str:
        """Return what apps show below the episode: summary, content notes, notes and chapters."""
        written = "\n".join(self._parts(episode))
        language = episode.language or self._archive.show.language
        if text_direction(language) == "ltr":
            return written
        return f'<div lang="{html.escape(language)}" dir="rtl">\n{written}\n</div>'

    def _parts(self, episode: Episode) -> Iterator[str]:
        yield f"<p>{_text(episode.summary)}</p>"
        if episode.content_notes:
            yield f"<p><strong>{_text(_('Content notes:'))}</strong></p>"
            yield from _list(note_text(note) for note in episode.content_notes)
        if episode.notes:
            yield self._markdown(episode.notes)
        if episode.chapters:
            yield f"<p><strong>{_text(_('Chapters:'))}</strong></p>"
            yield from _list(
                f"({format_chapter_clock(chapter.start)}) {chapter.title}"
                for chapter in episode.chapters
            )
        page = html.escape(episode_url(self._archive, episode))
        if episode.slug in self._archive.transcripts:
            text = _("Transcript and more on the episode's page")
        else:
            text = _("More on the episode's page")
        yield f'<p><a href="{page}">{_text(text)}</a></p>'

    def _markdown(self, text: str) -> str:
        return render_simple_html(text) or self._rendered(text)

    def _rendered(self, text: str) -> str:
        """Return `text` as the site shows it, with addresses that lead there from anywhere."""
        import nh3

        if self._renderer is None:
            from poddarkiv.pages.markdown import MarkdownRenderer
            from poddarkiv.pages.scope import Scope

            self._renderer = MarkdownRenderer(Scope(self._archive, self._as_of))
        written = self._renderer.render(text, source="", path="").html
        written = written.replace("<h2", "<h3").replace("</h2>", "</h3>")
        return nh3.clean(
            written,
            tags=set(_TAGS),
            attributes={"a": {"href", "title"}, "ol": {"start"}, "abbr": {"title"}},
            url_schemes={"http", "https", "mailto", "tel"},
            url_relative=("rewrite_with_base", self._archive.site_url),
            link_rel=None,
        ).strip()


def _list(rows: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{_text(row)}</li>" for row in rows)
    yield "</ul>"


def _text(text: str) -> str:
    return html.escape(text, quote=False)
