"""`poddarkiv publish`, as people run it."""

import re
import shutil

import pytest

from poddarkiv.publish.manifest import MANIFEST
from publish.test_targets import without_ours
from running import in_english, poddarkiv
from sample import AS_OF, copy_archive

FIRST = "001-vad-ar-peer-support"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """Return the sample with its numbers checked, built and published once to a folder."""
    root = in_english(copy_archive(tmp_path_factory.mktemp("arkiv") / "arkiv"))
    contacts = root / "content/kontakter.yml"
    text = re.sub("(?m)^checked:$", "checked: 2026-11-20", contacts.read_text("utf-8"))
    contacts.write_text(re.sub("(?m)^checked_by:$", "checked_by: Ada Berg", text), "utf-8")
    done = run(root, str(root.parent / "ut"))
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def root(ready, tmp_path):
    """Return a copy of it with its target beside it, for one test to change."""
    shutil.copytree(ready.parent, tmp_path / "prov")
    return tmp_path / "prov/arkiv"


def run(root, *words):
    return poddarkiv(root, "publish", *words, "--as-of", AS_OF)


def out(root):
    return root.parent / "ut"


def published(root):
    found = (path for path in out(root).rglob("*") if path.is_file())
    return {path.relative_to(out(root)).as_posix(): path.read_bytes() for path in found}


def edit(root, name, old, new):
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), "utf-8")


def add_target(root, line):
    with (root / "episodes/show.yml").open("a", encoding="utf-8") as file:
        file.write(f"targets:\n  - {line}\n")


def test_the_site_and_its_recordings_are_at_the_target(ready):
    site = {p.relative_to(ready / "site").as_posix() for p in (ready / "site").rglob("*.*")}
    media = {f"media/{path.name}" for path in (ready / "media").glob("*.mp3")}

    assert (
        without_paths(published(ready))
        == {p for p in site if (ready / "site" / p).is_file()} | media
    )


def without_paths(files):
    return files.keys() - {MANIFEST}


def test_a_second_time_nothing_goes_up(root):
    done = run(root, str(out(root)), "--quiet")

    assert (done.returncode, done.stdout) == (0, "")
    assert run(root, str(out(root))).stderr.endswith(f"{out(root)}: all is there already\n")


def test_one_changed_episode_sends_its_own_files_lists_search_and_feeds(root):
    path = root / f"episodes/{FIRST}/transcript.vtt"
    lines = path.read_text("utf-8").splitlines()
    cue = next(i for i, line in enumerate(lines) if "-->" in line) + 1
    lines[cue] += " sannerligen"
    path.write_text("\n".join(lines) + "\n", "utf-8")

    done = run(root, str(out(root)), "--dry-run")

    up = [line[2:].split("  (")[0] for line in done.stdout.splitlines() if line.startswith("+")]
    assert up
    own = (f"avsnitt/{FIRST}/", "pagefind/", "feed.xml", "nytt.xml", "avsnitt/lista.json")
    assert [path for path in up if not path.startswith(own)] == []


def test_a_dry_run_lists_in_order_and_changes_nothing(root):
    before = published(root)
    edit(root, f"episodes/{FIRST}/episode.yml", "summary: >-\n", "summary: >-\n  Nytt.\n")

    done = run(root, str(out(root)), "--dry-run")

    lines = done.stdout.splitlines()
    assert f"+ avsnitt/{FIRST}/index.html  (has changed)" in lines
    assert [line for line in lines if line.startswith("+")][-1] == "+ feed.xml  (has changed)"
    assert done.stderr.endswith("– nothing was done (--dry-run)\n")
    assert published(root) == before


def test_what_is_wrong_stops_before_anything_is_sent(root):
    before = published(root)
    edit(root, f"episodes/{FIRST}/episode.yml", "status: published", "status: publicerat")

    done = run(root, str(out(root)))

    assert done.returncode == 1
    assert f"episodes/{FIRST}/episode.yml" in done.stderr
    assert published(root) == before


def test_a_withdrawn_episode_goes_even_with_keep_and_its_recording_is_told_of(root):
    edit(root, f"episodes/{FIRST}/episode.yml", "status: published", "status: withdrawn")
    edit(root, "content/artiklar/vad-ar-peer-support.md", "[[avsnitt 1 @ 00:00]]", "nu")

    done = run(root, str(out(root)), "--keep")

    assert done.returncode == 0, done.stderr
    there = without_ours(dict.fromkeys(published(root), b""))
    assert [path for path in there if path.startswith(f"avsnitt/{FIRST}/")] == []
    assert done.stderr.splitlines()[-1] == (
        f"recordings that the site no longer has stay there: media/{FIRST}.mp3 – to remove them: "
        "--delete-recordings"
    )
    run(root, str(out(root)), "--delete-recordings")
    assert f"media/{FIRST}.mp3" not in published(root)


def test_a_named_target_is_used_by_its_name_or_as_the_only_one(root):
    add_target(root, "{name: webb, address: ../ut, url: 'https://podd.example.org/'}")

    for words in (["webb"], []):
        done = run(root, *words)
        assert done.stderr.endswith("https://podd.example.org/: all is there already\n")


@pytest.mark.parametrize(
    ("word", "code", "says"),
    [
        ("wbb", 2, "no target is called “wbb”. Did you mean “webb”?"),
        ("sftp://ada:hemligt@h.example/", 2, "an address with a password in it would be read by"),
        ("ftp://h.example/", 2, "everybody on the way can read and change what is sent"),
        (".", 2, "holds the archive itself, or is a part of it: choose another folder"),
    ],
)
def test_a_target_that_can_not_be_meant_is_told_in_a_line(root, word, code, says):
    add_target(root, "{name: webb, address: ../ut}")
    word = str(root) if word == "." else word

    done = run(root, word)

    assert (done.returncode, says in done.stderr, len(done.stderr.splitlines())) == (code, True, 1)
    assert "hemligt" not in done.stderr


def test_a_form_is_of_what_is_looked_at(root):
    done = run(root, str(out(root)), "--no-build", "--format", "json")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--format goes with --check\n"


def test_recordings_alone_and_pages_alone(root):
    edit(
        root,
        "episodes/show.yml",
        "explicit: false",
        "explicit: false\nmedia_url: https://l.example/",
    )
    for lock in root.glob("episodes/*/episode.lock.yml"):
        text = lock.read_text("utf-8")
        lock.write_text(text[: text.index("identity:")], "utf-8")
    add_target(root, "{name: ljud, address: ../ljud, content: recordings}")

    done = run(root, "ljud")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (root.parent / "ljud").iterdir()}
    assert f"{FIRST}.mp3" in names
    assert "index.html" not in names
