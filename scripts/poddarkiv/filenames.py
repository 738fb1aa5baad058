"""What a file of an archive may be called. Looks at names alone. Imports nothing of ours."""

import re

_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$")
"""Devices of old, which Windows opens in any folder and with any ending."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\]")
_LEADS_AWAY = re.compile(r"[\x00-\x1f\x7f\\]|^.:")
"""Windows' slash and drives (any sign before a colon is one), and what ends a name early."""
MEDIA_NAME_PATTERN = r"^(?!\s*[./])(?!.*/[./])(?!.:)[^\\\u0000-\u001f]*[^\\\u0000-\u001f/]$"
"""The part of `is_media_name` that a JSON Schema can say."""


_LONGEST = 255
"""Bytes of a name on nearly every disk."""


def is_passed_by(name: str) -> bool:
    """Whether a file or folder called `name` is no part of the archive.

    Names that begin with a dot are editors' locks (`.#a.md`, `.~lock.a#`), what macOS leaves on
    other disks (`._a.md`, `.DS_Store`), or hidden on purpose; Emacs keeps `a.md~` and `#a.md#`.

    >>> is_passed_by("._om.md"), is_passed_by("om.md~"), is_passed_by("om.md")
    (True, True, False)
    """
    return name.startswith(".") or name.endswith("~") or (name[:1] == name[-1:] == "#")


def is_portable(name: str) -> bool:
    """Whether one file or folder can be called `name` on Windows, macOS and Linux.

    >>> is_portable("om.md"), is_portable("aux.md"), is_portable("om.")
    (True, False, False)
    """
    return _is_everywhere(name) and not _UNSAFE.search(name)


def is_media_name(path: str) -> bool:
    r"""Whether `path` names a file within `media/`, on every system, and leads nowhere else.

    Signs that are awkward in an address are for the rules of `checks` to tell of.

    >>> [is_media_name(path) for path in ("032.mp3", "bilder/a.jpg", "../a", "C:\\a", "/a")]
    [True, True, False, False, False]
    """
    return all(
        _is_everywhere(part) and not _LEADS_AWAY.search(part) and not is_passed_by(part)
        for part in path.split("/")
    )


def _is_everywhere(name: str) -> bool:
    stem = name.partition(".")[0].rstrip(" ")
    fits = 0 < len(name.encode("utf-8", "replace")) <= _LONGEST
    return fits and name[-1] not in ". " and not _RESERVED.match(stem)
