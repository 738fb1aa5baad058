"""In the sample's pages, text, links, anchors and structure are what they were on Material's base.

`mains.json` was taken from commit 578e0ad, the last whose pages extended Material's `base.html`,
by `python tests/pages/mains.py site`. Whoever changes the sample's texts or a page on purpose
looks at the difference, and takes the digests anew.
"""

import json
from pathlib import Path

import pytest

from pages.mains import digests
from sample import build, copy_archive

KNOWN = json.loads(Path(__file__).with_name("mains.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    root = copy_archive(tmp_path_factory.mktemp("mains") / "arkiv")
    build(root)
    return digests(root / "site")


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ["text", "links", "ids", "structure"])
def test_what_stands_in_main_is_what_it_was(found: dict[str, dict[str, str]], aspect: str) -> None:
    assert {page: each[aspect] for page, each in found.items()} == {
        page: each[aspect] for page, each in KNOWN.items()
    }
