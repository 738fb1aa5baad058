"""What happens after a publish: the hub is told of news, and what is there is looked at."""

import re
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from publish.hosted import GOOD
from running import poddarkiv
from sample import AS_OF
from serving import answering
from webhosts import Host, nginx

TOLD: list[bytes] = []
FIRST = "episodes/001-vad-ar-peer-support/episode.yml"


class Hub(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        TOLD.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204 if self.path == "/" else 503)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def hub() -> Iterator[str]:
    with answering(Hub) as address:
        yield address


@pytest.fixture(scope="module")
def ready(
    built: Path, hub: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Host]]:
    """Give an archive and the host that shows the folder to which it is published."""
    folder = tmp_path_factory.mktemp("follow")
    root = Path(shutil.copytree(built, folder / "arkiv", ignore=shutil.ignore_patterns("site")))
    (folder / "ut").mkdir()
    host = Host(folder / "ut", GOOD)
    for path in (root / "mkdocs.yml", *root.glob("episodes/*/*.lock.yml")):
        path.write_bytes(path.read_bytes().replace(b":10000/", f":{host.port}/".encode()))
    contacts = root / "content/kontakter.yml"
    text = re.sub("(?m)^checked:$", "checked: 2026-11-20", contacts.read_text("utf-8"))
    contacts.write_text(re.sub("(?m)^checked_by:$", "checked_by: Ada Berg", text), "utf-8")
    with (root / "episodes/show.yml").open("a", encoding="utf-8") as file:
        file.write(
            f"hub: {hub}/\ntargets:\n  - {{name: ut, address: ../ut, check: '{host.address}/'}}\n"
        )
    with nginx(host):
        yield root, host


def publish(ready: tuple[Path, Host]) -> tuple[int, str, int]:
    """Publish and look; return the exit code, what was found, and how often the hub was told."""
    TOLD.clear()
    root, _host = ready
    words = ("ut", "--allow-local", "--as-of", AS_OF)
    done = poddarkiv(root, "publish", *words)
    return done.returncode, done.stdout + done.stderr, len(TOLD)


def test_the_hub_is_told_when_the_feed_is_new_and_only_then(ready: tuple[Path, Host]):
    first = publish(ready)
    again = publish(ready)

    assert first[0] == 0, first[1]
    assert "Recordings: 4 right" in first[1]
    assert first[2] == 1
    assert (again[0], again[2]) == (0, 0)


def test_a_hub_that_says_no_is_told_and_the_site_is_published(ready: tuple[Path, Host], hub: str):
    root, _host = ready
    show = root / "episodes/show.yml"
    show.write_text(show.read_text("utf-8").replace(f"hub: {hub}/\n", f"hub: {hub}/no\n"), "utf-8")

    code, told, count = publish(ready)

    assert (code, count) == (1, 1)
    assert "the hub was not told (503)" in told
    assert "The feed: 5 right" in told
