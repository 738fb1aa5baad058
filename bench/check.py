"""How long `publish --check` takes for a show of many episodes, over nginx on this machine.

Run: `python bench/check.py [EPISODES…]` (otherwise 1000). Needs Debian's nginx. Every kind of file
is one file there, whatever its name: what is measured is the asking. Goals: no address is asked
twice by HEAD, all is right, and the whole takes less than 30 s of the processor for 1,000 episodes.
"""

import dataclasses
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parent)]
from feed import AS_OF, archive_of  # noqa: E402

from webhosts import Host, nginx  # noqa: E402

GOAL = 30.0


def served(folder: Path, address: str, count: int) -> Any:
    """Write what the host has into `folder`; return the archive that it belongs to."""
    from PIL import Image

    from poddarkiv.rss import render_feed

    archive = dataclasses.replace(archive_of(count), site_url=address)
    Image.new("RGB", (1400, 1400)).save(folder / "cover.png")
    Image.new("RGB", (1400, 1400)).save(folder / "cover.jpg")
    with (folder / "sound.mp3").open("wb") as file:
        file.truncate(archive.locks[archive.episodes[0].slug].audio.bytes)
    for name in ("json", "vtt", "srt", "txt"):
        (folder / f"transcript.{name}").write_text("{}", "utf-8")
    (folder / "chapters.json").write_text("{}", "utf-8")
    (folder / "index.html").write_text("<p>" + "Hej. " * 500, "utf-8")
    (folder / "404.html").write_text("Saknas", "utf-8")
    (folder / "feed.xml").write_bytes(render_feed(archive, as_of=AS_OF))
    return archive


REWRITES = r"""
rewrite ^/media/\d+-om-stod\.mp3$ /sound.mp3;
rewrite ^/media/(\d+|omslag)\.(png|jpg)$ /cover.$2;
rewrite ^/avsnitt/.*/(transcript\.\w+|chapters\.json)$ /$1;
"""


def measure(count: int) -> bool:
    """Look at a show of `count` episodes, tell how it went; return whether the goals are met."""
    from poddarkiv.publish.findings import format_report
    from poddarkiv.publish.hostfiles import SNIPPETS
    from poddarkiv.publish.live_check import check_published
    from poddarkiv.publish.request_queue import send_all
    from poddarkiv.rss import render_feed

    asked: list[tuple[str, str]] = []

    def ask(questions: Any) -> Any:
        asked.extend((question.method, question.url) for question in questions)
        return send_all(questions, allow_local=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        host = Host(folder, REWRITES + SNIPPETS["nginx"]("/"))
        archive = served(folder, host.address + "/", count)
        ours = render_feed(archive, as_of=AS_OF)
        with nginx(host):
            began, processor = time.monotonic(), time.process_time()
            report = check_published(archive, host.address + "/", ours, AS_OF, ask)
            wall, used = time.monotonic() - began, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(format_report(report), end="")
    print(f"{count} episodes: {len(asked)} requests, {wall:.1f} s, {used:.1f} s CPU, {peak} MB")
    once = len(asked) == len(set(asked))
    return once and not report.has_faults and used < GOAL * max(1, count / 1000)


if __name__ == "__main__":
    results = [measure(count) for count in map(int, sys.argv[1:] or ["1000"])]
    sys.exit(0 if all(results) else 1)
