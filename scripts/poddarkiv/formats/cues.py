"""Words into cues, by Swedish subtitling practice: two rows of 42 characters, at most 7 seconds.

Cues end with a sentence where they can, else at a clause; a sentence that goes on in the next cue
ends with a dash and begins again with one; no name is cut.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from poddarkiv.transcript import Segment, Word

ROW = 42
"""Characters in a row."""
LONGEST = 7.0
"""Seconds a cue may stand."""
PAUSE = 1.5
"""Seconds of silence that always begin a new cue."""
DASH = "–"
_SHORTEST = 1.0
_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")
_ABBREVIATION = re.compile(
    r"^(?:[\"”(]*)(?:t\.?ex|bl\.?a|d\.?v\.?s|m\.?m|o\.?s\.?v|s\.?k|f\.?d|kl|ca|nr|dr|mr|mrs|ev|resp|"
    r"inkl|exkl|jfr|sid|tel|st|prof|[a-zåäö])\.$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–][\"”)]*$")
_LINKS = frozenset(
    (
        *("och", "men", "eller", "för", "att", "som", "när", "om", "eftersom", "därför", "medan"),
        *("innan", "sedan", "så", "utan", "fast", "där", "vilket", "vilka", "vilken", "än"),
        *("and", "but", "or", "because", "that", "which", "when", "if", "while", "who"),
    )
)
_NUMBER = re.compile(r"^\d")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word, and whose it is."""

    word: Word
    speaker: str = ""


def ends_sentence(text: str) -> bool:
    """Whether a word ends its sentence; an abbreviation's full stop does not.

    >>> ends_sentence("slut."), ends_sentence("t.ex."), ends_sentence("1990.")
    (True, False, True)
    """
    return bool(_ENDS.search(text)) and not _ABBREVIATION.match(text)


def cues(spoken: Iterable[Spoken], names: Iterable[str] = ()) -> tuple[Segment, ...]:
    """Return `spoken` as cues that rise and do not overlap.

    Args:
        spoken: The words in their order.
        names: Names of more than one word, which are not cut.
    """
    words = list(spoken)
    glued = _glue([each.word.text for each in words], names)
    segments: list[Segment] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or _parted(words[end - 1], words[end]):
            segments += _passage(words[start:end], glued[start:end])
            start = end
    return tuple(_lengthened(segments))


def _parted(before: Spoken, after: Spoken) -> bool:
    return before.speaker != after.speaker or after.word.start - before.word.end >= PAUSE


