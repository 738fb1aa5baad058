"""The note beside a partial file: which version of which URL it belongs to."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class PartialNote:
    """URL, size and validator of the whole file."""

    url: str
    total: int | None = None
    """Bytes; None where the host does not say."""
    validator: str = ""
    """What `If-Range` may hold (RFC 9110, 13.1.5): a strong ETag, or a date."""


def note_path(path: Path) -> Path:
    """Return where the note of the file at `path` is."""
    return path.with_name(f"{path.name}.json")


def read_note(path: Path) -> PartialNote | None:
    """Return the note of the file at `path`; None where there is none that can be read."""
    try:
        return PartialNote(**json.loads(note_path(path).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write_note(path: Path, note: PartialNote) -> None:
    """Write the note of the file at `path`."""
    # In place: a note that is cut off is none, and then the file is begun anew.
    note_path(path).write_text(json.dumps(asdict(note)), "utf-8")


def file_size(path: Path) -> int:
    """Return how many bytes the file at `path` has; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def partial_size(url: str, path: Path) -> int | None:
    """Return the bytes of `url` that `path` already has; None without a partial file."""
    note = read_note(path)
    return file_size(path) if note is not None and note.url == url and path.is_file() else None


def discard_partial(path: Path) -> None:
    """Remove a partial file and its note."""
    for each in (path, note_path(path)):
        each.unlink(missing_ok=True)


def remove_note(path: Path) -> None:
    """Remove the note alone: the file is complete and in place."""
    note_path(path).unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()
