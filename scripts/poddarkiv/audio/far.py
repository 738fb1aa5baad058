"""Measure a recording that lies on another computer, by reading small parts of it."""

import io
from pathlib import PurePosixPath
from typing import IO, cast
from urllib.parse import unquote, urlsplit

from poddarkiv.audio.measure import Measured, advice_on_kind, kind_of, lengths
from poddarkiv.formats.sniff import id3_length
from poddarkiv.model import Audio
from poddarkiv.remote import RemoteFile


def measure_url(url: str, before: Audio | None = None, *, allow_local: bool = False) -> Measured:
    """Return what is true of the recording at `url`; the whole of it is not fetched.

    Args:
        url: Its address.
        before: What was measured last; its checksums stay while the size does.
        allow_local: Whether it may lie on this machine.

    Raises:
        AudioError: It is no sound, or named as another kind.
        RemoteError: The host doesn't answer or gives no ranges.
    """
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    remote = RemoteFile(url, allow_local=allow_local)
    file = cast("IO[bytes]", io.BufferedReader(remote, 64 * 1024))
    head = file.read(10)
    file.seek(id3_length(head))
    # The sound's own first bytes; what is in between may be a large cover.
    mime_type = kind_of(file.read(16) if id3_length(head) else head + file.read(6), name)
    file.seek(0)
    duration, bit_rate, advice = lengths(file, name)
    same = before is not None and before.url == url and before.bytes == remote.size
    audio = Audio(
        url=url,
        bytes=remote.size,
        duration=round(duration, 3),
        mime_type=mime_type,
        sha256=before.sha256 if same and before else None,
        audio_sha256=before.audio_sha256 if same and before else None,
        bit_rate=bit_rate,
        source="http",
    )
    return Measured(audio, advice + advice_on_kind(mime_type, name))
