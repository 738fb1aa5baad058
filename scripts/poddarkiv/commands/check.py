"""`poddarkiv check`: everything that is wrong, with file and line."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from poddarkiv.checks import check
from poddarkiv.commands._shared import as_of_option, root_option, stops, summary
from poddarkiv.errors import Problem
from poddarkiv.formats.reports import FORMATS
from poddarkiv.i18n import _
from poddarkiv.load import read_archive


@click.command(
    help=_("Find everything that is wrong, with file and line. Exit code 1 when there are errors.")
)
@root_option
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help=_("How to write what is found: for people, for programs, or for a pull request."),
)
@click.option("--strict", is_flag=True, help=_("Take warnings as errors."))
def command(root: Path, as_of: datetime, form: str, strict: bool) -> None:
    """Check the archive."""
    problems = find_problems(root, as_of)
    shown = _from_repository(problems, root) if form in {"github", "gitlab"} else problems
    click.echo(FORMATS[form](shown), nl=False)
    click.echo(_verdict(problems), err=True)
    if any(stops(problem, strict=strict) for problem in problems):
        sys.exit(1)


def find_problems(root: Path, as_of: datetime) -> list[Problem]:
    """Return everything that is wrong in the files and between them, sorted by place."""
    archive, problems = read_archive(root)
    if archive is not None:
        problems = sorted({*problems, *check(archive, as_of)})
    return problems


def _from_repository(problems: Iterable[Problem], root: Path) -> list[Problem]:
    # A forge counts paths from the repository, which may hold the archive in a folder.
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            prefix = root.relative_to(folder)
            return [replace(p, path=(prefix / p.path).as_posix()) for p in problems]
    return list(problems)


def _verdict(problems: list[Problem]) -> str:
    return summary(problems) if problems else _("Nothing is wrong.")
