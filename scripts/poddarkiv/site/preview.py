"""Keep a served site equal to its sources until somebody stops it."""

import asyncio
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Protocol

import uvicorn
from starlette.types import ASGIApp

from poddarkiv.site.reload import Listeners
from poddarkiv.site.watch import Watch
from poddarkiv.weblog import show_warnings


class Builder(Protocol):
    """How the site is built; each returns what was wrong, empty when nothing was."""

    async def draw_pages(self, changed: set[Path]) -> tuple[bool, str]:
        """Draw at once the pages that hold the files `changed`; return whether they were drawn."""

    async def build_site(self) -> str:
        """Build everything. May be cancelled."""


class Preview(uvicorn.Server):
    """A web server on this machine that builds the site again when a source changes."""

    def __init__(self, app: ASGIApp, listeners: Listeners, builder: Builder) -> None:
        show_warnings()
        super().__init__(
            uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        )
        self._listeners = listeners
        self._builder = builder

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End on Ctrl-C as a success: that is how one stops it. Twice means at once."""
        self.force_exit = self.should_exit
        self.should_exit = True
        self._listeners.close()

    async def keep(self, root: Path, at: socket.socket, ready: Callable[[], None]) -> None:
        """Build, serve on the socket `at`, and follow the sources at `root` until Ctrl-C.

        Args:
            root: The archive's folder.
            at: Where to listen; bound.
            ready: Called when the first build is over, well or not.
        """
        # Watching begins before the first build, so that no change falls between them.
        watch = Watch(root)
        follower = asyncio.create_task(self._follow(watch, ready))
        follower.add_done_callback(lambda _task: self.handle_exit(signal.SIGTERM, None))
        try:
            await self.serve(sockets=[at])
        finally:
            follower.cancel()
            await asyncio.gather(follower, return_exceptions=True)
            await watch.end()
        if not follower.cancelled():
            follower.result()

    async def _follow(self, watch: Watch, ready: Callable[[], None]) -> None:
        await self._whole(looks=False)
        ready()
        rest: asyncio.Task[None] | None = None
        try:
            async for changed in watch.changes():
                # What is being built is old already.
                await _cancelled(rest)
                drawn, problem = await self._builder.draw_pages(changed)
                if problem:
                    self._listeners.problem(problem)
                    continue
                if drawn:
                    self._listeners.built()
                rest = asyncio.create_task(self._whole(looks=not drawn))
        finally:
            await _cancelled(rest)

    async def _whole(self, *, looks: bool) -> None:
        problem = await self._builder.build_site()
        if problem:
            self._listeners.problem(problem)
        else:
            self._listeners.built(looks=looks)


async def _cancelled(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def bind(host: str, port: int | None) -> socket.socket:
    """Return a socket bound to `port` of `host`, or to the first free one from 8000 on.

    Raises:
        OSError: The port, or each of ten, is taken; or `host` is no address of this machine.
    """
    family, _kind, _protocol, _name, where = socket.getaddrinfo(
        host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    for tried in (port,) if port is not None else range(8000, 8010):
        last = tried == port or tried == 8009
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((where[0], tried))
        except OSError:
            bound.close()
            if last:
                raise
        else:
            return bound
    raise AssertionError("the last port either binds or raises")
