"""Warnings that a person has seen in an earlier run: one line after what is new.

Only on a terminal: a program, a pipe and a forge (`CI`) get everything, each time.
"""

import contextlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TextIO

import click

from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import ngettext
from poddarkiv.output import write_if_changed

SEEN = ".poddarkiv/warnings.json"
"""From the archive's root."""
_NUMBER = re.compile(r"(?<![\w/-])\d+(?:[.,:\s]\d+)*(?![\w/-])")
"""A number that stands alone: not a part of a name, an address or a date."""

Key = tuple[str, str, str, str]
"""File, rule, field and message, without line, places in lists and numbers: those change when
somebody writes above, or a day passes, and the warning is the same."""
Seen = Counter[Key]
"""How many alike were seen."""


def is_for_person(stream: TextIO) -> bool:
    """Whether somebody reads `stream` as it is written, who has seen the run before."""
    return stream.isatty() and os.environ.get("CI", "").casefold() in {"", "0", "false"}


def show_new_warnings(
    root: Path,
    problems: Iterable[Problem],
    show: Callable[[list[Problem]], None],
    *,
    whole: bool = True,
    skipped: Collection[str] = (),
) -> None:
    """Show what is new or no warning, in order, and in one line how many warnings are not.

    Where there are more alike than were seen all of them are shown: which is new can't be told.
    A list of what was seen that can't be read is an empty one, and one that can't be written is not
    kept: then more is shown. So it is where two runs end at once, of which the last is kept.

    Args:
        root: The archive.
        problems: What is found now.
        show: Prints them.
        whole: Whether that is all there is: errors may hide warnings. What is missing is forgotten
            then, so that it is new should it come back.
        skipped: Rules that were not asked: what they found earlier is not forgotten.
    """
    listed = sorted(problems)
    found = Counter(_key(problem) for problem in listed if problem.severity is Severity.WARNING)
    seen = _read(root / SEEN)
    more = {key for key, count in found.items() if count > seen[key]}
    new = [p for p in listed if p.severity is not Severity.WARNING or _key(p) in more]
    show(new)
    _print_known_count(len(listed) - len(new))
    # Only now: who ended this run before it came here has seen nothing.
    kept = Counter({key: n for key, n in seen.items() if not whole or key[1] in skipped})
    _write(root / SEEN, found | kept)


def _print_known_count(count: int) -> None:
    if count:
        text = ngettext(
            "{n} older warning, as before: poddarkiv check --all shows it",
            "{n} older warnings, as before: poddarkiv check --all shows them",
            count,
        )
        click.echo(text, err=True)


def _key(problem: Problem) -> Key:
    field = ".".join(part for part in problem.field.split(".") if not part.isdecimal())
    return problem.path, problem.rule, field, _NUMBER.sub("#", problem.message)


def _read(path: Path) -> Seen:
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError):
        rows = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
        return Counter({(str(a), str(b), str(c), str(d)): int(n) for a, b, c, d, n in rows})
    return Counter()


def _write(path: Path, seen: Seen) -> None:
    with contextlib.suppress(OSError):
        rows = sorted((*key, count) for key, count in seen.items())
        text = json.dumps(rows, ensure_ascii=False, indent=0)
        write_if_changed(path, text.encode("utf-8", "surrogatepass"))
