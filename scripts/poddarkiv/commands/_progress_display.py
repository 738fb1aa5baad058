"""The base of everything that shows progress: a context manager that starts and stops a display."""

from typing import Self


class ProgressDisplay:
    """A context manager; `start` and `stop` do nothing unless a display needs them."""

    def start(self) -> None:
        """Begin to show."""

    def stop(self) -> None:
        """Leave the terminal as it was, whatever ended the block."""

    def __enter__(self) -> Self:
        """Start the display."""
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop the display; errors pass."""
        self.stop()
