"""Repair the text of tags that was decoded with the wrong encoding (mojibake). No I/O."""

import re

UNREADABLE = "\ufffd"
"""Stands for each letter that nobody can read any more."""
_CONTROLS = re.compile("[\x80-\x9f]")
_OLD = {
    "cp1252": re.compile(
        r"(?:[^\W\d_]’[^\W\d_]|\B[“”‘’]\b|\b[“”‘’]\B|[–—]|(?<=\w)…|…(?!\w)|[\x00-\x7f]|[åäöÅÄÖéü])*"
    ),
    "cp850": re.compile(r"(?:[\x00-\x7f]|[åäöé]|(?<![a-zåäö])[ÅÄÖ])*"),
    "mac_roman": re.compile(r"(?:[\x00-\x7f]|[åäöéü–—“”‘’…]|(?<![a-zåäö])[ÅÄÖ])*"),
}
"""What Swedish looks like where Windows, DOS and old Macs wrote it."""


def repair_text(text: str) -> str:
    r"""Return `text` as it was meant, when one encoding was taken for another.

    >>> repair_text("Ã\x85terhÃ¤mtning"), repair_text("\x8fterh\x84mtning")
    ('Återhämtning', 'Återhämtning')
    >>> repair_text("p\x8c jobbet")
    'på jobbet'
    """
    meant = _older(_utf8(text)).replace("\r\n", "\n").replace("\r", "\n")
    # C1 controls in tags are letters of some other encoding, never meant.
    meant = _CONTROLS.sub(UNREADABLE, meant)
    return "".join(char for char in meant if char.isprintable() or char in "\n\t").strip()


def _utf8(text: str) -> str:
    """Undo that UTF-8 was taken for Latin-1 (`Ã¥` for `å`)."""
    for encoding in ("latin-1", "cp1252"):
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if meant != text:
            return meant
    return text


def _older(text: str) -> str:
    """Undo that the letters of an older machine were taken for Latin-1's control characters."""
    if _CONTROLS.search(text) is None:
        return text
    for encoding, swedish in _OLD.items():
        try:
            meant = text.encode("latin-1").decode(encoding)
        except UnicodeError:
            continue
        # Quotation marks come two and two; a lone one is a letter of DOS.
        if swedish.fullmatch(meant) and (meant.count("”") + meant.count("“")) % 2 == 0:
            return meant
    return text
