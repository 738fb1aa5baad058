"""A new archive claims nothing, and what it says for want of anybody's words is found."""

import re

import pytest

from commands.conftest import rewrite
from commands.running import poddarkiv
from poddarkiv.load import load_archive

OWN_TO_WRITE = [
    "content/amnen/exempel.md",
    "content/artiklar/kom-igang.md",
    "content/index.md",
    "content/integritet.md",
    "content/om.md",
    "content/tillganglighet.md",
    "episodes/001-valkommen/episode.yml",
    "episodes/show.yml",
    "mkdocs.yml",
]


def left_in(run):
    return [line for line in run.stdout.splitlines() if "är texten i ett nytt arkiv" in line]


@pytest.mark.parametrize("option", ["--publish", "--strict"])
def test_a_new_archive_may_not_be_published_before_people_have_written(made, option):
    run = poddarkiv("check", option, cwd=made[0])

    assert run.returncode == 1
    assert sorted({line.partition(":")[0] for line in left_in(run)}) == OWN_TO_WRITE
    assert all(" – skriv er egen text, eller ta bort den" in line for line in left_in(run))


@pytest.mark.parametrize("option", ["--publish", "--strict"])
def test_when_people_have_written_their_own_it_may(written, option):
    run = poddarkiv("check", option, cwd=written)

    assert (run.stdout, run.stderr, run.returncode) == ("", "Allt stämmer.\n", 0)


def test_what_is_left_beside_peoples_own_words_is_found_on_its_line(written):
    page = written / "content/om.md"
    front = "---\ntitle: Om\n---\n\nVi är sex personer.\n\n"
    page.write_text(front + "Vi ses. Skriv här vilka ni är, hur ni arbetar\noch hur man når er.\n")

    assert left_in(poddarkiv("check", cwd=written)) == [
        (
            "content/om.md:7: varning: ”Skriv här vilka ni är, hur ni arbetar och hur man når er.” "
            "är texten i ett nytt arkiv – skriv er egen text, eller ta bort den"
        )
    ]


def test_an_example_that_was_renamed_is_still_an_example(made, tmp_path):
    root = tmp_path / "a"
    poddarkiv("init", root)
    example = (root / "content/artiklar/kom-igang.md").read_text("utf-8")
    rewrite(root)
    (root / "content/artiklar/var-artikel.md").write_text(example, "utf-8")

    run = poddarkiv("check", "--publish", cwd=root)

    assert run.returncode == 1
    assert {line.partition(":")[0] for line in left_in(run)} == {"content/artiklar/var-artikel.md"}


def test_nobody_has_said_anything_in_a_new_archive(made):
    archive = load_archive(made[0])

    assert archive.show.license is None
    assert (archive.contacts.checked, archive.contacts.checked_by) == (None, None)
    assert [article.reviewed for article in archive.articles] == [None]
    statement = archive.pages["tillganglighet"]
    assert (statement.compliance, statement.assessed, statement.updated) == (None, None, None)


def test_pages_of_a_new_archive_claim_nothing(made):
    poddarkiv("build", "--quiet", cwd=made[0])
    pages = [p.read_text("utf-8") for p in (made[0] / "site").rglob("*.html")]
    everything = "\n".join(pages)

    assert len(pages) > 8
    claims = (
        "creativecommons",
        "CC-BY",
        "kontrollera",
        "förenlig med lagen",
        "Vi gör inget undantag",
    )
    assert [claim for claim in claims if claim in everything] == []
    assert set(re.findall(r'href="(tel:[^"]*)"', everything)) == {"tel:112", "tel:1177"}
    assert {"https://www.sosalarm.se/", "https://www.1177.se/"} <= set(
        re.findall(r'href="(https:[^"]*)"', everything)
    )
    accessible = (made[0] / "site/tillganglighet/index.html").read_text("utf-8")
    assert "Ingen har bedömt än hur tillgänglig webbplatsen är." in accessible
