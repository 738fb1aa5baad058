"""What the editors' handbook shows is true of the tool as it is."""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from checks import faults
from docs import handbook
from docs.handbook import HANDBOOK, ROOT, Block
from poddarkiv.checks import check
from poddarkiv.errors import Problem, Severity
from poddarkiv.formats import vtt
from poddarkiv.formats.yamledit import remove_key
from poddarkiv.load import read_archive

EPISODE = "033-att-borja-som-peer-supporter"
AS_OF = datetime.fromisoformat("2026-11-21T12:00:00+01:00")


def found(root: Path) -> list[Problem]:
    archive, problems = read_archive(root)
    return [*problems, *(check(archive, AS_OF) if archive else ())]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Give an archive to which the handbook's own episode and guest have been added."""
    root = faults.copy_base(tmp_path)
    for topic in ("yrkesrollen", "aterhamtning"):
        shutil.copy(ROOT / "content" / "amnen" / f"{topic}.md", root / "content" / "amnen")
    for name in (f"{EPISODE}.mp3", "033-kim.wav", "033-programledaren.wav"):
        (root / "media" / name).write_bytes(b"a recording")
    for block in handbook.blocks("yaml"):
        if block.page == "lagga-till.md" and not block.text.startswith("# en "):
            handbook.write(root, block)
    shutil.copy(root / "episodes/001-start/transcript.vtt", root / "episodes" / EPISODE)
    return root


def test_the_episode_of_the_handbook_is_right_as_it_stands(archive):
    assert [str(problem) for problem in found(archive) if EPISODE in problem.path] == []
    assert (archive / "content" / "gaster" / "kim-exempelsson.md").is_file()


@pytest.mark.parametrize("block", handbook.blocks("yaml"), ids=str)
def test_each_block_of_yaml_gives_what_the_page_says(archive: Path, block: Block):
    if "media_url" in block.text:
        # Chosen before anything is published, as the page says.
        for lock in archive.glob("episodes/*/episode.lock.yml"):
            lock.write_text(remove_key(lock.read_text("utf-8"), "identity"), "utf-8")
    if "status: none" in block.text:
        (archive / "episodes" / EPISODE / "transcript.vtt").unlink()
    for earlier in handbook.files_before(block):
        handbook.write(archive, earlier)
    name = handbook.write(archive, block)

    problems = found(archive)
    texts = [str(problem).split(": ", 1)[1] for problem in problems]
    if block.after:
        assert block.after in texts
    else:
        assert [str(p) for p in problems if p.severity is Severity.ERROR] == [], name


def test_each_mistake_of_the_handbook_is_followed_by_what_the_check_says():
    wrong = [block for block in handbook.blocks("yaml") if "# fel: " in block.text]

    assert len(wrong) >= 10
    assert all(block.after for block in wrong)


@pytest.mark.parametrize("block", handbook.blocks("vtt"), ids=str)
def test_each_block_of_webvtt_is_webvtt(block: Block):
    transcript, problems = vtt.parse_vtt(block.text)

    assert problems == []
    assert transcript.segments


def test_links_and_pictures_lead_somewhere():
    for path in handbook.pages():
        # What is shown as code is of the archive.
        text = re.sub(r"(?ms)^ *```.*?^ *```$|`[^`\n]+`", "", path.read_text("utf-8"))
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (path.parent / target).is_file(), f"{path.name}: {target}"
        for target, anchor in re.findall(r"\]\(([\w.-]*)#([^)]+)\)", text):
            headings = re.findall(
                r"^#+ (.+)$", (path.parent / (target or path.name)).read_text("utf-8"), re.M
            )
            slugs = [
                re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
            ]
            assert anchor in slugs, f"{path.name}: {target}#{anchor}"


def test_every_page_is_in_the_contents():
    contents = (HANDBOOK / "README.md").read_text("utf-8")

    for path in handbook.pages():
        assert path.name == "README.md" or f"({path.name})" in contents


def test_pictures_are_small_and_described():
    pictures = sorted((HANDBOOK / "bilder").iterdir())
    text = text_of_the_handbook()

    assert sum(path.stat().st_size for path in pictures) < 1_000_000
    for path in pictures:
        assert re.search(rf"!\[[^\]]{{20,}}\]\(bilder/{path.name}\)", text), path.name


BUTTONS = ("Rätta", "Ersätt …", "Talare", "Märk som granskad", "Kortkommandon", "Föreslå rättelse")
WORKFLOWS = {"Skriv ut": "skriv-ut.yml", "Granska": "granska.yml"}


def text_of_the_handbook() -> str:
    return "".join(path.read_text("utf-8") for path in handbook.pages())


@pytest.mark.parametrize("name", BUTTONS)
def test_a_button_that_is_named_is_called_so(name: str):
    catalogues = (ROOT / "scripts/poddarkiv/locale/sv").glob("*.po")
    shown = {line for path in catalogues for line in path.read_text("utf-8").splitlines()}

    assert f"**{name}" in text_of_the_handbook()
    assert f'msgstr "{name}"' in shown


@pytest.mark.parametrize(("name", "file"), WORKFLOWS.items())
def test_a_workflow_that_is_named_is_called_so(name: str, file: str):
    (path,) = (ROOT / "scripts/poddarkiv/starter").glob(f"*github/workflows/{file}")

    assert f"**{name}**" in text_of_the_handbook()
    assert f"name: {name}\n" in path.read_text("utf-8")


def test_the_shortcuts_that_are_named_exist():
    keys = (ROOT / "scripts/poddarkiv/assets/review/keys.mjs").read_text("utf-8")

    for key in re.findall(r"`([A-Z?])`", (HANDBOOK / "granska.md").read_text("utf-8")):
        assert f'shown: ["{key}"]' in keys, key
