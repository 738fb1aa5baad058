"""How long a feed takes, against the same XML written with bare lxml.

Run: `python bench/feed.py [EPISODES…]` (otherwise 1000 and 10000). Each measuring is a process of
its own, so that its peak memory is its own; both write the same elements, and the result is
compared byte by byte. The episodes use every element that an episode can have. Time is that of the
processor, memory the peak above what the values took before; the best of three runs counts.
"""

import json
import pickle
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

AS_OF = datetime(2099, 1, 1, tzinfo=UTC)


def archive_of(count: int) -> Any:
    """Return an archive of `count` episodes with all that an item can carry."""
    from poddarkiv.archive import Archive
    from poddarkiv.model import Audio, Episode, Guest, Lock, Show
    from poddarkiv.transcript import Segment, Transcript

    show = Show.model_validate(
        {
            "title": "Mätpodden",
            "description": "En podd för mätning.",
            "author": "Redaktionen",
            "owner": {"name": "Redaktionen", "email": "redaktion@example.org"},
            "image": {"file": "omslag.png", "alt": "Omslag"},
            "categories": [{"category": "Health & Fitness", "sub": "Mental Health"}],
            "license": "CC-BY-4.0",
            "persons": [{"name": "Bo Ek"}, {"name": "Cia Al", "role": "klippare"}],
        }
    )
    guest = Guest.model_validate(
        {"slug": "ada-berg", "name": "Ada Berg", "consent": {"basis": "given"}}
    )
    episodes = tuple(Episode.model_validate(_episode(i)) for i in range(1, count + 1))
    audio = Audio(path="media/a.mp3", bytes=30_000_000, duration=2160.5, mime_type="audio/mpeg")
    return Archive(
        root=Path(),
        site_url="https://podd.example.org/",
        show=show,
        episodes=episodes,
        guests=(guest,),
        locks={episode.slug: Lock(audio=audio) for episode in episodes},
        transcripts=dict.fromkeys(
            (episode.slug for episode in episodes), Transcript((Segment(0, 1, "Hej."),))
        ),
    )


def _episode(i: int) -> dict[str, Any]:
    return {
        "slug": f"{i:05}-om-stod",
        "guid": f"7f0c2a52-55fd-4b1e-9a39-{i:012}",
        "number": i,
        "season": i // 100 + 1,
        "season_name": f"Säsong {i // 100 + 1}",
        "display": f"Del {i}",
        "title": f"Om stöd, del {i}",
        "published": datetime(2000, 1, 1, 6, tzinfo=UTC) + timedelta(hours=20 * i),
        "status": "published",
        "summary": f"Vi talar om stöd & hopp för {i}:e gången.",
        "notes": (
            f"I avsnitt {i} talar vi om [stöd](https://example.org/stod/{i}) och om hur det "
            "kan vara att få hjälp av någon som själv har varit med.\n\n"
            "Vi talar också om:\n\n- återhämtning\n- **hopp**\n- vardagen\n\n"
            "Tack till alla som har hört av sig och berättat."
        ),
        "audio": f"{i:05}-om-stod.mp3",
        "image": {"file": f"{i:05}.jpg", "alt": "Två stolar"},
        "listen": [{"platform": "apple", "url": f"https://podcasts.example.org/{i}"}],
        "guests": [{"guest": "ada-berg", "role": "gäst"}],
        "chapters": [{"start": f"{m}:00", "title": f"Kapitel {m}"} for m in range(0, 36, 6)],
        "content_notes": [{"start": "12:30", "end": "15:10", "text": "Handlar om ångest"}],
        "soundbites": [{"start": "12:03", "duration": 45, "title": "En bit"}],
        "license": "CC-BY-4.0",
        "funding": [{"url": "https://podd.example.org/stod", "text": "Stöd oss"}],
        "locations": [{"name": "Göteborg", "geo": "geo:57.71,11.97", "country": "SE"}],
        "txt": [{"purpose": "ai-content", "text": "false"}],
        "social": [{"protocol": "disabled"}],
    }


def ours(count: int, target: Path) -> None:
    """Write the feed as the product does."""
    from poddarkiv.rss import render_feed

    archive = archive_of(count)
    started = _start()
    xml = render_feed(archive, as_of=AS_OF)
    _tell(started, len(xml))
    target.write_bytes(xml)


def bare(count: int, target: Path) -> None:  # noqa: ARG001
    """Write the same feed of ready values with lxml alone."""
    from lxml import etree

    with target.with_suffix(".pickle").open("rb") as file:
        root, nsmap = pickle.load(file)
    started = _start()
    element = etree.Element(root[0], root[2], nsmap)
    _grow(element, root, etree)
    xml = etree.tostring(element, pretty_print=True, encoding="UTF-8")
    xml = b'<?xml version="1.0" encoding="UTF-8"?>\n' + xml
    _tell(started, len(xml))
    if xml != target.read_bytes():
        raise SystemExit("the two feeds differ")


def _grow(element: Any, node: Any, etree: Any) -> None:
    _tag, text, _attributes, children = node
    element.text = etree.CDATA(text) if _tag.endswith("}encoded") else text
    for child in children:
        _grow(etree.SubElement(element, child[0], child[2]), child, etree)


def describe(target: Path) -> None:
    """Keep the feed at `target` as plain values, for `bare`."""
    from lxml import etree

    parser = etree.XMLParser(remove_blank_text=True, huge_tree=True)
    root = etree.parse(str(target), parser).getroot()
    with target.with_suffix(".pickle").open("wb") as file:
        pickle.dump((_node(root), dict(root.nsmap)), file)


def _node(element: Any) -> tuple[str, str | None, dict[str, str], list[Any]]:
    return (element.tag, element.text, dict(element.attrib), [_node(child) for child in element])


def _start() -> tuple[float, float]:
    """Forget the peak of memory so far (Linux), and start the clock of the processor."""
    Path("/proc/self/clear_refs").write_text("5")
    return time.process_time(), _memory("VmRSS")


def _memory(name: str) -> float:
    """Return megabytes that the kernel counts under `name`."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024


def _tell(started: tuple[float, float], size: int) -> None:
    seconds = time.process_time() - started[0]
    megabytes = _memory("VmHWM") - started[1]
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "bytes": size}))


def measure(count: int, folder: Path) -> None:
    """Print a line on feeds of `count` episodes: the best of three runs each."""
    target = folder / f"{count}.xml"
    found: dict[str, dict[str, float]] = {}
    for way in ("ours", "bare"):
        runs = []
        for _run in range(3):
            command = [sys.executable, __file__, "--run", way, str(count), str(target)]
            result = subprocess.run(command, capture_output=True, text=True, check=True)
            runs.append(json.loads(result.stdout))
            if way == "ours" and not target.with_suffix(".pickle").exists():
                describe(target)
        found[way] = min(runs, key=lambda run: run["seconds"])
    us, them = found["ours"], found["bare"]
    print(
        f"{count:>6} episodes, {us['bytes'] / 1e6:5.1f} MB: "
        f"ours {us['seconds']:6.2f} s, +{us['megabytes']:.0f} MB; "
        f"bare lxml {them['seconds']:6.2f} s, +{them['megabytes']:.0f} MB; "
        f"ratio {us['seconds'] / them['seconds']:.2f}, "
        f"memory {us['megabytes'] / max(1, them['megabytes']):.2f}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        {"ours": ours, "bare": bare}[sys.argv[2]](int(sys.argv[3]), Path(sys.argv[4]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            for n in map(int, sys.argv[1:] or ["1000", "10000"]):
                measure(n, Path(temporary))
