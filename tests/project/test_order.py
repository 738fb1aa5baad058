"""`make test` begins with the files that take longest."""

from longest import LONGEST


def test_each_file_that_is_begun_early_is_there():
    assert [path for path in LONGEST if not path.is_file()] == []
