"""The sample archive, built for an address of this machine and served there."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from poddarkiv.load import load_archive
from poddarkiv.publish.findings import Finding, Report
from poddarkiv.publish.hostfiles import SNIPPETS
from poddarkiv.publish.live_check import check_published
from poddarkiv.publish.request_queue import send_all
from poddarkiv.rss import render_feed
from sample import AS_OF
from webhosts import Host, free_port

MOMENT = datetime.fromisoformat(AS_OF)
GOOD = SNIPPETS["nginx"]("/")
SOUND = "media/001-vad-ar-peer-support.mp3"


@dataclass(frozen=True)
class Hosted:
    """An archive, its built site, and the server that shows it."""

    root: Path
    host: Host

    @property
    def address(self) -> str:
        return self.host.address + "/"

    def check(self, url: str = "") -> Report:
        """Look at it as `publish --check` does."""
        archive = load_archive(self.root)
        ours = render_feed(archive, as_of=MOMENT)
        return check_published(archive, url or self.address, ours, MOMENT, ask)


ask = partial(send_all, allow_local=True)


def moved(
    built: Path,
    folder: Path,
    extra: str = GOOD,
    change: Callable[[Path], None] = lambda _site: None,
) -> Hosted:
    """Return a copy of a built archive for an address of its own.

    Args:
        built: An archive for `http://127.0.0.1:10000/`, with its site.
        folder: Where the copy goes.
        extra: The server block.
        change: What is done to the site.
    """
    port = free_port()
    root = readdressed(built, folder / "arkiv", f"http://127.0.0.1:{port}/")
    change(root / "site")
    return Hosted(root, Host(root / "site", extra, port))


def readdressed(built: Path, root: Path, address: str) -> Path:
    """Return a copy, at `root`, of a built archive for another address."""
    shutil.copytree(built, root)
    for path in (root / "mkdocs.yml", root / "site/feed.xml", *root.glob("episodes/*/*.lock.yml")):
        text = path.read_bytes().replace(b"http://127.0.0.1:10000/", address.encode())
        path.write_bytes(text)
    return root


def lines(findings: list[Finding], address: str) -> list[str]:
    """Return each finding as a line, without the host's own address."""
    return [
        f"{each.group}: {each.address}: {each.message}".replace(address, "/") for each in findings
    ]
