"""Turn the libraries' errors on a damaged file into one line that a person can use."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from poddarkiv.errors import AudioError, system_reason
from poddarkiv.i18n import _

_LEAKED = (ArithmeticError, AttributeError, EOFError, LookupError, TypeError, ValueError)
"""What they raise, beside their own errors, where a file contradicts itself."""


@contextmanager
def tag_errors(name: str) -> Iterator[None]:
    """Raise an error of mutagen's in the block as what is wrong with the recording `name`.

    Raises:
        AudioError: Instead of each of them.
    """
    import mutagen

    try:
        yield
    except (mutagen.MutagenError, struct.error, OSError, MemoryError, *_LEAKED) as error:
        # mutagen wraps what the system says: a full disk, most often.
        inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
        reason = system_reason(inner, "mutagen")
        raise AudioError(
            _("{name}: the tags can't be read or written ({reason})", name=name, reason=reason)
        ) from error


@contextmanager
def decode_errors(name: str) -> Iterator[None]:
    """Raise an error of PyAV's in the block as what is wrong with the recording `name`.

    Raises:
        AudioError: Instead of each of them.
    """
    import av

    try:
        yield
    except (av.error.FFmpegError, OSError, MemoryError, *_LEAKED) as error:
        # PyAV's own checks raise what Python has where a file contradicts itself.
        reason = decode_error_reason(error)
        raise AudioError(
            _("{name}: the recording can't be read ({reason})", name=name, reason=reason)
        ) from error


def decode_error_reason(error: Exception) -> str:
    """Return in few words why PyAV could not read a recording."""
    import av

    if isinstance(error, av.error.InvalidDataError):
        return _("it is damaged, or no sound")
    if isinstance(error, EOFError):
        return _("it ends too early")
    unknown = (
        av.error.DecoderNotFoundError,
        av.error.DemuxerNotFoundError,
        av.error.ProtocolNotFoundError,
        av.error.PatchWelcomeError,
    )
    if isinstance(error, unknown):
        return _("FFmpeg knows no such kind of sound")
    return system_reason(error, "FFmpeg")
