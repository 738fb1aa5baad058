"""Rules for the style sheets: nothing in them is for pages that we do not have."""

import gzip
import re
from pathlib import Path

import pytest

import poddarkiv

PACKAGE = Path(poddarkiv.__file__).parent
SHEETS = sorted((PACKAGE / "assets/css").glob("*.css"))
MAKERS = [
    *(PACKAGE / "templates").rglob("*.html"),
    *(PACKAGE / "assets/js").glob("*.js"),
    *(PACKAGE / "pages").glob("*.py"),
]
"""What gives elements their classes."""


def rules(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/|\burl\([^)]*\)", "", sheet.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_every_class_of_a_style_sheet_is_given_to_something(sheet: Path) -> None:
    made = "\n".join(path.read_text("utf-8") for path in MAKERS)
    named = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", rules(sheet)))

    assert named
    assert [
        name for name in sorted(named) if not re.search(rf"(?<![\w-]){name}(?![\w-])", made)
    ] == []


def test_every_custom_property_that_is_set_is_used_and_every_one_used_is_set() -> None:
    text = "\n".join(map(rules, SHEETS))
    made = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", text))
    used = set(re.findall(r"var\(\s*(--[\w-]+)", text))

    assert made ^ used == set()


def test_nothing_of_materials_is_in_our_sheets_scripts_and_templates() -> None:
    held = [path for path in [*SHEETS, *MAKERS] if re.search(r"\bmd-", path.read_text("utf-8"))]

    assert held == []


def test_the_style_sheets_together_are_small_enough() -> None:
    # Material's alone were 138 kB, 19 kB compressed; first thing on every first visit.
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in SHEETS) < 14_000
