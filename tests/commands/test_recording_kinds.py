"""Every kind of recording that is accepted: what git leaves out, and what `new` says of it."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.running import poddarkiv
from poddarkiv.audio.measure import read_kind
from poddarkiv.commands._starter import EXAMPLE_URL
from poddarkiv.commands.new import command
from poddarkiv.formats.sniff import RECORDING_ENDINGS
from poddarkiv.publish.headers import TYPES
from sounds import write_tone

PROJECT = Path(__file__).parents[2]
CODECS = {
    ".aac": "aac",
    ".flac": "flac",
    ".mp3": "libmp3lame",
    ".wav": "pcm_s16le",
} | dict.fromkeys((".m4a", ".m4b", ".m4v", ".mp4"), "aac")
OGG = dict.fromkeys((".oga", ".ogg", ".opus"), "libopus")


def git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new archive in git."""
    root = tmp_path_factory.mktemp("arkiv")
    git(root, "init", "-q")
    poddarkiv("init", ".", "--site-url", EXAMPLE_URL, cwd=root)
    return root


def test_the_table_is_tried_whole():
    assert {*CODECS, *OGG} == set(RECORDING_ENDINGS)


@pytest.mark.parametrize("ending", RECORDING_ENDINGS)
@pytest.mark.parametrize("form", ["{}", "{}".upper(), "2024/{}"])
def test_git_leaves_every_kind_out(kept, ending, form):
    small, capital = form.format(f"032{ending}"), form.format(f"032{ending.upper()}")

    for root in (kept, PROJECT):
        for name in (small, capital):
            assert git(root, "check-ignore", f"media/{name}").returncode == 0, name
    assert git(kept, "check-attr", "binary", f"media/{capital}").stdout.endswith(": set\n")


@pytest.mark.parametrize("ending", RECORDING_ENDINGS)
@pytest.mark.parametrize("capital", [False, True], ids=["small", "capital"])
def test_new_says_how_to_keep_a_recording_and_that_is_so(kept, tmp_path, ending, capital):
    made = write_tone(
        tmp_path / f"zoom{ending}", codec=(CODECS | OGG)[ending], seconds=1, rate=48_000
    )
    path = made.rename(tmp_path / f"ZOOM0001{ending.upper()}") if capital else made
    number = str(100 + 2 * RECORDING_ENDINGS.index(ending) + capital)

    run = CliRunner().invoke(
        command,
        [str(path), "--root", str(kept), "--yes", "--title", "Ett", "--number", number],
    )

    [line] = [line for line in run.output.splitlines() if "git add" in line]
    name = line.rpartition(" ")[2]
    assert name == f"media/{number}-ett{ending}"
    assert git(kept, "add", "media").returncode == 0
    assert git(kept, "ls-files", "media").stdout == "media/omslag.png\n"
    assert git(kept, *line[line.index("git add") :].split()[1:]).returncode == 0
    assert name in git(kept, "ls-files", "media").stdout
    git(kept, "rm", "-q", "--cached", name)


def test_where_git_would_take_the_recording_no_force_is_asked_for(kept, tmp_path):
    lines = (kept / ".gitignore").read_text("utf-8").splitlines()
    (kept / ".gitignore").write_text("\n".join(x for x in lines if "[wW]" not in x), "utf-8")
    path = write_tone(tmp_path / "a.wav", codec="pcm_s16le", seconds=1)

    run = poddarkiv("new", path, "--yes", "--title", "Ett", "--number", "99", cwd=kept)

    (kept / ".gitignore").write_text("\n".join(lines) + "\n", "utf-8")
    assert "Så följer inspelningen med texterna: git add media/099-ett.wav" in run.stdout


@pytest.mark.parametrize(("ending", "codec"), [(".aiff", "pcm_s16be"), (".mka", "aac")])
def test_a_kind_that_no_feed_takes_is_refused_at_once(kept, tmp_path, ending, codec):
    path = write_tone(tmp_path / f"a{ending}", codec=codec, seconds=1)

    run = poddarkiv("new", path, "--yes", "--title", "Ett", "--number", "98", cwd=kept)

    assert run.returncode == 2
    assert f"a{ending}: innehållet är ingen ljudfil" in run.stderr
    assert not list(kept.glob("media/*098*"))


@pytest.mark.parametrize("ending", RECORDING_ENDINGS)
def test_the_preview_says_what_kind_it_is(tmp_path, ending):
    path = write_tone(tmp_path / f"a{ending}", codec=(CODECS | OGG)[ending], rate=48_000)

    assert read_kind(path) in (TYPES[ending], "audio/x-m4a")
