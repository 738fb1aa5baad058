"""Tell in which encoding a text from elsewhere is. No I/O."""

import codecs
from typing import NamedTuple


class Decoded(NamedTuple):
    """A text, and how it was written."""

    text: str
    encoding: str
    """As people know it: `UTF-8`, `UTF-16` or `Windows-1252`."""

    @property
    def is_converted(self) -> bool:
        """Whether it was in another encoding than the archive's."""
        return self.encoding != "UTF-8"


def decode(content: bytes) -> Decoded:
    r"""Return the text of `content`: UTF-8, UTF-16 with or without its mark, else Windows-1252.

    >>> decode("\ufeffHej".encode("utf-16-le")), decode(b"H\xf6r")
    (Decoded(text='Hej', encoding='UTF-16'), Decoded(text='Hör', encoding='Windows-1252'))
    """
    wide = _utf_16(content)
    if wide is not None:
        return Decoded(wide, "UTF-16")
    try:
        return Decoded(content.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing there, and are control characters in Latin-1.
        text = content.decode("cp1252", errors="backslashreplace")
        return Decoded(text, "Windows-1252")


def _utf_16(content: bytes) -> str | None:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        # Without a mark, every second byte of a mostly Latin text is zero.
        head = content[:4000]
        low, high = head[::2].count(0), head[1::2].count(0)
        if max(low, high) * 4 < len(head) or len(content) % 2:
            return None
        return content.decode("utf-16-le" if high > low else "utf-16-be")
    except UnicodeDecodeError:
        return None
