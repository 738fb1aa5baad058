"""Names of what a run makes for itself, and whether the run that made it has ended."""

import hashlib
import os
import re
import secrets
import time
from pathlib import Path

from poddarkiv.processes import Process, current_process, host_id, is_running

PREFIX = ".poddarkiv-"
"""Begins the name of each temporary file and folder: git ignores them, no loader reads them."""
DEAD_AFTER = 3600.0
"""Seconds after which it is nobody's, where nobody can tell whether its process runs."""
_NAME = re.compile(re.escape(PREFIX) + r"([0-9a-f]{8})-([0-9]{1,10})-([0-9]*)-")


def temporary_name(ending: str = "") -> str:
    """Return a new name that tells whose it is.

    Args:
        ending: What the name ends with, as in `.mp3` where a library goes by it; some 32 bytes.
    """
    me = current_process()
    return f"{PREFIX}{_digest(me.host)}-{me.number}-{me.started}-{secrets.token_hex(4)}{ending}"


def temporary_beside(path: Path) -> Path:
    """Return a new name in the folder of `path`, with its ending."""
    ending = path.suffix if re.fullmatch(r"\.\w{1,8}", path.suffix, re.ASCII) else ""
    return path.with_name(temporary_name(ending))


def is_leftover(path: Path, forgotten: float = DEAD_AFTER) -> bool:
    """Whether `path` is a temporary of ours whose run has ended.

    Where nobody here can tell, as of another machine's, it has when it is `forgotten` seconds old.
    """
    if not path.name.startswith(PREFIX):
        return False
    found = _NAME.match(path.name)
    try:
        age = abs(time.time() - os.lstat(path).st_mtime)
    except OSError:
        return False
    if found is None or found[1] != _digest(host_id()):
        return age > forgotten
    running = is_running(Process(host_id(), int(found[2]), found[3]))
    return age > forgotten if running is None else not running


def _digest(host: str) -> str:
    return hashlib.sha256(host.encode("utf-8", "replace")).hexdigest()[:8]
