"""Warnings that a person has seen in an earlier run: one line after what is new.

Only on a terminal: a program, a pipe and a forge (`CI`) get everything, each time.
"""

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import click

from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import ngettext
from poddarkiv.output import write_if_changed

SEEN = ".poddarkiv/warnings.json"
"""From the archive's root."""

Key = tuple[str, str, str, str, int]
"""File, rule, field, message, and which of those alike. No line: a line that moves is not new."""


def for_a_person(stream: TextIO) -> bool:
    """Whether somebody reads `stream` as it is written, who has seen the run before."""
    return stream.isatty() and os.environ.get("CI", "").casefold() in {"", "0", "false"}


def without_standing(
    root: Path, problems: Iterable[Problem], *, whole: bool
) -> tuple[list[Problem], int]:
    """Return what is new or no warning, in order, and how many warnings were seen before.

    All that is found counts as seen from now on. A list that can't be read is an empty one, and
    one that can't be written is not kept: then more is shown.

    Args:
        root: The archive.
        problems: What is found now.
        whole: Whether that is all there is, so that what is missing is forgotten: should it come
            back it is new.
    """
    listed = sorted(problems)
    keys = _keys(listed)
    seen = _read(root / SEEN)
    shown = [problem for problem, key in zip(listed, keys, strict=True) if key not in seen]
    found = {key for key in keys if key is not None}
    _write(root / SEEN, found if whole else found | seen)
    return shown, len(listed) - len(shown)


def tell_standing(count: int) -> None:
    """Print one line for `count` warnings that are as before, if there are any."""
    if count:
        text = ngettext(
            "{n} older warning, as before: poddarkiv check --all shows it",
            "{n} older warnings, as before: poddarkiv check --all shows them",
            count,
        )
        click.echo(text, err=True)


def _keys(problems: Iterable[Problem]) -> list[Key | None]:
    # None for what is always shown.
    alike: Counter[tuple[str, str, str, str]] = Counter()
    keys: list[Key | None] = []
    for problem in problems:
        name = (problem.path, problem.rule, problem.field, problem.message)
        alike[name] += 1
        keys.append((*name, alike[name]) if problem.severity is Severity.WARNING else None)
    return keys


def _read(path: Path) -> set[Key]:
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError):
        rows = json.loads(path.read_text("utf-8"))
        return {(str(a), str(b), str(c), str(d), int(n)) for a, b, c, d, n in rows}
    return set()


def _write(path: Path, keys: set[Key]) -> None:
    with contextlib.suppress(OSError):
        text = json.dumps(sorted(keys), ensure_ascii=False, indent=0)
        write_if_changed(path, text.encode("utf-8", "surrogatepass"))
