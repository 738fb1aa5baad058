"""`poddarkiv serve`: the site on this machine, rebuilt and shown anew at each change."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

import click

from poddarkiv import i18n
from poddarkiv.commands._known_warnings import is_for_person
from poddarkiv.commands._metavars import WholeNumber
from poddarkiv.commands._shared import engine_option, root_option
from poddarkiv.errors import UsageError, system_reason
from poddarkiv.i18n import _


@click.command(help=_("Show the site on this machine while you write. Ctrl-C ends it."))
@root_option
@click.option("--port", type=WholeNumber(0, 65535), help=_("The port (otherwise 8000 or next)."))
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help=_("Whom to listen to."))
@click.option("--drafts", is_flag=True, help=_("Show drafts and scheduled episodes too."))
@engine_option
@click.option("--open", "show", is_flag=True, help=_("Open it in the browser."))
def command(
    root: Path, port: int | None, host: str, drafts: bool, engine: str | None, show: bool
) -> None:
    """Build, serve, watch; a fault is printed and the last good site stays."""
    from poddarkiv.site.preview import Preview, bind
    from poddarkiv.site.reload import Listeners
    from poddarkiv.site.server import application
    from poddarkiv.webguard import allowed_names, host_in_url

    try:
        at = bind(host, port)
    except OSError as error:
        text = _(
            "cannot listen on {host}: {error}. Try --port 0.", host=host, error=system_reason(error)
        )
        raise UsageError(text) from error
    base, media_link = _settings(root)
    address = f"http://{host_in_url(host)}:{at.getsockname()[1]}{base}"

    def ready() -> None:
        click.echo(_("The site is shown at {address} – Ctrl-C ends.", address=address))
        if show:
            webbrowser.open(address)

    async def run() -> None:
        click.echo(_("Building the site"), err=True)
        listeners = Listeners()
        # Never into site/: what is shown here must not be published, drafts least of all.
        site = root / ".poddarkiv" / ("preview-drafts" if drafts else "preview")
        builder = _Builder(root, site, drafts=drafts, engine=engine)
        app = application(
            site,
            root / "media",
            base=base,
            listeners=listeners,
            names=allowed_names(host),
            media_link=media_link,
        )
        try:
            await builder.start()
            await Preview(app, listeners, builder).keep(root, at, ready)
        finally:
            await builder.end()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


def _settings(root: Path) -> tuple[str, bool]:
    """Return the path of the site's address, and whether `media/` may lead out of the archive."""
    from poddarkiv.load.archive import read_archive

    archive, _problems = read_archive(root)
    if archive is None:
        return "/", False
    return urlsplit(archive.site_url).path or "/", archive.show.media_link


class _Builder:
    """Builds in processes of their own, so that no fault ends the server.

    One process stays, and draws single pages: it has everything imported and read.
    """

    def __init__(self, root: Path, site: Path, *, drafts: bool, engine: str | None) -> None:
        self._root = root
        self._site = site
        self._choices = ["--drafts"] if drafts else []
        self._choices += ["--engine", engine] if engine else []
        self._drawer: asyncio.subprocess.Process | None = None
        self._said: frozenset[str] = frozenset()

    async def start(self) -> None:
        """Let the process that draws single pages read the archive while the site is built."""
        await self._running()

    async def draw_pages(self, changed: set[Path]) -> tuple[bool, str]:
        names = sorted(path.relative_to(self._root).as_posix() for path in changed)
        for name in names:
            click.echo(_("Changed: {path}", path=name))
        drawer = await self._running()
        assert drawer.stdin is not None
        assert drawer.stdout is not None
        drawer.stdin.write(json.dumps(names).encode() + b"\n")
        line = await drawer.stdout.readline()
        # Nothing where the process has ended: the build that follows says why.
        answer = json.loads(line) if line else {}
        _say(answer.get("problem", ""))
        return bool(answer.get("drawn")), answer.get("problem", "")

    async def build_site(self) -> str:
        words = ["poddarkiv", "build", "--quiet", "--root", str(self._root)]
        words += ["--into", str(self._site), *self._choices]
        words += ["--for-person"] if is_for_person(sys.stderr) else []
        process = await _process(words, stderr=asyncio.subprocess.STDOUT)
        assert process.stdout is not None
        lines: list[str] = []
        try:
            async for line in process.stdout:
                # One by one: what was read stays when it is cancelled.
                lines.append(line.decode("utf-8", "replace").rstrip())  # noqa: PERF401
            await process.wait()
        except asyncio.CancelledError:
            await _ended(process)
            # The next build takes what this one has told for known.
            self._say_new(lines)
            raise
        self._say_new(lines)
        if process.returncode == 0:
            self._said = frozenset(lines)
        return ("\n".join(lines).strip() or _("The build failed.")) if process.returncode else ""

    def _say_new(self, lines: list[str]) -> None:
        # What the build before has said is known: what is new would drown in it.
        _say("\n".join(line for line in lines if line not in self._said))

    async def end(self) -> None:
        drawer, self._drawer = self._drawer, None
        if drawer is not None:
            await _ended(drawer)

    async def _running(self) -> asyncio.subprocess.Process:
        if self._drawer is None or self._drawer.returncode is not None:
            words = ["poddarkiv.commands._preview", str(self._root), str(self._site)]
            words += self._choices
            self._drawer = await _process(words, stderr=None)
        return self._drawer


async def _process(words: list[str], *, stderr: int | None) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
        env=os.environ | {"PODDARKIV_LANG": i18n.language(), "PYTHONIOENCODING": "utf-8"},
        # Ctrl-C in the terminal is for the server, which then ends the build.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
        limit=2**20,
    )


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    await process.wait()


def _say(text: str) -> None:
    if text:
        click.echo(text, err=True)
