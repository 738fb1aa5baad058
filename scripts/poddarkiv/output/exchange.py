"""Let two folders change places at once, where the system can."""

import ctypes
import errno
import os
import sys
from pathlib import Path

_HERE = {"linux": -100, "darwin": -2}
"""AT_FDCWD: paths are from the working folder."""
_SWAP = 2
"""RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renameatx_np(2)."""
_CAN_NOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM}


def exchange(one: Path, other: Path) -> bool:
    """Let `one` and `other`, which both exist, change names in one step.

    Returns:
        Whether they did; some systems and disks can't.

    Raises:
        OSError: They can, and it failed.
    """
    call = _call()
    if call is None:
        return False
    here = _HERE[sys.platform]
    if call(here, os.fsencode(one), here, os.fsencode(other), _SWAP) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CAN_NOT:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _call() -> "ctypes._NamedFuncPointer | None":
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    if name is None:
        return None
    # Older C libraries lack it.
    call: ctypes._NamedFuncPointer | None = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if call is not None:
        call.argtypes = [
            ctypes.c_int,
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.c_char_p,
            ctypes.c_uint,
        ]
    return call
