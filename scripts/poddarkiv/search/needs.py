"""Whether somebody who searches may be in need: the words of `needs` in `content/kontakter.yml`.

`assets/js/search-needs.js` follows the same rules. They lean towards yes: help that was not needed
costs a glance.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from poddarkiv.search.language import Language
from poddarkiv.search.spelling import edit_distance
from poddarkiv.search.words import fold, words_of

_PART = 6
"""Letters of a word that is met within other words too: `självmord` in `självmordstankar`."""
_LONG = 8
"""Letters of a word in which two slips are forgiven; in shorter ones it is one."""
_SLIPS = 1
"""Words of one phrase that may be misspelt."""


def in_need(text: str, needs: Iterable[str], language: Language) -> bool:
    """Whether `text` holds one of the words or phrases of `needs`, as people write them.

    The words of a phrase may be inflected, stand in any order and with others between them.
    """
    words = words_of(text)
    # A compound is often written in two words: `själv mord`.
    words += ["".join(pair) for pair in pairwise(words)]
    return any(_holds(words, words_of(phrase), language) for phrase in needs)


def _holds(words: Sequence[str], phrase: Sequence[str], language: Language) -> bool:
    slips = 0
    for term in phrase:
        if any(_is_form(word, term, language) for word in words):
            continue
        slips += 1
        if slips > _SLIPS or not any(
            _is_slip(word, term, language, alone=len(phrase) == 1) for word in words
        ):
            return False
    return bool(phrase)


def _is_form(word: str, term: str, language: Language) -> bool:
    plain, wanted = fold(word), fold(term)
    roots = {fold(language.root(member)) for member in (term, *language.family(term))}
    # `självskada` in `självskadebeteende`; its root would be met in `självskattning` too.
    begun = wanted.rstrip("ae")
    if fold(language.root(word)) in roots or (len(begun) >= _PART and begun in plain):
        return True
    alike = (set(map(fold, group)) for group in language.alike)
    return any(plain in group and wanted in group for group in alike)


def _is_slip(word: str, term: str, language: Language, *, alone: bool) -> bool:
    written, wanted = fold(word), fold(term)
    if len(wanted) < (5 if alone else 4):
        return False
    if len(wanted) < _LONG:
        return _begins_alike(written, wanted) and edit_distance(wanted, written, 1) <= 1
    most = 1 if language.is_compound(word) else 2
    if edit_distance(wanted, written, most) <= most:
        return True
    beginnings = (written[: len(wanted) + more] for more in (-1, 0, 1))
    return any(edit_distance(wanted, beginning, 1) <= 1 for beginning in beginnings)


def _begins_alike(written: str, wanted: str) -> bool:
    # People seldom miss the first letter, but strike the first two in the wrong order.
    return written[:1] == wanted[:1] or written[:2] == wanted[1::-1]
