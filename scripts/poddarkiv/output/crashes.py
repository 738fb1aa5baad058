"""Keep what a fault of ours looked like, so that a person meets one line and can send the rest."""

import contextlib
import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from poddarkiv import __version__
from poddarkiv.i18n import _

DEBUG = "PODDARKIV_DEBUG"
"""The variable that lets faults show all that is known of them."""
_KEPT = 200_000
"""Bytes of the file; what is older goes."""


def state_folder() -> Path:
    """Return where this program keeps notes for the person who runs it."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home raises where there is none
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home) / "poddarkiv"
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / "poddarkiv"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "poddarkiv"


def note_crash(error: BaseException) -> str:
    """Keep the traceback of `error` in a file, and return one line about it.

    With `PODDARKIV_DEBUG=1` it is printed too.
    """
    details = "".join(traceback.format_exception(error))
    if os.environ.get(DEBUG):
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(details)
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    path = _kept(details)
    if path is None:
        return _("a fault in Poddarkiv ({what}); see it all with {debug}=1", what=what, debug=DEBUG)
    return _("a fault in Poddarkiv ({what}); the details are in {path}", what=what, path=path)


def _kept(details: str) -> Path | None:
    head = f"{datetime.now(UTC).isoformat(timespec='seconds')} poddarkiv {__version__} "
    head += f"Python {platform.python_version()} {sys.platform}: {' '.join(sys.argv[1:2])}\n"
    note = (head + details + "\n").encode("utf-8", "backslashreplace")
    for place in (state_folder, _temporary_folder):
        # The disk of the user's folder may be full too, and so may the one of temporary files.
        with contextlib.suppress(OSError, ValueError):
            folder = place()
            path = folder / "poddarkiv-fel.log"
            folder.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes()[-_KEPT:] if path.is_file() else b""
            path.write_bytes(before + note)
            return path
    return None


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir())
