"""Write tags into a copy of a recording, and never change a sound of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from poddarkiv.audio.foreign_tags import ForeignTags
from poddarkiv.audio.id3 import write_id3
from poddarkiv.audio.library_errors import tag_errors
from poddarkiv.audio.measure import read_kind
from poddarkiv.audio.mp4 import write_mp4
from poddarkiv.audio.packets import audio_sha256
from poddarkiv.audio.tagging import Picture, Tags
from poddarkiv.errors import AudioError
from poddarkiv.i18n import _
from poddarkiv.output import edit_copy

_WRITERS: Mapping[str, Callable[[Path, Tags], ForeignTags]] = {
    "audio/mpeg": write_id3,
    "audio/x-m4a": write_mp4,
}


def write_tagged_copy(
    path: Path,
    tags: Tags,
    notify: Callable[[tuple[str, ...]], None] = lambda _lines: None,
) -> Path | None:
    """Return a copy of the recording at `path` that carries `tags`, to be put in its place.

    Args:
        path: The recording.
        tags: What it is to carry.
        notify: Called with a line for each kind of foreign tag that stays.

    Returns:
        The copy, alone in a temporary folder on the same disk; None when the file has the tags.

    Raises:
        AudioError: It is no MP3 or M4A, can't be read, or its sound would have changed.
    """
    writer = _WRITERS.get(read_kind(path))
    if writer is None:
        raise AudioError(_("{name}: only MP3 and M4A can carry tags", name=path.name))
    before = audio_sha256(path)

    def edit(copy: Path) -> None:
        with tag_errors(path.name):
            unknown = writer(copy, tags).lines()
        if audio_sha256(copy) != before:
            raise AudioError(
                _("{name}: the sound would have changed; the file is as it was", name=path.name)
            )
        if unknown:
            notify(unknown)

    return edit_copy(path, edit)


def read_picture(path: Path) -> Picture | None:
    """Return the cover at `path`, or None when there is none that players can show."""
    try:
        # A pipe would be waited for without end.
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        return None
    if content.startswith(b"\xff\xd8\xff"):
        return Picture(content, "image/jpeg")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture(content, "image/png")
    return None
