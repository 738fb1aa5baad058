"""Words into cues, by Swedish subtitling practice: two rows of 42 characters, at most 7 seconds.

Cues end with a sentence where they can, else at a clause; a sentence that goes on in the next cue
ends with a dash and begins again with one; no name is cut.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from poddarkiv.formats.cue_splitting import (
    ABBREVIATION,
    CLAUSE,
    DASH,
    ENDS,
    LONGEST,
    ROW,
    ends_sentence,
    find_cuts,
    split_rows,
)
from poddarkiv.transcript import Segment, Word

__all__ = [
    "LONGEST",
    "PAUSE",
    "ROW",
    "SpokenWord",
    "cue_words",
    "ends_sentence",
    "make_cues",
    "spoken_words",
    "spread_times",
]

PAUSE = 1.5
"""Seconds of silence that always begin a new cue."""
_NUMBER = re.compile(r"^\d")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word, and whose it is."""

    word: Word
    speaker: str = ""


def make_cues(spoken: Iterable[SpokenWord], names: Iterable[str] = ()) -> tuple[Segment, ...]:
    """Return `spoken` as cues that rise and do not overlap.

    Args:
        spoken: The words in their order.
        names: Names of more than one word, which are not cut.
    """
    words = list(spoken)
    glued = _unbreakable([each.word.text for each in words], names)
    segments: list[Segment] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or _is_split(words[end - 1], words[end]):
            segments += _split_passage(words[start:end], glued[start:end])
            start = end
    return tuple(_lengthened(segments))


def _is_split(before: SpokenWord, after: SpokenWord) -> bool:
    return before.speaker != after.speaker or after.word.start - before.word.end >= PAUSE


def _unbreakable(texts: Sequence[str], names: Iterable[str]) -> list[bool]:
    """Return for each word whether it must stay with the next."""
    glued = [
        # Two capitals in a row inside a sentence are nearly always one name; so is "kl. 10".
        _capital(a) and _capital(b) and not ENDS.search(a) and not CLAUSE.search(a)
        for a, b in pairwise(texts)
    ]
    glued.append(False)
    plain = [_plain(text) for text in texts]
    for name in names:
        parts = [_plain(part) for part in name.split()]
        if len(parts) < 2:
            continue
        for i in range(len(plain) - len(parts) + 1):
            if plain[i : i + len(parts)] == parts:
                glued[i : i + len(parts) - 1] = [True] * (len(parts) - 1)
    for i, (text, after) in enumerate(pairwise(texts)):
        if ABBREVIATION.match(text) or (_NUMBER.match(text) and _NUMBER.match(after)):
            glued[i] = True
    return glued


def _capital(text: str) -> bool:
    return text[:1].isupper() and len(text) > 1


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _split_passage(words: Sequence[SpokenWord], glued: Sequence[bool]) -> list[Segment]:
    """Return the cues of words without a long pause, by one speaker."""
    ends = find_cuts([each.word for each in words], glued)
    found: list[Segment] = []
    start = 0
    for end in ends:
        part = words[start:end]
        inside = [each.word for each in part]
        opens = start > 0 and not ends_sentence(words[start - 1].word.text)
        goes_on = end < len(words) and not ends_sentence(inside[-1].text)
        text = split_rows([word.text for word in inside], glued[start:end], opens, goes_on)
        # A word's end may be stretched over the pause after it.
        last = min(inside[-1].end, inside[0].start + LONGEST)
        found.append(Segment(inside[0].start, last, text, part[0].speaker, tuple(inside)))
        start = end
    return found


def _lengthened(segments: Sequence[Segment]) -> list[Segment]:
    """Let each cue stand long enough to be read, where there is room before the next."""
    found: list[Segment] = []
    for i, segment in enumerate(segments):
        wanted = max(segment.end, segment.start + _reading(segment.text))
        room = segments[i + 1].start if i + 1 < len(segments) else wanted
        start = max(segment.start, found[-1].end) if found else segment.start
        # 0.01 s at least: a cue that ends where it starts is a fault to players.
        end = max(min(wanted, room, start + LONGEST), start + 0.01)
        found.append(
            Segment(round(start, 3), round(end, 3), segment.text, segment.speaker, segment.words)
        )
    return found


def _reading(text: str) -> float:
    # One short row needs 1.5 s, two full ones 5.6 s.
    return max(1.5, len(text) / 15)


def spoken_words(
    segments: Iterable[Segment], timed: Callable[[Segment], Sequence[Word]] | None = None
) -> list[SpokenWord]:
    """Return the words of `segments`, without the dashes that join cues.

    Where only text is known, times are spread over the cue by the words' lengths.
    """
    found: list[SpokenWord] = []
    for segment in segments:
        words = timed(segment) if timed else segment.words
        found += [SpokenWord(word, segment.speaker) for word in words or spread_times(segment)]
    return found


def spread_times(segment: Segment) -> tuple[Word, ...]:
    """Return the words of the cue's text, with times spread over it by their lengths."""
    texts = cue_words(segment.text)
    total = sum(len(text) + 1 for text in texts)
    words, at = [], segment.start
    for text in texts:
        end = at + (segment.end - segment.start) * (len(text) + 1) / total
        words.append(Word(text, round(at, 3), round(end, 3), 1.0))
        at = end
    return tuple(words)


def cue_words(text: str) -> list[str]:
    r"""Return the words of a cue's text, without the dashes that join it to its neighbours.

    >>> cue_words("– och sedan kom\nhon hit –")
    ['och', 'sedan', 'kom', 'hon', 'hit']
    """
    texts = text.split()
    if texts and texts[0] == DASH:
        texts = texts[1:]
    if texts and texts[-1] == DASH:
        texts = texts[:-1]
    joined: list[str] = []
    for part in texts:
        # A lone sign (– or &) has no time of its own.
        if joined and not re.search(r"\w", part):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined
