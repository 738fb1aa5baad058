"""Tell in which encoding a text from elsewhere is. No I/O."""

import codecs
from typing import NamedTuple


class Decoded(NamedTuple):
    """A text, and how it was written."""

    text: str
    encoding: str
    """As people know it: `UTF-8`, `UTF-16`, `UTF-32` or `Windows-1252`."""

    @property
    def is_converted(self) -> bool:
        """Whether it was in another encoding than the archive's."""
        return self.encoding != "UTF-8"


def decode_text(content: bytes) -> Decoded:
    r"""Return the text of `content`: UTF-8; UTF-16, marked or not; UTF-32; else Windows-1252.

    >>> decode_text("\ufeffHej".encode("utf-16-le")), decode_text(b"H\xf6r")
    (Decoded(text='Hej', encoding='UTF-16'), Decoded(text='Hör', encoding='Windows-1252'))
    """
    wide = _wide(content)
    if wide is not None:
        return Decoded(*wide)
    try:
        return Decoded(content.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing there, and are control characters in Latin-1.
        text = content.decode("cp1252", errors="backslashreplace")
        return Decoded(text, "Windows-1252")


def _wide(content: bytes) -> tuple[str, str] | None:
    """Return text and encoding where letters take two bytes or four; None for other texts."""
    try:
        if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            return content.decode("utf-32"), "UTF-32"
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), "UTF-16"
        # Without a mark: digits, spaces and line ends have a zero beside them in every script.
        high, low = content[1::2].count(0), content[::2].count(0)
        if not high + low or len(content) % 2:
            return None
        text = content.decode("utf-16-le" if high > low else "utf-16-be")
    except UnicodeDecodeError:
        return None
    # Zeros elsewhere are no text at all.
    return None if "\0" in text else (text, "UTF-16")
