"""Measure a recording on a remote host by HTTP range requests for small parts of it."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, cast
from urllib.parse import unquote, urlsplit

from poddarkiv.audio.lengths import read_head, read_header, resolve_length
from poddarkiv.audio.measure import Measured, advice_on_kind, check_kind, measure_file
from poddarkiv.audio.sampling import sample_length
from poddarkiv.errors import RemoteError, system_reason
from poddarkiv.i18n import _
from poddarkiv.model import Audio
from poddarkiv.remote import RemoteFile, stream_url


def measure_url(
    url: str,
    before: Audio | None = None,
    notify: Callable[[str], None] = lambda _text: None,
    *,
    allow_local: bool = False,
) -> Measured:
    """Measure the recording at `url`; the figures are those of `measure_file`.

    The whole of it is downloaded only where its length can't be known otherwise.

    Args:
        url: Its address.
        before: What was measured last; its checksums stay while the size does.
        notify: Called with a message before the whole is downloaded.
        allow_local: Whether it may lie on this machine.

    Raises:
        AudioError: It is no sound, cut off, or named as another kind.
        RemoteError: The host doesn't answer or gives no ranges.
    """
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    remote = RemoteFile(url, allow_local=allow_local)
    # Small reads of headers share one range request of 64 kB.
    file = cast("IO[bytes]", io.BufferedReader(remote, 64 * 1024))
    mime_type = check_kind(read_head(file), name)
    header = read_header(file, mime_type)
    same = before is not None and before.url == url and before.bytes == remote.size
    sound = sample_length(file, remote, mime_type, name, header)
    if sound is None and same and before and before.audio_sha256 and before.source == "http":
        return Measured(before)  # was downloaded whole
    if sound is None:
        megabytes = max(1, round(remote.size / 1_000_000))
        notify(_("only all of it tells how long it is: {n} MB are fetched", n=megabytes))
        return _whole(url, name, remote.size, allow_local=allow_local)
    if sound.pictures:
        mime_type = "video/mp4"
    length = resolve_length(name, header, sound.seconds, sound.size)
    audio = Audio(
        url=url,
        bytes=remote.size,
        duration=round(length.seconds, 3),
        mime_type=mime_type,
        sha256=before.sha256 if same and before else None,
        audio_sha256=before.audio_sha256 if same and before else None,
        bit_rate=length.bit_rate,
        source="http",
    )
    return Measured(audio, length.advice + advice_on_kind(mime_type, name))


def _whole(url: str, name: str, size: int, *, allow_local: bool) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        try:
            with path.open("wb") as file:
                for part in stream_url(url, size, allow_local=allow_local):
                    file.write(part)
        except OSError as error:
            reason = system_reason(error)
            raise RemoteError(
                _("{url}: can't be kept ({reason})", url=url, reason=reason)
            ) from error
        found = measure_file(path, name)
    audio = found.audio.model_copy(update={"path": None, "url": url, "source": "http"})
    return Measured(audio, found.advice)
