"""How long before a word does a hit on it begin to play? Draws words at random from an archive.

    python bench/moments.py ROOT [--words 200] [--seed 1]

For each word: the seconds from where a link to it leads to where it is said. Times of words are
those of `transcript.machine.json`, else spread over their cue by length. It prints median, 90th
percentile and the longest, for the sentence (what a hit leads to) and for its paragraph.
"""

import argparse
import random
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.formats import machine
from poddarkiv.formats.cues import spread_times
from poddarkiv.load import load_archive
from poddarkiv.review.words import time_words
from poddarkiv.search import Corpus
from poddarkiv.search.matches import MARK
from poddarkiv.transcript import Segment, Word

Drawn = tuple[float, float]
"""How long before the word its sentence's link leads, and its paragraph's."""


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--words", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    every = list(distances(load_archive(given.root)))
    drawn = random.Random(given.seed).sample(every, min(given.words, len(every)))
    for place, name in enumerate(("sentence", "paragraph")):
        print(f"{name:>9}: {shown(sorted(each[place] for each in drawn))}")


def shown(seconds: list[float]) -> str:
    """Return the figures of rising `seconds` in words."""
    at_90 = seconds[int(0.9 * (len(seconds) - 1))]
    return (
        f"median {statistics.median(seconds):.1f} s, 90th percentile {at_90:.1f} s, "
        f"longest {seconds[-1]:.1f} s ({len(seconds)} words)"
    )


def distances(archive: Archive) -> Iterator[Drawn]:
    """Yield for every word that is said in the archive how long before it links to it lead."""
    for document in Corpus(archive, as_of=datetime.now(UTC)).documents():
        if document.speech is None:
            continue
        slug = document.url.strip("/").rpartition("/")[2]
        times = iter(list(word_starts(archive, slug)))
        for paragraph in document.speech.sentences():
            first = int(paragraph[0][0].removeprefix("t-"))
            for anchor, words in paragraph:
                for word in words:
                    if not word.startswith(MARK):
                        start = next(times)
                        yield start - int(anchor.removeprefix("t-")), start - first


def word_starts(archive: Archive, slug: str) -> Iterator[float]:
    """Yield when each word of an episode is said, as far as that is known."""
    path = archive.root / "episodes" / slug / "transcript.machine.json"
    heard: list[Word] = []
    if path.is_file():
        made = machine.parse_machine_transcript(path.read_text(encoding="utf-8")).transcript
        heard = [word for segment in made.segments for word in segment.words]
    for segment in archive.transcripts[slug].segments:
        shown = "".join(part for part in segment.text.strip("– "))
        plain = Segment(segment.start, segment.end, shown)
        if heard:
            yield from (start for start, _end in time_words(plain, heard))
        else:
            yield from (word.start for word in spread_times(plain) for _part in word.text.split())


if __name__ == "__main__":
    main()
