"""How far a publishing has come: bytes and files, the total and the time left."""

import sys
import time
from types import TracebackType
from typing import Any, Self

import click
from babel.numbers import format_decimal

from poddarkiv.i18n import _, language
from poddarkiv.publish.plan import Plan, Upload
from poddarkiv.publish.run import Watcher
from poddarkiv.timecode import format_clock

_EVERY = 10.0
"""Seconds between plain lines."""


def watcher(*, quiet: bool) -> "Lines":
    """Return what suits where the output goes."""
    if quiet:
        return Lines(every=None)
    return Bar() if sys.stderr.isatty() else Lines()


class Lines(Watcher):
    """Plain lines, one in ten seconds; with `every=None` only what must be said."""

    def __init__(self, every: float | None = _EVERY) -> None:
        self._every = every
        self._total = self._bytes = self._files = self._count = 0
        self._began = self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def say(self, text: str) -> None:
        """Print a line."""
        click.echo(text, err=True)

    def planned(self, plan: Plan) -> None:
        """Say what will be sent."""
        self._total, self._count = plan.total, len(plan.uploads)
        self._began = self._last = time.monotonic()

    def done(self, upload: Upload) -> None:
        """Count a file, and say now and then how far it is."""
        self._bytes += upload.file.size
        self._files += 1
        now = time.monotonic()
        if self._every is not None and now - self._last >= self._every:
            self._last = now
            self.say(self._text())

    def _text(self) -> str:
        spent = max(time.monotonic() - self._began, 0.001)
        # A small file costs its way there and back, as much as some 20 kB do.
        weight = self._bytes + 20_000 * self._files
        whole = self._total + 20_000 * self._count
        left = (whole - weight) * spent / max(weight, 1)
        return _(
            "{files} of {count} files, {done} of {total} MB, {left} left",
            files=self._files,
            count=self._count,
            done=_megabytes(self._bytes),
            total=_megabytes(self._total),
            left=format_clock(left),
        )


class Bar(Lines):
    """A bar for a person at a terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        super().__init__()
        self._bar = Progress(
            BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True)
        )
        self._task: Any = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(text, highlight=False, markup=False)

    def planned(self, plan: Plan) -> None:
        """Show the bar."""
        super().planned(plan)
        if plan.uploads:
            self._task = self._bar.add_task("", total=max(plan.total, 1))

    def done(self, upload: Upload) -> None:
        """Move the bar."""
        self._every = None
        super().done(upload)
        self._bar.update(self._task, completed=self._bytes, description=self._text())


def _megabytes(size: int) -> str:
    return str(format_decimal(size / 1e6, "0.0", locale=language()))
