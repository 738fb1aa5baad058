"""Builders for tests of pages."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.model import Article, Source
from poddarkiv.pages import PageFile, render_site

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_swedish():
    before = i18n.language()
    i18n.use("sv")
    yield
    i18n.use(before)


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Return a builder of articles with one source, cited once."""

    def build(**changes: Any) -> Article:
        values: dict[str, Any] = {
            "slug": "vad-ar-stod",
            "title": "Vad är stöd?",
            "summary": "Stöd är hjälp.",
            "author": "Redaktionen",
            "written": date(2026, 2, 1),
            "sources": (Source(id="k01", organisation="NN", title="Om stöd"),),
            "body": "Stöd är hjälp [@k01].",
        }
        return Article.model_validate(values | changes)

    return build


@pytest.fixture
def data_of() -> Callable[..., Any]:
    """Return what the page at an address of an archive's site shows."""

    def data(archive: Archive, path: str, **options: Any) -> Any:
        page = render_site(archive, as_of=AS_OF, **options)[path]
        assert isinstance(page, PageFile)
        return page.data()

    return data
