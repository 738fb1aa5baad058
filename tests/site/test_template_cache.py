"""Compiled templates beside those of the package, and what these need."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta

from poddarkiv.site.assets import TEMPLATES
from poddarkiv.site.template_cache import TemplateCache
from poddarkiv.site.templates import make_environment


@pytest.fixture(autouse=True)
def _bytecode_is_written(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def draw(package, *folders):
    environment = Environment(loader=FileSystemLoader([*folders, package]))
    environment.bytecode_cache = TemplateCache(package, environment)
    return environment.get_template("pod/page.html").render(word="hej")


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "package"
    (folder / "pod").mkdir(parents=True)
    (folder / "pod/page.html").write_text("<p>{{ word | e }}</p>", "utf-8")
    return folder


def kept(folder):
    return [path.name for path in folder.rglob("*.pyc")]


def test_what_is_kept_is_drawn_again(package):
    assert draw(package) == "<p>hej</p>"
    [file] = package.rglob("*.pyc")
    written = file.stat().st_mtime_ns

    assert draw(package) == "<p>hej</p>"
    assert file.parent.name == "__pycache__"
    assert file.stat().st_mtime_ns == written


def test_a_changed_template_is_compiled_anew(package):
    draw(package)
    (package / "pod/page.html").write_text("<b>{{ word | e }}</b>", "utf-8")

    assert draw(package) == "<b>hej</b>"


@pytest.mark.parametrize("content", [b"", b"nonsense", "half"])
def test_a_damaged_file_is_compiled_anew(package, content):
    draw(package)
    [file] = package.rglob("*.pyc")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if content == "half" else content)

    assert draw(package) == "<p>hej</p>"
    assert file.read_bytes() == whole


def test_templates_of_an_archive_are_not_kept(package, tmp_path):
    own = tmp_path / "overrides"
    (own / "pod").mkdir(parents=True)
    (own / "pod/page.html").write_text("<i>{{ word | e }}</i>", "utf-8")

    assert draw(package, own) == "<i>hej</i>"
    assert not kept(tmp_path)


def test_nothing_is_kept_where_python_writes_no_bytecode(package, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert draw(package) == "<p>hej</p>"
    assert not kept(package)


def test_a_folder_that_cannot_be_written_is_no_fault(package):
    (package / "pod/__pycache__").write_text("in the way", "utf-8")

    assert draw(package) == "<p>hej</p>"


def test_the_packages_templates_need_only_one_another():
    environment = make_environment([str(TEMPLATES)], {})
    names = [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")]
    needed = {
        each
        for name in names
        for each in meta.find_referenced_templates(
            environment.parse(Path(TEMPLATES, name).read_text("utf-8"))
        )
        if each is not None
    }

    assert needed
    assert needed <= set(names)
