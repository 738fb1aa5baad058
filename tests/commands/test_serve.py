"""`poddarkiv serve`, run as people run it: shown, changed, broken, mended, ended by Ctrl-C."""

import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from running import in_english
from sample import build, copy_archive

pytestmark = pytest.mark.slow
PATIENCE = 60


class Serving:
    """The command in a process of its own, and what it has printed."""

    def __init__(self, root: Path, log: Path, *choices: str) -> None:
        self.log = log
        command = [sys.executable, "-u", "-m", "poddarkiv", "serve"]
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [*command, "--root", str(root), "--port", "0", *choices],
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def wait(self, condition: Callable[[], object], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, f"{what} never came:\n{self.said()}"
            time.sleep(0.05)

    def page(self, path: str) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", self.said())
        assert found
        with urllib.request.urlopen(found[0] + path, timeout=PATIENCE) as answer:
            text: str = answer.read().decode()
        return text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return in_english(copy_archive(tmp_path / "mitt arkiv å"))


@pytest.fixture
def serving(root: Path, tmp_path: Path) -> Iterator[Serving]:
    running = Serving(root, tmp_path / "said.txt")
    yield running
    running.process.kill()
    running.process.wait()


def test_it_shows_each_change_and_keeps_the_last_good_site(root: Path, serving: Serving) -> None:
    serving.wait(lambda: "The site is shown at" in serving.said(), "the address")
    assert "reload.js" in serving.page("/")

    about = root / "content" / "om.md"
    text = about.read_text("utf-8")
    about.write_text(text + "\n\nEn ny mening om kamratskap.\n", "utf-8")
    serving.wait(lambda: "En ny mening om kamratskap." in serving.page("/om/"), "the change")
    advice = "content/kontakter.yml:6: "
    serving.wait(lambda: advice in serving.said(), "the advice of the first build")

    show = root / "episodes" / "show.yml"
    good = show.read_text("utf-8")
    show.write_text(good + "okant: 1\n", "utf-8")
    serving.wait(lambda: "okant" in serving.said(), "the fault")
    assert re.search(r"episodes/show\.yml:\d+: okant", serving.said())
    assert "En ny mening om kamratskap." in serving.page("/om/")

    show.write_text(good, "utf-8")
    about.write_text(text, "utf-8")
    serving.wait(lambda: "En ny mening" not in serving.page("/om/"), "the mended site")

    assert serving.said().count(advice) == 1

    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(PATIENCE) == 0
    assert "Traceback" not in serving.said()


def test_a_broken_archive_is_shown_as_soon_as_it_is_mended(root: Path, tmp_path: Path) -> None:
    show = root / "episodes" / "show.yml"
    good = show.read_text("utf-8")
    show.write_text(good.replace("title:", "titel:", 1), "utf-8")
    running = Serving(root, tmp_path / "said.txt")
    try:
        running.wait(lambda: "The site is shown at" in running.said(), "the address")
        assert "titel" in running.said()

        show.write_text(good, "utf-8")
        running.wait((root / ".poddarkiv/preview/index.html").exists, "the site")
        running.process.terminate()
        assert running.process.wait(PATIENCE) == 0
    finally:
        running.process.kill()
        running.process.wait()


def test_drafts_that_were_looked_at_are_never_published(root: Path, tmp_path: Path) -> None:
    draft = root / "episodes/005-hemligt"
    draft.mkdir()
    (draft / "episode.yml").write_text(
        "number: 5\ntitle: Hemligt\nsummary: Inte än.\nstatus: draft\n", "utf-8"
    )
    running = Serving(root, tmp_path / "said.txt", "--drafts")
    try:
        running.wait(lambda: "The site is shown at" in running.said(), "the address")
        assert "Hemligt" in running.page("/avsnitt/005-hemligt/")
        assert not (root / "site").exists()
    finally:
        running.process.kill()
        running.process.wait()

    build(root)

    found = [path for path in (root / "site").rglob("*") if "hemligt" in path.as_posix()]
    texts = [path for path in (root / "site").rglob("*") if path.is_file()]
    assert found == []
    assert [path for path in texts if b"Hemligt" in path.read_bytes()] == []


def test_a_port_that_is_taken_is_said(root: Path) -> None:
    from poddarkiv.site.preview import bind

    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "poddarkiv", "serve", "--root", str(root), "--port", port],
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.startswith("cannot listen on 127.0.0.1: ")
    assert done.stderr.endswith("Try --port 0.\n")
