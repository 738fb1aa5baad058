"""A connection to a target that is retried, a bounded number of times, when it breaks."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from poddarkiv.publish.errors import LostError, describe_error
from poddarkiv.publish.stores import Store

R = TypeVar("R")
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds to wait before each retry."""


class RetryingSession:
    """Runs a store's operations with retries; thread-safe."""

    def __init__(self, store: Store, notify: Callable[[str], None] = lambda _text: None) -> None:
        self.store = store
        self._notify = notify
        self._connection_count = 0
        """How many times it was reconnected."""
        self._lost = False
        """Whether all retries failed: cleanup after that is tried once."""
        self._lock = threading.Lock()

    def connect(self) -> None:
        """Connect.

        Raises:
            PublishError: The host can't be reached, or doesn't let us in.
        """
        # A host that can't be reached now has seldom come back within half a minute.
        self._try(self.store.connect, PAUSES[:2])

    def call(self, function: Callable[[], R]) -> R:
        """Return what `function` returns; reconnect and retry where the connection breaks.

        Raises:
            PublishError: The target refuses, or can't be reached.
        """
        return self._try(function, PAUSES)

    def _try(self, function: Callable[[], R], pauses: tuple[float, ...]) -> R:
        for pause in (*(() if self._lost else pauses), None):
            turn = self._connection_count
            try:
                return function()
            except Exception as error:
                fault = describe_error(error, self.store.shown)
                if not isinstance(fault, LostError) or pause is None:
                    self._lost = self._lost or isinstance(fault, LostError)
                    raise fault from error
                self._notify(str(fault))
                time.sleep(pause)
                self._reconnect(turn)
        raise AssertionError

    def _reconnect(self, turn: int) -> None:
        with self._lock:
            # Another thread may have reconnected while this one waited.
            if self._connection_count != turn:
                return
            self._connection_count += 1
            try:
                self.store.close()
                self.store.connect()
            except Exception as error:
                # The retry reports it, unless the host has come back by then.
                if not isinstance(fault := describe_error(error, self.store.shown), LostError):
                    raise fault from error
