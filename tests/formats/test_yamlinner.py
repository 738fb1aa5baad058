"""A key within a mapping is taken out; comments, order and line endings stay."""

import pytest

from poddarkiv.formats.yamlinner import inner_line, remove_inner_key

SETTINGS = """\
site_name: Vår podd
# Temat.
theme:
  # Namnet.
  name: material
  language: sv
  # Eget.
  custom_dir: overrides
  font: false  # inga teckensnitt hämtas från andra företag
plugins: [poddarkiv]
"""


def test_the_line_goes_and_every_other_stays():
    without = remove_inner_key(SETTINGS, "theme", "font")

    assert without == SETTINGS.replace(
        "  font: false  # inga teckensnitt hämtas från andra företag\n", ""
    )
    assert remove_inner_key(without, "theme", "font") == without


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("theme: {language: sv, name: m}\n", "theme: {name: m}\n"),
        ("theme: {name: m, language: sv, a: b} # c\n", "theme: {name: m, a: b} # c\n"),
        ("theme:\r\n  language: sv\r\n  name: m\r\n", "theme:\r\n  name: m\r\n"),
        ("\ufefftheme:\n  name: m\n  language: sv", "\ufefftheme:\n  name: m\n"),
        ("theme:\n  name: !ENV [THEME, m]\n  language: sv\n", "theme:\n  name: !ENV [THEME, m]\n"),
        ("theme: material\n", "theme: material\n"),
        ("theme: {name: m,\n  language: sv, # c\n  a: b}\n", "theme: {name: m, # c\n  a: b}\n"),
    ],
)
def test_mappings_are_written_in_many_ways(text, left):
    assert remove_inner_key(text, "theme", "language") == left


@pytest.mark.parametrize(
    "text",
    [
        "theme:\n  language: sv\n",
        "theme: {language: sv}\n",
        "theme:\n  name: m\n  language:\n    sv: x\n    en: y\n    de: z\nother: 1\n",
    ],
)
def test_what_can_not_be_taken_out_alone_is_refused(text):
    with pytest.raises(ValueError, match=r"the key “theme\.language” can't be changed safely here"):
        remove_inner_key(text, "theme", "language")


def test_the_line_of_a_key_is_told():
    assert inner_line(SETTINGS, "theme", "font") == 9
    assert inner_line(SETTINGS, "theme", "palette") == 3
    assert inner_line(SETTINGS, "extra", "a") == 1