def _glue(texts: Sequence[str], names: Iterable[str]) -> list[bool]:
    """Return for each word whether it must stay with the next."""
    glued = [
        # Two capitals in a row inside a sentence are nearly always one name; so is "kl. 10".
        _capital(a) and _capital(b) and not _ENDS.search(a) and not _CLAUSE.search(a)
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
        if _ABBREVIATION.match(text) or (_NUMBER.match(text) and _NUMBER.match(after)):
            glued[i] = True
    return glued


def _capital(text: str) -> bool:
    return text[:1].isupper() and len(text) > 1


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _passage(words: Sequence[Spoken], glued: Sequence[bool]) -> list[Segment]:
    """Return the cues of words without a long pause, by one speaker."""
    ends = _best_cuts(words, glued)
    found: list[Segment] = []
    start = 0
    for end in ends:
        part = words[start:end]
        inside = [each.word for each in part]
        opens = start > 0 and not ends_sentence(words[start - 1].word.text)
        goes_on = end < len(words) and not ends_sentence(inside[-1].text)
        text = _rows([word.text for word in inside], glued[start:end], opens, goes_on)
        last = min(inside[-1].end, inside[0].start + LONGEST)
        found.append(Segment(inside[0].start, last, text, part[0].speaker, tuple(inside)))
        start = end
    return found


def _best_cuts(words: Sequence[Spoken], glued: Sequence[bool]) -> list[int]:
    """Return where cues end, so that the sum of what each cut and cue costs is smallest."""
    n = len(words)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * n
    for end in range(1, n + 1):
        cut = _cut_cost(words, glued, end)
        for start in range(end - 1, -1, -1):
            fits = _fits(words, glued, start, end)
            if not fits and start < end - 1:
                break
            cost = best[start][0] + cut + _cue_cost(words, start, end) + (0 if fits else 50)
            if cost < best[end][0]:
                best[end] = (cost, start)
    ends, at = [], n
    while at:
        ends.append(at)
        at = best[at][1]
    return ends[::-1]


def _fits(words: Sequence[Spoken], glued: Sequence[bool], start: int, end: int) -> bool:
    texts = [each.word.text for each in words[start:end]]
    if words[end - 1].word.end - words[start].word.start > LONGEST:
        return False
    if sum(map(len, texts)) + len(texts) - 1 > 2 * ROW:
        return False
    opens = start > 0 and not ends_sentence(words[start - 1].word.text)
    goes_on = end < len(words) and not ends_sentence(texts[-1])
    rows = _rows(texts, glued[start:end], opens, goes_on).split("\n")
    return len(rows) <= 2 and all(len(row) <= ROW for row in rows)


def _cut_cost(words: Sequence[Spoken], glued: Sequence[bool], end: int) -> float:
    if end == len(words) or ends_sentence(words[end - 1].word.text):
        return 0.0
    return _break_cost(words[end - 1].word.text, words[end].word.text, glued[end - 1], 10.0) + 6.0


def _break_cost(before: str, after: str, glued: bool, whole: float) -> float:
    """Return what it costs to part two words, up to `whole` within a clause."""
    if glued:
        return 20 * whole
    if _CLAUSE.search(before):
        return 0.0
    if before.lower() in _LINKS:
        return 1.5 * whole
    return 0.3 * whole if after.lower() in _LINKS else whole


def _cue_cost(words: Sequence[Spoken], start: int, end: int) -> float:
    seconds = words[end - 1].word.end - words[start].word.start
    length = sum(len(each.word.text) + 1 for each in words[start:end])
    # Each cue costs, so that short sentences share one; very short ones cost more.
    short = 4.0 if seconds < _SHORTEST or length < 12 else 0.0
    sentences = sum(ends_sentence(each.word.text) for each in words[start : end - 1])
    return 2.0 + short + 1.5 * sentences


def _rows(texts: Sequence[str], glued: Sequence[bool], opens: bool, goes_on: bool) -> str:
    """Return one row, or two with the break at the best place and the upper one shorter."""
    whole = (f"{DASH} " if opens else "") + " ".join(texts) + (f" {DASH}" if goes_on else "")
    if len(whole) <= ROW or len(texts) == 1:
        return whole
    before = len(DASH) + 1 if opens else 0

    def cost(at: int) -> float:
        upper = before + len(" ".join(texts[:at]))
        lower = len(whole) - upper - 1
        over = max(0, upper - ROW) + max(0, lower - ROW)
        uneven = abs(upper - lower) / 8 + (1.0 if upper > lower else 0.0)
        return 1000 * over + uneven + _break_cost(texts[at - 1], texts[at], glued[at - 1], 3.0)

    at = min(range(1, len(texts)), key=cost)
    cut = before + len(" ".join(texts[:at]))
    return f"{whole[:cut]}\n{whole[cut + 1 :]}"


def _lengthened(segments: Sequence[Segment]) -> list[Segment]:
    """Let each cue stand long enough to be read, where there is room before the next."""
    found: list[Segment] = []
    for i, segment in enumerate(segments):
        wanted = max(segment.end, segment.start + _reading(segment.text))
        room = segments[i + 1].start if i + 1 < len(segments) else wanted
        start = max(segment.start, found[-1].end) if found else segment.start
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
) -> list[Spoken]:
    """Return the words of `segments`, without the dashes that join cues.

    Where only text is known, times are spread over the cue by the words' lengths.
    """
    found: list[Spoken] = []
    for segment in segments:
        words = timed(segment) if timed else segment.words
        found += [Spoken(word, segment.speaker) for word in words or spread(segment)]
    return found


def spread(segment: Segment) -> tuple[Word, ...]:
    """Return the words of the cue's text, with times spread over it by their lengths."""
    texts = words_of(segment.text)
    total = sum(len(text) + 1 for text in texts)
    words, at = [], segment.start
    for text in texts:
        end = at + (segment.end - segment.start) * (len(text) + 1) / total
        words.append(Word(text, round(at, 3), round(end, 3), 1.0))
        at = end
    return tuple(words)


def words_of(text: str) -> list[str]:
    r"""Return the words of a cue's text, without the dashes that join it to its neighbours.

    >>> words_of("– och sedan kom\nhon hit –")
    ['och', 'sedan', 'kom', 'hon', 'hit']
    """
    texts = text.split()
    if texts and texts[0] == DASH:
        texts = texts[1:]
    if texts and texts[-1] == DASH:
        texts = texts[:-1]
    joined: list[str] = []
    for part in texts:
        if joined and not re.search(r"\w", part):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined
