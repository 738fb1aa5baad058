"""Find whole names of people in text, however they are written.

A name is found as a whole: “Ek” is not in “Ekman”, “Sofia Ek” is neither in “Sofia Ekman” nor in
“Sofia Ek-Lund” or “Anna-Sofia Ek”, and a first name alone is never the name. It is found in any
case, over line breaks, between marks of Markdown and HTML, in Swedish genitive, as “Ekman, Sofia”,
and as it stands in addresses and file names (`sofia-ekman`, `sofia.ekman`, `sofiaekman`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from poddarkiv.slugs import slugify

_UNSEEN = (0xAD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F))
_UNSEEN += (*range(0x2060, 0x2065), *range(0x2066, 0x206A))
_SEEN_AS = {
    **dict.fromkeys(map(chr, _UNSEEN), ""),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’ʼ´", "'"),
}
"""Marks that are not seen, and quotation marks in one form of each."""
_WORD = re.compile(r"[^\W_]+")
_HYPHENS = "\\-\u2010\u2011\u2012\u2013\u2212"
_MARKUP = r"(?:[\s*_~`\\>|]|<[^<>]{0,300}>)"
_GENITIVE = r"(?:['`]?s|:s)?"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_PARTICLES = frozenset(("af", "al", "da", "de", "den", "der", "di", "la", "van", "von", "zu"))
"""Small words within names."""
_SHORTEST = 8
"""Letters of a name that is known also where nothing separates its parts, as in an address."""


def plain(text: str) -> str:
    """Return `text` as a reader would meet it: one form of each letter and quote, nothing unseen.

    Line breaks stay, so that lines can be counted.
    """
    if text.isascii() and not any(mark in text for mark in "&%\\"):
        return text
    if "&" in text:
        text = unescape(text)
    if "%" in text:
        text = unquote(text)
    if "\\u" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    # One search for each is quicker than one for all, as most are nowhere.
    for mark, other in _SEEN_AS.items():
        text = text.replace(mark, other)
    return text


class Names:
    """The names of some people, to be looked for together."""

    def __init__(
        self, names: Iterable[str], others: Iterable[str] = (), pages: Iterable[str] = ()
    ) -> None:
        """Prepare to look for `names`.

        Args:
            names: As shown.
            others: Names of other people, which may hold one of `names` and are not meant.
            pages: Slugs of the guests' own files: a link there tells of the person too.
        """
        self.names = tuple(dict.fromkeys(names))
        forms = [form for name in self.names for form in _forms(name)]
        self._written = _any(_written(form) for form in forms)
        self._in_address = _any(_in_address(form) for form in forms if len(_words(form)) > 1)
        # To look for a word is a hundred times as fast as to look for a pattern.
        self._words = [[word.lower() for word in _words(form)] for form in forms]
        self._parts = [slugify(form).split("-") for form in forms]
        self._pages = _any(_page(slug) for slug in pages)
        longer = [name for name in others if self._is_part_of(name)]
        self._others = _any(_written(name) for name in longer)
        self._others_in_address = _any(_in_address(name) for name in longer)

    def _is_part_of(self, name: str) -> bool:
        # “Kim Ek och Bo Berg” is no longer name, but two.
        words = [word for word in _words(name) if word.lower() not in _PARTICLES]
        one = all(word[0].isupper() for word in words) and not re.search(r"[&+,/;]", name)
        return one and name not in self.names and self._written.search(plain(name)) is not None

    def __bool__(self) -> bool:
        return bool(self.names)

    def within(self, text: str | None) -> bool:
        """Whether one of the names stands in `text`."""
        return next(self.places(text or ""), None) is not None

    def places(self, text: str) -> Iterator[int]:
        """Yield before how many line breaks of `text` each name that it holds begins."""
        for match in self.matches(plain(text)):
            yield match.string.count("\n", 0, match.start())

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where a name stands in a text that `plain` has returned."""
        if not self.names:
            return
        lower = text.lower()
        if _has_all_of_one(self._words, lower):
            for match in _outside(self._written, self._others, text):
                if not _goes_on(match):
                    yield match
        folded = lower if lower.isascii() else _folded(lower)
        if _has_all_of_one(self._parts, folded):
            yield from _outside(self._in_address, self._others_in_address, folded)
        if "gaster/" in text or ".md" in text:
            yield from self._pages.finditer(text)


def _has_all_of_one(groups: Iterable[Iterable[str]], text: str) -> bool:
    return any(all(word in text for word in words) for words in groups)


def _outside(
    pattern: re.Pattern[str], others: re.Pattern[str], text: str
) -> Iterator[re.Match[str]]:
    """Yield where `pattern` is found, but for what lies within one of `others`."""
    masked: list[tuple[int, int]] | None = None
    for match in pattern.finditer(text):
        if masked is None:
            masked = [other.span() for other in others.finditer(text)]
        if not any(start <= match.start() < end for start, end in masked):
            yield match


