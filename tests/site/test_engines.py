"""Whatever draws a site, each byte of it is the same."""

import shutil
import subprocess
import sys
from datetime import datetime

import pytest

from checks.faults import copy_base
from poddarkiv.commands.build import draw_site
from poddarkiv.errors import UsageError
from poddarkiv.load import load_archive
from poddarkiv.model.show import ENGINES
from poddarkiv.site.engine import BuildError
from poddarkiv.site.job import Job
from sample import AS_OF, copy_archive

pytestmark = [pytest.mark.slow, pytest.mark.engines]

# In a process of its own: ProperDocs takes MkDocs' place in the one that uses it.
BUILD = """
import sys
from datetime import datetime
from pathlib import Path

root, target, engine, as_of, blocked = sys.argv[1:]
if blocked:
    sys.modules[blocked] = None
from poddarkiv.commands.build import draw_site
from poddarkiv.errors import PoddarkivError
from poddarkiv.load import load_archive
from poddarkiv.site.index import Indexer
from poddarkiv.site.job import Job

# The index is made of the same records whoever draws.
Indexer.start = lambda self: None
Indexer.finish = lambda self: True
job = Job(load_archive(Path(root)), datetime.fromisoformat(as_of), engine=engine)
try:
    draw_site(Path(root), Path(target), job, strict="strict" in root)
except PoddarkivError as error:
    sys.exit(str(error))
"""
NOON = "2026-06-01T12:00:00+02:00"


def build(root, engine, as_of=NOON, blocked="", *, words=""):
    """Return the files of the site that `engine` draws, by their path, and what it said."""
    target = root.parent / f"{root.name}-{engine}{blocked}"
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-c", BUILD, str(root), str(target), engine, as_of, blocked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == bool(words), done.stderr
    assert words in done.stderr
    paths = (path for path in sorted(target.rglob("*")) if path.is_file())
    return {p.relative_to(target).as_posix(): p.read_bytes() for p in paths}, done.stderr


def assert_same(root, as_of=NOON, count=90):
    by_mkdocs, said = build(root, "mkdocs", as_of)
    assert len(by_mkdocs) > count
    for engine in ("properdocs", "direct"):
        files, warnings = build(root, engine, as_of)
        assert files.keys() == by_mkdocs.keys(), engine
        different = [name for name, content in files.items() if content != by_mkdocs[name]]
        assert (engine, different) == (engine, [])
        assert (engine, warnings) == (engine, said)
    return by_mkdocs


def test_the_sample_archive_is_the_same_site_by_each_engine(tmp_path):
    assert_same(copy_archive(tmp_path / "arkiv"), AS_OF)


SETTINGS = """
INHERIT: gemensamt.yml
site_name: !ENV [NO_SUCH_NAME, Stöd och "sånt"]
site_url: https://podd.example.org/arkiv
docs_dir: content
repo_url: https://github.com/podd/arkiv
theme: {name: material, custom_dir: egna, font: false}
plugins: [poddarkiv]
extra_css: [css/eget.css]
extra_javascript: [js/eget.mjs, {path: js/mer.js, defer: true}]
extra_templates: [manifest.json]
markdown_extensions: [admonition, attr_list, footnotes]
exclude_docs: |
  *.utkast.md
  !.well-known
draft_docs: |
  kladd/
not_in_nav: |
  mapp/ensam.md
nav:
  - Lyssna: avsnitt/index.md
  - Mer:
    - Mappen: mapp/index.md
    - mapp/sida.md
  - Annat: https://example.org/
"""
FILES = {
    "gemensamt.yml": "copyright: Alla\nextra: {egen: ja}\nmarkdown_extensions: [smarty]\n",
    "content/mapp/index.md": "---\ntitle: Annat\ndescription: Mapp\n---\n\n# Rubrik\n\nHej.\n",
    "content/mapp/sida.md": (
        '# En *sida* med ![bild](../bilder/b.svg) och "citat"\n\n'
        "[om](../om.md) [avsnittet](../avsnitt/001-start.md#utskrift) [här](#ett-stycke)\n"
        "[mappen](./) [bilden](../bilder/b.svg) [ensam](ensam.md?x=1#y) <hej@example.org>\n\n"
        "## Ett stycke\n\n!!! note\n    Märk.\n\nFot[^1].\n\n[^1]: Not.\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n"
    ),
    "content/mapp/ensam.md": "title: Ensam\ntemplate: eget.html\n\n# Två\n\nText.\n",
    "content/mapp/inget-namn.md": "Bara text, utan rubrik.\n",
    "content/mapp/README.md": "# Läs mig\n",
    "content/mapp/nytt.utkast.md": "# Utkast\n",
    "content/kladd/ny.md": "# Kladd\n",
    "content/bilder/b.svg": "<svg/>",
    "content/manifest.json": '{"name": "{{ config.site_name }}", "at": "{{ base_url }}"}',
    "content/.well-known/x.txt": "x",
    "content/.dold/y.txt": "y",
    "content/js/eget.mjs": "1",
    "content/js/mer.js": "2",
    "content/css/eget.css": "p {}",
    "content/templates/z.html": "z",
    "egna/404.html": (
        '{% extends "pod/base.html" %}{% block page %}<h1>Borta {{ base_url }}</h1>{% endblock %}'
    ),
    "egna/eget.html": (
        '{% extends "main.html" %}{% block page %}<h1>{{ page.title }}</h1>{{ page.content }}'
        "<p>{{ config.site_name }} {{ config.extra.egen }} {{ config.repo_name }}"
        "{{ page.canonical_url }} {{ 'om/' | url }} {{ config.copyright }}</p>"
        "{% for s in config.extra_javascript %}{{ s | script_tag }}{% endfor %}{% endblock %}"
    ),
    "egna/assets/logga.svg": "<svg/>",
    "egna/.dolt/fil.txt": "x",
    "egna/readme.txt": "x",
}


