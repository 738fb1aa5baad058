"""How far a build has come: one line for a person at a terminal, nothing elsewhere.

No thread draws it, for a process with threads can't be forked: it is drawn when the process that
was started first hears of something, or waits.
"""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from poddarkiv.commands._known_warnings import is_for_person
from poddarkiv.i18n import _
from poddarkiv.site.build_observer import BuildObserver
from poddarkiv.timecode import format_clock

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_EVERY = 0.2
"""Seconds between two drawings."""
_PAUSE = 0.05
"""Seconds between two looks at a process that is waited for."""
_ENOUGH = 0.05
"""The share that must be done before it is said how long the rest takes."""
_PAGE, _STEP = b"p", b"s"
_BAR = 20
"""Columns."""


def choose_observer(*, quiet: bool) -> BuildObserver:
    """Return an observer that shows progress on a terminal, else one that shows nothing."""
    if quiet or not is_for_person(sys.stderr):
        return BuildObserver()
    from rich.console import Console

    console = Console(stderr=True)
    # On others, as within Emacs, no line can be written over.
    return BuildProgress(console) if console.is_interactive else BuildObserver()


class WorkCounter:
    """Counts two kinds of work, and estimates when all is done. Times are `monotonic`."""

    def __init__(self, pages: int, steps: int, now: float) -> None:
        self.total = {kind: total for kind, total in ((_PAGE, pages), (_STEP, steps)) if total}
        self.done = dict.fromkeys(self.total, 0)
        self.side_by_side = False
        """Whether processes of their own do each kind, or one does both by turns."""
        self._began = now
        self._ends: dict[bytes, float] = {}
        """When each kind will be done, as it looked when something of it last was."""

    def add(self, kind: bytes, count: int, now: float) -> None:
        """Count what was done."""
        if kind in self.total and count:
            self.done[kind] = min(self.done[kind] + count, self.total[kind])
            if not self.side_by_side:
                self._ends.clear()
            self._ends[kind] = self._expected(kind, now)

    def left(self, now: float) -> float | None:
        """Return the seconds that are left; None before that can be told."""
        if any(done < _ENOUGH * self.total[kind] for kind, done in self.done.items()):
            return None
        return max(0.0, max(self._ends.values(), default=now) - now)

    def shown(self, now: float) -> dict[str, Any]:
        """Return the fields of the line."""
        done, left = self.done, self.left(now)
        text = _("Page {done} of {total}", done=done.get(_PAGE, 0), total=self.total.get(_PAGE, 0))
        if _STEP in done:
            share = 100 * done[_STEP] // self.total[_STEP]
            text += ", " + _("search index {share} %", share=share)
        return {
            "description": text,
            "completed": _weight(done, done),
            "total": _weight(self.total, done),
            "left": _in_words(left) if left is not None else "",
        }

    def _expected(self, kind: bytes, now: float) -> float:
        kinds = (kind,) if self.side_by_side else tuple(self.total)
        done, total = _weight(self.done, kinds), _weight(self.total, kinds)
        return now + (now - self._began) * (total - done) / done


def _weight(counts: Mapping[bytes, int], kinds: Iterable[bytes]) -> int:
    # A page takes about as long as two steps of the index.
    return sum(counts[kind] * (2 if kind == _PAGE else 1) for kind in kinds)


def _in_words(left: float) -> str:
    return _("{left} left", left=format_clock(left)) if left >= 1 else _("nearly done")


class BuildProgress(BuildObserver):
    """A line with the pages that are drawn, the share that is indexed and the time left."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._maker = os.getpid()
        self._counter: WorkCounter | None = None
        self._bar: Progress | None = None
        self._looked = 0.0
        self._reader = self._writer = -1

    @contextmanager
    def phase(self, text: str) -> Iterator[None]:
        """Show `text` while the part is done, and nothing afterwards."""
        from rich.progress import BarColumn, Progress, TextColumn

        bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(_BAR),
            TextColumn("{task.fields[left]}", markup=False),
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        bar.add_task(text, total=None, left="")
        with bar:
            self._bar = bar
            try:
                yield
                # What came since the last look is told too: others may have ended with it.
                self._look(at_once=True)
            finally:
                self._close()

    def planned(self, pages: int, steps: int) -> None:
        """Begin to count."""
        self._counter = WorkCounter(pages, steps, time.monotonic())
        # Where there are no copies, nobody else writes.
        if hasattr(os, "fork"):
            self._reader, self._writer = os.pipe()
            os.set_blocking(self._reader, False)
            # No page waits until somebody has counted the last.
            os.set_blocking(self._writer, False)

    def drew(self) -> None:
        """Count a page."""
        self._count(_PAGE, 1)

    def indexed(self, steps: int = 1) -> None:
        """Count what was indexed."""
        self._count(_STEP, steps)

    def wait(self, process: int) -> int:
        """Draw until the process has ended."""
        while not (ended := os.waitpid(process, os.WNOHANG))[0]:
            self._look()
            time.sleep(_PAUSE)
        return ended[1]

    def join(self, thread: threading.Thread) -> None:
        """Draw until the thread has ended."""
        while thread.is_alive():
            self._look()
            thread.join(_PAUSE)

    def _count(self, kind: bytes, count: int) -> None:
        if os.getpid() != self._maker:
            with contextlib.suppress(BlockingIOError):
                os.write(self._writer, kind * count)
        elif self._counter is not None:
            self._counter.add(kind, count, time.monotonic())
            if threading.current_thread() is threading.main_thread():
                self._look()

    def _look(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if self._bar is None or self._counter is None:
            return
        if now - self._looked < _EVERY and not at_once:
            return
        self._looked = now
        if told := self._told():
            self._counter.side_by_side = True
            for kind in _PAGE, _STEP:
                self._counter.add(kind, told.count(kind), now)
        task = self._bar.tasks[0]
        self._bar.update(task.id, **self._counter.shown(now))
        self._bar.refresh()

    def _told(self) -> bytes:
        """Return what other processes have told since the last look."""
        with contextlib.suppress(BlockingIOError):
            return os.read(self._reader, 1 << 20) if self._reader >= 0 else b""
        return b""

    def _close(self) -> None:
        self._bar = self._counter = None
        if self._reader >= 0:
            os.close(self._reader)
            os.close(self._writer)
        self._reader = self._writer = -1
