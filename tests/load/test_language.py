"""In which language an archive is spoken of before its show is read."""

import pytest

from poddarkiv.load.root import peek_language


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("sv", "sv"),
        ("svenska", "sv"),
        ("english", "en"),
        ("en_GB", "en"),
        ("'en-GB'", "en-GB"),
        ("fil", "fil"),
        ("", "sv"),
    ],
)
def test_what_is_no_code_is_told_in_the_language_it_begins_like(tmp_path, written, language):
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes/show.yml").write_text(f"language: {written}\ntitle: A\n", "utf-8")

    assert peek_language(tmp_path) == language
