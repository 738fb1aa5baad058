"""Tell the pages that are open that the site was rebuilt, over server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

PREFIX = "/.poddarkiv"
CLIENT = f'<script src="{PREFIX}/reload.js" defer></script>'
"""What the server adds to each page. The built files do not have it."""

_SCRIPT = """\
// Added by `poddarkiv serve` alone: loads the page again when it was built anew and differs.
const news = new EventSource("/.poddarkiv/events")
const page = () => fetch(location.href, {cache: "no-store"}).then((answer) => answer.text())
let seen, text
addEventListener("DOMContentLoaded", () => (text = page()))
document.addEventListener("pod:page", () => (text = page()))
news.addEventListener("built", async (event) => {
  const {build, looks} = JSON.parse(event.data)
  document.getElementById("poddarkiv-problem")?.remove()
  if (seen?.build === build) return
  const [before, first] = [seen, seen === undefined]
  seen = {build, looks}
  if (first) return
  if (before.looks !== looks || (await page()) !== (await text)) location.reload()
})
news.addEventListener("problem", (event) => {
  const box = document.getElementById("poddarkiv-problem") ?? document.createElement("pre")
  box.id = "poddarkiv-problem"
  box.setAttribute("role", "status")
  box.style.cssText = "position:fixed;inset:auto 0 0;margin:0;padding:1rem;max-height:50vh;" +
    "overflow:auto;white-space:pre-wrap;background:#7a1020;color:#fff;z-index:2147483647"
  box.textContent = JSON.parse(event.data)
  document.body.append(box)
})
addEventListener("pagehide", () => news.close())
"""


class Listeners:
    """The pages that are open, and the state that each should know of."""

    def __init__(self) -> None:
        self._built = self._looks = 0
        self._problem = ""
        self._changed = asyncio.Event()
        self._closed = False

    def built(self, *, looks: bool = False) -> None:
        """Let every page that differs load itself again; with `looks`, those that do not too."""
        self._built += 1
        self._looks += looks
        self._problem = ""
        self._wake()

    def problem(self, text: str) -> None:
        """Show on every page why the last build failed; the page stays as it is."""
        self._problem = text
        self._wake()

    def close(self) -> None:
        """Let go of every page, so that the server can end."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def routes(self) -> list[Route]:
        """Return the addresses that the script on a page asks."""
        return [
            Route(f"{PREFIX}/reload.js", self._client),
            Route(f"{PREFIX}/events", self._events),
        ]

    async def _client(self, _request: Request) -> Response:
        return Response(
            _SCRIPT,
            media_type="text/javascript",
            headers={"Cache-Control": "no-cache"},
        )

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(
            self._stream(),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def _stream(self) -> AsyncIterator[str]:
        while not self._closed:
            changed = self._changed
            built = {"build": self._built, "looks": self._looks}
            yield f"event: built\ndata: {json.dumps(built)}\n\n"
            if self._problem:
                yield f"event: problem\ndata: {json.dumps(self._problem)}\n\n"
            await changed.wait()
