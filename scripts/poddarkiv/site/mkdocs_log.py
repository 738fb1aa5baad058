"""Translate the warnings that MkDocs logs into the language in use."""

import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _, quoted

_OURS = "mkdocs.plugins.poddarkiv"
_KNOWN: tuple[tuple[str, Callable[..., str]], ...] = (
    (
        (
            r"Doc file '(.+?)' contains a(?:n absolute| relative)? link '(.+?)', but the target.* "
            r"not found among documentation files\.(?: Did you mean '(.+?)'\?)?"
        ),
        lambda page, link, near: (
            _("content/{page}: nothing is at “{link}”, which is linked to", page=page, link=link)
            + (" – " + _("did you mean “{near}”?", near=near) if near else "")
        ),
    ),
    (
        r"Doc file '(.+?)' contains an (?:absolute|unrecognized relative) link '(.+?)', it was",
        lambda page, link: _(
            "content/{page}: the link “{link}” is left as it is: it names no file",
            page=page,
            link=link,
        ),
    ),
    (
        r"Doc file '(.+?)' contains a link '(.+?)', but .*(?:no such anchor|not contain an anchor)",
        lambda page, link: _(
            "content/{page}: the page has no such place as “{link}”", page=page, link=link
        ),
    ),
    (
        r"A reference to '(.+?)' is included in the 'nav' configuration, which is not found",
        lambda page: _("mkdocs.yml: nav: there is no page {page}", page=page),
    ),
    (
        r"Excluding '(.+?)' from the site because it conflicts with '(.+?)'",
        lambda page, other: _(
            "content/{page}: is left out, it would have the same address as {other}",
            page=page,
            other=other,
        ),
    ),
    (
        r"Config value '(.+?)': Unrecognised configuration name",
        lambda key: _("mkdocs.yml: {key}: MkDocs knows no such setting", key=key),
    ),
    (
        r"Config value '(.+?)': (.+)",
        lambda key, words: _(
            "mkdocs.yml: {key}: MkDocs does not accept the value ({words})",
            key=key,
            words=quoted("MkDocs", words),
        ),
    ),
    (
        r"Error (?:building|reading) (?:page|template) '(.+?)'",
        lambda page: _("{page} could not be drawn", page=page),
    ),
    (r"File not found: (.+)", lambda page: _("content/{page}: the file is not there", page=page)),
    (
        r"Encoding error reading file: (.+)",
        lambda page: _("content/{page}: it is not UTF-8", page=page),
    ),
)


class _MessageHandler(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Now, while it is known which error the message is about.
        self.messages.append(translate_warning(record.getMessage(), record.name))


@contextmanager
def translate_warnings(lines: list[str], logger: str = "mkdocs") -> Iterator[None]:
    """Write an engine's warnings to the error stream afterwards, in the language in use.

    Args:
        lines: The warnings are appended to them too.
        logger: Of the engine.
    """
    log = logging.getLogger(logger)
    log.setLevel(logging.WARNING)
    handler = _MessageHandler()
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        lines += handler.messages
        for text in handler.messages:
            sys.stderr.write(f"{text}\n")


def translate_warning(message: str, logger: str = "mkdocs") -> str:
    """Return `message`, from a logger of MkDocs, in the language in use.

    Messages of other plugins, and those of MkDocs that are not known here, are quoted.
    """
    error = sys.exc_info()[1]
    if logger == _OURS or (error is not None and isinstance(error.__cause__, PoddarkivError)):
        return message
    for pattern, text in _KNOWN:
        if match := re.match(pattern, message, re.DOTALL):
            return text(*match.groups())
    return quoted("MkDocs", message)
