"""Each command of the editors' handbook is run, as it stands there, in a copy of the sample."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from docs import handbook
from docs.handbook import ROOT
from poddarkiv.formats.yamledit import remove_key
from running import begun
from serving import answering
from sounds import write_beginning, write_tone


class Nothing(BaseHTTPRequestHandler):
    """A host that has nothing."""

    def do_GET(self) -> None:
        self.send_error(404)

    do_HEAD = do_GET  # noqa: N815 - so the library calls it

    def log_message(self, *_arguments: object) -> None:
        pass


ANSWERS = "Att börja som peer supporter\n\n\nKim berättar om sin första tid.\n" + 12 * "\n"
"""To the questions of `new`: Enter alone takes what is suggested."""
EPISODE = "033-att-borja-som-peer-supporter"
STORY = [
    line
    for block in handbook.blocks("sh")
    if block.page == "README.md"
    for line in block.text.splitlines()
    if line.startswith("poddarkiv")
]
OTHERS = [
    line
    for line in handbook.commands()
    if re.match("poddarkiv (?!new|transcribe)", line) and line not in STORY
]
STAYS = {"serve": [], "review": ["--no-open"]}
"""Commands that go on until somebody ends them, and what they need where nobody looks."""


def copied(root: Path) -> Path:
    """Return a copy of the sample without what depends on whether this machine has transcribed."""
    for name in ("episodes", "content", "overrides", "media"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    for path in (root / "episodes").glob("004-*/transcript.*"):
        path.unlink()
    return root


def write_recording(path: Path) -> None:
    """Write a recording that the sample hears in two parts: enough, and soon heard."""
    write_beginning(ROOT / "media/001-vad-ar-peer-support.mp3", path, seconds=45)


def run(root: Path, line: str) -> str:
    """Run a command of the handbook in the archive's folder; return what it printed."""
    _name, verb, *rest = shlex.split(line)
    # Nobody is there to say that what falls outside the recording may go.
    sure = ["--yes"] if verb == "shift" else []
    words = [sys.executable, "-u", "-m", "poddarkiv", verb, *rest, *sure]
    if verb in STAYS and "--list" not in rest:
        with begun(root, verb, *rest, *STAYS[verb]) as address:
            return address
    done = subprocess.run(
        words,
        cwd=root,
        input=ANSWERS,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=_environment(),
    )
    # The sample's articles wait for their reviewers and its numbers for somebody to check them:
    # before publishing that is a fault, rightly.
    fine = {0, 1} if {"--strict", "--publish", "--check"} & set(rest) else {0}
    assert done.returncode in fine, f"{line}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONIOENCODING": "utf-8"}


def questions() -> list[str]:
    """Return what `new` asks, as the handbook shows it."""
    (block,) = handbook.blocks("console")
    return [re.match(r".*?(?=: |\? | \[)", line)[0] for line in block.text.splitlines()]


@pytest.mark.whisper
def test_from_a_recording_to_a_page_as_the_first_page_says(tmp_path: Path):
    root = copied(tmp_path / "arkiv")
    write_recording(root / "inspelning.mp3")

    for line in STORY:
        run(root, line)

    folder = root / "episodes" / EPISODE
    assert {path.name for path in folder.iterdir()} >= {
        "episode.yml",
        "episode.lock.yml",
        "transcript.vtt",
        "transcript.machine.json",
    }
    assert (root / ".poddarkiv/preview-drafts/avsnitt" / EPISODE / "index.html").is_file()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample with the handbook's episode in it, as it is after the first page."""
    root = copied(tmp_path_factory.mktemp("handbok") / "arkiv")
    write_tone(root / "inspelning.mp3", seconds=200, bit_rate=96_000)
    asked = " ".join(run(root, "poddarkiv new inspelning.mp3").split())
    for question in questions():
        assert question in asked
    shutil.copy(
        root / "episodes/001-vad-ar-peer-support/transcript.vtt", root / "episodes" / EPISODE
    )
    run(root, "poddarkiv measure")
    return root


@pytest.mark.slow
@pytest.mark.parametrize("line", OTHERS)
def test_each_other_command_runs_as_it_stands(prepared: Path, line: str):
    if line.startswith("poddarkiv shift"):
        # Each is said of a recording that was just replaced.
        length = 180 + OTHERS.index(line)
        write_tone(next((prepared / "media").glob("*033*")), seconds=length, bit_rate=96_000)
    if line.startswith("poddarkiv import"):
        # Said of an episode that has no transcript yet, and of a file that somebody has made.
        (prepared / "episodes" / EPISODE / "transcript.vtt").unlink()
        (prepared / "samtal.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nHej.\n", "utf-8")
    if line.startswith("poddarkiv publish ") and not line.split()[2].startswith("-"):
        _ready_to_publish(prepared, line.split()[2])
    with answering(Nothing) as address:
        # Nothing is published there: what is looked for and missing is told, and that is a fault.
        (prepared / "gammalt-flode.xml").write_text("<rss><channel/></rss>", "utf-8")
        here = re.sub(r"https://[a-z.]*example(\.org)?", address, line)
        run(prepared, f"{here} --allow-local" if "--check" in line else here)
    if line.startswith("poddarkiv shift"):
        # Not every one of them measures: --dry-run leaves all as it was.
        run(prepared, "poddarkiv measure")


def _ready_to_publish(root: Path, target: str) -> None:
    """Let the numbers be checked, and `target` be a folder beside the archive."""
    contacts = root / "content/kontakter.yml"
    done = re.sub("(?m)^checked:$", "checked: 2026-11-20", contacts.read_text("utf-8"))
    contacts.write_text(re.sub("(?m)^checked_by:$", "checked_by: Ada Berg", done), "utf-8")
    show = root / "episodes/show.yml"
    text = remove_key(show.read_text("utf-8"), "targets")
    show.write_text(f"{text}targets:\n  - {{name: {target}, address: ../{target}}}\n", "utf-8")


def test_the_first_page_goes_all_the_way():
    verbs = [line.split()[1] for line in STORY]

    assert verbs == ["new", "transcribe", "review", "measure", "check", "serve"]
    assert len(OTHERS) >= 6


def test_what_is_installed_exists():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    installs = [line for line in handbook.commands() if line.startswith("pip install")]

    assert installs
    for line in installs:
        name, extras = re.fullmatch(r'pip install "([a-z-]+)\[([a-z,-]+)\]"', line).groups()
        assert name == project["name"]
        assert set(extras.split(",")) <= project["optional-dependencies"].keys()
