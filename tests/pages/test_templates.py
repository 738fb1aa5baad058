"""Rules for templates that no engine enforces."""

import re
from pathlib import Path

import pytest

import poddarkiv
from poddarkiv.pages.texts import site_texts

FOLDER = Path(poddarkiv.__file__).parent / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
OVERRIDES = sorted((Path(__file__).parents[2] / "overrides").rglob("*.html"))
NOT_IN_MINIJINJA = re.compile(
    r"\{%-?\s*(?:do|autoescape|trans)\b|\.(?:items|strftime|get|format)\("
)


def values(path: Path) -> list[str]:
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    return [value.strip(" -") for value in re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL)]


@pytest.mark.parametrize("path", [*TEMPLATES, *OVERRIDES], ids=lambda path: path.stem)
def test_every_value_is_escaped_or_html_of_ours(path):
    # MkDocs does not escape by itself.
    bare = [
        value
        for value in values(path)
        if not re.search(r"\|\s*e$", value)
        and not re.fullmatch(r"[\w.]+_html", value)
        and value != "super()"
    ]

    assert bare == []


@pytest.mark.parametrize("path", [*TEMPLATES, *OVERRIDES], ids=lambda path: path.stem)
def test_templates_use_only_what_minijinja_has_too(path):
    assert NOT_IN_MINIJINJA.findall(path.read_text("utf-8")) == []


def test_every_text_that_a_template_shows_exists_and_every_text_is_shown():
    used = set()
    for path in TEMPLATES:
        used |= set(re.findall(r"\bt\.(\w+)", path.read_text("utf-8")))

    assert used - site_texts().keys() == set()
    assert site_texts().keys() - used == set()


def test_no_name_of_a_text_hides_behind_a_method_of_dict():
    # `t.copy` would be the method in Jinja, and nothing at all in MiniJinja.
    assert site_texts().keys() & set(dir(dict)) == set()
