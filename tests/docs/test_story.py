"""As a new editor with only the handbook: from a recording to the page that everybody sees."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chromium import chromium
from docs import handbook
from docs.handbook import ROOT
from docs.test_handbook_commands import EPISODE, copied, run, write_recording
from running import begun

pytestmark = [pytest.mark.whisper, pytest.mark.browser]
WHEN = "2026-12-03T08:00:00+01:00"


def git(root: Path, line: str) -> str:
    """Run a line of git as the handbook has it."""
    who = "git -c user.name=Redaktör -c user.email=redaktor@example.org "
    done = subprocess.run(
        ["bash", "-c", line.replace("git ", who, 1)],
        cwd=root, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clean clone of the archive, with a recording in it."""
    folder = tmp_path_factory.mktemp("En ny redaktörs dator")
    origin = copied(folder / "arkiv.git")
    shutil.copy(ROOT / ".gitignore", origin)
    for line in ("git init -q -b main", "git add --all", "git commit -q -m Början"):
        git(origin, line)
    subprocess.run(["git", "clone", "-q", origin, folder / "arkiv"], check=True)
    write_recording(folder / "arkiv/inspelning.mp3")
    return folder / "arkiv"


def test_a_recording_becomes_a_reviewed_and_published_page(clone: Path):
    episode = clone / "episodes" / EPISODE
    run(clone, "poddarkiv new inspelning.mp3")
    text = (episode / "episode.yml").read_text("utf-8")
    text = re.sub("published: [^ ]+", "published: 2026-12-03T06:00:00+01:00", text)
    (episode / "episode.yml").write_text(text, "utf-8")
    run(clone, "poddarkiv transcribe 33")
    assert "vtt:" in run(clone, "poddarkiv review 33 --list")

    with begun(clone, "review", "33", "--no-open") as address, chromium() as browser:
        page = browser.new_page(locale="sv-SE")
        page.goto(address)
        page.get_by_role("button", name=re.compile("Rätta 0:00")).click()
        page.get_by_label("Text (").fill("Det här har en redaktör skrivit.")
        page.keyboard.press("Control+s")
        expect(page.locator("#message")).to_contain_text("Sparat i episodes/")
        page.get_by_role("button", name="Märk som granskad").click()
        page.get_by_label("Vem som har granskat").fill("Åsa Öberg")
        page.get_by_role("dialog").get_by_role("button", name="Märk som granskad").click()
        expect(page.locator("#doubts")).to_contain_text("Inga ställen är osäkra längre")
    assert "transcript: {status: reviewed, by: Åsa Öberg" in text_of(episode / "episode.yml")

    run(clone, "poddarkiv measure 33")
    with begun(clone, "serve", "--drafts", "--port", "0") as address, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}avsnitt/{EPISODE}/")
        expect(page.get_by_text("Det här har en redaktör skrivit.")).to_be_visible()
        expect(page.get_by_text("Utkast", exact=False).first).to_be_visible()
    run(clone, f"poddarkiv build --as-of {WHEN}")
    assert not (clone / "site/avsnitt" / EPISODE).exists()

    published = text_of(episode / "episode.yml").replace("status: draft", "status: published")
    (episode / "episode.yml").write_text(published, "utf-8")
    assert f"kör: poddarkiv measure {EPISODE}" in run(clone, "poddarkiv check")
    for line in committing():
        run(clone, line) if line.startswith("poddarkiv") else git(clone, line)

    assert git(clone, "git status --short") == "?? inspelning.mp3\n"
    assert "identity:" in text_of(episode / "episode.lock.yml")
    run(clone, f"poddarkiv build --as-of {WHEN} --with-media")
    page_text = text_of(clone / "site/avsnitt" / EPISODE / "index.html")
    assert "Det här har en redaktör skrivit." in page_text
    assert "Åsa Öberg" in page_text
    assert (clone / f"site/media/{EPISODE}.mp3").is_file()
    assert f"{EPISODE}.mp3" in text_of(clone / "site/feed.xml")


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def committing() -> list[str]:
    """Return what the handbook says to do once the episode is published, up to the push."""
    blocks = [block.text for block in handbook.blocks("sh") if block.page == "lagga-till.md"]
    after = blocks[next(i for i, text in enumerate(blocks) if "poddarkiv check" in text) :]
    lines = [line for text in after[:2] for line in text.splitlines()]
    assert [line.split()[:2] for line in lines[:3]] == [
        ["poddarkiv", "measure"],
        ["poddarkiv", "check"],
        ["git", "add"],
    ]
    assert lines[-1] == "git push"
    return lines[:-1]
