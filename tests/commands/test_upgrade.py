"""`poddarkiv upgrade`: an archive that an earlier version made is brought forward."""

import subprocess
from pathlib import Path

import pytest

from commands.running import poddarkiv
from commands.swedish import english_in
from commands.upgrading import archive_before, edit, files, upgrade
from poddarkiv.commands._shipped import RECORD, digest, is_as_before, is_ours, read_record

HANDBOOK = Path(__file__).parents[2] / "docs/redaktor"
OURS = (
    ".devcontainer/",
    ".forgejo/",
    ".github/",
    ".vscode/",
    "handbok/",
    "schema/",
    "requirements",
)


@pytest.fixture
def root(tmp_path):
    return archive_before(tmp_path)


def set_record(root, **digests):
    """Let the record say that an earlier tool wrote these files otherwise than they are now."""
    assert upgrade(root).returncode == 0
    text = (root / RECORD).read_text("utf-8")
    record = read_record(root)
    for path, old in digests.items():
        text = text.replace(record.files[path], old)
    (root / RECORD).write_text(text, "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_archive_of_the_version_before_comes_forward_and_builds(language, tmp_path):
    root = archive_before(tmp_path, language)
    before = files(root)

    run = upgrade(root)

    assert run.returncode == 0, run.stdout + run.stderr
    after = files(root)
    changed = {path for path in after if after[path] != before.get(path)}
    assert "mkdocs.yml" in changed
    assert {path for path in changed if not path.startswith(OURS)} == {"mkdocs.yml", RECORD}
    assert set(before) <= set(after)
    assert poddarkiv("check", cwd=root).returncode == 0
    built = poddarkiv("build", "--quiet", cwd=root)
    assert built.returncode == 0, built.stderr
    assert (root / "site/avsnitt/001-valkommen/index.html").is_file()


def test_keys_that_do_nothing_go_and_every_other_line_stays(root):
    before = (root / "mkdocs.yml").read_text("utf-8")

    upgrade(root)

    assert (root / "mkdocs.yml").read_text("utf-8") == "".join(
        line
        for line in before.splitlines(keepends=True)
        if not line.startswith(("  language:", "  font:"))
    )


def test_it_says_what_it_has_done(root):
    run = upgrade(root)

    assert "ändrade mkdocs.yml" in run.stdout.splitlines()
    assert (
        "episodes/show.yml:1: upplysning: engine: en ny nyckel: vad som ritar webbplatsen "
        "(mkdocs, properdocs, direct) – utan den är det mkdocs"
    ) in run.stderr.splitlines()
    assert run.stderr.splitlines()[-1].endswith("filer ändrade.")
    assert english_in(run.stdout + run.stderr) == []


def test_running_it_again_does_nothing(root):
    upgrade(root)
    before = files(root)

    run = upgrade(root)

    assert (run.returncode, run.stdout, run.stderr) == (
        0,
        "",
        "Arkivet är redan som det ska vara.\n",
    )
    assert files(root) == before


def test_a_new_archive_has_nothing_to_bring_forward(tmp_path):
    poddarkiv("init", tmp_path / "a")
    before = files(tmp_path / "a")

    run = upgrade(tmp_path / "a")

    assert (run.returncode, run.stdout) == (0, "")
    assert files(tmp_path / "a") == before


def test_a_dry_run_shows_the_lines_and_writes_nothing(root):
    before = files(root)

    run = upgrade(root, "--dry-run")

    assert run.returncode == 0
    assert "--- a/mkdocs.yml\n+++ b/mkdocs.yml\n" in run.stdout
    assert "\n-  language: sv\n" in run.stdout
    assert files(root) == before


def test_the_diff_is_one_that_git_applies(root):
    shown = upgrade(root, "--dry-run").stdout
    patch = root.parent / "a.patch"
    patch.write_text(shown, "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)

    subprocess.run(["git", "apply", "--include=mkdocs.yml", patch], cwd=root, check=True)

    assert "language" not in (root / "mkdocs.yml").read_text("utf-8").split("theme:")[1]


def test_a_workflow_that_nobody_has_edited_is_replaced(root):
    path = ".github/workflows/granska.yml"
    today = (root / path).read_bytes()
    old = today.replace(b"timeout-minutes: 15", b"timeout-minutes: 20")
    set_record(root, **{path: digest(path, old)})
    (root / path).write_bytes(old.replace(b"\n", b"\r\n"))

    run = upgrade(root)

    assert run.stdout == f"ändrade {path}\n"
    assert (root / path).read_bytes() == today


def test_a_page_of_the_handbook_that_nobody_has_edited_is_replaced(root):
    # It names the page on upgrades since then.
    assert (root / "handbok/README.md").read_bytes() != HANDBOOK.joinpath("README.md").read_bytes()

    upgrade(root)

    assert (root / "handbok/README.md").read_bytes() == HANDBOOK.joinpath("README.md").read_bytes()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_all_that_the_version_before_wrote_is_known_as_the_tools(language, tmp_path):
    found = files(archive_before(tmp_path, language))
    ours = {path for path in found if is_ours(path) and not path.startswith("schema/")}

    assert len(ours) > 10
    assert [path for path in ours if not is_as_before(path, found[path])] == []


def test_an_edited_workflow_stays_and_is_listed_with_its_line(root):
    path = ".github/workflows/publicera.yml"
    set_record(root, **{path: "0123456789abcdef"})
    edit(root, path, 'cron: "7 * * * *"', 'cron: "9 * * * *"')
    before = files(root)

    run = upgrade(root)

    assert run.returncode == 1
    line = 1 + before[path].decode().splitlines().index('    - cron: "9 * * * *"')
    assert run.stderr.startswith(f"{path}:{line}: varning: någon har ändrat i filen")
    assert "--replace" in run.stderr
    assert english_in(run.stderr) == []
    assert files(root) == before


@pytest.mark.parametrize("choice", ["--replace", "--keep"])
def test_an_edited_workflow_is_taken_or_kept_when_somebody_has_chosen(choice, root):
    path = ".github/workflows/publicera.yml"
    today = (root / path).read_bytes()
    set_record(root, **{path: "0123456789abcdef"})
    edit(root, path, 'cron: "7 * * * *"', 'cron: "9 * * * *"')
    mine = (root / path).read_bytes()

    assert upgrade(root, choice, path).returncode == 0

    assert (root / path).read_bytes() == (today if choice == "--replace" else mine)
    assert upgrade(root).returncode == 0


def test_what_would_be_replaced_on_demand_is_shown(root):
    path = ".github/workflows/publicera.yml"
    edit(root, path, 'cron: "7 * * * *"', 'cron: "9 * * * *"')

    run = upgrade(root, "--dry-run", "--replace", path)

    assert '-    - cron: "9 * * * *"\n+    - cron: "7 * * * *"\n' in run.stdout


def test_files_that_somebody_has_removed_stay_away(root):
    for name in (".gitlab-ci.yml", ".forgejo/workflows/granska.yml", "handbok/utseende.md"):
        (root / name).unlink()

    upgrade(root)

    assert not (root / ".gitlab-ci.yml").exists()
    assert not (root / ".forgejo/workflows/granska.yml").exists()
    assert not (root / "handbok/utseende.md").exists()


def test_a_new_page_of_the_handbook_comes_along_where_the_handbook_is(root):
    upgrade(root)

    assert (root / "handbok/uppgradera.md").is_file()


def test_an_english_archive_gets_no_swedish_handbook(tmp_path):
    root = archive_before(tmp_path, "en")

    run = upgrade(root)

    assert not (root / "handbok").exists()
    assert read_record(root).language == "en"
    assert "changed mkdocs.yml" in run.stdout.splitlines()


@pytest.mark.parametrize("line", ["/.poddarkiv/", ".poddarkiv-*"])
def test_what_is_the_tools_own_is_ignored_by_git(line, root):
    edit(root, ".gitignore", f"\n{line}\n", "\n")

    upgrade(root)

    assert (root / ".gitignore").read_text("utf-8").splitlines()[-1] == line


def test_an_archive_of_a_newer_tool_is_left_as_it_is(root):
    upgrade(root)
    edit(root, RECORD, "layout: 2\nversion: 0.1.0", "layout: 3\nversion: 0.2.0")
    before = files(root)

    run = upgrade(root)

    assert run.returncode == 1
    assert run.stderr == (
        "arkivet är skrivet av Poddarkiv 0.2.0, som är nyare än det här (0.1.0): installera det, "
        "som requirements.txt säger. Inget är ändrat.\n"
    )
    assert files(root) == before


@pytest.mark.parametrize(
    "damage",
    [
        "layout: två\nfiles: {}\n",
        "<<<<<<< HEAD\nlayout: 2\n",
        "layout: 2\nversion: 0.1.0\nlanguage: sv\nfiles: [a]\n",
        "version: 0.1.0\n",
        "",
    ],
)
def test_a_record_that_can_not_be_read_is_told(damage, root):
    (root / RECORD).write_text(damage, "utf-8")

    run = upgrade(root)

    assert run.returncode == 1
    assert run.stderr.startswith(f"{RECORD}:1: kan inte läsas: ")
    assert run.stderr.endswith(
        " – hämta tillbaka den ur git, eller ta bort den och kör poddarkiv upgrade\n"
    )


def test_settings_that_are_no_yaml_are_listed_and_the_rest_is_done(root):
    edit(root, "mkdocs.yml", "docs_dir: content", "docs_dir: [content")

    run = upgrade(root)

    assert run.returncode == 1
    assert [line for line in run.stderr.splitlines() if line.startswith("mkdocs.yml:")]
    assert (root / RECORD).is_file()


def test_a_file_in_another_encoding_is_listed(root):
    text = (root / "requirements.txt").read_text("utf-8")
    (root / "requirements.txt").write_text(text, "utf-16")

    run = upgrade(root)

    assert run.returncode == 1
    assert "requirements.txt:1: filen är inte UTF-8" in run.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--replace", ".gitlab-ci.yaml"), "menade du ”.gitlab-ci.yml”?"),
        (("--keep", "content/om.md"), "content/om.md är inte en av verktygets egna filer"),
        (
            ("--keep", ".gitlab-ci.yml", "--replace", ".gitlab-ci.yml"),
            "välj --replace eller --keep",
        ),
        (("--package", "git+https://a.example/b.git@main"), "skriv hela versionens nummer"),
    ],
)
def test_what_can_not_be_meant_is_misuse(words, said, root):
    before = files(root)

    run = upgrade(root, *words)

    assert run.returncode == 2
    assert said in run.stderr
    assert files(root) == before
