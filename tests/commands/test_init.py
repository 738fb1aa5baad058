"""`poddarkiv init`: a new archive passes, builds, and says what to do next."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

from commands.running import poddarkiv
from poddarkiv.commands._starter import Answers, starter_files
from poddarkiv.load import load_archive
from poddarkiv.spec.starter import EXAMPLE_URL

STARTER = Path(__file__).parents[2] / "scripts/poddarkiv/starter"
PROJECT = Path(__file__).parents[2]
UNKNOWN = (
    "Webbplatsen byggs med den version av Poddarkiv som står i requirements.txt. Den finns inte i "
    "något paketförråd än: skriv där varifrån den kan hämtas, till exempel git+https://…"
)


def test_a_new_archive_passes_and_builds_at_once(made):
    root, run = made

    assert (run.returncode, run.stderr) == (0, "")
    checked = poddarkiv("check", cwd=root)
    assert checked.returncode == 0
    assert checked.stderr.startswith("0 fel, ")
    assert poddarkiv("build", "--quiet", cwd=root).returncode == 0
    assert (root / "site/avsnitt/001-valkommen/index.html").is_file()
    assert (root / "site/feed.xml").is_file()


def test_it_says_what_to_do_next(made):
    root, run = made

    assert run.stdout.splitlines() == [
        (
            "Allt i ett publikt förråd är publicerat: också utkast, och allt som någonsin har "
            "legat där. Välj ett privat förråd."
        ),
        "",
        f"Arkivet finns i {root}",
        "",
        "Nästa steg:",
        '  cd "Vår podd: om hopp"',
        "  läs README.md och byt ut exempeltexterna",
        "  poddarkiv check",
        "  poddarkiv build",
        "  poddarkiv serve",
        "  git init -b main",
        "  git add .",
        '  git commit -m "Första versionen"',
        "",
        UNKNOWN,
    ]


def test_the_show_is_called_as_the_folder_and_speaks_swedish(made):
    show = load_archive(made[0]).show

    assert (show.title, show.language) == ("Vår podd: om hopp", "sv")


def test_everything_that_it_promises_is_there(made):
    names = {p.relative_to(made[0]).as_posix() for p in made[0].rglob("*") if p.is_file()}

    assert names >= {
        ".devcontainer/devcontainer.json",
        ".forgejo/workflows/granska.yml",
        ".gitattributes",
        ".github/workflows/publicera.yml",
        ".gitignore",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        ".vscode/poddarkiv.code-snippets",
        ".vscode/settings.json",
        "README.md",
        "schema/episode.schema.json",
    }


def test_the_editors_handbook_comes_along(made):
    handbook = PROJECT / "docs/redaktor"
    pages = [path.relative_to(handbook) for path in handbook.rglob("*") if path.is_file()]

    assert len(pages) > 15
    for page in pages:
        brought = (made[0] / "handbok" / page).read_bytes()
        assert brought == (handbook / page).read_bytes(), page
    assert "(handbok/README.md)" in (made[0] / "README.md").read_text("utf-8")


def test_no_mark_is_left_unfilled(made):
    texts = [p for p in made[0].rglob("*") if p.is_file() and "site" not in p.parts]

    assert [p.name for p in texts if re.search(rb"@@[A-Z_]+@@", p.read_bytes())] == []


def test_every_file_that_the_settings_and_modelines_name_is_there(made):
    root = made[0]
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    named = [root / name for name in settings["yaml.schemas"]]
    for path in root.rglob("*.yml"):
        match = re.match(r"# yaml-language-server: \$schema=(\S+)", path.read_text("utf-8"))
        named += [path.parent / match[1]] if match else []

    assert len(named) >= 8
    assert [str(path) for path in named if not path.is_file()] == []


def test_the_readme_names_only_what_is_there(made):
    readme = (made[0] / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:episodes|content|media|schema|mkdocs|\.git)[^`…]*)`", readme)

    assert len(named) > 8
    assert [name for name in named if not (made[0] / name.strip("/")).exists()] == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "brev.txt").write_text("Hej")

    run = poddarkiv("init", tmp_path, LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert "är inte tom" in run.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["brev.txt"]


def test_an_empty_repository_is_filled(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)

    assert poddarkiv("init", tmp_path).returncode == 0
    assert poddarkiv("check", cwd=tmp_path).returncode == 0


def test_an_address_that_is_none_is_misuse(tmp_path):
    run = poddarkiv("init", tmp_path / "a", "--site-url", "podd.se", LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert run.stderr.startswith("--site-url: ")
    assert not (tmp_path / "a").exists()


def test_two_archives_without_an_address_have_guids_of_their_own(made):
    answers = Answers("En annan", EXAMPLE_URL, date(2026, 11, 20))
    other = yaml.safe_load(starter_files(answers)["episodes/show.yml"])

    assert other["guid"] != str(load_archive(made[0]).show.guid)


def test_an_archive_with_an_address_has_the_guid_of_the_specification(tmp_path):
    poddarkiv("init", tmp_path / "a", "--site-url", "https://podd.example.org/om")

    # uuid5(ead4c236-bf58-58c6-a2c6-a6b28d128cb6, "podd.example.org/om/feed.xml")
    assert str(load_archive(tmp_path / "a").show.guid) == "b3bac01f-5cd6-589b-bc6d-ea93df97a8f9"


def test_a_title_may_hold_anything(tmp_path):
    title = 'Å: "hej" # <script> @@GUID@@ & [x]'

    poddarkiv("init", tmp_path / "a", "--title", title)

    assert load_archive(tmp_path / "a").show.title == title


@pytest.mark.parametrize("name", ["settings.json", "extensions.json", "poddarkiv.code-snippets"])
def test_this_archive_has_the_starters_settings(name):
    ours = (PROJECT / ".vscode" / name).read_text("utf-8")

    assert ours == (STARTER / "dot_vscode" / name).read_text("utf-8")


def test_what_the_snippets_write_is_accepted(made):
    snippets = json.loads((STARTER / "dot_vscode/poddarkiv.code-snippets").read_text("utf-8"))
    filled = {name: _filled(snippet["body"]) for name, snippet in snippets.items()}
    root = made[0]
    (root / "content/gaster").mkdir(exist_ok=True)
    (root / "content/gaster/fornamn-efternamn.md").write_text(filled["Gästens sida"], "utf-8")
    (root / "content/amnen/amne.md").write_text("---\ntitle: Ämne\n---\nText.\n", "utf-8")
    (root / "content/artiklar/rubrik.md").write_text(filled["Artikel"], "utf-8")
    episode = [
        "number: 2\ntitle: T\nsummary: S.\nstatus: draft\n",
        "chapters:\n" + filled["Kapitel"].replace("02:30", "00:00"),
        "guests:\n" + filled["Gäst"],
        "content_notes:\n" + filled["Innehållsanmärkning"],
        filled["Ingen utskrift"],
    ]
    (root / "episodes/002-ny").mkdir()
    (root / "episodes/002-ny/episode.yml").write_text("".join(episode), "utf-8")

    found = poddarkiv("check", cwd=root).stdout.splitlines()

    assert [line for line in found if "varning" not in line] == []


def _filled(body: list[str]) -> str:
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", "\n".join(body))
    for name, value in {"YEAR": "2026", "MONTH": "01", "DATE": "31"}.items():
        text = text.replace(f"$CURRENT_{name}", value)
    return text + "\n"


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    """A new archive in English, with what was said while it was made."""
    root = tmp_path_factory.mktemp("english") / "common-ground"
    return root, poddarkiv("init", root, "--language", "en", "--yes")


def test_an_english_archive_speaks_english_from_the_first_line(english):
    root, run = english

    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("Everything in a public repository is published")
    assert load_archive(root).show.language == "en"
    assert "Two sentences, plain text." in (root / "schema/article.schema.json").read_text()


def test_an_english_archive_builds_an_english_site(english):
    root, _run = english

    built = poddarkiv("build", cwd=root)
    checked = poddarkiv("check", cwd=root)

    assert built.returncode == 0, built.stderr
    assert checked.stderr.startswith("0 errors, ")
    assert "is the text of a new archive" in checked.stdout
    page = (root / "site/index.html").read_text("utf-8")
    assert '<html lang="en"' in page
    assert ">Episodes</a>" in page
    for path in (root / "site").glob("**/index.html"):
        assert not re.search("[åäöÅÄÖ]", path.read_text("utf-8")), path
