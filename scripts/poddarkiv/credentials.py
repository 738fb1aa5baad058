"""Names and passwords in addresses: found, and never shown. Imports nothing of ours.

An address such as https://name:password@host/ would stand in the feed, the lock and every message.
"""

import re

_START = r"((?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}|\b(?:https?|ftp|wss?):[/\\]*)"
"""How an address begins, as browsers read it: `https:host` and `\\\\host` are addresses to them."""
_USER_INFO = re.compile(rf"(?i){_START}[^\s/\\?#]*(?:@|%40)")
_SLASH_IN_PASSWORD = re.compile(
    # What follows the colon is no port, so it is a password, with whatever it holds.
    rf"(?i){_START}(?!\[)[^\s/\\?#@:]*:(?!\d*(?:[/\\?#]|$))\S*(?:@|%40)"
)
_SHOWN = r"\1…@"


def has_credentials(address: str) -> bool:
    """Whether a browser or program would read a name or password in `address`, or in a text.

    >>> has_credentials("https://ada:hemligt@podd.example/32.mp3")
    True
    >>> has_credentials("https://social.example/@ada")
    False
    """
    if not _may_hold(address):
        return False
    # Browsers leave out tabs and line breaks, wherever in an address they stand.
    text = re.sub(r"[\t\r\n]", "", address)
    return bool(_USER_INFO.search(text) or _SLASH_IN_PASSWORD.search(text))


def without_credentials(text: str) -> str:
    """Return `text` with every name and password of an address left out.

    >>> without_credentials("leads to https://ada:hemligt@podd.example/32.mp3")
    'leads to https://…@podd.example/32.mp3'
    """
    if not _may_hold(text):
        return text
    return _USER_INFO.sub(_SHOWN, _SLASH_IN_PASSWORD.sub(_SHOWN, text))


def _may_hold(text: str) -> bool:
    # Quick: every value of every file is asked about.
    return "@" in text or "%40" in text
