"""Open a recording's container with PyAV, and say in one line why that is not possible."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

from poddarkiv.audio.joined_files import FileRange, find_joined_files
from poddarkiv.audio.library_errors import decode_error_reason
from poddarkiv.errors import AudioError
from poddarkiv.formats import sniff
from poddarkiv.formats.riff import read_wave_header, sound_goes_on
from poddarkiv.i18n import _


def joined_ranges(path: Path) -> list[tuple[int, int]]:
    """Return the first byte and the one after the last of each file that was joined into one.

    Raises:
        AudioError: It can't be read, is empty, or is a Git LFS pointer.
    """
    try:
        with path.open("rb") as file:
            head = file.read(64)
        if not head:
            raise AudioError(empty_message(path.name))
        if sniff.is_lfs_pointer(head):
            raise AudioError(lfs_message(path.name))
        return find_joined_files(path)
    except OSError as error:
        raise _unreadable(path, error) from error


def lfs_message(name: str) -> str:
    """Return the message for a Git LFS pointer in place of a file."""
    return _(
        "{name}: only a Git LFS pointer is here, not the file itself; run: git lfs pull", name=name
    )


def empty_message(name: str) -> str:
    """Return the message for an empty file."""
    return _("{name}: the file is empty (0 bytes)", name=name)


@contextmanager
def open_container(path: Path, first: int = 0, last: int | None = None) -> Iterator[Any]:
    """Open the recording at `path`, which holds at least one audio stream, with PyAV.

    Args:
        path: The file.
        first: The first byte to read, where it is one of several files joined together.
        last: The one after the last; None for the whole file.

    Raises:
        AudioError: It can't be read, now or later while the block runs.
    """
    import av

    try:
        end = path.stat().st_size if last is None else last
        with BufferedReader(FileRange(path, first, end)) as file:
            options = {"ignore_length": "1"} if _outlasts_its_header(file) else {}
        part = FileRange(path, first, end)
        with part, av.open(part, metadata_errors="replace", options=options) as container:
            # A stream of a kind that ffmpeg does not know has no codec.
            if not any(stream.codec_context for stream in container.streams.audio[:1]):
                raise AudioError(_("{name}: there is no sound in the file", name=path.name))
            yield container
    except (av.error.FFmpegError, OSError, ValueError) as error:
        # PyAV's own checks raise ValueError where a file contradicts itself.
        raise _unreadable(path, error) from error


def _outlasts_its_header(file: IO[bytes]) -> bool:
    """Whether a WAV holds more sound than its header says, of which ffmpeg would read no more."""
    if sniff.mime_type(file.read(12)) != "audio/wav":
        return False
    header = read_wave_header(file)
    return header is not None and sound_goes_on(file, header, file.seek(0, 2))


def _unreadable(path: Path, error: Exception) -> AudioError:
    reason = decode_error_reason(error)
    return AudioError(_("{path}: can't be read as audio ({reason})", path=path.name, reason=reason))
