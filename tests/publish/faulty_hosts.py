"""One nginx with a host for each fault, each with the sample archive; started once."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from publish.hosted import GOOD, SOUND, Hosted, moved
from sample import build, copy_archive
from webhosts import nginx

Change = Callable[[Path], None]


def cut(site: Path) -> None:
    with (site / SOUND).open("r+b") as file:
        file.truncate(1000)


def removed(site: Path) -> None:
    (site / "avsnitt/001-vad-ar-peer-support/transcript.vtt").unlink()
    (site / "media/omslag.png").write_bytes(b"no picture")


def older(site: Path) -> None:
    """An episode less, and another title in the first."""
    feed = site / "feed.xml"
    text = feed.read_text("utf-8")
    first, second = re.findall(r" *<item>.*?</item>\n", text, re.DOTALL)[:2]
    text = text.replace(second, "").replace(first, re.sub("<title>.*?<", "<title>Annat<", first))
    feed.write_text(text, "utf-8")


def broken(site: Path) -> None:
    feed = site / "feed.xml"
    feed.write_bytes(feed.read_bytes()[:-20])


def spaced(site: Path) -> None:
    feed = site / "feed.xml"
    feed.write_bytes(feed.read_bytes() + b"\n")


LOOP = f"""
location = /{SOUND} {{ return 302 /media/b; }}
location = /media/b {{ return 302 /{SOUND}; }}
"""
FAULTS: Mapping[str, tuple[str, Change | None]] = {
    "good": (GOOD, None),
    "no ranges": (f"max_ranges 0;\n{GOOD}", None),
    "as Debian has it": ("", None),
    "loop": (LOOP + GOOD, None),
    "soft 404": (GOOD.replace("error_page 404", "error_page 404 =200"), None),
    "cut": (GOOD, cut),
    "removed": (GOOD, removed),
    "older": (GOOD, older),
    "broken": (GOOD, broken),
    "spaced": (GOOD, spaced),
    "wrong type": (GOOD.replace("type application/rss+xml", "type text/html"), None),
    "no HEAD": (f"if ($request_method = HEAD) {{ return 405; }}\n{GOOD}", None),
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample, built with its recordings for an address of this machine."""
    root = copy_archive(tmp_path_factory.mktemp("hosted"))
    config = root / "mkdocs.yml"
    text = re.sub(
        "(?m)^site_url:.*$", "site_url: http://127.0.0.1:10000/", config.read_text("utf-8")
    )
    config.write_text(text, "utf-8")
    show = root / "episodes/show.yml"
    text = re.sub("(?m)^(feed_url|media_url|guid|language):.*\n", "", show.read_text("utf-8"))
    show.write_text(f"language: en\nguid: 917393e3-1b1e-5cef-ace4-edaa54e1f810\n{text}", "utf-8")
    for path in root.glob("episodes/*/episode.lock.yml"):
        text = re.sub(r"(?ms)^identity:\n( .*?\n)+", "", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
    build(root, "--with-media")
    return root


@pytest.fixture(scope="session")
def hosted(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Hosted]]:
    """Give each host by the name of its fault."""
    found = {
        name: moved(built, tmp_path_factory.mktemp("host"), extra, change or (lambda _site: None))
        for name, (extra, change) in FAULTS.items()
    }
    with nginx(*(each.host for each in found.values())):
        yield found
