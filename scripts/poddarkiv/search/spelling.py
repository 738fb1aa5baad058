"""What a word that nobody says may have meant: another spelling, or the parts of a compound.

`Finder` in `assets/js/search-find.js` does the same.
"""

from collections.abc import Sequence

from poddarkiv.search.language import Language
from poddarkiv.search.words import fold

_PART = 4
"""Letters that each part of a guessed compound has at least."""


def suggest_spelling(term: str, vocabulary: Sequence[str], language: Language) -> list[str]:
    """Return what to search for instead of `term`; `term` itself when no spelling is near.

    Args:
        term: In lower case.
        vocabulary: The archive's usual words, the commonest first (`Corpus.usual_words`).
        language: How words are inflected.
    """
    parts = _split(term, vocabulary, language)
    if parts:
        return parts
    return [nearest_word(term, vocabulary) or _beginning(term, vocabulary) or term]


def _split(term: str, vocabulary: Sequence[str], language: Language) -> list[str]:
    known = {fold(language.root(word)) for word in vocabulary}

    def is_word(part: str) -> bool:
        # `support` is the root of `supporter`, and has a root of its own.
        return len(part) >= _PART and not known.isdisjoint((fold(part), fold(language.root(part))))

    for at in range(_PART, len(term) - _PART + 1):
        head, tail = term[:at], term[at:]
        plain = head[:-1] if head.endswith("s") and not is_word(head) else head
        if is_word(plain) and is_word(tail):
            return [plain, tail]
    return []


def nearest_word(word: str, vocabulary: Sequence[str]) -> str | None:
    """Return the word of `vocabulary` that `word` most likely is a misspelling of, or None."""
    most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    wanted, best, least = fold(word), None, most + 1
    for known in vocabulary:
        # People seldom miss the first letter: `andning` is not `räddning`.
        if fold(known)[:1] != wanted[:1]:
            continue
        apart = edit_distance(wanted, fold(known), least - 1)
        if apart < least:
            best, least = known, apart
        if least == 0:
            break
    return best


def edit_distance(a: str, b: str, most: int) -> int:
    """Return the edit distance between `a` and `b`; above `most`, some larger number.

    Two swapped neighbours count as one change (Damerau-Levenshtein, optimal string alignment).

    >>> distance("kamratstdö", "kamratstöd", 2)
    1
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            changes = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                changes = min(changes, before[j - 2] + 1)
            row.append(changes)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


def _beginning(term: str, vocabulary: Sequence[str]) -> str | None:
    plain = fold(term)
    begins = (word for word in vocabulary if len(word) > _PART and plain.startswith(fold(word)))
    return max(begins, key=len, default=None)
