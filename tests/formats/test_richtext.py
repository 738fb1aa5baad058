"""The short way through Markdown gives what the library gives."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poddarkiv.formats.richtext import render_simple_html
from poddarkiv.rss.notes import Notes


@pytest.fixture
def by_the_library(make_archive):
    """Return a function that renders Markdown the long way."""
    from datetime import UTC, datetime

    return Notes(make_archive(), datetime(2026, 1, 1, tzinfo=UTC))._rendered


PARTS = st.sampled_from(
    [
        "ord", "å ä ö", "**fet**", "**två ord**", "[länk](https://example.org/a_b?c=1#d)", "[a](x)",
        "- ", "-", "\n", "\n\n", "\n- ", " ", "  \n", "*kursiv*", "1. ett", "12.30", ":", "#", "> ",
        "**", "[", "]", "(", ")", "&", "<b>", '"', "'", "…", "–", "`kod`", "\\", "https://a.se",
        "!", "~~", "^", "{", "}", "=", "![bild](https://a.se/b.png)", "[[avsnitt 1]]",
        "[a](https://a.se/?b=1&copy=2)", "[a](https://a.se/?b=1&copy;2;&amp;)",
        "😀", "[**fet**](https://a.se)", "**[länk](https://a.se/)**", "|", "---", "===", "_",
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=12).map("".join))
@settings(max_examples=600, suppress_health_check=list(HealthCheck), deadline=None)
def test_what_goes_the_short_way_is_what_the_library_writes(by_the_library, markdown):
    short = render_simple_html(markdown)

    assert short is None or short == by_the_library(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        "Ett stycke.\n\nEtt till, med [länk](https://example.org/) och **fet** text.",
        "Se [mer](https://example.org/?a=1&b=2&copy=3).",
        "Vi talar om:\n\n- stöd\n- **hopp**\n- [mer](https://example.org/mer)\n\nTack!",
    ],
)
def test_common_notes_go_the_short_way(by_the_library, markdown):
    assert render_simple_html(markdown) == by_the_library(markdown)
