"""What a first search fetches from a site, for many words (`wire.mjs` reads one)."""

import gzip
import json
import random
import re
import statistics
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Wire:
    """Bytes, as a host that compresses sends them."""

    firsts: list[int]
    """Of a first search with one result, for each word, rising."""
    shown: list[int]
    """All that is fetched before any result is shown."""
    each: list[int]
    """Of each further result."""
    page: int
    """An episode's page."""


def measure_wire(site: Path, data: Path, package: Path, words: int = 60) -> Wire:
    """Return what first searches fetch from the folder `site`.

    Args:
        site: Built from `data`.
        data: The archive as `synth_archive.py` made it; the words are drawn from it.
        package: The package that built the site: its scripts search.
        words: How many are looked for.
    """
    firsts, each, shown = [], [], []
    for word in _usual_words(data, words):
        # A new process for each word: nothing is in a cache.
        command = ["node", HERE / "wire.mjs", site, package / "assets", word]
        answer = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        firsts.append(answer["first"])
        each += answer["results"]
        shown.append(answer["shown"])
    page = next(iter(sorted((site / "avsnitt").glob("0*/index.html"))))
    return Wire(sorted(firsts), shown, each, len(gzip.compress(page.read_bytes(), 9)))


def print_wire(wire: Wire, most: int) -> None:
    """Print the figures; `most` is the goal of a first search."""
    firsts, n = wire.firsts, len(wire.firsts)
    over = sum(size > most for size in firsts)
    spread = f"median {firsts[n // 2]}, 90 % {firsts[n * 9 // 10]}, most {firsts[-1]}"
    print(f"first search of {n} words, bytes (gzip): {spread}, {over} over {most}")
    print(f"until pages are shown: median {statistics.median(wire.shown)}, most {max(wire.shown)}")
    print(f"each further result: mean {statistics.mean(wire.each):.0f}, most {max(wire.each)}")
    print(f"an episode's page: {wire.page} bytes", flush=True)


def _usual_words(data: Path, words: int) -> list[str]:
    text = json.loads(data.read_text(encoding="utf-8"))
    count: Counter[str] = Counter()
    for episode in text["episodes"][:200]:
        for segment in episode["segments"]:
            count.update(re.findall(r"[a-zåäö]{5,}", segment["text"].lower()))
    usual = sorted(word for word, times in count.items() if times >= 20)
    return random.Random(1).sample(usual, words)
