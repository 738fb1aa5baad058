"""A disk that is full is one line in every verb, and whatever was there is as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checks.faults import copy_base
from commands.upgrading import FROZEN
from running import in_english, poddarkiv
from sounds import write_tone

resource = pytest.importorskip("resource", reason="Windows has no limits of this kind")
AT = ("--as-of", "2026-06-01T12:00:00+02:00")
STORE = "/.poddarkiv/store/"
VERBS = {
    "build": ("build", "--quiet", *AT),
    "feed": ("feed", *AT),
    "measure": ("measure",),
    "tag": ("tag",),
    "new": ("new", "../tal.mp3", "--yes", "--title", "Om hopp", "--summary", "Två möts.",
            "--guest", "Eva Lind", "--consent", "given", *AT),
    "new --move": ("new", "../tal.mp3", "--move", "--yes", "--title", "Om hopp",
                   "--summary", "Två möts.", *AT),
    "import": ("import", "../text.vtt", "--episode", "2"),
    "shift": ("shift", "1", "+1.5", "--yes", "--again"),
    "upgrade": ("upgrade",),
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive in which each verb has something to write."""
    root = in_english(copy_base(tmp_path_factory.mktemp("hel")))
    write_tone(root / "media/001-start.mp3", seconds=450, rate=8_000, bit_rate=8_000)
    assert poddarkiv(root, "measure").returncode == 0
    assert poddarkiv(root, "build", "--quiet", *AT).returncode == 0
    write_tone(root.parent / "tal.mp3", seconds=20)
    text = "WEBVTT\n\n" + "".join(
        f"00:00:{i:02}.000 --> 00:00:{i:02}.900\nEtt ord till.\n\n" for i in range(50)
    )
    (root.parent / "text.vtt").write_text(text, "utf-8")
    (root / "handbok").mkdir()
    for name in ("handbok/README.md", "mkdocs.yml"):
        shutil.copy(FROZEN / "sv" / name, root / name)
    return root


def files(folder: Path) -> dict[str, bytes]:
    """Return the files that are somebody's work; what builds keep to save time may go."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STORE not in path.as_posix()
    }


def limited(bytes_at_most, root, *words):
    """Run a verb that can write no file larger than that, as on a disk with little room."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_at_most, bytes_at_most))

    return subprocess.run(
        [sys.executable, "-m", "poddarkiv", words[0], "--root", str(root), *words[1:]],
        cwd=root, capture_output=True, text=True, preexec_fn=limit, check=False,
        env=os.environ | {"XDG_STATE_HOME": str(root.parent / "state")},
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 150, 4_000])
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_finds_no_room_leaves_all_as_it_was(verb, room, archive, tmp_path):
    shutil.copytree(archive.parent, tmp_path / "a", symlinks=True)
    root = tmp_path / "a" / archive.name
    if verb == "measure":
        (root / "episodes/001-start/episode.lock.yml").unlink()
    if verb == "feed":
        shutil.rmtree(root / "site")
    before = files(tmp_path / "a")

    run = limited(room, root, *VERBS[verb])

    shutil.rmtree(root.parent / "state", ignore_errors=True)
    said = run.stdout + run.stderr
    after = files(tmp_path / "a")
    if run.returncode == 0:
        # What it had to write was small.
        assert after.keys() >= before.keys() - {"tal.mp3"}
        return
    assert run.returncode == 1, said
    assert "Traceback" not in said
    assert "a fault in Poddarkiv" not in said
    assert "larger than the system allows" in said or "disk full" in said or "full?" in said, said
    assert after == before
