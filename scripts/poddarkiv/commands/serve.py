"""`poddarkiv serve`: the site on this machine, rebuilt and shown anew at each change."""

import asyncio
import contextlib
import os
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from poddarkiv import i18n
from poddarkiv.commands._shared import root_option
from poddarkiv.errors import UsageError
from poddarkiv.i18n import _

if TYPE_CHECKING:
    from poddarkiv.site.preview import Build


@click.command(help=_("Show the site on this machine while you write. Ctrl-C ends it."))
@root_option
@click.option("--port", type=click.IntRange(0, 65535), help=_("The port (otherwise 8000 or next)."))
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help=_("Whom to listen to."))
@click.option("--drafts", is_flag=True, help=_("Show drafts and scheduled episodes too."))
@click.option("--open", "show", is_flag=True, help=_("Open it in the browser."))
def command(root: Path, port: int | None, host: str, drafts: bool, show: bool) -> None:
    """Build, serve, watch; a fault is printed and the last good site stays."""
    from poddarkiv.site.preview import Preview, bind
    from poddarkiv.site.reload import Listeners
    from poddarkiv.site.server import application

    try:
        at = bind(host, port)
    except OSError as error:
        text = _("cannot listen on {host}: {error}. Try --port 0.", host=host, error=error.strerror)
        raise UsageError(text) from error
    base = _base(root)
    address = f"http://{host}:{at.getsockname()[1]}{base}"

    def ready() -> None:
        click.echo(_("The site is shown at {address} – Ctrl-C ends.", address=address))
        if show:
            webbrowser.open(address)

    async def run() -> None:
        listeners = Listeners()
        app = application(root / "site", root / "media", base=base, listeners=listeners)
        await Preview(app, listeners, _builder(root, drafts)).keep(root, at, ready)

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


def _base(root: Path) -> str:
    from poddarkiv.load.archive import read_archive

    archive, _problems = read_archive(root)
    return (urlsplit(archive.site_url).path if archive else "") or "/"


def _builder(root: Path, drafts: bool) -> "Build":
    """Return a function that builds in a process of its own, so that no fault ends the server."""
    words = [sys.executable, "-m", "poddarkiv", "build", "--quiet", "--root", str(root)]
    if drafts:
        words.append("--drafts")
    environment = os.environ | {"PODDARKIV_LANG": i18n.language(), "PYTHONIOENCODING": "utf-8"}

    async def build(changed: set[Path]) -> str:
        for path in sorted(changed):
            click.echo(_("Changed: {path}", path=path.relative_to(root).as_posix()))
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=environment,
            # Ctrl-C in the terminal is for the server, which then ends the build.
            start_new_session=True,
        )
        try:
            output = (await process.communicate())[0].decode("utf-8", "replace").strip()
        except asyncio.CancelledError:
            process.terminate()
            await process.wait()
            raise
        if output:
            click.echo(output, err=True)
        return (output or _("The build failed.")) if process.returncode else ""

    return build
