"""Ask a host as podcast apps do, and see each hop on the way.

A redirect is followed here and not by a library, since where it leads is part of what is looked at.
"""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from poddarkiv import __version__
from poddarkiv.connect import check_address, connection, is_this_machine
from poddarkiv.errors import RemoteError
from poddarkiv.i18n import _
from poddarkiv.reasons import UnfitError, network_reason

TIMEOUT = 20.0
"""Seconds that a host may be silent."""
WHOLE = 120.0
"""Seconds that one answer may take in all, however steadily it drips."""
_MOST_HOPS = 10
_PATIENCE = 30.0
"""Seconds to wait at most when a host asks for it."""
_REDIRECTS = {301, 302, 303, 307, 308}
_BLOCK = 64 * 1024


@dataclass(frozen=True)
class Question:
    """What to ask, and how much of the answer to read."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    most: int = 0
    """Bytes of the body that are read; the rest is left where it is."""
    body: bytes | None = None
    """What is sent along, by POST."""


@dataclass(frozen=True)
class Hop:
    """A redirect on the way."""

    status: int
    target: str


@dataclass(frozen=True)
class Answer:
    """What came back, or why nothing did."""

    url: str
    """Where the answer came from in the end."""
    status: int = 0
    """0 where there was none."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By small letters."""
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    fault: str = ""
    """Why there is no answer, in words; empty when there is one."""
    more: bool = False
    """Whether the body was longer than what was read."""

    @property
    def mime_type(self) -> str:
        """The type without its parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def length(self) -> int | None:
        """What `Content-Length` says; None where it says nothing."""
        told = self.headers.get("content-length", "")
        return int(told) if told.isdecimal() else None


class Asker:
    """Asks one thing at a time and keeps connections open between."""

    def __init__(self, *, allow_local: bool = False) -> None:
        self._allow_local = allow_local
        self._open: dict[tuple[str, str], http.client.HTTPConnection] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for each in self._open.values():
            each.close()

    def ask(self, question: Question) -> Answer:
        """Return the answer, or why there is none; follow redirects and tell them."""
        hops: list[Hop] = []
        url, seen = question.url, {question.url}
        local = self._allow_local and is_this_machine(url)
        while True:
            try:
                answer = self._patiently(question, url, local=local)
                target = _target(answer, url, question.method)
            except RemoteError as error:
                return Answer(url, hops=tuple(hops), fault=str(error))
            if target is None:
                return Answer(
                    url, answer.status, answer.headers, answer.body, tuple(hops), more=answer.more
                )
            hops.append(Hop(answer.status, target))
            if target in seen:
                return Answer(url, hops=tuple(hops), fault=_("redirects lead round in a circle"))
            if len(hops) > _MOST_HOPS:
                return Answer(url, hops=tuple(hops), fault=_("redirects never end"))
            seen.add(target)
            url = target

    def _patiently(self, question: Question, url: str, *, local: bool) -> Answer:
        answer = self._once(question, url, local=local)
        wait = answer.headers.get("retry-after", "")
        if answer.status in {429, 503} and wait.isdecimal() and int(wait) <= _PATIENCE:
            time.sleep(int(wait))
            answer = self._once(question, url, local=local)
        return answer

    def _once(self, question: Question, url: str, *, local: bool) -> Answer:
        check_address(url)
        parts = urlsplit(url)
        key = parts.scheme, parts.netloc
        kept = key in self._open
        try:
            try:
                return self._over(key, question, url, parts, local=local)
            except (http.client.RemoteDisconnected, ConnectionError):
                # A host may close what it kept open; a new connection tells whether it answers.
                self._drop(key)
                if not kept:
                    raise
                return self._over(key, question, url, parts, local=local)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._drop(key)
            raise RemoteError(
                _("does not answer ({reason})", reason=network_reason(error))
            ) from error

    def _over(
        self, key: tuple[str, str], question: Question, url: str, parts: SplitResult, *, local: bool
    ) -> Answer:
        if key not in self._open:
            self._open[key] = connection(url, allow_local=local, timeout=TIMEOUT)
        told = {
            "User-Agent": f"poddarkiv/{__version__}",
            "Accept-Encoding": "identity",
            **question.headers,
        }
        where = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*")
        where += f"?{quote(parts.query, safe='%/:=&~+!$,;?@()*[]')}" if parts.query else ""
        self._open[key].request(question.method, where, question.body, told)
        response = self._open[key].getresponse()
        body, more = _body(response, question.most)
        response.close()
        if more or response.will_close:
            self._drop(key)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(url, response.status, headers, body, more=more)

    def _drop(self, key: tuple[str, str]) -> None:
        if kept := self._open.pop(key, None):
            kept.close()


def _body(response: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
    """Return up to `most` bytes, and whether there are more."""
    until = time.monotonic() + WHOLE
    parts: list[bytes] = []
    count = 0
    while count <= most:
        part = response.read1(min(_BLOCK, most + 1 - count))
        if not part:
            if response.length:
                raise UnfitError(_("broke off after {n} bytes", n=count))
            return b"".join(parts), False
        if time.monotonic() > until:
            raise UnfitError(_("took longer than {n} seconds", n=int(WHOLE)))
        parts.append(part)
        count += len(part)
    return b"".join(parts)[:most], True


def _target(answer: Answer, url: str, method: str) -> str | None:
    """Return where a redirect leads; None when it is none, or would take what is sent elsewhere.

    Raises:
        RemoteError: It may not be followed.
    """
    where = answer.headers.get("location")
    if answer.status not in _REDIRECTS or not where or method == "POST":
        return None
    try:
        target = urljoin(url, where.strip()).partition("#")[0]
        check_address(target)
    except ValueError as error:
        raise RemoteError(_("leads to {target}, which is no address", target=where)) from error
    if url.startswith("https:") and not target.startswith("https:"):
        raise RemoteError(
            _("leads from https to {target}, which others can read and change", target=target)
        )
    return target
