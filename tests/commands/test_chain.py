"""A new editor's whole way, with the real commands: from nothing to a site with a feed."""

import podcastparser
import pytest

from commands.conftest import rewrite
from commands.running import poddarkiv
from sounds import write_tone

VTT = """WEBVTT

00:00:00.000 --> 00:00:04.000
<v Eva Lind>Hej och välkommen till ett avsnitt om mod.

00:00:04.000 --> 00:00:09.000
<v Eva Lind>Tack för att du lyssnade.
"""


@pytest.mark.slow
def test_from_an_empty_folder_to_an_episode_that_an_app_reads(tmp_path):
    root = tmp_path / "Vårt arkiv"
    recording = write_tone(tmp_path / "Intervju med Eva.mp3", seconds=10.0, amplitude=0.26)

    def run(*arguments: str) -> str:
        done = poddarkiv(*arguments, cwd=root)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert poddarkiv("init", root, "--site-url", "https://arkiv.example.org").returncode == 0
    rewrite(root)
    run("new", str(recording), "--yes", "--title", "Om mod", "--summary", "Eva Lind om mod.",
        "--guest", "Eva Lind", "--consent", "given", "--topic", "exempel",
        "--published", "2026-01-01T06:00:00+01:00")  # fmt: skip
    run("measure", "2")
    folder = root / "episodes/002-om-mod"
    (folder / "transcript.vtt").write_text(VTT, "utf-8")
    path = folder / "episode.yml"
    text = path.read_text("utf-8").replace("status: draft", "status: published")
    path.write_text(
        text.replace("\n# transcript:", "\ntranscript:").replace("Ditt namn", "Ada"), "utf-8"
    )
    run("measure", "2")

    assert run("check") == ""
    run("build", "--quiet")
    with (root / "site/feed.xml").open("rb") as file:
        [episode] = podcastparser.parse("https://arkiv.example.org/feed.xml", file)["episodes"]
    assert episode["title"] == "Om mod"
    assert episode["total_time"] == 10
    [enclosure] = episode["enclosures"]
    assert enclosure["url"] == "https://arkiv.example.org/media/002-om-mod.mp3"
    assert enclosure["file_size"] == (root / "media/002-om-mod.mp3").stat().st_size
    page = (root / "site/avsnitt/002-om-mod/index.html").read_text("utf-8")
    assert "Hej och välkommen till ett avsnitt om mod." in page
    assert (root / "site/gaster/eva-lind/index.html").is_file()
