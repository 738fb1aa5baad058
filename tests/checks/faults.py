"""Break an archive in one place, and mend it again, as `faults*.yml` says."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from poddarkiv.checks import check
from poddarkiv.errors import Problem
from poddarkiv.load import read_archive

Edits = dict[str, str] | list[dict[str, str]]

HERE = Path(__file__).parent
AS_OF = datetime.fromisoformat("2026-06-01T12:00:00+02:00")


def tables() -> list[dict[str, Any]]:
    """Return the rows of every table of faults."""
    rows: list[dict[str, Any]] = []
    for path in sorted(HERE.glob("faults*.yml")):
        rows += yaml.safe_load(path.read_text("utf-8"))
    return rows


def copy_base(folder: Path) -> Path:
    """Return a copy of the archive in which nothing is wrong."""
    return Path(shutil.copytree(HERE / "base", folder / "arkiv"))


def problems(root: Path) -> list[Problem]:
    """Return all that `check` finds."""
    archive, found = read_archive(root)
    return sorted({*found, *(check(archive, AS_OF) if archive else ())})


def write_as_windows(root: Path) -> None:
    """Give every text of the archive the line endings that editors on Windows write."""
    for path in root.rglob("*"):
        if path.suffix in {".yml", ".md", ".vtt", ".json"}:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def apply(root: Path, edit: dict[str, str]) -> None:
    """Make one edit: move, copy, remove or make a file or folder; then change a text in a file."""
    if "move" in edit:
        (root / edit["move"]).rename(root / edit["to"])
    if "copy" in edit:
        _copy(root / edit["copy"], root / edit["to"])
    if "remove" in edit:
        _remove(root / edit["remove"])
    if "mkdir" in edit:
        (root / edit["mkdir"]).mkdir()
    if "file" in edit:
        _change(root / edit["file"], edit)


def apply_all(root: Path, edits: Edits, file: str = "") -> None:
    """Make one or more edits; those that name no file are of `file`."""
    for edit in edits if isinstance(edits, list) else [edits]:
        whole = {"move", "remove", "mkdir", "file"} & edit.keys()
        apply(root, edit if whole else {"file": file, **edit})


def file_of(edits: Edits) -> str:
    """Return the file that is edited; empty when none is changed inside."""
    first = edits[0] if isinstance(edits, list) else edits
    return first.get("file", "")


def _change(path: Path, edit: dict[str, str]) -> None:
    if "encoding" in edit:
        text = path.read_bytes().decode("latin-1" if edit["encoding"] == "utf-8" else "utf-8")
        path.write_bytes(text.encode(edit["encoding"]))
    elif "write" in edit:
        path.write_text(edit["write"], "utf-8", newline="\n")
    elif "replace" in edit:
        text = path.read_text("utf-8")
        assert text.count(edit["replace"]) == 1, f"{edit['replace']!r} must stand once in {path}"
        path.write_text(text.replace(edit["replace"], edit["with"]), "utf-8", newline="\n")


def _copy(old: Path, new: Path) -> None:
    if old.is_dir():
        shutil.copytree(old, new)
    else:
        shutil.copy(old, new)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
