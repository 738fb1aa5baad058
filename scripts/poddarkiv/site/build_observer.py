"""The observer of a build: receives its progress, and waits for its workers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from poddarkiv.site.workers import wait_for_worker


class BuildObserver:
    """Receives the progress of all processes that take part, and waits for them; shows nothing."""

    @contextmanager
    def phase(self, text: str) -> Iterator[None]:
        """Do a part of the build, which `text` describes."""
        del text
        yield

    def planned(self, pages: int, steps: int) -> None:
        """Set how many pages will be drawn, and in how many steps they are indexed."""

    def drew(self) -> None:
        """Count a drawn page, in whichever process."""

    def indexed(self, steps: int = 1) -> None:
        """Count `steps` of indexing, in whichever process or thread."""

    def wait(self, process: int) -> int:
        """Return the exit status of a worker, once it has ended."""
        return wait_for_worker(process)

    def join(self, thread: threading.Thread) -> None:
        """Wait until a thread has ended."""
        thread.join()
