"""How long an import takes, against feedparser alone on the same feed.

Run: `python bench/moving_in.py [ITEMS]` (otherwise 2000). The made-up feed has notes in HTML with
links and lists, and three people an item. Ours is the whole command, from its start to the last
file on the disk; feedparser's is the parsing alone. In turn, three times each; ratios are of the
best. Ends with 1 when it takes more than 5 times as long, or 400 MB.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST_TIMES, MOST_MEGABYTES = 5, 400
WORDS = (
    "stöd hopp tro vardag samtal återhämtning mod oro sömn arbete vän familj grupp möte steg väg "
    "ljus mörker dag natt fråga svar tid liv"
)
PARSE = (
    "import json, sys, time, feedparser\n"
    "started = time.perf_counter(), time.process_time()\n"
    "feedparser.parse(sys.argv[1])\n"
    "ended = time.perf_counter(), time.process_time()\n"
    "print(json.dumps([ended[0] - started[0], ended[1] - started[1]]))\n"
)


def feed_of(count: int) -> str:
    """Return a feed of `count` items; the same for the same count."""
    draw = random.Random(1)
    words = WORDS.split()

    def said(n: int) -> str:
        return " ".join(draw.choice(words) for _ in range(n)).capitalize() + "."

    def item(i: int) -> str:
        people = "".join(
            f'<podcast:person role="{role}" href="https://p.example/{i}/{role}">'
            f"Person{draw.randrange(400)} Exempelsson</podcast:person>"
            for role in ("host", "guest", "producer")
        )
        notes = "".join(
            f'<p>{said(20)} <a href="https://example.org/{i}/{k}?a=1&amp;b=2">{said(3)}</a> och '
            f"<strong>{said(2)}</strong></p>"
            for k in range(5)
        )
        points = "".join(f"<li>{said(6)}</li>" for _ in range(5))
        day = f"{1 + i % 28:02} {('Jan', 'Apr', 'Sep')[i % 3]} {2000 + i % 25}"
        return (
            f"<item><title>{said(5)}</title><guid isPermaLink='false'>g-{i}</guid>"
            f"<link>https://p.example/{i}</link><pubDate>{day} 06:00:00 +0100</pubDate>"
            f"<description>{said(30)}</description>"
            f"<content:encoded><![CDATA[{notes}<ul>{points}</ul>]]></content:encoded>"
            f"<itunes:duration>36:00</itunes:duration><itunes:episode>{i}</itunes:episode>"
            f"<itunes:season>{i // 100 + 1}</itunes:season><itunes:explicit>false</itunes:explicit>"
            f'<enclosure url="https://p.example/{i}.mp3" length="{1_000_000 + i}" '
            f'type="audio/mpeg"/>{people}</item>'
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Bänk</title>'
        "<link>https://p.example/</link><description>Mätning.</description>"
        "<language>sv</language>" + "".join(map(item, range(count, 0, -1))) + "</channel></rss>"
    )


def ours(feed: Path, root: Path) -> tuple[float, float, float]:
    """Return seconds, seconds of the processor, and megabytes at most, of one import."""
    command = [sys.executable, "-m", "poddarkiv"]
    subprocess.run([*command, "init", root, "--yes"], check=True, capture_output=True)
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "import", feed, "--root", root],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"the import ended with {status}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def theirs(feed: Path) -> tuple[float, float]:
    """Return the seconds that feedparser takes, and those of the processor."""
    command = [sys.executable, "-c", PARSE, str(feed)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, busy = json.loads(done.stdout)
    return seconds, busy


def measure(count: int, folder: Path) -> bool:
    """Print what an import takes; return whether it is within what it may take."""
    feed = folder / "feed.xml"
    feed.write_text(feed_of(count), "utf-8")
    runs = [(ours(feed, folder / str(i)), theirs(feed)) for i in range(3)]
    whole, busy, megabytes = (min(run[0][i] for run in runs) for i in range(3))
    parsed, parsing = (min(run[1][i] for run in runs) for i in range(2))
    print(
        f"{count} items, {feed.stat().st_size / 1e6:.1f} MB: import {whole:.1f} s "
        f"({busy:.1f} s of the processor), {megabytes:.0f} MB; feedparser {parsed:.1f} s "
        f"({parsing:.1f}); ratio {whole / parsed:.2f} ({busy / parsing:.2f}), goal {MOST_TIMES}"
    )
    return whole / parsed <= MOST_TIMES and megabytes <= MOST_MEGABYTES


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        good = measure(int(sys.argv[1]) if sys.argv[1:] else 2000, Path(temporary))
    sys.exit(0 if good else 1)