@pytest.fixture
def root(tmp_path):
    """Return an archive with pages, settings and templates of an editor's own."""
    root = copy_base(tmp_path)
    (root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def test_editors_own_pages_files_and_templates_are_the_same_by_each_engine(root, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")

    site = assert_same(root, count=60)

    assert b"<h1>Borta /arkiv/</h1>" in site["404.html"]
    assert b"ja GitHub" in site["mapp/ensam/index.html"]
    assert {"manifest.json", ".well-known/x.txt", "assets/logga.svg"} <= site.keys()
    kept_out = ("kladd", "utkast", "templates", "readme", "dol", "y.txt")
    assert [name for name in site if any(each in name.lower() for each in kept_out)] == []


def test_links_that_lead_to_nothing_are_told_alike_and_stop_a_strict_build(tmp_path):
    (tmp_path / "strict").mkdir()
    root = copy_base(tmp_path / "strict")
    page = "# Sida\n\n[en](../omm.md) [två](../om) [tre](/om/) [fyra](b.png) [fem](#inte)\n"
    (root / "content/mapp").mkdir()
    (root / "content/mapp/sida.md").write_text(page, "utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(
            "\nvalidation: {absolute_links: warn, unrecognized_links: warn, anchors: warn}\n"
        )

    said = {build(root, engine, words="content/mapp/sida.md: ")[1] for engine in ENGINES}

    lines = {tuple(text.splitlines()[:-1]) for text in said}
    assert len(lines) == 1
    assert len(*lines) == 5


def test_without_material_the_site_is_the_same(root, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    with_it, _said = build(root, "mkdocs")

    assert build(root, "mkdocs", blocked="material")[0] == with_it
    assert build(root, "direct", blocked="material")[0] == with_it
    path = root / "mkdocs.yml"
    path.write_text(SETTINGS.replace("name: material", "name: poddarkiv"), "utf-8")
    assert build(root, "mkdocs")[0] == with_it


def test_what_only_mkdocs_can_do_is_told_in_a_line_each(root):
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [krok.py]\n")
    (root / "krok.py").write_text("", "utf-8")

    _files, said = build(root, "direct")

    [line] = [line for line in said.splitlines() if line.startswith("mkdocs.yml")]
    assert line == "mkdocs.yml: hooks: stöds bara av MkDocs; webbplatsen byggs utan"


def job_of(root, **choices):
    return Job(load_archive(root), datetime.fromisoformat(NOON), **choices)


def test_the_show_says_what_draws_its_site(root):
    show = root / "episodes/show.yml"
    show.write_text(show.read_text("utf-8") + "engine: direct\n", "utf-8")
    (root / "krok.py").write_text("raise RuntimeError", "utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [krok.py]\n")

    draw_site(root, root / "site", job_of(root))

    assert (root / "site/index.html").is_file()


def test_properdocs_that_is_not_installed_is_told_with_what_to_do(root, monkeypatch):
    monkeypatch.setattr("poddarkiv.site.engines.properdocs.find_spec", lambda _name: None)

    with pytest.raises(UsageError) as error:
        draw_site(root, root / "site", job_of(root, engine="properdocs"))

    assert "pip install 'poddarkiv[properdocs]'" in str(error.value)
    assert not (root / "site").exists()


PLAIN = "theme: material\nsite_name: x\n"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("site_url: [a", "mkdocs.yml:"),
        ("- a\n", "mkdocs.yml:1:"),
        ("INHERIT: finns-inte.yml\n", "finns-inte.yml"),
        ("theme: {name: material, custom_dir: borta}\nsite_name: x\n", "custom_dir: "),
        ("theme: material\n", "site_name: "),
        ("theme: material\nsite_name: x\nextra_css: x\n", "extra_css: "),
        ("site_name: !!python/name:no.such.name\n", "no.such.name"),
        ("site_name: !!python/object/apply:os.strerror [a]\n", "TypeError"),
        (f"{PLAIN}extra_css: [1]\n", "extra_css: "),
        (f"{PLAIN}extra_javascript: [{{path: a.js, foo: 1}}]\n", "extra_javascript: "),
        (f"{PLAIN}validation: {{links: 5}}\n", "validation: links: "),
        (f"{PLAIN}markdown_extensions: [no_such_extension]\n", "no_such_extension"),
        (f"{PLAIN}exclude_docs: '!'\n", "exclude_docs: "),
        (f"{PLAIN}repo_url: 5\n", "repo_url: "),
        (f"{PLAIN}edit_uri: 5\n", "edit_uri: "),
        (f"{PLAIN}plugins: 5\n", "plugins: "),
        ("theme: {name: material, custom_dir: [1]}\nsite_name: x\n", "custom_dir: "),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_one_line(root, settings, words):
    job = job_of(root, engine="direct")
    (root / "mkdocs.yml").write_text(settings, "utf-8")

    with pytest.raises(UsageError) as error:
        draw_site(root, root / "site", job)

    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("engine", ["mkdocs", "direct"])
def test_a_fault_in_a_template_is_told_with_its_line(root, engine, capfd):
    (root / "egna/eget.html").write_text(
        "{% extends 'main.html' %}\n{{ page.x.y }}{% if %}", "utf-8"
    )

    with pytest.raises(BuildError) as error:
        draw_site(root, root / "site", job_of(root, engine=engine))

    assert str(error.value).startswith("egna/eget.html:2: ")
    assert "mapp/ensam.md" in capfd.readouterr().err
