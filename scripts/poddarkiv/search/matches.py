"""How well a word answers, and how words are marked under which a text is only found."""

from enum import IntEnum

MARK = "~|"
"""Before each added word; nobody begins a word so.

Of ASCII, since Pagefind indexes a word with any other sign before it twice: with the sign too.
"""
_PART_MARK = f"{MARK}~"
"""Before a part of a compound."""
_LAST_MARK = f"{MARK}|"
"""Before what a compound ends with."""
_LIGHT, _HEAVY = 0.2, 0.8
"""The weights of added words, and of compounds' last parts; those of the text itself have 1."""


class Match(IntEnum):
    """How a word of a text answers one of a query, the better the higher; the browser's too."""

    NONE = 0
    SYNONYM = 1
    PART = 2
    """A word begins so, or a compound holds it: `stödperson` for `stöd`."""
    LAST = 3
    """A compound ends so, and its last part says what it is: `kamratstöd`."""
    FORM = 4
    EXACT = 5
    """Letter by letter, except for case, and for dots that nobody typed."""


def marked(word: str, match: Match) -> str:
    """Return `word` as it is added to a text that answers it no better than with `match`.

    >>> marked("stöd", Match.LAST), marked("recovery", Match.SYNONYM)
    ('~||stöd', '~|recovery')
    """
    return {Match.PART: _PART_MARK, Match.LAST: _LAST_MARK}.get(match, MARK) + word


def unmarked(token: str) -> str:
    """Return an added word without its mark; another as it is."""
    return token.lstrip("~|") if is_added(token) else token


def is_added(token: str) -> bool:
    """Whether `token` is not in the text, but is found there."""
    return token.startswith(MARK)


def best_match(token: str) -> Match:
    """Return how well a word can answer that stands in a text as `token`.

    >>> best_match("stöd"), best_match("~|~hjälp"), best_match("~|1500")
    (<Match.EXACT: 5>, <Match.PART: 2>, <Match.EXACT: 5>)
    """
    if not is_added(token):
        return Match.EXACT
    if token.startswith(_LAST_MARK):
        return Match.LAST
    if token.startswith(_PART_MARK):
        return Match.PART
    # Groups of digits are how the number itself is written.
    return Match.EXACT if token.removeprefix(MARK).isdecimal() else Match.SYNONYM


def weight_of(added: str) -> float:
    """Return the weight of a word that is added to a text, behind its mark."""
    return _HEAVY if best_match(added) is Match.LAST else _LIGHT
