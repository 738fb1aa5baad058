"""The `poddarkiv` command: what a person types, and what the exit code says."""

import atexit
import contextlib
import gc
import importlib
import io
import os
import re
import signal
import sys
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import click

from poddarkiv import __version__, i18n
from poddarkiv.commands._metavars import translate_metavars, translated
from poddarkiv.errors import PoddarkivError, UsageError, system_fault
from poddarkiv.i18n import _, marked

COMMANDS = {
    "init": marked("Make a new archive in a folder"),
    "new": marked("Add an episode"),
    "check": marked("Find everything that is wrong, with file and line"),
    "measure": marked("Write down each recording's size, length and checksum"),
    "transcribe": marked("Write what is said in the recordings"),
    "import": marked("Bring a show's episodes from its feed, or a transcript"),
    "review": marked("Hear the doubtful places of a transcript and correct them"),
    "shift": marked("Move the times of an episode whose recording was cut anew"),
    "tag": marked("Write title, cover and chapters into the audio files"),
    "feed": marked("Write the feed files alone"),
    "build": marked("Build the whole site with its feed"),
    "stage": marked("Write the site's pages for another tool to draw"),
    "publish": marked("Bring the site and its recordings to a host"),
    "search": marked("Find where something was said"),
    "serve": marked("Show the site on this machine while you write"),
    "upgrade": marked("Bring an archive that an earlier version made forward"),
}
"""Every verb in the order `--help` shows it; each is the module of that name in `commands`."""
_MODULES = {"import": "import_"}
"""Of verbs that are words of Python's own."""


class _Verbs(click.Group):
    """Import a verb's module when it is used; show our own errors as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"poddarkiv.commands.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        translate_metavars(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, text in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from poddarkiv.slugs import closest

        name = args[0] if args else ""
        near = closest(name, COMMANDS) if name not in COMMANDS else None
        if near:
            ctx.fail(_("no command “{name}”. Did you mean “{near}”?", name=name, near=near))
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"poddarkiv {__version__}")
        ctx.exit()


def command_group() -> click.Group:
    """Return the command with all its verbs, in the language in use."""
    # Made on each run, so that texts are in the language of the archive at hand.
    group = _Verbs(
        "poddarkiv",
        help=_("Turn one git repository into a podcast and a searchable archive."),
        options_metavar=translated("[OPTIONS]"),
        subcommand_metavar=translated("COMMAND [ARGS]..."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help=_("Show the version."),
        )
    )
    return group


def main() -> None:
    """Run the command line. Exit codes: 0 fine, 1 errors found, 2 misuse.

    Whatever goes wrong is one line, with the place where its details are kept.
    """
    try:
        _prepare()
        code = command_group().main(prog_name="poddarkiv", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        _end(_("Stopped."), 1)
    except click.ClickException as error:
        _end(_misuse(error), error.exit_code)
    except UsageError as error:
        _end(str(error), 2)
    except PoddarkivError as error:
        _end(str(error), 1)
    except KeyboardInterrupt:
        _end("", 130)
    except BrokenPipeError:
        # Who read what is printed has had enough, as `head` has.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        _end("", 1)
    except OSError as error:
        from poddarkiv.output import note_crash

        note_crash(error)
        _end(system_fault(error), 1)
    except Exception as error:
        from poddarkiv.output import note_crash

        _end(note_crash(error), 1)


def _misuse(error: click.ClickException) -> str:
    """Return what click says of it, with the quotation marks of the language in use."""
    said = io.StringIO()
    error.show(said)
    return re.sub(r"'([^'\n]*)'", lambda part: _("“{text}”", text=part[1]), said.getvalue().strip())


def _end(text: str, code: int) -> NoReturn:
    if text:
        # A full disk may be what the error stream is written to.
        with contextlib.suppress(OSError, ValueError):
            click.echo(text, err=True)
    sys.exit(code)


def _prepare() -> None:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Looking for plugins of pydantic reads every installed package: a fifth of the start-up time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Imports make many objects that stay, and an archive millions: to look for cycles among them
    # finds none, and costs a sixth of the imports and a tenth of a large build.
    gc.set_threshold(200_000, 20, 20)
    # Nor at the end, where the system takes back all at once.
    atexit.register(gc.freeze)
    # Whoever ends it from outside leaves a tidy screen, and no lock at a host.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    i18n.use(_language())
    i18n.translate_libraries()
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may use a code page that lacks “ and –.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _language() -> str:
    """Return the archive's language, else the one of the machine."""
    from poddarkiv.load.root import find_root, peek_language

    if "PODDARKIV_LANG" in os.environ:
        return os.environ["PODDARKIV_LANG"]
    arguments = sys.argv[1:]
    given = [b for a, b in pairwise(arguments) if a == "--root"]
    try:
        return peek_language(find_root(Path(given[0]) if given else Path.cwd()))
    except UsageError:
        return os.environ.get("LC_ALL") or os.environ.get("LANG", "en").partition(".")[0]
