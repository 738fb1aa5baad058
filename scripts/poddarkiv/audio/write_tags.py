"""Write tags into a recording: whole or not at all, and never a sound of it changed."""

from collections.abc import Callable, Mapping
from pathlib import Path

from poddarkiv.audio.id3 import write_id3
from poddarkiv.audio.measure import file_kind
from poddarkiv.audio.mp4 import write_mp4
from poddarkiv.audio.packets import audio_sha256
from poddarkiv.audio.tagging import Picture, Tags
from poddarkiv.errors import AudioError
from poddarkiv.i18n import _
from poddarkiv.output import rewrite_file

_WRITERS: Mapping[str, Callable[[Path, Tags], None]] = {
    "audio/mpeg": write_id3,
    "audio/x-m4a": write_mp4,
}


def write_tags(path: Path, tags: Tags) -> bool:
    """Let the recording at `path` carry `tags`; return whether the file changed.

    Raises:
        AudioError: It is no MP3 or M4A, can't be read, or its sound would have changed.
    """
    writer = _WRITERS.get(file_kind(path))
    if writer is None:
        raise AudioError(_("{name}: only MP3 and M4A can carry tags", name=path.name))
    before = audio_sha256(path)

    def edit(copy: Path) -> None:
        writer(copy, tags)
        if audio_sha256(copy) != before:
            raise AudioError(
                _("{name}: the sound would have changed; the file is as it was", name=path.name)
            )

    return rewrite_file(path, edit)


def read_picture(path: Path) -> Picture | None:
    """Return the cover at `path`, or None when there is none that players can show."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if content.startswith(b"\xff\xd8\xff"):
        return Picture(content, "image/jpeg")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture(content, "image/png")
    return None
