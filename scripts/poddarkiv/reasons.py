"""Say why a file or a library would not, in the language in use; `webreasons` of other computers.

Libraries speak English. Their errors are reported in our words, and quoted only where they say
more (`i18n.quoted`).
"""

import json

from poddarkiv.errors import system_reason
from poddarkiv.i18n import _


class InvalidContentError(ValueError):
    """A file or an answer is not what it should be; the message is for people, in our words."""


def file_reason(error: BaseException) -> str:
    """Return why a file that a program of ours once wrote can't be read."""
    match error:
        case InvalidContentError():
            return str(error)
        case OSError() | MemoryError():
            return system_reason(error)
        case UnicodeDecodeError(start=start):
            return _("it is not UTF-8 (byte {byte})", byte=start)
        case UnicodeError():
            return _("half a character can't be written")
        case KeyError(args=(str(key), *_rest)):
            return _("{key} is missing", key=key)
        case RecursionError():
            return _("lists and keys stand within one another too deep to be read")
        case json.JSONDecodeError():
            return json_reason(error)
    return _("it is damaged, or another kind of file")


def json_reason(error: Exception) -> str:
    """Return where a text stops being JSON."""
    if isinstance(error, json.JSONDecodeError):
        return _(
            "line {line}, character {column}: this is no JSON",
            line=error.lineno,
            column=error.colno,
        )
    if isinstance(error, RecursionError):
        return file_reason(error)
    return _("this is no JSON")
