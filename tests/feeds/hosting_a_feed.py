"""A show of some episodes as a host has it: a feed, recordings, transcripts, chapters, pictures."""

import json
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from sounds import write_tone

_HEAD = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0"
  xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Vår podd</title><link>https://podd.example/</link><language>en</language>
<description>Om att flytta.</description><itunes:author>Vi</itunes:author>
<itunes:owner><itunes:name>Vi</itunes:name><itunes:email>red@podd.example</itunes:email></itunes:owner>
<itunes:category text="Education"/><itunes:explicit>false</itunes:explicit>
<itunes:image href="{base}/omslag.jpg"/>
"""
_ITEM = """<item><title>Avsnitt {n}</title><guid isPermaLink="false">guid-{n}</guid>
<pubDate>Thu, {n:02} Feb 2024 06:00:00 +0100</pubDate><itunes:episode>{n}</itunes:episode>
{sound}<itunes:duration>20</itunes:duration><description>Det {n}:e.</description>{more}</item>
"""
VTT = """WEBVTT

00:00:00.000 --> 00:00:04.000
Hej och välkomna hit.

00:00:04.000 --> 00:00:09.000
Tack så mycket, Ada.
"""
SPOKEN = {
    "version": "1.0.0",
    "segments": [
        {"speaker": "Ada Berg", "startTime": 0, "endTime": 4, "body": "Hej och välkomna hit."},
        {"speaker": "Bo Ek", "startTime": 4, "endTime": 9, "body": "Tack så mycket, Ada."},
    ],
}
CHAPTERS = {
    "version": "1.2.0",
    "chapters": [
        {"startTime": 0, "title": "Hej"},
        {"startTime": 7.5, "title": "Mitt i", "url": "https://podd.example/x", "img": "https://a.example/b.png"},
        {"startTime": 15, "title": "Dolt", "toc": False},
        {"startTime": 16, "title": "Ingen adress", "url": "https://[trasig"},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Hosted:
    """What the host has, in a folder that a web server may serve."""

    folder: Path

    def feed(self, base: str, more: dict[int, str] | None = None, count: int = 2) -> str:
        """Return a feed whose addresses begin with `base`; `more` is XML by episode."""
        items = [
            _ITEM.format(n=n, sound=self._sound(base, n), more=(more or {}).get(n, ""))
            for n in range(count, 0, -1)
        ]
        return _HEAD.format(base=base) + "".join(items) + "</channel></rss>"

    def _sound(self, base: str, n: int) -> str:
        path = self.folder / f"{n}.mp3"
        if not path.exists():
            return ""
        size = path.stat().st_size
        return f'<enclosure url="{base}/{n}.mp3" length="{size}" type="audio/mpeg"/>\n'


def make_host(folder: Path, count: int = 2) -> Hosted:
    """Write the files of a show with `count` recordings of 20 seconds, each of some 120 kB."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(1, count + 1):
        write_tone(folder / f"{n}.mp3", seconds=20 + n, rate=44_100, amplitude=0.1 * n)
    Image.new("RGB", (1400, 1400), (10, 90, 60)).save(folder / "omslag.jpg")
    Image.new("RGB", (1400, 1400), (90, 10, 60)).save(folder / "2.png")
    Image.new("RGB", (300, 200), (90, 10, 60)).save(folder / "liten.jpg")
    (folder / "2.vtt").write_text(VTT, "utf-8")
    (folder / "2.json").write_text(json.dumps(SPOKEN), "utf-8")
    (folder / "2.html").write_text("<html><p>Hej och välkomna hit.</p></html>", "utf-8")
    (folder / "2-kapitel.json").write_text(json.dumps(CHAPTERS), "utf-8")
    return Hosted(folder)


def links(base: str) -> str:
    """Return what the second item links to."""
    return f"""<podcast:transcript url="{base}/2.html" type="text/html"/>
<podcast:transcript url="{base}/2.vtt" type="text/vtt"/>
<podcast:transcript url="{base}/2.json" type="application/json"/>
<podcast:chapters url="{base}/2-kapitel.json" type="application/json+chapters"/>
<itunes:image href="{base}/2.png"/>"""
