"""Turn what mutagen makes of a broken file into the one line that a person can use."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from poddarkiv.errors import AudioError
from poddarkiv.i18n import _

_LEAKED = (ArithmeticError, AttributeError, EOFError, LookupError, TypeError, ValueError)
"""What mutagen lets through, beside its own errors, where a file contradicts itself."""


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
