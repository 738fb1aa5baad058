"""The web application behind the page. It answers this machine's own browser and nobody else."""

import html
import json
import math
import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from string import Template
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from poddarkiv.errors import AudioError, PoddarkivError
from poddarkiv.formats.sniff import SERVED_AS
from poddarkiv.i18n import _, language
from poddarkiv.review.session import ChangedError, ReviewSession, UnusableError
from poddarkiv.review.texts import page_texts
from poddarkiv.review.waveform import PER_SECOND, compute_peaks
from poddarkiv.transcript import Segment
from poddarkiv.webfaults import WebFaults
from poddarkiv.webguard import WebGuard

ASSETS = Path(__file__).parent.parent / "assets" / "review"
_TYPES = {".html": "text/html", ".css": "text/css", ".mjs": "text/javascript"}
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a request that our page would not send makes of the reading of it."""
_LARGEST = 8_000_000
"""Bytes of a request: the corrections of a day-long recording are fewer."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; media-src 'self' https:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def make_application(review: ReviewSession, token: str) -> ASGIApp:
    """Return the page's application: everything lies below `/<token>/`, all else is not found."""
    routes = [
        Route("/", _handler(review, _page)),
        Route("/state", _handler(review, _state)),
        Route("/audio", _handler(review, _audio)),
        Route("/peaks", _handler(review, _peaks)),
        Route("/save", _handler(review, _save), methods=["POST"]),
        Route("/reviewed", _handler(review, _reviewed), methods=["POST"]),
        Route("/{name}", _handler(review, _asset)),
    ]
    page = Starlette(routes=[Mount("/{token}", routes=routes)])
    return WebGuard(WebFaults(_Guard(page, token), _LARGEST))


class _Guard:
    """Turn away what doesn't know the token, writes without a word of its origin, or sends much."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await Response(status_code=refusal)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        if scope["method"] == "POST" and "origin" not in headers:
            return HTTPStatus.FORBIDDEN
        given = scope["path"].partition("/")[2].partition("/")[0]
        if not secrets.compare_digest(given.encode(), self._token):
            return HTTPStatus.NOT_FOUND
        return None


_HEADERS = [
    (name.encode(), value.encode())
    for name, value in {
        "content-security-policy": _POLICY,
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }.items()
]


def _handler(
    review: ReviewSession, answer: Callable[[ReviewSession, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        try:
            try:
                return await answer(review, request)
            except ChangedError:
                return JSONResponse(await run_in_threadpool(review.state), HTTPStatus.CONFLICT)
        except (UnusableError, PoddarkivError) as error:
            return JSONResponse({"error": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)

    return handle


async def _page(review: ReviewSession, _request: Request) -> Response:
    values = {key: html.escape(text) for key, text in page_texts().items()}
    template = Template((ASSETS / "index.html").read_text(encoding="utf-8"))
    page = template.substitute(
        values, language=language().replace("_", "-"), title=html.escape(review.facts["title"])
    )
    return Response(page, media_type="text/html; charset=utf-8")


async def _asset(_open_review: ReviewSession, request: Request) -> Response:
    name = request.path_params["name"]
    path = ASSETS / name
    # `name` is one part of a path: the route has no slash in it.
    if path.suffix not in {".css", ".mjs"} or "\\" in name or not path.is_file():
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return FileResponse(path, media_type=_TYPES[path.suffix])


async def _state(review: ReviewSession, _request: Request) -> Response:
    state = await run_in_threadpool(review.state)
    return JSONResponse(state | {"texts": page_texts(), "peaksPerSecond": PER_SECOND})


async def _audio(review: ReviewSession, _request: Request) -> Response:
    if not isinstance(review.audio, Path) or not review.audio.is_file():
        return Response(status_code=HTTPStatus.NOT_FOUND)
    kind = SERVED_AS.get(review.audio.suffix.lower(), "application/octet-stream")
    return FileResponse(review.audio, media_type=kind)


async def _peaks(review: ReviewSession, _request: Request) -> Response:
    if not isinstance(review.audio, Path):
        return Response(status_code=HTTPStatus.NOT_FOUND)
    drawn = compute_peaks(review.audio)
    try:
        # Once an answer has begun it can't become a refusal that says why.
        first = await run_in_threadpool(next, drawn)
    except AudioError as error:
        again = _("When the right file is there, load this page anew.")
        raise UnusableError(f"{error}\n{again}") from error
    return StreamingResponse(chain([first], drawn), media_type="application/octet-stream")


async def _save(review: ReviewSession, request: Request) -> Response:
    body = await request.body()
    try:
        sent = json.loads(body)
        expected = str(sent["hash"])
        edits = {int(index): [_cue(cue) for cue in cues] for index, cues in sent["edits"].items()}
    except _MALFORMED:
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    await run_in_threadpool(review.save, edits, expected=expected)
    return JSONResponse(await run_in_threadpool(review.state))


async def _reviewed(review: ReviewSession, request: Request) -> Response:
    body = await request.body()
    try:
        sent = json.loads(body)
        by, expected = " ".join(_written(sent["by"]).split()), str(sent["hash"])
    except _MALFORMED:
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    if not by:
        raise UnusableError(_("a text was expected, nothing was there"))
    await run_in_threadpool(review.mark_reviewed, by, expected=expected)
    return JSONResponse(await run_in_threadpool(review.state))


def _cue(sent: Mapping[str, Any]) -> Segment:
    start, end = float(sent["start"]), float(sent["end"])
    if not (math.isfinite(start) and math.isfinite(end)):
        raise ValueError(start, end)
    return Segment(start, end, _written(str(sent["text"])), _written(str(sent["speaker"])))


def _written(text: str) -> str:
    """Return `text` when it can be written: half a character of UTF-16 can't."""
    text.encode()
    return text
