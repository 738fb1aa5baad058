"""How a name may stand in text: patterns for the ways in which one name is written."""

import re
import unicodedata
from collections.abc import Iterator
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
WORD = re.compile(r"[^\W_]+")
HYPHENS = "\\-\u2010\u2011\u2012\u2013\u2212"
_MARKUP = r"(?:[\s*_~`\\>|\[]|<[^<>]{0,300}>|\]\([^()\n]{0,300}\))"
_GENITIVE = r"(?:['`]?s|:s)?"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TITLES = frozenset(
    (
        *("biskop", "docent", "doktor", "dr", "fil", "fru", "herr", "jur", "kand", "leg", "lektor"),
        *("lic", "mag", "md", "med", "mr", "mrs", "ms", "pastor", "phd", "prof", "professor"),
        *("syster", "tekn", "teol"),
    )
)
"""What may stand before or after a name and is none."""
_SHORTEST = 8
"""Letters of a name that is known also where nothing separates its parts, as in an address."""


def normalize_text(text: str) -> str:
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


def split_name(name: str) -> list[str]:
    """Return the words of a name."""
    return WORD.findall(name)


def name_forms(name: str) -> Iterator[str]:
    """Yield the name as it may be written: without a title or a nickname, initials together."""
    whole = " ".join(normalize_text(name).split())
    yield whole
    # As in Kim “Kimmen” Ek.
    bare = " ".join(re.sub(r"[\"(][^\"()]*[\")]", " ", whole).split())
    for form in dict.fromkeys((bare, _without_titles(bare))):
        if form != whole and split_name(form):
            yield form
        yield from _initials(form)


def _without_titles(name: str) -> str:
    """Return the name of Dr. Kim Ek without the title, where more than one word is left."""
    tokens = name.split()
    kept = [token for token in tokens if token.strip(".,").lower() not in _TITLES]
    return " ".join(kept).rstrip(",") if len(split_name(" ".join(kept))) > 1 else name


def _initials(name: str) -> Iterator[str]:
    """Yield how the initials of K. G. Ek are written too: KG, and of KG or K-G: K. G."""
    words = split_name(name)
    first = next((i for i, word in enumerate(words) if len(word) > 1), len(words))
    if 1 < first < len(words):
        yield " ".join(("".join(words[:first]), *words[first:]))
    elif (
        len(words) > 1 and words[0].isupper() and not words[1].isupper() and len(words[0]) in (2, 3)
    ):
        yield ". ".join((*words[0], " ".join(words[1:])))


def written_pattern(name: str) -> str:
    """Return the pattern of a name in running text."""
    words = split_name(name)
    if not words:
        return r"(?!)"
    if len(words) == 1:
        # Many names are words too: such a one counts only with its capital.
        first, rest = re.escape(words[0][0]), re.escape(words[0][1:])
        return f"{_START}(?-i:{first}){rest}{_GENITIVE}{_END}"
    last_first = (_last_first(name, i) for i in range(1, len(name.split())))
    return "|".join((f"{_START}{_row(name)}{_GENITIVE}{_END}", *last_first))


def _last_first(name: str, first: int) -> str:
    """Return the pattern of “af Ek, Kim”, where the first so many words come after a comma."""
    tokens = name.split()
    family, given = (" ".join(part) for part in (tokens[first:], tokens[:first]))
    if not split_name(family) or not split_name(given):
        return r"(?!)"
    return f"{_START}{_row(family)},{_MARKUP}+{_row(given)}{_END}"


def _row(name: str) -> str:
    """Return the pattern of a name's words one after another."""
    words, gaps = split_name(name), WORD.split(name)[1:-1]
    parts = [re.escape(words[0])]
    for gap, word in zip(gaps, words[1:], strict=True):
        parts += (_gap(gap), re.escape(word))
    return "".join(parts)


def _gap(gap: str) -> str:
    """Return the pattern of what may stand where the name has `gap`."""
    own = re.escape("".join(sorted(set(re.sub(rf"[\s{HYPHENS}]", "", gap)))))
    marks = f"(?:{_MARKUP}|[{own}])" if own else _MARKUP
    hyphen = f"{marks}*[{HYPHENS}]{marks}*" if "-" in gap else f"[*_]*[{HYPHENS}][*_]*"
    return f"(?:{marks}+|{hyphen})"


def address_pattern(name: str) -> str:
    """Return the pattern of a name in an address or a file's name, whose letters are ASCII."""
    parts = slugify(name).split("-")
    between = "[-_.+]?" if sum(map(len, parts)) >= _SHORTEST else "[-_.+]"
    return rf"(?<![a-z0-9]){between.join(map(re.escape, parts))}s?(?![a-z0-9])"


def page_pattern(slug: str) -> str:
    """Return the pattern of a link to a guest's page or file, or of a picture called as that."""
    own = re.escape(slug)
    return (
        rf"\bgaster/{own}(?![a-z0-9-])|(?<![a-z0-9/-]){own}\.md\b"
        rf"|(?<![a-z0-9-]){own}\.(?:avif|gif|jpe?g|m4a|mp3|mp4|pdf|png|svg|webp)\b"
    )
