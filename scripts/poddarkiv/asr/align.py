"""Align two texts word by word: what merging a new transcript builds on. No I/O."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from poddarkiv.transcript import Word

_ROW = 3
"""Words in a row that are an anchor when each text holds them once."""


def word_key(text: str) -> str:
    """Return the key by which words are compared: letters and digits, case folded.

    >>> word_key("Hej!") == word_key("hej")
    True
    """
    return re.sub(r"[\W_]+", "", text).casefold() or text


def match_words(
    before: Sequence[Word], after: Sequence[Word], slack: float | None = None
) -> list[tuple[int, int]]:
    """Return index pairs of equal words, rising in both.

    Args:
        before: Words of one text.
        after: Words of the other.
        slack: Seconds by which equal words may lie apart; None ignores the times.
    """
    a = [word_key(word.text) for word in before]
    b = [word_key(word.text) for word in after]
    found: list[tuple[int, int]] = []
    at_a = at_b = 0
    # Between anchors the rest is short: SequenceMatcher takes quadratic time in the worst case.
    for next_a, next_b in [*_sure(a, b), (len(a), len(b))]:
        # `autojunk` would ignore words in more than one percent of a text: “och”, “det”.
        matcher = SequenceMatcher(None, a[at_a:next_a], b[at_b:next_b], autojunk=False)
        for block in matcher.get_matching_blocks():
            found += [(at_a + block.a + i, at_b + block.b + i) for i in range(block.size)]
        at_a, at_b = next_a, next_b
    if slack is None:
        return found
    return [(i, j) for i, j in found if abs(before[i].start - after[j].start) <= slack]


def _sure(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    rows_a, rows_b = _rows(a), _rows(b)
    once_a = {row for row, count in Counter(rows_a).items() if count == 1}
    once_b = {row: j for j, row in enumerate(rows_b)}
    unique_b = {row for row, count in Counter(rows_b).items() if count == 1}
    pairs = [(i, once_b[row]) for i, row in enumerate(rows_a) if row in once_a & unique_b]
    return _rising(pairs)


def _rows(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + _ROW]) for i in range(len(words) - _ROW + 1)]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of `pairs` that rises in both (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            ends.append(number)
        else:
            tops[pile], ends[pile] = j, number
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
