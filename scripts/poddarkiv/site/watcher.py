"""Who is told how far a build has come."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from poddarkiv.site.workers import wait_for_worker


class Watcher:
    """Is told by all processes that take part, and waits for them; this one shows nothing."""

    @contextmanager
    def phase(self, text: str) -> Iterator[None]:
        """Do a part of the build, which `text` describes."""
        del text
        yield

    def planned(self, pages: int, steps: int) -> None:
        """Learn how many pages will be drawn, and in how many steps they are indexed."""

    def drew(self) -> None:
        """Learn that a page is drawn, by whichever process."""

    def indexed(self, steps: int = 1) -> None:
        """Learn that the index has grown, in whichever process or thread."""

    def wait(self, process: int) -> int:
        """Return the status of a process of ours, once it has ended."""
        return wait_for_worker(process)

    def join(self, thread: threading.Thread) -> None:
        """Wait until a thread has ended."""
        thread.join()
