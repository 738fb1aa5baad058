"""Whatever a show or a machine calls its language, dates and numbers can be written."""

from datetime import date

import pytest

from poddarkiv import i18n
from poddarkiv.commands._byte_progress import megabytes
from poddarkiv.pages.words import format_bytes, format_day


@pytest.mark.parametrize(
    ("language", "day", "size"),
    [
        ("sv", "8 februari 2024", "1,3"),
        # Babel knows no Swedish of Germany, no Samoan, and no language “C”.
        ("sv-DE", "8 februari 2024", "1,3"),
        ("sm", "February 8, 2024", "1.3"),
        ("C", "February 8, 2024", "1.3"),
        ("C.UTF-8", "February 8, 2024", "1.3"),
    ],
)
def test_a_language_that_nobody_knows_is_written_as_english(language, day, size):
    i18n.use(language)

    assert format_day(date(2024, 2, 8)) == day
    assert format_bytes(1_300_000) == f"{size} MB"
    assert megabytes(1_300_000) == size
