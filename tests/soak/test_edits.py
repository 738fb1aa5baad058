"""Edits by chance, of which `make soak` makes 300."""

from pathlib import Path

from soak import edits


def test_after_each_edit_a_build_gives_the_bytes_of_a_clean_one(tmp_path: Path) -> None:
    assert edits.run(tmp_path, 6) == []
