"""How far long work has come: bars for a person at a terminal, plain lines elsewhere."""

import sys
import time
from typing import Protocol, Self

import click
from babel.numbers import format_decimal

from poddarkiv.commands._progress_display import ProgressDisplay
from poddarkiv.i18n import _, locale
from poddarkiv.timecode import format_clock

_EVERY = 30.0
"""Seconds between plain lines."""


class ReportProgress(Protocol):
    """Reports how far a task has come."""

    def __call__(self, done: float, earlier: float = 0.0, /) -> None:
        """Report the seconds that are done, and how many of them an earlier run did."""


class Progress(Protocol):
    """Shows several tasks, each measured in seconds of sound."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...

    def begin(self, name: str, seconds: float) -> ReportProgress:
        """Show a task; return the function that reports its progress."""
        ...

    def say(self, text: str) -> None:
        """Print a line without disturbing what is shown."""
        ...


def show_progress(total: float, *, quiet: bool) -> Progress:
    """Return what suits where the output goes; `total` is the sum of all work in seconds."""
    if quiet:
        return _Silent()
    return _Bars(total) if sys.stderr.isatty() else _Lines(total)


class _Silent(ProgressDisplay):
    def begin(self, name: str, seconds: float) -> ReportProgress:
        del name, seconds
        return lambda _done, _earlier=0.0, /: None

    def say(self, text: str) -> None:
        click.echo(text, err=True)


class _Tally:
    """Adds up all tasks' progress, and estimates the time left."""

    def __init__(self, total: float) -> None:
        self.total = total
        self.done: dict[str, float] = {}
        self.earlier: dict[str, float] = {}
        """The part that an earlier run did: it says nothing of this run's pace."""
        self.began = time.monotonic()

    def text(self) -> str:
        """Return how fast and how long yet; nothing before anything is done."""
        done = sum(self.done.values())
        worked = done - sum(self.earlier.values())
        if worked <= 0:
            return ""
        pace = worked / max(time.monotonic() - self.began, 0.001)
        left = max(0.0, self.total - done) / pace
        return _(
            "{pace} times real time, {left} left",
            # Of a slow machine two figures, wherever they begin.
            pace=format_decimal(pace, "0.0" if pace >= 1 else "@#", locale=locale()),
            left=format_clock(left),
        )


class _Lines(_Silent):
    def __init__(self, total: float) -> None:
        self._tally = _Tally(total)
        self._last = time.monotonic()

    def begin(self, name: str, seconds: float) -> ReportProgress:
        self.say(_("{name}: {length} to hear", name=name, length=format_clock(seconds)))

        def update(done: float, earlier: float = 0.0, /) -> None:
            self._tally.done[name], self._tally.earlier[name] = done, earlier
            now = time.monotonic()
            if now - self._last >= _EVERY:
                self._last = now
                share = f"{100 * done / seconds:.0f} %" if seconds else ""
                self.say(f"{name}: " + ", ".join(filter(None, (share, self._tally.text()))))

        return update


class _Bars(ProgressDisplay):
    def __init__(self, total: float) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bars

        self._tally = _Tally(total)
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[note]}"),
            console=Console(stderr=True),
        )
        self._whole = self._bars.add_task(_("All"), total=max(total, 0.1), note="")

    def start(self) -> None:
        self._bars.start()

    def stop(self) -> None:
        self._bars.stop()

    def begin(self, name: str, seconds: float) -> ReportProgress:
        task = self._bars.add_task(name, total=max(seconds, 0.1), note="")

        def update(done: float, earlier: float = 0.0, /) -> None:
            self._tally.done[name], self._tally.earlier[name] = done, earlier
            self._bars.update(task, completed=done)
            self._bars.update(
                self._whole, completed=sum(self._tally.done.values()), note=self._tally.text()
            )

        return update

    def say(self, text: str) -> None:
        self._bars.console.print(text, highlight=False, markup=False)
