"""The preview follows its sources: real files, a real server, a build of the test's own."""

import asyncio
import http.client
import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchfiles import Change

from poddarkiv.site.preview import Preview, bind
from poddarkiv.site.reload import Listeners
from poddarkiv.site.server import application
from poddarkiv.site.watch import matters


class Running:
    """A preview in a thread, and what its builds were told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.answers: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None
        self.told: list[set[str]] = []
        self.quick: set[str] = set()
        self.builds = self.ended = 0
        self.slow = 0.2
        self.started = threading.Event()
        self.socket = bind("127.0.0.1", 0)
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def draw_pages(self, changed: set[Path]) -> tuple[bool, str]:
        names = {path.relative_to(self.root).as_posix() for path in changed}
        self.told.append(names)
        return names <= self.quick, ""

    async def build_site(self) -> str:
        self.builds += 1
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        await asyncio.sleep(self.slow)
        self.ended += 1
        return self.answers.pop(0) if self.answers else ""

    async def _run(self) -> None:
        listeners = Listeners()
        app = application(self.root / "site", self.root / "media", listeners=listeners)
        self.server = Preview(app, listeners, self)
        await self.server.keep(self.root, self.socket, self.started.set)

    def wait(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < until
            time.sleep(0.02)

    def events(self) -> Iterator[tuple[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/.poddarkiv/events")
        lines = (line.decode().strip() for line in connection.getresponse())
        for line in lines:
            if line.startswith("event: "):
                yield line.removeprefix("event: "), next(lines).removeprefix("data: ")


def number(event: tuple[str, str]) -> int:
    """Return which build a page is told of."""
    name, data = event
    assert name == "built"
    build: int = json.loads(data)["build"]
    return build


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    for name in ("content", "episodes/001-a", "site", ".git"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.org/\n")
    (tmp_path / "site/index.html").write_text("<!doctype html><body></body>")
    (tmp_path / "content/om.md").write_text("# Om")
    running = Running(tmp_path)

    def start(meanwhile: Callable[[], object] = lambda: None) -> Running:
        running.meanwhile = meanwhile
        running.thread.start()
        assert running.started.wait(60)
        return running

    yield start
    running.server.handle_exit(signal.SIGINT, None)
    running.thread.join(60)
    assert not running.thread.is_alive(), "Ctrl-C must end it, open pages or not"


def test_a_page_that_is_open_hears_of_each_rebuild(run: Callable[..., Running]) -> None:
    running = run()
    events = running.events()
    first = next(events)
    (running.root / "content/om.md").write_text("# Om")

    assert number(first) == 1
    assert number(next(events)) == 2
    assert running.told == [{"content/om.md"}]


def test_a_build_that_fails_is_told_and_the_page_stays(run: Callable[..., Running]) -> None:
    running = run()
    events = running.events()
    next(events)
    running.answers = ["episodes/001-a/episode.yml:3: fel"]
    (running.root / "episodes/001-a/episode.yml").write_text("guid: ?")

    assert number(next(events)) == 1
    assert next(events) == ("problem", '"episodes/001-a/episode.yml:3: fel"')


def test_the_site_settings_are_followed_through_a_rename(run: Callable[..., Running]) -> None:
    running = run()
    events = running.events()
    next(events)
    fresh = running.root / ".mkdocs.yml.new"
    fresh.write_text("site_url: https://example.com/\n")
    fresh.replace(running.root / "mkdocs.yml")

    assert next(events)[0] == "built"
    assert running.told[-1] == {"mkdocs.yml"}


def test_what_a_build_writes_starts_no_build(run: Callable[..., Running]) -> None:
    running = run()
    events = running.events()
    next(events)
    (running.root / "site/index.html").write_text("new")
    (running.root / ".git/index").write_text("new")
    (running.root / "content/om.md").write_text("# Om")
    next(events)

    assert running.told == [{"content/om.md"}]


def save_as_vim(path: Path, text: str) -> None:
    """Write as Vim does: try the folder, move the old file away, write the new one."""
    trial = path.with_name("4913")
    trial.write_bytes(b"")
    trial.unlink()
    swap = path.with_name(f".{path.name}.swp")
    swap.write_bytes(b"b0VIM")
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text(text)
    backup.unlink()
    swap.unlink()


def save_as_sed(path: Path, text: str) -> None:
    """Write as `sed -i` and many editors do: a new file with a name of chance, then a rename."""
    fresh = path.with_name("sedUx3Kq1")
    fresh.write_text(text)
    fresh.replace(path)


@pytest.mark.parametrize("save", [save_as_vim, save_as_sed])
def test_what_an_editor_writes_beside_the_file_is_not_told(
    run: Callable[..., Running], save: Callable[[Path, str], None]
) -> None:
    running = run()
    about = running.root / "content/om.md"
    events = running.events()
    next(events)
    save(about, "# Om oss")
    next(events)

    assert running.told == [{"content/om.md"}]


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("content/om.md", Change.modified, True),
        ("content/om.md", Change.deleted, True),
        ("mkdocs.yml", Change.added, True),
        ("media/omslag.png", Change.modified, True),
        ("media/001.mp3", Change.added, True),
        ("media/001.mp3", Change.modified, False),
        ("README.md", Change.modified, False),
        ("content/.om.md.swp", Change.added, False),
        ("content/om.md~", Change.added, False),
        ("content/4913", Change.deleted, False),
        ("content/om.md.swp", Change.added, False),
        ("content/om.md.tmp.4711.1732", Change.added, False),
        ("content/om.md___jb_tmp___", Change.added, False),
        ("content/#om.md#", Change.added, False),
        ("media/001.mp3.part", Change.added, False),
        ("media/Thumbs.db", Change.modified, False),
        ("content/bilaga.v2.pdf", Change.added, True),
        ("episodes/001-a", Change.deleted, True),
        ("episodes/001-a/.x-transcript.vtt", Change.added, False),
    ],
)
def test_only_sources_start_a_build(name: str, change: Change, expected: bool) -> None:
    assert matters(Path("/arkiv"), Path("/arkiv") / name, change) is expected


def test_a_port_that_is_taken_is_passed_over_unless_asked_for() -> None:
    taken = bind("127.0.0.1", 0)
    taken.listen()
    port = taken.getsockname()[1]
    with taken, pytest.raises(OSError, match="in use"):
        bind("127.0.0.1", port)


def test_a_change_during_a_build_starts_another(
    run: Callable[..., Running], tmp_path: Path
) -> None:
    running = run(lambda: (tmp_path / "content/om.md").write_text("# Om"))
    events = running.events()
    while number(next(events)) != 2:
        pass

    assert running.told == [{"content/om.md"}]


def test_a_page_that_is_drawn_at_once_is_told_of_before_the_whole_site(
    run: Callable[..., Running],
) -> None:
    running = run()
    running.quick = {"content/om.md"}
    events = running.events()
    next(events)
    running.slow = 1.0
    (running.root / "content/om.md").write_text("# Om")

    assert number(next(events)) == 2
    assert running.ended == 1
    assert number(next(events)) == 3
    assert running.ended == 2


def test_a_build_that_is_old_already_is_given_up(run: Callable[..., Running]) -> None:
    running = run()
    running.slow = 30.0
    events = running.events()
    next(events)
    (running.root / "content/om.md").write_text("# Om")
    running.wait(lambda: running.builds == 2)
    running.slow = 0.0
    (running.root / "content/om.md").write_text("# Om oss")

    assert number(next(events)) == 2
    assert running.builds == 3
