"""Serve a built site as a web host does: byte ranges, HEAD, right types, its own 404 page.

`mkdocs serve` knows no byte ranges, so a browser cannot seek in a recording that it serves.
One thing differs from a host: no other site may read anything (no CORS), for drafts are shown here.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from poddarkiv.filenames import is_passed_by
from poddarkiv.i18n import _
from poddarkiv.load.tree import leads_outside
from poddarkiv.publish.headers import headers_for
from poddarkiv.site.reload import CLIENT, Listeners
from poddarkiv.webfaults import WebFaults
from poddarkiv.webguard import WebGuard


def application(
    site: Path,
    media: Path,
    *,
    base: str = "/",
    listeners: Listeners | None = None,
    names: Iterable[str] = (),
    media_link: bool = False,
) -> ASGIApp:
    """Return the site at `site` as a web application, with the recordings of `media`.

    Args:
        site: The built site. It may be missing, and may be replaced while it is served.
        media: The folder that is shown as `media/` where the site has no such file.
        base: The path of the site's address, `/` or as in `/archive/`.
        listeners: Pages that want to know of rebuilds; without them pages are served as they are.
        names: What the server may be called besides its address and `localhost`.
        media_link: Whether `media`, or files in it, may be links out of the folder that it is in.
    """
    routes: list[BaseRoute] = []
    if listeners is not None:
        routes += listeners.routes()
    pages = _Files((site, media), listeners, media_link=media_link)
    if base != "/":
        routes.append(Route("/", lambda _request: RedirectResponse(base)))
    routes.append(Mount(base.rstrip("/") or "/", pages))
    return WebGuard(WebFaults(Starlette(routes=routes)), names)


class _Files(StaticFiles):
    """The files of a site, and under `media/` those of the recordings' folder."""

    def __init__(
        self, folders: tuple[Path, Path], listeners: Listeners | None, *, media_link: bool
    ) -> None:
        self.site, self.media = folders
        super().__init__(directory=self.site, html=True, check_dir=False)
        # The folder disappears for a moment at each rebuild.
        self.config_checked = True
        self._recordings = StaticFiles(directory=self.media, check_dir=False, follow_symlink=True)
        self._listeners = listeners
        self._media_link = media_link

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file at `path` with the headers that a good host sends."""
        response = await self._find(path, scope)
        if isinstance(response, FileResponse):
            _label(response)
            if self._listeners is not None and str(response.path).endswith(".html"):
                return self._with_client(response)
        return response

    async def _find(self, path: str, scope: Scope) -> Response:
        parts = PurePosixPath(path.replace("\\", "/")).parts
        if parts[:1] == ("media",) and len(parts) > 1:
            found = await self._recording("/".join(parts[1:]), scope)
            if found is not None:
                return found
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code == 404 and not self.site.is_dir():
                return self._unbuilt()
            raise

    async def _recording(self, path: str, scope: Scope) -> Response | None:
        if any(map(is_passed_by, path.split("/"))) or not (
            self._media_link or not leads_outside(self.media / path, self.media.parent)
        ):
            return None
        # A site built with its recordings shows its own.
        if (self.site / "media" / path).is_file():
            return None
        try:
            return await self._recordings.get_response(path, scope)
        except HTTPException as error:
            if error.status_code == 404:
                return None
            raise

    def _unbuilt(self) -> Response:
        text = _("The site has not been built yet: see the terminal.")
        if self._listeners is None:
            return PlainTextResponse(text, status_code=503)
        page = f"<!doctype html><title>Poddarkiv</title><p>{text}</p>{CLIENT}"
        return HTMLResponse(page, status_code=503)

    def _with_client(self, response: FileResponse) -> Response:
        try:
            page = Path(response.path).read_text("utf-8")
        except OSError:
            raise HTTPException(404) from None
        head, end, tail = page.rpartition("</body>")
        whole = f"{head}{CLIENT}{end}{tail}" if end else page + CLIENT
        return HTMLResponse(
            whole, status_code=response.status_code, headers={"Cache-Control": "no-store"}
        )


def _label(response: FileResponse) -> None:
    response.headers["content-type"] = headers_for(Path(response.path).name)["Content-Type"]
    response.headers["cache-control"] = "no-cache"
