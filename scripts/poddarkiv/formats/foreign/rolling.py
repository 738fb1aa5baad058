"""Make rolling captions plain: each row once, though it is shown with the one before and after."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from poddarkiv.formats.foreign.turns import Turn


def is_rolling(turns: Sequence[Turn]) -> bool:
    """Whether most cues begin with what the one before ended with, as YouTube's do."""
    pairs = list(pairwise(turns))
    again = sum(
        a.speaker == b.speaker and (_repeated(_rows(a), _rows(b)) > 0 or _grows(a, b))
        for a, b in pairs
    )
    return len(pairs) >= 2 and 2 * again > len(pairs)


def flatten_rolling(turns: Sequence[Turn]) -> list[Turn]:
    """Return `turns` with what is new in each; those that only repeat are gone."""
    found: list[Turn] = []
    shown: list[str] = []
    for turn in turns:
        rows = _rows(turn)
        if found and found[-1].speaker != turn.speaker:
            shown = []  # another says the same
        new = rows[_repeated(shown, rows) :]
        if new == rows and found and shown and _begins_with(rows, shown[-1]):
            # A caption that grows by words, or by letters: then its last word was no whole one.
            whole = len(shown[-1]) if rows[0][len(shown[-1])] == " " else shown[-1].rfind(" ") + 1
            if whole < len(shown[-1]):
                found = _without_last_word(found)
            new = [rows[0][whole:].strip(), *rows[1:]]
        shown = rows
        if not new:
            continue
        if found and found[-1].end is not None and turn.start is not None:
            found[-1] = replace(found[-1], end=max(found[-1].start or 0.0, turn.start))
        found.append(replace(turn, text="\n".join(new)))
    return found


def _without_last_word(turns: Sequence[Turn]) -> list[Turn]:
    *before, last = turns
    text = " ".join(last.text.split()[:-1])
    return [*before, replace(last, text=text)] if text else before


def _rows(turn: Turn) -> list[str]:
    return [" ".join(row.split()) for row in turn.text.split("\n") if row.strip()]


def _repeated(before: Sequence[str], rows: Sequence[str]) -> int:
    """Return how many of the first `rows` are the last of `before`."""
    most = min(len(before), len(rows))
    return next((n for n in range(most, 0, -1) if list(before[-n:]) == list(rows[:n])), 0)


def _grows(before: Turn, after: Turn) -> bool:
    a, b = _rows(before), _rows(after)
    return bool(a and b) and _begins_with(b, a[-1])


def _begins_with(rows: Sequence[str], shown: str) -> bool:
    return bool(rows) and rows[0].startswith(shown) and len(rows[0]) > len(shown)
