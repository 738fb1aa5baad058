"""Links out of an archive are errors, and what editors and systems leave is passed by."""

import os
from pathlib import Path

import pytest

from checks.faults import copy_base, problems
from poddarkiv.load import read_archive
from poddarkiv.load.tree import leads_outside
from running import in_english, poddarkiv
from sounds import write_tone

OUT = "the link leads out of the archive: what it leads to would be published"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive in which nothing is wrong; beside it lies what is not to be published."""
    (tmp_path / "utanför").mkdir()
    (tmp_path / "utanför/hemligt.md").write_text("---\ntitle: Hemligt\n---\n\nHemligt.\n")
    (tmp_path / "utanför/hemligt.png").write_bytes(b"hemligt")
    write_tone(tmp_path / "utanför/ljud.mp3", seconds=1)
    return in_english(copy_base(tmp_path))


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("content/hemligt.md", "../../utanför/hemligt.md"),
        ("content/gaster/hemligt.md", "../../../utanför/hemligt.md"),
        ("content/bilder", "../../utanför"),
        ("content/hemligt.png", "../../utanför/hemligt.png"),
        ("content/borta.png", "../../utanför/finns-inte.png"),
        ("content/sista.png", "/etc/hostname"),
        ("content/config.txt", "../.git/config"),
        ("content/lås.txt", "../.env"),
        ("episodes/003-ute", "../../utanför"),
        ("overrides/ute", "../../utanför"),
        ("media/ute.mp3", "../../utanför/ljud.mp3"),
        ("media/ute", "../../utanför"),
    ],
)
def test_a_link_out_of_the_archive_is_an_error_and_is_not_read(
    root: Path, name: str, target: str
) -> None:
    (root / ".git").mkdir()
    (root / ".git/config").write_text("password = hemligt")
    (root / ".env").write_text("hemligt")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(target)

    archive, found = read_archive(root)

    remedy = "put the file itself there"
    if name.startswith("media/"):
        remedy += ", or write media_link: true in episodes/show.yml"
    assert [str(problem) for problem in found] == [f"{name}:1: {OUT} – {remedy}"]
    assert archive is not None
    assert not any("hemligt" in each or "ute" in each for each in archive.attachments)
    assert "hemligt" not in {*archive.pages, *archive.guest_by_slug}
    assert [each for each in archive.media if "ute" in each] == []
    assert "003-ute" not in archive.episode_by_slug


@pytest.mark.parametrize("name", ["content", "episodes", "media"])
def test_a_folder_that_lies_elsewhere_is_an_error(root: Path, name: str) -> None:
    (root / name).rename(root.parent / "utanför" / name)
    (root / name).symlink_to(f"../utanför/{name}")

    assert [p.path for p in problems(root) if p.rule == "link-out"] == [name]


@pytest.mark.parametrize("name", ["media", "media/001-start.mp3", "media/ljud"])
def test_media_may_lie_elsewhere_when_the_show_says_so(root: Path, name: str) -> None:
    if name == "media":
        (root / name).rename(root.parent / "utanför/media")
        target = "../utanför/media"
    else:
        target = "../../utanför/ljud.mp3" if name.endswith(".mp3") else "../../utanför"
    (root / name).symlink_to(target)
    show = root / "episodes/show.yml"
    show.write_text(show.read_text("utf-8") + "media_link: true\n", "utf-8")

    archive, found = read_archive(root)

    assert found == []
    assert archive is not None
    wanted = {"media": "omslag.png", "media/ljud": "ljud/ljud.mp3"}.get(name, "001-start.mp3")
    assert wanted in archive.media


def test_a_link_within_the_archive_is_followed(root: Path) -> None:
    (root / "content/bild.png").symlink_to("../media/omslag.png")
    (root / "content/bilder").symlink_to("../media")
    (root / ".git/annex/objects").mkdir(parents=True)
    (root / ".git/annex/objects/x.mp3").write_bytes(b"annex")
    (root / "media/a.mp3").symlink_to("../.git/annex/objects/x.mp3")
    (root / "media/b.mp3").symlink_to("../.git/annex/objects/hämtas-sen.mp3")

    archive, found = read_archive(root)

    assert found == []
    assert archive is not None
    assert {"bild.png", "bilder/omslag.png"} <= archive.attachments
    assert archive.media["a.mp3"] == 5
    assert "b.mp3" not in archive.media


@pytest.mark.parametrize("links", [{"a": "."}, {"a": ".."}, {"a/b": "../c", "c/d": "../a"}])
def test_links_in_a_circle_are_told_and_end(root: Path, links: dict[str, str]) -> None:
    for folder in ("a", "c") if len(links) > 1 else ():
        (root / "content" / folder).mkdir()
    for name, target in links.items():
        (root / "content" / name).symlink_to(target)

    told = {problem.message for problem in problems(root)}

    assert told == {"the link leads to a folder that it is in"}


def test_a_link_to_itself_ends_nothing(root: Path) -> None:
    (root / "content/bild.png").symlink_to("bild.png")
    (root / "media/ljud.mp3").symlink_to("ljud.mp3")

    archive, _found = read_archive(root)

    assert archive is not None
    assert "bild.png" not in archive.attachments


LEFT = [
    ".#om.md", "._om.md", ".om.md.swp", ".~lock.om.md#", ".DS_Store", "om.md~", "#om.md#",
    ".dold/sida.md", ".poddarkiv-x-om.md",
    "._gammal.srt", ".gammal.srt",
]  # fmt: skip


@pytest.mark.slow
def test_what_editors_and_systems_leave_changes_neither_check_nor_build(root: Path) -> None:
    before = poddarkiv(root, "check", "--format", "json")
    first = poddarkiv(root, "build", "--as-of", "2026-06-01T12:00:00+02:00")
    clean = _site(root)
    for folder in ("content", "content/gaster", "content/artiklar", "content/amnen", "episodes",
                   "episodes/001-start", "media", "overrides", "."):  # fmt: skip
        for name in LEFT:
            path = root / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name.startswith(".#"):
                path.symlink_to("nils@datorn.4711:1732")  # as Emacs does
            else:
                path.write_bytes(b"\x00\x05\x16\x07 hemligt")
    (root / "episodes/.032-x").mkdir()
    (root / "episodes/.033-y").mkdir()
    (root / "episodes/.033-y/episode.yml").write_bytes(b"\xff")
    (root / "episodes/._001-start").write_bytes(b"\x00")

    after = poddarkiv(root, "check", "--format", "json")
    second = poddarkiv(root, "build", "--as-of", "2026-06-01T12:00:00+02:00")

    assert (after.returncode, after.stdout) == (before.returncode, before.stdout)
    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert _site(root) == clean


def _site(root: Path) -> dict[str, bytes]:
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.suffix not in {".gz"}
    }


def test_a_name_that_breaks_a_line_stays_on_one(root: Path) -> None:
    (root / "content/a\nb.png").write_bytes(b"x")

    assert ["\n" in str(problem) for problem in problems(root)] == [False]


@pytest.mark.parametrize("verb", ["tag", "review", "measure", "build"])
@pytest.mark.parametrize("way", ["name", "link"])
def test_no_verb_reaches_a_recording_outside(root: Path, verb: str, way: str) -> None:
    outside = root.parent / "utanför/ljud.mp3"
    before = outside.read_bytes()
    path = root / "episodes/001-start/episode.yml"
    if way == "name":
        text = path.read_text("utf-8")
        path.write_text(text.replace("001-start.mp3", "../../utanför/ljud.mp3"), "utf-8")
    else:
        (root / "media/001-start.mp3").symlink_to(outside)

    result = poddarkiv(root, verb, *(("1", "--list") if verb == "review" else ()))

    assert "Traceback" not in result.stderr
    if verb != "review" or way == "name":
        assert result.returncode == 1
        assert (":9: audio: " if way == "name" else OUT) in result.stderr
    assert outside.read_bytes() == before
    assert (root / "media/001-start.mp3").is_symlink() == (way == "link")


def test_review_gives_no_recording_that_a_link_leads_to(root: Path) -> None:
    from poddarkiv.commands.review import _audio

    (root / "media/001-start.mp3").symlink_to(root.parent / "utanför/ljud.mp3")
    archive, _found = read_archive(root)
    assert archive is not None

    assert _audio(archive, archive.episodes[0])[0] == "https://podd.example.org/media/001-start.mp3"


def test_where_something_leads_is_judged_also_when_nothing_is_there(root: Path) -> None:
    assert not leads_outside(root / "media/finns-inte.mp3", root)
    assert leads_outside(root / "media/../../x", root)
    assert leads_outside(Path(os.devnull), root)
