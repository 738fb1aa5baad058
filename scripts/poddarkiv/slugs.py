"""Names that can stand in an address: lower-case ASCII letters, digits and hyphens."""

import re
import unicodedata
from collections.abc import Iterable

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"

_SLUG = re.compile(SLUG_PATTERN, re.ASCII)
_SPELLED_OUT = str.maketrans(
    {"å": "a", "ä": "a", "ö": "o", "æ": "ae", "ø": "o", "ß": "ss", "þ": "th", "ð": "d", "ł": "l"}
)


def slugify(text: str) -> str:
    """Return `text` as a slug. Empty when it holds no letter or digit that ASCII has.

    >>> slugify("Återhämtning & Öppenhet")
    'aterhamtning-oppenhet'
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(_SPELLED_OUT)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only))


def is_slug(text: str) -> bool:
    """Whether `text` may be the last part of an address."""
    return bool(_SLUG.match(text))


def closest(text: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `text` most likely was meant to be, or None.

    >>> closest("sofia-ekmann", ["sofia-ekman", "sonny-wahlstedt"])
    'sofia-ekman'
    >>> closest("sofia", ["sofia-ekman", "sonny-wahlstedt"])
    'sofia-ekman'
    """
    names = list(known)
    # Imported when something is misspelt: most runs start without it.
    import difflib

    matches = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
    if not matches:
        # A first name or a last name alone, where nobody else has it.
        matches = [name for name in names if text in name.split("-")]
    return matches[0] if len(matches) == 1 else None
