"""A disk that forgives, as on Windows and macOS: what is written in the wrong case opens too."""

import subprocess
import sys
from pathlib import Path

PRELUDE = """
import builtins, io, os, sys
ROOT = os.path.realpath(sys.argv.pop(1))
LIST, STAT = os.listdir, os.stat

def real(path):
    # The path as the disk has it, part by part; what it has not is as it is written.
    if not isinstance(path, (str, os.PathLike)):
        return path
    whole = os.path.abspath(os.fspath(path))
    if not isinstance(whole, str) or not whole.startswith(ROOT + os.sep):
        return path
    found = ROOT
    for part in whole[len(ROOT) + 1:].split(os.sep):
        names = LIST(found) if os.path.isdir(found) else []
        same = [name for name in names if name.lower() == part.lower()]
        found = os.path.join(found, part if part in names or not same else same[0])
    return found

def forgiving(function):
    def call(path, *rest, **more):
        return function(real(path), *rest, **more)
    return call

os.path.isdir = lambda path, stat=STAT: _is_dir(path)
def _is_dir(path):
    import stat
    try:
        return stat.S_ISDIR(STAT(path).st_mode)
    except OSError:
        return False
for name in ("stat", "lstat", "listdir", "scandir", "open", "mkdir", "unlink", "rmdir"):
    setattr(os, name, forgiving(getattr(os, name)))
io.open = builtins.open = forgiving(builtins.open)
from poddarkiv.cli import main
main()
"""


def poddarkiv(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what the command printed in the archive at `root` on such a disk."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PRELUDE, str(root), *arguments],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
