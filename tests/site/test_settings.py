"""Whatever `mkdocs.yml` says, every link of the built site leads somewhere, or nothing is built."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from checks.faults import copy_base
from poddarkiv.commands.build import build
from poddarkiv.errors import Severity, SourceError
from poddarkiv.site.engine import BuildError
from walking import dead_links

AS_OF = datetime.fromisoformat("2026-06-01T12:00:00+02:00")
PAGE = """---
title: Om
---

## En rubrik

[hem](index.md) [ord](ordlista.md) [artikeln](artiklar/vad-ar-stod.md) [Ada](gaster/ada-berg.md)
[rubriken](#en-rubrik) [[avsnitt 1 @ 0:10]]
"""
ADDRESS = "https://podd.example.org/"

STRICT = """\
strict: true
validation:
  nav: {omitted_files: warn}
  links: {absolute_links: warn, anchors: warn, unrecognized_links: warn}
"""

pytestmark = pytest.mark.slow


def built(tmp_path: Path, settings: str = "", *, replace: tuple[str, str] = ("", "")) -> Path:
    """Return the folder of the site that is built with `settings` added to `mkdocs.yml`."""
    root = copy_base(tmp_path)
    path = root / "mkdocs.yml"
    path.write_text(path.read_text("utf-8").replace(*replace) + settings, "utf-8")
    (root / "content/om.md").write_text(PAGE, "utf-8")
    # Nothing is published yet, so that its address may be any.
    (root / "episodes/001-start/episode.lock.yml").write_text(
        (root / "episodes/001-start/episode.lock.yml").read_text("utf-8").split("identity:")[0],
        "utf-8",
    )
    return build(root, AS_OF).site


@pytest.mark.parametrize(
    "settings",
    [
        "",
        STRICT,
        "nav: [{Hem: index.md}, {Avsnitt: avsnitt/index.md}, {Om: om.md}]\n",
        "  - search\n  - tags\n",
        "  - offline: {enabled: false}\n",
        "  - offline: {enabled: !ENV [NOT_SET_HERE, false]}\n",
    ],
    ids=["plain", "strict", "nav", "search", "offline-off", "offline-by-variable"],
)
def test_every_link_leads_somewhere(tmp_path, settings):
    assert dead_links(built(tmp_path, settings), ADDRESS) == []


def test_every_link_leads_somewhere_below_a_path(tmp_path):
    site = built(tmp_path, replace=(ADDRESS, f"{ADDRESS}podd"))

    assert dead_links(site, f"{ADDRESS}podd/") == []


def test_a_dead_link_is_found(tmp_path):
    site = built(tmp_path)
    shutil.rmtree(site / "ordlista")

    assert "om/index.html -> ../ordlista/" in dead_links(site, ADDRESS)


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("use_directory_urls: false\n", "mkdocs.yml:10: use_directory_urls: "),
        ("use_directory_urls: no\n", "mkdocs.yml:10: use_directory_urls: "),
        ("  - offline\n", "mkdocs.yml:10: plugins: "),
        ("  - material/offline:\n      enabled: true\n", "mkdocs.yml:10: plugins: "),
        ("site_dir: public\n", "mkdocs.yml:10: site_dir: "),
    ],
)
def test_what_would_break_links_is_refused_with_its_place(tmp_path, settings, line):
    with pytest.raises(SourceError) as error:
        built(tmp_path, settings)

    [wrong] = [p for p in error.value.problems if p.severity is Severity.ERROR]
    assert str(wrong).startswith(line)
    assert not (tmp_path / "arkiv/site").exists()


@pytest.mark.parametrize(
    "settings",
    [
        "  - offline: {enabled: !ENV [NOT_SET_HERE, true]}\n",
        "use_directory_urls: !ENV [NOT_SET_HERE, false]\n",
    ],
)
def test_what_only_mkdocs_can_tell_is_refused_too(tmp_path, settings, caplog):
    with pytest.raises(BuildError):
        built(tmp_path, settings)

    assert "mkdocs.yml:10: use_directory_urls: " in caplog.text
    assert not (tmp_path / "arkiv/site").exists()
