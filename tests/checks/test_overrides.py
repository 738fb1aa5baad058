"""An archive whose own look counts on Material is told what takes its place."""

import re
import textwrap
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import poddarkiv
from checks import faults
from poddarkiv.checks.overrides import Kind, MaterialUse, material_uses
from poddarkiv.spec.material import BLOCKS, CLASSES, FILES, FOLDERS, GONE_BLOCKS, PROPERTIES

PACKAGE = Path(poddarkiv.__file__).parent
OWN = {name for table in (BLOCKS, GONE_BLOCKS, FILES, FOLDERS) for name in table.values() if name}


def told(root: Path, **files: str) -> list[str]:
    """Return what `check` says when `files` (by path, `/` as `__`) are in `overrides/`."""
    for name, text in files.items():
        kind = "css" if text.lstrip().startswith((":", ".", "/*")) else "html"
        path = root / "overrides" / f"{name.replace('__', '/')}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
    return [str(problem) for problem in faults.problems(root)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return faults.copy_base(tmp_path)


def test_blocks_of_materials_base_have_a_file_for_every_page(root):
    main = """
        {% extends "base.html" %}
        {% block announce %}
          Vi flyttar i mars.
        {% endblock %}
        {%- block extrahead %}<link rel="me" href="https://example.org/">{% endblock %}
        """

    assert told(root, main=main) == [
        (
            "overrides/main.html:2: varning: announce: syns bara på sidor som enbart MkDocs känner "
            "till – lägg det i overrides/pod/announce.html"
        ),
        (
            "overrides/main.html:5: varning: extrahead: syns bara på sidor som enbart MkDocs "
            "känner till – lägg det i overrides/pod/identity.html"
        ),
    ]


def test_a_block_that_is_gone_is_told_of_in_our_own_templates_too(root):
    page = '{% extends "pod/base.html" %}\n{% block page %}{% endblock %}\n{% block tabs %}\n'
    page += "{% endblock %}{% block config %}{% endblock %}"

    assert told(root, pod__guests=page) == [
        (
            "overrides/pod/guests.html:3: varning: tabs: ingen sida har det här blocket, som "
            "hör till Material – lägg det i overrides/pod/parts/menu.html"
        ),
        (
            "overrides/pod/guests.html:4: varning: config: ingen sida har det här blocket, som "
            "hör till Material – ta bort det: inget kommer i dess ställe"
        ),
    ]


def test_a_template_of_materials_has_another_place(root):
    assert told(root, partials__header="<header></header>") == [
        (
            "overrides/partials/header.html:1: varning: partials/header.html: ingen sida görs av "
            "den här mallen, som hör till Material – lägg det i overrides/pod/parts/header.html"
        ),
    ]


def test_what_the_archives_own_templates_ask_for_is_the_archives(root):
    page = '{% extends "pod/page.html" %}{% block content %}{% include "partials/tags.html" %}'
    page += "{% endblock %}"

    assert told(root, main=page, partials__tags="<p></p>") == []
    (root / "overrides/partials/tags.html").unlink()
    assert told(root) == [
        (
            "overrides/main.html:1: varning: partials/tags.html: ingen sida görs av den här "
            "mallen, som hör till Material – lägg det i overrides/pod/parts/topics.html"
        ),
    ]


def test_properties_and_classes_of_materials_style_sheet_have_names_of_ours(root):
    sheet = """
        :root { --md-primary-fg-color: #7a1f5c; --md-hue: 12deg }
        /* .md-header is not asked for here */
        .md-typeset a, .md-header__inner { color: var(--md-primary-fg-color) }
        """

    assert told(root, assets__extra=sheet) == [
        (
            "overrides/assets/extra.css:1: varning: --md-hue: ingen sida använder Materials "
            "stilmall – ta bort det: inget kommer i dess ställe"
        ),
        (
            "overrides/assets/extra.css:1: varning: --md-primary-fg-color: ingen sida använder "
            "Materials stilmall – skriv --pod-accent"
        ),
        (
            "overrides/assets/extra.css:3: varning: md-header__inner: ingen sida använder "
            "Materials stilmall – skriv pod-header"
        ),
        (
            "overrides/assets/extra.css:3: varning: md-typeset: ingen sida använder Materials "
            "stilmall – skriv pod-prose"
        ),
    ]


def test_a_copy_of_the_skeleton_from_before_stops_the_build(root):
    copy = """
        {#- The frame of every page. -#}
        {% extends "base.html" %}
        {% block tabs %}{% endblock %}
        """

    assert told(root, pod__base=copy) == [
        (
            "overrides/pod/base.html:2: pod/base.html: en kopia från när sidans stomme var "
            "Materials: den går inte att använda nu – kör poddarkiv upgrade, som byter raden"
        ),
    ]


def test_uses_come_with_their_file_line_and_replacement():
    texts = {"overrides/main.html": '{% extends "main.html" %}\n{% block footer %}{% endblock %}'}

    assert list(material_uses(texts)) == [
        ("overrides/main.html", MaterialUse(2, Kind.BLOCK, "footer", "pod/parts/footer.html")),
    ]


@pytest.mark.parametrize("name", sorted(OWN))
def test_what_takes_the_place_of_a_template_is_there(name):
    assert (PACKAGE / "templates" / name).is_file()


def test_blocks_that_are_still_there_are_and_those_that_are_gone_are_not():
    environment = Environment(loader=FileSystemLoader(PACKAGE / "templates"), autoescape=False)
    environment.filters["url"] = str
    blocks = environment.get_template("pod/skeleton.html").blocks.keys()

    assert BLOCKS.keys() - blocks == set()
    assert GONE_BLOCKS.keys() & blocks == set()


def test_what_takes_the_place_of_a_property_or_class_is_in_our_style_sheets():
    sheets = "".join(path.read_text("utf-8") for path in (PACKAGE / "assets/css").glob("*.css"))

    assert [name for name in PROPERTIES.values() if f"{name}:" not in sheets and name] == []
    assert [name for name in CLASSES.values() if f".{name}" not in sheets and name] == []


def test_the_documentation_says_what_takes_the_place_of_each_block():
    page = (PACKAGE.parents[1] / "docs/site.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:`overrides/([^`]+)`|nothing) \|", page, re.M))

    assert rows == {**BLOCKS, **GONE_BLOCKS}
