"""What lies among the archive's texts and is not to be seen is nowhere in the site."""

from datetime import datetime
from pathlib import Path

import pytest

from checks import faults
from opened import where
from poddarkiv.commands.build import draw_site
from poddarkiv.load import load_archive
from poddarkiv.site.job import Job

AS_OF = datetime.fromisoformat("2026-06-01T12:00:00+02:00")
GUEST = """---
name: Kim Exempelsson
consent:
  basis: given
  date: 2026-02-01
  scope: [namn, röst, text]
  withdrawn: 2026-05-01
---

Kim Exempelsson odlar pelargonior. ![Kim](kim.png)
"""
LYING_ABOUT = {
    "content/gaster/arkiv/kim.md": "# Kim Exempelsson\n\nOdlar pelargonior.\n",
    "content/gaster/kim.markdown": "# Kim Exempelsson\n\nOdlar pelargonior.\n",
    "content/gaster/kim.html": "<h1>Kim Exempelsson</h1>",
    "content/gaster/arkiv/index.md": "# Kim Exempelsson\n",
    "content/gaster/arkiv/anteckning.txt": "Kim Exempelsson odlar pelargonior.",
    "content/gaster/kim.png": "PNG Kim Exempelsson",
    "content/artiklar/utkast/om-kim.md": "# Om Kim Exempelsson\n",
    "content/artiklar/om-kim.txt": "Kim Exempelsson odlar pelargonior.",
    "content/amnen/arkiv/README.md": "# Kim Exempelsson\n",
}


def build(root: Path) -> Path:
    """Return the site of the archive at `root`, as `build` and `mkdocs build` draw it."""
    draw_site(root, root / "site", Job(load_archive(root), AS_OF))
    return root / "site"


@pytest.fixture
def root(tmp_path):
    """Return an archive in which nothing is wrong."""
    return faults.copy_base(tmp_path)


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


def test_a_guest_who_has_taken_consent_back_is_in_no_byte_of_the_site(root):
    write(root, {"content/gaster/kim-exempelsson.md": GUEST})

    assert where(build(root), "Kim Exempelsson", "pelargonior") == []


def test_what_lies_among_the_texts_reaches_the_site_by_no_other_way(root):
    write(root, LYING_ABOUT)

    assert where(build(root), "Exempelsson", "pelargonior", "gaster kim") == []


def test_a_file_beside_the_texts_is_there_when_a_published_text_shows_it(root):
    files = [
        "gaster/kim.png",
        "gaster/ada.png",
        "artiklar/kurva 1.svg",
        "amnen/blad.txt",
        "amnen/mer.txt",
    ]
    write(root, dict.fromkeys((f"content/{name}" for name in files), "x"))
    write(root, {"content/gaster/kim-exempelsson.md": GUEST})
    with (root / "content/gaster/ada-berg.md").open("a", encoding="utf-8") as file:
        file.write("\n![Ada](ada.png)\n")
    with (root / "content/artiklar/vad-ar-stod.md").open("a", encoding="utf-8") as file:
        file.write('\n![Kurva](<kurva 1.svg>) <img src="../../amnen/blad.txt">\n')
        file.write("\n<!-- [mer](../amnen/mer.txt) -->\n")

    site = build(root)

    there = {name for name in files if (site / name).exists()}
    assert there == {"gaster/ada.png", "artiklar/kurva 1.svg", "amnen/blad.txt"}


def test_a_page_of_mkdocs_own_may_show_a_file_that_lies_among_the_texts(root):
    write(root, {"content/mapp/sida.md": "# Sida\n\n![Ada](../gaster/ada.png)\n"})
    write(root, {"content/gaster/ada.png": "x"})

    assert (build(root) / "gaster/ada.png").is_file()
