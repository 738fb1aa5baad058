"""Fetch small files whole, for several threads."""

import threading
import urllib.error
from urllib.parse import urlsplit

from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _
from poddarkiv.remote import stream

_SILENCES = 3
"""Files in a row for which a host gives no answer at all, after which it is given up."""


class NotAskedError(RemoteError):
    """The host was given up before."""


class Fetcher:
    """Fetches what it is asked for, and gives up a host that does not answer."""

    def __init__(self, *, allow_local: bool) -> None:
        self._allow_local = allow_local
        self._silent: dict[str, int] = {}
        self._lock = threading.Lock()

    def get(self, url: str, most: int) -> bytes:
        """Return all of what is at `url`.

        Raises:
            NotAskedError: The host has not answered lately.
            RemoteError: It doesn't now, says no, or sends more than `most` bytes.
        """
        host = urlsplit(url).netloc
        with self._lock:
            if self._silent.get(host, 0) >= _SILENCES:
                text = _("was not asked: the host does not answer")
                raise NotAskedError(f"{url}: {text}")
        try:
            content = b"".join(stream(url, most, allow_local=self._allow_local))
        except RemoteError as error:
            self._note(host, silent=not isinstance(error.__cause__, urllib.error.HTTPError))
            raise
        self._note(host, silent=False)
        return content

    def _note(self, host: str, *, silent: bool) -> None:
        with self._lock:
            self._silent[host] = self._silent.get(host, 0) + 1 if silent else 0
