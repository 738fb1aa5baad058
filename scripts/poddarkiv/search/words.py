"""Words of a text as they are compared: in lower case, without what is not seen."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

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
_FIRST_GROUP = re.compile(r"[^\w.,]*([0-9]{1,3})")
"""What stands before the next group of a number, as in `1 500`; a bracket may come before."""
_NEXT_GROUP = re.compile(r"[0-9]{3}(?![0-9])")


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
    return " ".join(whole_numbers(text.split()))


def whole_numbers(tokens: Sequence[str]) -> list[str]:
    """Return what stands between spaces, with numbers in groups as one, at the first group's place.

    >>> whole_numbers(["av", "(7", "800", "brev)", "12", "345", "678-kronors"])
    ['av', '(7800', '', 'brev)', '12345678', '', '-kronors']
    """
    found = list(tokens)
    for start, end in _number_groups(tokens):
        for at in range(start + 1, end):
            found[start] += tokens[at][:3]
            found[at] = tokens[at][3:]
    return found


def grouped_numbers(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the numbers that are written in groups: `1500` of `1 500`."""
    for start, end in _number_groups(tokens):
        first = _FIRST_GROUP.fullmatch(tokens[start])
        yield (first[1] if first else "") + "".join(t[:3] for t in tokens[start + 1 : end])


def _number_groups(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(tokens):
        end = at + 1
        if begins_number(tokens[at]):
            while end < len(tokens) and _NEXT_GROUP.match(tokens[end]):
                end += 1
                if len(tokens[end - 1]) > 3:
                    break
            if end > at + 1:
                yield at, end
        at = end


def begins_number(token: str) -> bool:
    """Whether what stands between spaces may be the first group of a number's digits."""
    return _FIRST_GROUP.fullmatch(token) is not None


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
