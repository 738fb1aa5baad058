"""What the site consists of, before any engine has drawn it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Data = Mapping[str, Any]
"""What a template shows: texts, numbers, truth values, lists and mappings of them.

A key that ends in `_html` is HTML that we rendered; everything else is text, escaped in the
template.
"""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page: data for a template."""

    template: str
    title: str
    data: Callable[[], Data]
    """Made when the page is drawn, so that thousands of them are not held at once."""
    partials: Mapping[str, Callable[[], str]]
    """Long HTML that the template includes, by the template name it gets."""
    edit: str | None = None
    """The source file, from the archive's root."""
    updated: date | None = None
    hidden: bool = False
    """Whether search engines are not told of it."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is written as it is."""

    content: Callable[[], bytes]


Generated = PageFile | StaticFile
