"""Turn what libraries make of a broken file into the one line that a person can use."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from poddarkiv.errors import AudioError
from poddarkiv.i18n import _

_LEAKED = (ArithmeticError, AttributeError, EOFError, LookupError, TypeError, ValueError)
"""What they let through, beside their own errors, where a file contradicts itself."""


@contextmanager
def broken_tags(name: str) -> Iterator[None]:
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
        reason = getattr(inner, "strerror", None) or str(inner) or type(error).__name__
        raise AudioError(
            _("{name}: the tags can't be read or written ({reason})", name=name, reason=reason)
        ) from error


@contextmanager
def broken_sound(name: str) -> Iterator[None]:
    """Raise an error of PyAV's in the block as what is wrong with the recording `name`.

    Raises:
        AudioError: Instead of each of them.
    """
    import av

    try:
        yield
    except (av.error.FFmpegError, OSError, MemoryError, *_LEAKED) as error:
        # PyAV's own checks raise what Python has where a file contradicts itself.
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise AudioError(
            _("{name}: the recording can't be read ({reason})", name=name, reason=reason)
        ) from error
