"""Words of a text as they are compared: in lower case, without what is not seen."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Characters that only tell how to break or turn a line: soft hyphens, joiners, directions."""
_HYPHENS = re.compile("[\u2010\u2011]")
_WITHOUT_MARK = str.maketrans(
    {"æ": "ae", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "œ": "oe"}
    | {"ß": "ss", "þ": "th", "ŧ": "t"}
)
"""Letters that are no letter with a mark to Unicode, but to whoever types them."""
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_SHORT = 2
"""Letters of a first part that says nothing alone, as in `e-tjänst` and `tv-serie`."""
GROUPED = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ \u00a0\u2009\u202f]\d{3})+)(?![\d])")
"""A number in groups of three digits, as in `1 500`."""


def fold(text: str) -> str:
    """Return `text` in lower case without dots, accents and strokes.

    >>> fold("Återhämtning på Café med Łukasz")
    'aterhamtning pa cafe med lukasz'
    """
    return text.lower() if text.isascii() else accentless(text).translate(_WITHOUT_MARK)


def accentless(text: str) -> str:
    """Return `text` in lower case without dots and accents, as Pagefind compares words."""
    plain = unicodedata.normalize("NFD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def clean(text: str) -> str:
    r"""Return `text` without what is not seen, and with plain hyphens.

    >>> clean("kam\u00adrat\u200b e\u2011tjänst")
    'kamrat e-tjänst'
    """
    return text if text.isascii() else _HYPHENS.sub("-", _UNSEEN.sub("", text))


def words_of(text: str) -> list[str]:
    """Return the words of `text` in lower case."""
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        text = unicodedata.normalize("NFC", text)
    return WORD.findall(clean(text).lower())


def spellings(token: str) -> list[str]:
    """Return the words of `token`, and what it is without hyphens.

    >>> spellings("E-tjänst,")
    ['e', 'tjänst', 'etjänst']
    """
    words = words_of(token)
    if len(words) > 1:
        hyphenated = _HYPHENATED.findall(clean(token))
        words += ("".join(words_of(whole)) for whole in hyphenated)
    return words


def without_hyphens(text: str) -> str:
    """Return `text` with words as one that begin with a letter or two, or end with a number.

    >>> without_hyphens("e-tjänst, covid-19 och peer-support")
    'etjänst, covid19 och peer-support'
    """

    def one(match: re.Match[str]) -> str:
        first, *_others, last = match[0].split("-")
        short = len(first) <= _SHORT or last.isdecimal()
        return match[0].replace("-", "") if short and not match[0][0].isdecimal() else match[0]

    return _HYPHENATED.sub(one, text)


def ungrouped(text: str) -> str:
    """Return `text` with its numbers written in one: `1 500` is `1500`."""
    return GROUPED.sub(lambda match: match[1] + re.sub(r"\D", "", match[2]), text)


def count_words(written: Mapping[str, int]) -> Counter[str]:
    """Return how often each word stands, in lower case.

    Args:
        written: How often each piece between spaces does. Cutting a text at spaces is ten times
            as fast as looking for its words, and most repeat.
    """
    found: Counter[str] = Counter()
    for token, times in written.items():
        for word in words_of(token):
            found[word] += times
    return found
