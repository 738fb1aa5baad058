"""How far a transfer has come: bytes and files, the total and the time left."""

import sys
import threading
import time
from typing import Any

import click
from babel.numbers import format_decimal

from poddarkiv.commands._progress_display import ProgressDisplay
from poddarkiv.i18n import _, locale
from poddarkiv.timecode import format_clock

_EVERY = 10.0
"""Seconds between plain lines."""
_FILE = 20_000
"""Bytes that a file costs beside its own: its way there and back."""


def byte_progress(*, quiet: bool) -> "ByteLines":
    """Return what suits where the output goes."""
    if quiet:
        return ByteLines(every=None)
    return ByteBar() if sys.stderr.isatty() else ByteLines()


class ByteLines(ProgressDisplay):
    """Plain lines, one in ten seconds; with `every=None` only messages. Thread-safe."""

    def __init__(self, every: float | None = _EVERY) -> None:
        self._every = every
        self._total = self._bytes = self._earlier = self._files = self._count = 0
        self._began = self._last = time.monotonic()
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        """Print a line."""
        click.echo(text, err=True)

    def begin(self, total: int, count: int, earlier: int = 0) -> None:
        """Say what there is to do.

        Args:
            total: Bytes, as far as is known.
            count: Files.
            earlier: Bytes that are there already, and say nothing of the pace.
        """
        self._total, self._count = total, count
        self._bytes = self._earlier = earlier
        self._began = self._last = time.monotonic()

    def advance(self, count: int, files: int = 0) -> None:
        """Count bytes and whole files, and say now and then how far it is."""
        with self._lock:
            self._bytes += count
            self._files += files
            now = time.monotonic()
            if self._every is not None and now - self._last >= self._every:
                self._last = now
                self.say(self.text())

    def text(self) -> str:
        """Return how far it is, and how long it will take."""
        spent = max(time.monotonic() - self._began, 0.001)
        total = max(self._total, self._bytes)
        done = self._bytes - self._earlier + _FILE * self._files
        left = total - self._bytes + _FILE * (self._count - self._files)
        return _(
            "{files} of {count} files, {done} of {total} MB, {left} left",
            files=self._files,
            count=self._count,
            done=megabytes(self._bytes),
            total=megabytes(total),
            left=format_clock(left * spent / max(done, 1)),
        )


class ByteBar(ByteLines):
    """A bar for a person at a terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        super().__init__(every=None)
        self._bar = Progress(
            BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True)
        )
        self._task: Any = None

    def start(self) -> None:
        """Show the bar."""
        self._bar.start()

    def stop(self) -> None:
        """Leave the bar as it is."""
        self._bar.stop()

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(text, highlight=False, markup=False)

    def begin(self, total: int, count: int, earlier: int = 0) -> None:
        """Show the bar."""
        super().begin(total, count, earlier)
        if count:
            self._task = self._bar.add_task("", total=max(total, 1))

    def advance(self, count: int, files: int = 0) -> None:
        """Move the bar."""
        super().advance(count, files)
        self._bar.update(self._task, completed=self._bytes, description=self.text())


def megabytes(size: int) -> str:
    """Return `size` in MB with a decimal, as the language writes it."""
    return str(format_decimal(size / 1e6, "0.0", locale=locale()))
