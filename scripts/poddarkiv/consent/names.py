"""Find whole names of people in text, however they are written.

A name is found as a whole: “Ek” is not in “Ekman”, “Sofia Ek” is neither in “Sofia Ekman” nor in
“Sofia Ek-Lund” or “Anna-Sofia Ek”, and a first name alone is never the name. It is found in any
case, over line breaks, between marks of Markdown and HTML, in Swedish genitive, as “Ekman, Sofia”,
and as it stands in addresses and file names (`sofia-ekman`, `sofia.ekman`, `sofiaekman`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from poddarkiv.consent.patterns import (
    HYPHENS,
    WORD,
    address_pattern,
    name_forms,
    normalize_text,
    page_pattern,
    split_name,
    written_pattern,
)
from poddarkiv.slugs import slugify

_PARTICLES = frozenset(("af", "al", "da", "de", "den", "der", "di", "la", "van", "von", "zu"))
"""Small words within names."""
_RARE = 5
"""Letters that bytes hardly spell by chance."""
_LINE = 12
"""Letters in a row that bytes hardly make by chance."""
_READABLE = re.compile(r"[ -~åäöéüÅÄÖÉÜ]+")


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
        forms = [form for name in self.names for form in name_forms(name)]
        self._written = _any(written_pattern(form) for form in forms)
        self._in_address = _any(
            address_pattern(form) for form in forms if len(split_name(form)) > 1
        )
        # To look for a word is a hundred times as fast as to look for a pattern.
        self._words = [[word.lower() for word in split_name(form)] for form in forms]
        self._parts = [slugify(form).split("-") for form in forms]
        self._slugs = tuple(pages)
        self._pages = _any(page_pattern(slug) for slug in self._slugs)
        longer = [name for name in others if self._is_part_of(name)]
        self._others = _any(written_pattern(name) for name in longer)
        self._others_in_address = _any(address_pattern(name) for name in longer)

    def _is_part_of(self, name: str) -> bool:
        # “Kim Ek och Bo Berg” is no longer name, but two.
        words = [word for word in split_name(name) if word.lower() not in _PARTICLES]
        one = all(word[0].isupper() for word in words) and not re.search(r"[&+,/;]", name)
        return (
            one
            and name not in self.names
            and self._written.search(normalize_text(name)) is not None
        )

    def __bool__(self) -> bool:
        return bool(self.names)

    def within(self, text: str | None) -> bool:
        """Whether one of the names stands in `text`."""
        return next(self.places(text or ""), None) is not None

    def within_noise(self, text: str) -> bool:
        """Whether one of the names stands in what bytes spell that are no text.

        Sound and pictures hold every short word by chance (“Max” once in some megabytes), so such
        a one counts only within a line that could be a sentence or a tag.
        """
        return any(_is_no_chance(match) for match in self.matches(normalize_text(text)))

    def places(self, text: str) -> Iterator[int]:
        """Yield before how many line breaks of `text` each name that it holds begins."""
        for match in self.matches(normalize_text(text)):
            yield match.string.count("\n", 0, match.start())

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where a name stands in a text that `normalize_text` has returned."""
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
        if any(slug in lower for slug in self._slugs):
            yield from self._pages.finditer(text)


def _is_no_chance(match: re.Match[str]) -> bool:
    if sum(sign.isalnum() for sign in match[0]) >= _RARE:
        return True
    line = _READABLE.match(match.string, match.end())
    before = _READABLE.match(match.string[max(0, match.start() - _LINE) : match.start()][::-1])
    return sum(len(part[0]) for part in (before, line, match) if part) >= _LINE


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


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    # Without any, a pattern that is found nowhere.
    return re.compile("|".join(dict.fromkeys(patterns)) or r"(?!)", re.IGNORECASE)


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
    after = re.match(rf"[{HYPHENS}]([^\W\d_])", text[end : end + 2])
    if after and after[1].isupper() and not match[0].isupper():
        return True
    before = re.search(rf"(\w+)[{HYPHENS}]$", text[max(0, start - 40) : start])
    return bool(before and before[1][0].isupper())


def name_key(name: str) -> tuple[str, ...]:
    """Return what two spellings of one name have in common: its words, without case."""
    return tuple(WORD.findall(normalize_text(name).casefold()))


def is_same_name(one: str, other: str) -> bool:
    """Whether two texts are the same name.

    >>> is_same_name("Sofia Ekman", "SOFIA  EKMAN:")
    True
    """
    return name_key(one) == name_key(other)


def is_short_for(label: str, name: str) -> bool:
    """Whether `label` is a part of `name`, with initials perhaps.

    >>> is_short_for("Kim E.", "Kim Exempelsson"), is_short_for("Exempel", "Kim Exempelsson")
    (True, False)
    """
    words, whole = name_key(label), name_key(name)
    if not words or not set(words) & set(whole):
        return False
    return all(
        any(part == word or (len(word) == 1 and part.startswith(word)) for part in whole)
        for word in words
    )
