"""Download small files whole, in several threads."""

import threading
import urllib.error
from urllib.parse import urlsplit

from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _
from poddarkiv.remote import stream_url

_SILENCES = 3
"""Requests in a row without a response after which a host is skipped."""


class HostSkippedError(RemoteError):
    """The host was skipped: it has not answered earlier requests."""


class Fetcher:
    """Downloads small files, and skips hosts that do not answer."""

    def __init__(self, *, allow_local: bool) -> None:
        self._allow_local = allow_local
        self._silent: dict[str, int] = {}
        self._lock = threading.Lock()

    def get(self, url: str, most: int) -> bytes:
        """Return all of what is at `url`.

        Raises:
            HostSkippedError: The host has not answered earlier requests.
            RemoteError: It doesn't answer, refuses, or sends more than `most` bytes.
        """
        host = urlsplit(url).netloc
        with self._lock:
            if self._silent.get(host, 0) >= _SILENCES:
                text = _("was not asked: the host does not answer")
                raise HostSkippedError(f"{url}: {text}")
        try:
            content = b"".join(stream_url(url, most, allow_local=self._allow_local))
        except RemoteError as error:
            self._note(host, silent=not isinstance(error.__cause__, urllib.error.HTTPError))
            raise
        self._note(host, silent=False)
        return content

    def _note(self, host: str, *, silent: bool) -> None:
        with self._lock:
            self._silent[host] = self._silent.get(host, 0) + 1 if silent else 0
