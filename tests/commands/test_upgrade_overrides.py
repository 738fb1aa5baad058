"""`poddarkiv upgrade`: templates and style sheets that an archive made for Material's frame."""

import pytest
from lxml import html

from commands.running import poddarkiv
from commands.upgrading import FROZEN, archive_before, edit, files, upgrade
from poddarkiv.commands._upgrade_overrides import bring_template_forward

CHANGED = '<p class="egen">Vår egen rad</p>\n    {% block page %}{% endblock %}'
SHEET = """\
/* --md-primary-fg-color är Materials. */
:root {
  --md-default-fg-color: #222;  /* text */
  --md-hue: 210;
}
.md-typeset a { color: var(--md-typeset-a-color) }
"""
MAIN = '{% extends "base.html" %}\n{% block extrahead %}<meta name="a">{% endblock %}\n'


@pytest.fixture
def root(tmp_path):
    """Return the archive of the version before, with a frame of its own as the handbook showed."""
    root = archive_before(tmp_path)
    edit(root, "mkdocs.yml", "  name: material\n", "  name: material\n  custom_dir: overrides\n")
    frame = (FROZEN / "overrides/pod/base.html").read_text("utf-8")
    copied = frame.replace("{% block page %}{% endblock %}", CHANGED)
    write(root, "pod/base.html", copied)
    write(root, "pod/logo.html", '<img src="{{ \'assets/a.svg\' | url | e }}" alt="">')
    return root


def write(root, name, text):
    path = root / "overrides" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")


@pytest.mark.slow
def test_a_frame_that_extended_materials_draws_in_ours_and_keeps_what_is_its_own(root):
    run = upgrade(root)

    assert run.returncode == 0, run.stderr
    built = poddarkiv("build", "--quiet", cwd=root)
    assert built.returncode == 0, built.stderr
    page = html.parse(root / "site/avsnitt/001-valkommen/index.html").getroot()
    assert page.xpath("//main//p[@class='egen']/text()") == ["Vår egen rad"]
    assert len(page.xpath("//main//h1")) == 1
    sheets = page.xpath("//link[@rel='stylesheet']/@href")
    assert [name.rpartition("/")[2] for name in sheets] == ["base.css", "player.css", "search.css"]
    assert "assets/stylesheets/" not in html.tostring(page, encoding="unicode")


def test_the_frame_changes_by_lines_and_stays_otherwise_to_the_letter(root):
    before = (root / "overrides/pod/base.html").read_text("utf-8").splitlines()

    upgrade(root)

    after = (root / "overrides/pod/base.html").read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == [
        '{% extends "base.html" %}',
        "  {{ super() }}",
        "{% block fonts %}{% endblock %}",
        "{% block tabs %}{% endblock %}",
        "{% block site_nav %}{% endblock %}",
        "{% block config %}{% endblock %}",
    ]
    assert [line for line in after if line not in before] == ['{% extends "pod/skeleton.html" %}']


def test_before_the_upgrade_the_build_says_what_to_do(root):
    run = poddarkiv("build", "--quiet", cwd=root)

    assert run.returncode == 1
    assert "overrides/pod/base.html:3: pod/base.html: " in run.stderr
    assert "kör poddarkiv upgrade" in run.stderr


def test_properties_of_materials_style_sheet_become_ours(root):
    write(root, "assets/egen.css", SHEET)

    run = upgrade(root)

    assert (root / "overrides/assets/egen.css").read_text("utf-8") == SHEET.replace(
        "--md-default-fg-color:", "--pod-text:"
    ).replace("(--md-typeset-a-color)", "(--pod-link)")
    assert run.returncode == 1
    listed = [line for line in run.stderr.splitlines() if ": varning: " in line]
    assert [line.partition(": varning: ")[0] for line in listed] == [
        "overrides/assets/egen.css:4",
        "overrides/assets/egen.css:6",
    ]
    assert "skriv pod-prose" in listed[1]


def test_what_no_rule_can_change_is_listed_with_its_line_and_stays(root):
    write(root, "main.html", MAIN)
    write(root, "partials/copyright.html", "<p>Vi</p>\n")
    before = files(root / "overrides")

    run = upgrade(root)

    assert run.returncode == 1
    listed = [line for line in run.stderr.splitlines() if ": varning: " in line]
    assert [line.partition(": varning: ")[0] for line in listed] == [
        "overrides/main.html:2",
        "overrides/partials/copyright.html:1",
    ]
    assert listed[0].endswith("lägg det i overrides/pod/identity.html")
    after = files(root / "overrides")
    assert {path for path in after if after[path] != before[path]} == {"pod/base.html"}


def test_a_template_of_ones_own_is_to_be_compared_with_the_tools_that_has_changed(root):
    write(root, "pod/episode.html", '{% extends "pod/base.html" %}\n')

    first, second = upgrade(root), upgrade(root)

    assert "overrides/pod/episode.html:1: upplysning: verktygets mall" in first.stderr
    assert second.stderr == "Arkivet är redan som det ska vara.\n"


def test_a_copy_that_nobody_has_changed_is_better_removed(root):
    frame = (FROZEN / "overrides/pod/base.html").read_text("utf-8")
    write(root, "pod/base.html", frame)

    run = upgrade(root)

    assert "overrides/pod/base.html:1: upplysning: en kopia av verktygets mall" in run.stderr


def test_another_folder_of_templates_is_found_too(root):
    (root / "overrides").rename(root / "mallar")
    edit(root, "mkdocs.yml", "custom_dir: overrides", "custom_dir: mallar/")
    (root / "mallar/main.html").write_text(MAIN, "utf-8")

    run = upgrade(root)

    assert "ändrade mallar/pod/base.html" in run.stdout
    assert "mallar/main.html:2: varning: " in run.stderr


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("pod/base.html", "{%- extends 'main.html' -%}", "{%- extends 'pod/skeleton.html' -%}"),
        ("pod/page.html", '{% extends "base.html" %}', '{% extends "pod/base.html" %}'),
        ("pod/base.html", '{% extends "pod/skeleton.html" %}', '{% extends "pod/skeleton.html" %}'),
        ("main.html", '{% extends "base.html" %}', '{% extends "base.html" %}'),
        ("a.html", "{% block tabs %}Vi{% endblock %}\n", "{% block tabs %}Vi{% endblock %}\n"),
        ("a.html", "  {% block tabs %}{% endblock %}\r\nb", "b"),
        ("a.css", "a{color:var(--md-x-hue)}", "a{color:var(--md-x-hue)}"),
    ],
)
def test_lines_are_edited_by_rule(name, before, after):
    assert bring_template_forward(name, before) == after
