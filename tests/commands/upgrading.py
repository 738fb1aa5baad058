"""What tests of `poddarkiv upgrade` share: archives of earlier versions."""

import contextlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from poddarkiv import i18n
from poddarkiv.cli import main
from poddarkiv.commands._starter import draw_cover

FROZEN = Path(__file__).parents[1] / "golden/init"


def archive_before(folder: Path, language: str = "sv") -> Path:
    """Write the archive that `init` made at commit 578e0ad into `folder`; return its root."""
    root = folder / "arkiv"
    for path in (FROZEN / language).rglob("*"):
        if path.is_file():
            name = path.relative_to(FROZEN / language).as_posix()
            target = root / re.sub(r"(^|/)dot_", r"\1.", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (root / "media").mkdir()
    (root / "media/omslag.png").write_bytes(draw_cover())
    if language != "sv":
        shutil.copy(FROZEN / "sv/requirements.lock", root)
    return root


def files(root: Path) -> dict[str, bytes]:
    """Return every file of an archive by path, but for what this tool keeps for itself."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {"site", ".poddarkiv", ".git"} & set(path.relative_to(root).parts)
    }


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Write `new` in the place of `old` in a file of the archive."""
    text = (root / path).read_bytes().decode()
    assert old in text
    (root / path).write_bytes(text.replace(old, new).encode())


def upgrade(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Return what `poddarkiv upgrade WORDS` says in an archive, run in this process."""
    before = i18n.language()
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setattr("sys.argv", ["poddarkiv", "upgrade", "--root", str(root), *words])
        with contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    i18n.use(before)
    return subprocess.CompletedProcess(words, ended.value.code, out.getvalue(), err.getvalue())
