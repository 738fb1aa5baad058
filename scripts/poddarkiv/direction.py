"""Which languages are written from right to left, and text that shows it where no markup can."""

import unicodedata

_LANGUAGES = frozenset(
    (
        *("ar", "arc", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw"),
        *("ks", "lrc", "luz", "mzn", "nqo", "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur"),
        *("yi",),
    )
)
"""Those whose usual script is written so (CLDR); a tag may name another, as `az-Arab`."""
_SCRIPTS = frozenset(
    ("Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi")
)
_MARK = "\u200f"
"""RIGHT-TO-LEFT MARK: WebVTT, SubRip and plain text tell the direction by the first letter."""


def text_direction(language: str) -> str:
    """Return `rtl` or `ltr`, the values of HTML's `dir`, for a tag such as `sv` or `az-Arab`.

    >>> [text_direction(tag) for tag in ("sv", "he-IL", "AR", "az-Arab", "he-Latn")]
    ['ltr', 'rtl', 'rtl', 'rtl', 'ltr']
    """
    first, *rest = language.replace("_", "-").split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), None)
    right = script in _SCRIPTS if script else first.lower() in _LANGUAGES
    return "rtl" if right else "ltr"


def mark_direction(text: str, language: str) -> str:
    r"""Return `text` so that each row is shown in its language's direction, whatever begins it.

    >>> mark_direction("NSPH שלום\nשלום", "he") == "\u200fNSPH שלום\nשלום"
    True
    """
    if text_direction(language) == "ltr":
        return text
    return "\n".join(map(_marked, text.split("\n")))


def _marked(row: str) -> str:
    strong = next((c for c in map(unicodedata.bidirectional, row) if c in {"L", "R", "AL"}), "L")
    return row if strong != "L" or not row else _MARK + row
