"""Split passages into cues and cues into rows, at the lowest cost. No I/O."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from poddarkiv.transcript import Word

ROW = 42
"""Characters in a row."""
LONGEST = 7.0
"""Seconds that a cue may last."""
DASH = "–"
_SHORTEST = 1.0
WIDE_ENDS = "。！？｡︒．‼⁇⁈⁉"
"""Sentence ends after which no space stands."""
_TERMINALS = (
    ".!?…‽⸮⸼։؝؞؟۔܀܁܂߹࠷࠹࠽࠾।॥၊။።፧፨᜵᜶។៕᠃᠉᥄᥅᪨᪩᪪᪫᭚᭛᭞᭟᰻᰼᱾᱿᙮꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫།༎\u037e﹒﹖﹗" + WIDE_ENDS
)
"""Of Unicode's Sentence_Terminal, those that one code unit holds; the ellipsis; Tibetan's and
Greek's own."""
_CLOSING = "\"'”’“‘»«›‹)\\]}」』】〉》〗〙）］｝＂"
_TERMINALS_SET = frozenset(_TERMINALS)
_LAST = frozenset(_CLOSING + ";")
_GREEK = r"(?<=[\u0370-\u03ff\u1f00-\u1fff])"
END = rf"(?:[{_TERMINALS}]+|{_GREEK};)[{_CLOSING}]*"
"""What ends a sentence, with the marks and quotes that close after it.

Greek asks with what is a semicolon elsewhere.
"""
ENDS = re.compile(rf"{END}$")
ABBREVIATION = re.compile(
    r"^(?:[\"”(]*)(?:t\.?ex|bl\.?a|d\.?v\.?s|m\.?m|o\.?s\.?v|s\.?k|f\.?d|kl|ca|nr|dr|mr|mrs|ev|resp|"
    r"inkl|exkl|jfr|sid|tel|st|prof|[a-zåäö])\.$",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[,;:–][\"”)]*$")
_LINKS = frozenset(
    (
        *("och", "men", "eller", "för", "att", "som", "när", "om", "eftersom", "därför", "medan"),
        *("innan", "sedan", "så", "utan", "fast", "där", "vilket", "vilka", "vilken", "än"),
        *("and", "but", "or", "because", "that", "which", "when", "if", "while", "who"),
    )
)


def ends_with_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, abbreviations too; quicker than the expression."""
    last = text[-1:]
    return last in _TERMINALS_SET or (last in _LAST and ENDS.search(text) is not None)


def ends_sentence(text: str) -> bool:
    """Whether a word ends its sentence; an abbreviation's full stop does not.

    >>> ends_sentence("slut."), ends_sentence("t.ex."), ends_sentence("1990.")
    (True, False, True)
    """
    return bool(ENDS.search(text)) and not ABBREVIATION.match(text)


def find_cuts(words: Sequence[Word], glued: Sequence[bool]) -> list[int]:
    """Return where cues end, so that the sum of what each cut and cue costs is smallest.

    Args:
        words: A passage without a long pause, by one speaker.
        glued: For each word, whether it must stay with the next.
    """
    passage = _Passage(words, glued)
    n = len(words)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * n
    for end in range(1, n + 1):
        cut = passage.cut_cost(end)
        for start in range(end - 1, -1, -1):
            fits = passage.fits(start, end)
            # Longer cues can't fit either; a single word always stands alone.
            if not fits and start < end - 1:
                break
            cost = best[start][0] + cut + passage.cue_cost(start, end) + (0 if fits else 50)
            if cost < best[end][0]:
                best[end] = (cost, start)
    ends, at = [], n
    while at:
        ends.append(at)
        at = best[at][1]
    return ends[::-1]


class _Passage:
    """Words with sums that are reckoned once: each word is tried in some twenty cues."""

    def __init__(self, words: Sequence[Word], glued: Sequence[bool]) -> None:
        self._words = words
        self._glued = glued
        self._letters = [0, *accumulate(len(word.text) + 1 for word in words)]
        self._closes = [ends_sentence(word.text) for word in words]
        self._sentences = [0, *accumulate(self._closes)]

    def fits(self, start: int, end: int) -> bool:
        """Whether the words may stand in one cue: not too long, and in two rows."""
        letters = self._letters
        if self._words[end - 1].end - self._words[start].start > LONGEST:
            return False
        if letters[end] - letters[start] - 1 > 2 * ROW:
            return False
        before = 2 if start > 0 and not self._closes[start - 1] else 0
        after = 2 if end < len(self._words) and not self._closes[end - 1] else 0
        whole = before + letters[end] - letters[start] - 1 + after
        if whole <= ROW:
            return True
        # As much as goes into the upper row; the lower must hold the rest.
        at = min(end, bisect_right(letters, letters[start] + ROW - before + 1)) - 1
        upper = before + letters[at] - letters[start] - 1
        return at > start and whole - upper - 1 <= ROW

    def cut_cost(self, end: int) -> float:
        if end == len(self._words) or self._closes[end - 1]:
            return 0.0
        before, after = self._words[end - 1].text, self._words[end].text
        return _break_cost(before, after, self._glued[end - 1], 10.0) + 6.0

    def cue_cost(self, start: int, end: int) -> float:
        seconds = self._words[end - 1].end - self._words[start].start
        length = self._letters[end] - self._letters[start]
        # Each cue costs, so that short sentences share one; very short ones cost more.
        short = 4.0 if seconds < _SHORTEST or length < 12 else 0.0
        return 2.0 + short + 1.5 * (self._sentences[end - 1] - self._sentences[start])


def _break_cost(before: str, after: str, glued: bool, whole: float) -> float:
    """Return what it costs to part two words, up to `whole` within a clause."""
    if glued:
        # Far above any other break, but finite: a name longer than a cue must be cut.
        return 20 * whole
    if CLAUSE.search(before):
        return 0.0
    if before.lower() in _LINKS:
        return 1.5 * whole
    return 0.3 * whole if after.lower() in _LINKS else whole


def split_rows(texts: Sequence[str], glued: Sequence[bool], opens: bool, goes_on: bool) -> str:
    """Return one row, or two with the break at the best place and the upper one shorter."""
    whole = (f"{DASH} " if opens else "") + " ".join(texts) + (f" {DASH}" if goes_on else "")
    if len(whole) <= ROW or len(texts) == 1:
        return whole
    before = len(DASH) + 1 if opens else 0

    def cost(at: int) -> float:
        upper = before + len(" ".join(texts[:at]))
        lower = len(whole) - upper - 1
        over = max(0, upper - ROW) + max(0, lower - ROW)
        # Subtitling practice: the upper row is the shorter one.
        uneven = abs(upper - lower) / 8 + (1.0 if upper > lower else 0.0)
        return 1000 * over + uneven + _break_cost(texts[at - 1], texts[at], glued[at - 1], 3.0)

    at = min(range(1, len(texts)), key=cost)
    cut = before + len(" ".join(texts[:at]))
    return f"{whole[:cut]}\n{whole[cut + 1 :]}"
