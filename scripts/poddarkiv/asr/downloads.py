"""Recordings on remote hosts: downloaded to be transcribed, and removed afterwards."""

import hashlib
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from poddarkiv.asr.job import Source
from poddarkiv.output import write_parts
from poddarkiv.remote import stream_url

FOLDER = ".poddarkiv/media"
"""From the archive's root; outside git."""
LARGEST = 8 << 30
"""Bytes: ten hours of uncompressed stereo are 6.3 GB."""


def remote_source(root: Path, url: str) -> Source:
    """Return the recording at `url`, with the path it will be downloaded to."""
    # Only what is harmless in a name: `%2F..%2F` would lead out of the folder.
    name = re.sub(r"[^\w.-]|\.(?=\.)", "_", unquote(PurePosixPath(urlsplit(url).path).name))[-80:]
    # Two hosts may use one file name.
    key = hashlib.sha256(url.encode()).hexdigest()[:16]
    return Source(root / FOLDER / f"{key}-{name}", url=url)


def download_source(source: Source, *, allow_local: bool = False) -> None:
    """Download the recording, unless an earlier, killed run already has.

    Args:
        source: Its address and its local path.
        allow_local: Whether the address may lead to this machine.

    Raises:
        RemoteError: The host doesn't send it.
        OSError: It can't be written.
    """
    if source.url and not source.path.exists():
        write_parts(source.path, stream_url(source.url, LARGEST, allow_local=allow_local))


def remove_download(source: Source) -> None:
    """Remove the recording, if it was downloaded."""
    if source.url:
        source.path.unlink(missing_ok=True)
