"""What `--help` and usage lines call the values of options, in the language in use."""

import re
from gettext import gettext

import click

from poddarkiv.i18n import _, marked

WORDS = (
    marked("ADDRESS"),
    marked("ARGS"),
    marked("AUDIO"),
    marked("CODE"),
    marked("COMMAND"),
    marked("DAY"),
    marked("DIR"),
    marked("DIRECTORY"),
    marked("EPISODE"),
    marked("FEED"),
    marked("FILE"),
    marked("FLOAT"),
    marked("INTEGER"),
    marked("INTEGER RANGE"),
    marked("NAME"),
    marked("NEW"),
    marked("OLD"),
    marked("OPTIONS"),
    marked("PATH"),
    marked("SECONDS"),
    marked("TEXT"),
    marked("TIME"),
    marked("URL"),
    marked("WHERE"),
    marked("WORDS"),
)
"""All that stand there; a test looks for others."""
WORD = re.compile(r"INTEGER RANGE|\b[A-Z]{3,}\b")


class WholeNumber(click.IntRange):
    """A whole number within limits, which are told in words."""

    def _describe_range(self) -> str:
        return _("{low} to {high}", low=self.min, high=self.max)


def translate_metavars(command: click.Command) -> None:
    """Let the usage line and the options of `command` name their values in the language in use."""
    context = click.Context(command)
    command.options_metavar = translated(command.options_metavar or "")
    for param in command.params:
        if isinstance(param.type, click.Path):
            # click takes the word when the option is made; the language may have changed since.
            param.type.name = _path_name(param.type)
        is_choice = isinstance(param.type, click.Choice)
        if not is_choice and not getattr(param, "is_flag", False):
            param.metavar = translated(param.make_metavar(context))


def _path_name(kind: click.Path) -> str:
    """Return what click calls such a path in the language in use."""
    if kind.file_okay and not kind.dir_okay:
        return gettext("file")
    return gettext("directory") if kind.dir_okay and not kind.file_okay else gettext("path")


def translated(metavar: str) -> str:
    """Return `metavar` with each of its words in the language in use."""
    return WORD.sub(lambda word: _(word[0]), metavar)
