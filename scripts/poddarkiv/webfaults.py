"""Answer requests that no page of ours would send: too large, cut off, or odd in their headers.

A server of one's own machine is asked by whatever runs there. Nothing that is asked may end it,
fill its memory, or fill the terminal with what only a programmer can read.
"""

import re
import sys
from http import HTTPStatus

from h11 import LocalProtocolError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from poddarkiv.errors import system_fault
from poddarkiv.i18n import _
from poddarkiv.output import note_crash
from poddarkiv.webreasons import status_reason

_NUMBER = r"\d{1,18}"
_RANGE = rf"(?:{_NUMBER}-(?:{_NUMBER})?|-{_NUMBER})"
_RANGES = re.compile(rf"bytes=\s*{_RANGE}(?:\s*,\s*{_RANGE}){{0,7}}\s*$", re.ASCII)
"""Players ask for one, programs that fetch in parts for a few."""
_LONGEST_PATH = 4096
_LONGEST_NAME = 255
"""Bytes of a path and of a name in it that a disk can have at most."""


class WebFaults:
    """Lets `app` see what it can answer, and answers for it where it fails."""

    def __init__(self, app: ASGIApp, largest: int = 0) -> None:
        """Stand before `app`.

        Args:
            app: A web application.
            largest: Bytes of a request's body, at most.
        """
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let `app` answer, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            try:
                await send(message)
            except LocalProtocolError as error:
                # What came was no HTTP after all, as chunks without lengths: that is answered.
                raise ClientDisconnect from error

        status = _refusal(scope, self._largest)
        if status is None:
            status = await self._answered(scope, _Limited(receive, self._largest), noted)
        if status is not None and not begun:
            await PlainTextResponse(status_reason(status), status)(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> HTTPStatus | None:
        """Return how to answer instead where `app` did not."""
        _drop_odd_range(scope)
        try:
            await self._app(scope, receive, send)
        except HTTPException as error:
            return HTTPStatus(error.status_code)
        except ClientDisconnect:
            # Nobody waits for an answer.
            return None
        except OSError as error:
            _say(system_fault(error))
            return HTTPStatus.INTERNAL_SERVER_ERROR
        except Exception as error:
            _say(note_crash(error))
            return HTTPStatus.INTERNAL_SERVER_ERROR
        return None


class _Limited:
    """Receives a request's body, and no more of it than may be.

    A body that is sent in chunks tells no length beforehand.
    """

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive = receive
        self._left = largest

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message


def _refusal(scope: Scope, largest: int) -> HTTPStatus | None:
    length = Headers(scope=scope).get("content-length", "0")
    if not re.fullmatch(r"[0-9]+", length):
        return HTTPStatus.BAD_REQUEST
    if len(length) > len(str(largest)) + 1 or int(length) > largest:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    path = str(scope["path"])
    try:
        names = [len(name.encode()) for name in path.split("/")]
    except UnicodeEncodeError:
        return HTTPStatus.BAD_REQUEST
    if "\0" in path or sum(names) > _LONGEST_PATH or max(names) > _LONGEST_NAME:
        return HTTPStatus.NOT_FOUND
    return None


def _drop_odd_range(scope: Scope) -> None:
    """Let a range that cannot be understood be as if it were not there (RFC 9110, 14.2)."""
    headers = MutableHeaders(scope=scope)
    asked = headers.getlist("range")
    if asked and (len(asked) > 1 or not _sensible(asked[0])):
        del headers["range"]
        scope["headers"] = headers.raw


def _sensible(asked: str) -> bool:
    if not _RANGES.match(asked):
        return False
    ends = (part.strip().split("-") for part in asked.removeprefix("bytes=").split(","))
    return all(not first or not last or int(first) <= int(last) for first, last in ends)


def _say(text: str) -> None:
    sys.stderr.write(_("A request could not be answered: {reason}", reason=text) + "\n")
