"""Two editors work on two branches; git merges, and `check` sees what git can't."""

import subprocess
from pathlib import Path

import pytest

from checks import faults
from commands.running import poddarkiv

AT = ("--as-of", "2026-06-01T12:00:00+02:00")


def git(root: Path, *arguments: str, ok: bool = True) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=ok, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "Ändra")


@pytest.fixture
def root(tmp_path):
    root = faults.copy_base(tmp_path)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def new(root: Path, title: str) -> None:
    poddarkiv("new", *AT, "--yes", "--title", title, "--summary", "Nytt.", cwd=root)
    commit(root)


def check(root: Path) -> str:
    return poddarkiv("check", *AT, cwd=root).stdout


def test_two_branches_with_the_same_number_are_caught_after_the_merge(root):
    git(root, "switch", "-q", "-c", "adas")
    new(root, "Adas avsnitt")
    git(root, "switch", "-q", "-c", "bos", "main")
    new(root, "Bos avsnitt")
    git(root, "merge", "-q", "adas")

    assert check(root) == (
        "episodes/003-bos-avsnitt/episode.yml:3: number: "
        "nummer 3 är redan upptaget av 003-adas-avsnitt – "
        "skriv number: 4 och döp om mappen till 004-bos-avsnitt\n"
    )

    git(root, "mv", "episodes/003-bos-avsnitt", "episodes/004-bos-avsnitt")
    path = root / "episodes/004-bos-avsnitt/episode.yml"
    path.write_text(path.read_text("utf-8").replace("number: 3", "number: 4"), "utf-8")
    assert check(root) == ""


@pytest.mark.parametrize(
    ("name", "old", "line"),
    [
        ("episodes/001-start/episode.yml", "title: Vi börjar", 3),
        ("episodes/001-start/transcript.vtt", "I dag pratar vi om att börja.", 7),
        ("content/gaster/ada-berg.md", "Ada Berg samordnar stöd.", 13),
    ],
)
def test_a_merge_that_git_could_not_finish_is_one_line(root, name, old, line):
    path = root / name
    text = path.read_text("utf-8")
    for branch, word in (("adas", "Adas"), ("bos", "Bos")):
        git(root, "switch", "-q", "-c", branch, "main")
        path.write_text(text.replace(old, f"{old} {word}"), "utf-8")
        commit(root)
    git(root, "merge", "-q", "adas", ok=False)

    assert "<<<<<<< " in path.read_text("utf-8")
    assert check(root) == (
        f"{name}:{line}: två versioner av filen har inte slagits ihop – behåll de rätta raderna "
        "och ta bort raderna med <<<<<<<, ======= och >>>>>>>\n"
    )


def test_an_episode_whose_both_files_are_half_merged_is_told_of_both_and_nothing_else(root):
    article = root / "content/artiklar/vad-ar-stod.md"
    article.write_text(article.read_text("utf-8") + "\nHör den: [[avsnitt 1 @ 00:10]].\n", "utf-8")
    for name in ("episode.yml", "transcript.vtt"):
        path = root / "episodes/001-start" / name
        text = path.read_text("utf-8")
        path.write_text(f"<<<<<<< a\n{text}=======\n{text}>>>>>>> b\n", "utf-8")

    found = check(root).splitlines()

    assert [line.partition(": ")[0] for line in found] == [
        "episodes/001-start/episode.yml:1",
        "episodes/001-start/transcript.vtt:1",
    ]
