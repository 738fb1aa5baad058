"""Recordings that lie on another computer: fetched to be heard, and forgotten afterwards."""

import hashlib
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from poddarkiv.asr.job import Source
from poddarkiv.output import write_parts
from poddarkiv.remote import stream

FOLDER = ".poddarkiv/media"
"""From the archive's root; outside git."""
LARGEST = 8 << 30
"""Bytes: ten hours of uncompressed stereo are 6.3 GB."""


def far(root: Path, url: str) -> Source:
    """Return the recording at `url`, with the place where it will be fetched to."""
    # Only what is harmless in a name: `%2F..%2F` would lead out of the folder.
    name = re.sub(r"[^\w.-]|\.(?=\.)", "_", unquote(PurePosixPath(urlsplit(url).path).name))[-80:]
    key = hashlib.sha256(url.encode()).hexdigest()[:16]
    return Source(root / FOLDER / f"{key}-{name}", url=url)


def bring(source: Source, *, allow_local: bool = False) -> None:
    """Bring the recording here, unless it is; a run that was killed left it for the next.

    Args:
        source: Where it is and comes.
        allow_local: Whether its address may lead to this machine.

    Raises:
        RemoteError: The host doesn't give it.
        OSError: It can't be written.
    """
    if source.url and not source.path.exists():
        write_parts(source.path, stream(source.url, LARGEST, allow_local=allow_local))


def forget(source: Source) -> None:
    """Remove the recording, if it was fetched."""
    if source.url:
        source.path.unlink(missing_ok=True)