def _words(name: str) -> list[str]:
    return _WORD.findall(name)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    # Without any, a pattern that is found nowhere.
    return re.compile("|".join(dict.fromkeys(patterns)) or r"(?!)", re.IGNORECASE)


def _forms(name: str) -> Iterator[str]:
    """Yield the name, and without what stands in it within marks, as in Kim “Kimmen” Ek."""
    whole = " ".join(plain(name).split())
    yield whole
    bare = " ".join(re.sub(r"[\"(][^\"()]*[\")]", " ", whole).split())
    if bare != whole and _words(bare):
        yield bare


def _written(name: str) -> str:
    """Return the pattern of a name in running text."""
    words = _words(name)
    if not words:
        return r"(?!)"
    if len(words) == 1:
        # Many names are words too: such a one counts only with its capital.
        first, rest = re.escape(words[0][0]), re.escape(words[0][1:])
        return f"{_START}(?-i:{first}){rest}{_GENITIVE}{_END}"
    gaps = _WORD.split(name)[1:-1]
    parts = [re.escape(words[0])]
    for gap, word in zip(gaps, words[1:], strict=True):
        parts += (_gap(gap), re.escape(word))
    turned = f"{_START}{re.escape(words[-1])},{_MARKUP}+{_between(words[:-1], gaps)}{_END}"
    return f"{_START}{''.join(parts)}{_GENITIVE}{_END}|{turned}"


def _between(words: list[str], gaps: list[str]) -> str:
    parts = [re.escape(words[0])]
    for gap, word in zip(gaps, words[1:], strict=False):
        parts += (_gap(gap), re.escape(word))
    return "".join(parts)


def _gap(gap: str) -> str:
    """Return the pattern of what may stand where the name has `gap`."""
    own = re.escape("".join(sorted(set(re.sub(rf"[\s{_HYPHENS}]", "", gap)))))
    marks = f"(?:{_MARKUP}|[{own}])" if own else _MARKUP
    hyphen = f"{marks}*[{_HYPHENS}]{marks}*" if "-" in gap else f"[*_]*[{_HYPHENS}][*_]*"
    return f"(?:{marks}+|{hyphen})"


def _in_address(name: str) -> str:
    """Return the pattern of a name in an address or a file's name, whose letters are ASCII."""
    parts = slugify(name).split("-")
    between = "[-_.+]?" if sum(map(len, parts)) >= _SHORTEST else "[-_.+]"
    return rf"(?<![a-z0-9]){between.join(map(re.escape, parts))}s?(?![a-z0-9])"


def _page(slug: str) -> str:
    """Return the pattern of a link to a guest's page or file."""
    own = re.escape(slug)
    return rf"\bgaster/{own}(?![a-z0-9-])|(?<![a-z0-9/-]){own}\.md\b"


def _folded(text: str) -> str:
    """Return `text`, which is in lower case, in ASCII, with its line breaks."""
    for letter, spelled in _LETTERS.items():
        text = text.replace(letter, spelled)
    plain_letters = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return plain_letters.encode("ascii", "replace").decode("ascii")


_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = {"æ": "ae", "ø": "o", "ß": "ss", "þ": "th", "ð": "d", "ł": "l"}


def _goes_on(match: re.Match[str]) -> bool:
    """Whether the name is a part of a longer one: Sofia Ek-Lund, Anna-Sofia Ek."""
    text, start, end = match.string, match.start(), match.end()
    if match[0].islower():
        # In an address hyphens stand between all words.
        return False
    after = re.match(rf"[{_HYPHENS}]([^\W\d_])", text[end : end + 2])
    if after and after[1].isupper() and not match[0].isupper():
        return True
    before = re.search(rf"(\w+)[{_HYPHENS}]$", text[max(0, start - 40) : start])
    return bool(before and before[1][0].isupper())


def key_of(name: str) -> tuple[str, ...]:
    """Return what two spellings of one name have in common: its words, without case."""
    return tuple(_WORD.findall(plain(name).casefold()))


def same_name(one: str, other: str) -> bool:
    """Whether two texts are the same name.

    >>> same_name("Sofia Ekman", "SOFIA  EKMAN:")
    True
    """
    return key_of(one) == key_of(other)


def shortens(label: str, name: str) -> bool:
    """Whether `label` is a part of `name`, with initials perhaps.

    >>> shortens("Kim E.", "Kim Exempelsson"), shortens("Exempel", "Kim Exempelsson")
    (True, False)
    """
    words, whole = key_of(label), key_of(name)
    if not words or not set(words) & set(whole):
        return False
    return all(
        any(part == word or (len(word) == 1 and part.startswith(word)) for part in whole)
        for word in words
    )
