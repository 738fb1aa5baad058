"""What the handbook's page on taking a person back promises is what a build does."""

import re
import shutil
from pathlib import Path

import pytest

from checks import faults
from docs import handbook
from docs.handbook import HANDBOOK, ROOT
from opened import where
from running import poddarkiv

EPISODE = "033-att-borja-som-peer-supporter"
AS_OF = "2027-01-10T12:00:00+01:00"
PAGE = " ".join((HANDBOOK / "ta-tillbaka.md").read_text("utf-8").split())
KIM = "content/gaster/kim-exempelsson.md"


def blocks() -> list[handbook.Block]:
    return [block for block in handbook.blocks("yaml") if block.page == "ta-tillbaka.md"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive with the handbook's episode and guest, who speaks and is named."""
    root = faults.copy_base(tmp_path)
    for topic in ("yrkesrollen", "aterhamtning"):
        shutil.copy(ROOT / "content/amnen" / f"{topic}.md", root / "content/amnen")
    for block in handbook.blocks("yaml"):
        if block.page == "lagga-till.md" and not block.text.startswith("# en "):
            handbook.write(root, block)
    said = (root / "episodes/001-start/transcript.vtt").read_text("utf-8")
    said = said.replace("<v Ada Berg>I dag", "<v Kim Exempelsson>I dag")
    (root / "episodes" / EPISODE / "transcript.vtt").write_text(said, "utf-8")
    episode = root / "episodes" / EPISODE / "episode.yml"
    text = re.sub(
        r"^(?:audio|alternates|tracks|image):.*\n(?:  .*\n)*",
        "",
        episode.read_text("utf-8"),
        flags=re.M,
    )
    text = re.sub(r"^status:.*$", "status: published", text, flags=re.M)
    episode.write_text(text, "utf-8")
    return root


def built(root: Path) -> Path:
    done = poddarkiv(root, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


def test_a_person_who_is_taken_back_as_the_page_says(root):
    assert where(built(root), "Kim Exempelsson")
    taken_back = next(block for block in blocks() if "withdrawn: 2026" in block.text)
    handbook.write(root, taken_back)

    site = built(root)

    assert where(site, "Kim Exempelsson") == []
    assert not (site / "gaster/kim-exempelsson").exists()
    said = (site / "avsnitt" / EPISODE / "transcript.vtt").read_text("utf-8")
    for quoted in ("en gäst", "Den här texten visas inte längre."):
        assert f"”{quoted}" in PAGE
        assert where(site, quoted)
    assert "<v en gäst>" in said
    assert "<audio" not in (site / "avsnitt" / EPISODE / "index.html").read_text("utf-8")
    checked = poddarkiv(root, "check", "--as-of", AS_OF)
    assert taken_back.after in checked.stdout
    assert checked.returncode == 1


def test_the_check_is_silent_once_all_is_mended(root):
    handbook.write(root, next(block for block in blocks() if "withdrawn: 2026" in block.text))
    handbook.write(root, next(block for block in blocks() if "status: withdrawn" in block.text))

    checked = poddarkiv(root, "check", "--as-of", AS_OF)

    assert "Kim Exempelsson" not in checked.stdout
    assert (root / KIM).is_file()


def test_a_consent_with_a_last_day_as_the_page_says(root):
    handbook.write(root, next(block for block in blocks() if "until: 2026-12-01" in block.text))

    assert where(built(root), "Kim Exempelsson") == []
