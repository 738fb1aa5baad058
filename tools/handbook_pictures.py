"""Take the pictures of the editors' handbook, `docs/redaktor/bilder/*.webp`, of the real thing.

Run: `python tools/handbook_pictures.py` (needs Chromium). The sample archive is copied, some words
of its first transcript are exchanged for what Whisper is likely to hear instead, and the commands
`review`, `build` and `serve` are run there, as an editor would.
"""

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from poddarkiv.formats import machine, vtt
from poddarkiv.transcript import Provenance, Segment, Transcript, Word

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
PICTURES = ROOT / "docs" / "redaktor" / "bilder"
EPISODE = "001-vad-ar-peer-support"
MISHEARD = {
    "peer supporter": "per supporter",
    "Peer support är": "Persson port är",
    "återhämtning": "återhämning",
    "jämlike": "jäv lika",
    "Region Skåne": "Region Skånen",
}
AS_OF = "2026-11-21T12:00:00+01:00"


def main() -> None:
    """Take every picture anew."""
    from chromium import chromium

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = prepare(Path(folder) / "arkiv")
        with running(root, "review", "1", "--no-open") as address:
            review_pictures(browser, address, root / "episodes" / EPISODE / "transcript.vtt")
        run(root, "measure")
        run(root, "build", "--as-of", AS_OF)
        with running(root, "serve", "--port", "0") as address:
            page = opened(browser, f"{address}avsnitt/{EPISODE}/", height=760)
            take(page, "avsnitt")


def prepare(root: Path) -> Path:
    """Copy the sample archive, and let a machine have written its first transcript."""
    for name in ("episodes", "content", "overrides", "media"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    folder = root / "episodes" / EPISODE
    people, _faults = vtt.parse_vtt((folder / "transcript.vtt").read_text("utf-8"))
    cues = [
        Segment(cue.start, cue.end, misheard(cue.text), words=words(cue)) for cue in people.segments
    ]
    said = Provenance(
        "faster-whisper 1.2.1", "KBLab/kb-whisper-base", AS_OF[:10], "0" * 64, vtt.hash_text(cues)
    )
    transcript = Transcript(tuple(cues), "sv", said)
    made = machine.MachineTranscript(transcript, seconds=cues[-1].end)
    (folder / "transcript.vtt").write_text(vtt.render_vtt(transcript), "utf-8", newline="\n")
    (folder / "transcript.machine.json").write_text(
        machine.render_machine_transcript(made), "utf-8", newline="\n"
    )
    path = folder / "episode.yml"
    path.write_text(re.sub(r"^transcript:.*\n", "", path.read_text("utf-8"), flags=re.M), "utf-8")
    return root


def misheard(text: str) -> str:
    for right, wrong in MISHEARD.items():
        text = text.replace(right, wrong)
    return text


def words(cue: Segment) -> tuple[Word, ...]:
    """Return the words of a misheard cue, spread over its time, unsure where misheard."""
    right = cue.text.split()
    heard = misheard(cue.text).split()
    step = (cue.end - cue.start) / len(heard)
    return tuple(
        Word(text, cue.start + i * step, cue.start + (i + 1) * step, 0.95 if text in right else 0.2)
        for i, text in enumerate(heard)
    )


def run(root: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "poddarkiv", *arguments, "--root", str(root)], check=True)


@contextmanager
def running(root: Path, *arguments: str) -> Iterator[str]:
    """Run a command that shows something in the browser; give the address that it prints."""
    command = [sys.executable, "-u", "-m", "poddarkiv", *arguments, "--root", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    try:
        yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        process.terminate()
        process.wait(20)


def opened(browser: Browser, address: str, *, height: int) -> Page:
    context = browser.new_context(viewport={"width": 1200, "height": height}, locale="sv-SE")
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def review_pictures(browser: Browser, address: str, transcript: Path) -> None:
    page = opened(browser, address, height=720)
    page.wait_for_selector(".cue")
    page.wait_for_timeout(1500)
    for _doubt in range(2):
        page.keyboard.press("n")
        page.wait_for_timeout(400)
    page.keyboard.press(" ")
    page.evaluate("scrollTo(0, 0)")
    take(page, "granska")
    panels = "() => document.querySelectorAll('details').forEach((each) => { each.open = false })"
    page.evaluate(panels)
    page.keyboard.press("f")
    page.keyboard.type("per supporter")
    page.keyboard.press("Enter")
    page.keyboard.type("peer supporter")
    page.wait_for_timeout(300)
    take(page, "ersatt", height=560)
    conflict(page, transcript)
    take(page, "konflikt", height=560)


def conflict(page: Page, transcript: Path) -> None:
    """Let two people correct one line, each in a way of their own."""
    cue = page.locator(".cue").nth(5)
    cue.locator(".open").click()
    text = cue.locator("textarea").input_value()
    page.keyboard.press("Control+a")
    page.keyboard.type(text.replace("\n", " ").replace("jäv lika", "jämlike"))
    page.keyboard.press("Enter")
    theirs = transcript.read_text("utf-8").replace("jäv lika", "jämlik")
    transcript.write_text(theirs, "utf-8", newline="\n")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#conflict[open]")
    page.wait_for_timeout(300)


def take(page: Page, name: str, *, height: int = 0) -> None:
    """Keep what the window shows as a small WebP."""
    png = page.screenshot()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if height:
        picture = picture.crop((0, 0, picture.width, height))
    path = PICTURES / f"{name}.webp"
    picture.save(path, "WEBP", quality=82, method=6)
    print(json.dumps({path.name: path.stat().st_size}))


if __name__ == "__main__":
    main()
