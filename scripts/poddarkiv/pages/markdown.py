"""Markdown of articles, guests, topics and pages as safe HTML with links that work on the site."""

from collections.abc import Mapping
from html import escape

from markdown import Markdown

from poddarkiv.addresses import root_from
from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _
from poddarkiv.pages.markdown_marks import ArchiveMarks, PageContext, RenderedText
from poddarkiv.pages.sanitize import clean_html
from poddarkiv.pages.scope import Scope


class MarkdownRenderer:
    """Renders one text after another for one site."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._marks = ArchiveMarks(scope)
        self._markdown = Markdown(extensions=["tables", "sane_lists", self._marks])

    def render(
        self, text: str, *, source: str, path: str, numbers: Mapping[str, int] | None = None
    ) -> RenderedText:
        """Return the Markdown `text` as safe HTML.

        Args:
            text: The Markdown.
            source: Its file, from `content/`: relative links are seen from there.
            path: The address of the page that shows it.
            numbers: The number of each source that may be cited, by its id.

        Raises:
            PoddarkivError: Hundreds of lists stand within one another.
        """
        body = RenderedText()
        self._marks.page = PageContext(source, root_from(path), numbers or {}, body)
        self._markdown.reset()
        try:
            html = self._markdown.convert(text)
            body.html = _finish(clean_html(html, self._scope.archive, source=source, path=path))
        except RecursionError as error:
            raise PoddarkivError(
                _("{page}: lists or quotations stand within one another too deep", page=source)
            ) from error
        return body


def _finish(html: str) -> str:
    # A wide table scrolls by itself, also by keyboard, so that the page does not.
    first, *others = html.split("<table>")
    opened = (
        f'<div class="pod-table" role="region" tabindex="0" aria-label="{escape(label)}"><table>'
        for label in map(_table_label, range(1, len(others) + 1))
    )
    joined = first + "".join(map("".join, zip(opened, others, strict=True)))
    return joined.replace("</table>", "</table></div>")


def _table_label(number: int) -> str:
    # Regions of one name can't be told apart by who goes from one to the next.
    if number == 1:
        return _("Table, scrolls sideways")
    return _("Table {n}, scrolls sideways", n=number)
