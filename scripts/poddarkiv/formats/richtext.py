"""Markdown that people write, as HTML without anything active in it."""

from functools import lru_cache

_TAGS = set(
    "a abbr b blockquote br code dd del dl dt em h3 h4 h5 h6 hr i li ol p pre s strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"scope", "align"},
    "td": {"align"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


@lru_cache(maxsize=4096)
def to_html(markdown: str) -> str:
    """Return `markdown` as HTML: no script, style, picture or form, and no heading above `<h3>`.

    >>> to_html("# Hej <script>alert(1)</script>")
    '<h3>Hej </h3>'
    """
    import nh3
    from markdown import Markdown

    writer = Markdown(extensions=["sane_lists", "tables", "def_list"], output_format="html")
    written = _lower_headings(writer.convert(markdown))
    return nh3.clean(
        written,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    ).strip()


def _lower_headings(written: str) -> str:
    for level in ("1", "2"):
        written = written.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return written
