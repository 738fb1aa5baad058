"""A connection to a target that is tried again, a bounded number of times, when it breaks."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from poddarkiv.publish.faults import LostError, fault_of
from poddarkiv.publish.stores import Store

R = TypeVar("R")
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds to wait before each further try."""


class Session:
    """Runs what a store does; several threads may at a time."""

    def __init__(self, store: Store, notify: Callable[[str], None] = lambda _text: None) -> None:
        self.store = store
        self._notify = notify
        self._turn = 0
        """How many times it was connected anew."""
        self._gone = False
        """Whether it stayed away: what is tidied after that is tried once."""
        self._lock = threading.Lock()

    def connect(self) -> None:
        """Connect.

        Raises:
            PublishError: The host can't be reached, or doesn't let us in.
        """
        # A host that isn't there now has seldom come back within half a minute.
        self._try(self.store.connect, PAUSES[:2])

    def call(self, function: Callable[[], R]) -> R:
        """Return what `function` returns, connecting anew where the connection breaks.

        Raises:
            PublishError: The target refuses, or stays away.
        """
        return self._try(function, PAUSES)

    def _try(self, function: Callable[[], R], pauses: tuple[float, ...]) -> R:
        for pause in (*(() if self._gone else pauses), None):
            turn = self._turn
            try:
                return function()
            except Exception as error:
                fault = fault_of(error, self.store.shown)
                if not isinstance(fault, LostError) or pause is None:
                    self._gone = self._gone or isinstance(fault, LostError)
                    raise fault from error
                self._notify(str(fault))
                time.sleep(pause)
                self._reconnect(turn)
        raise AssertionError

    def _reconnect(self, turn: int) -> None:
        with self._lock:
            # Another thread may have done it while this one waited.
            if self._turn != turn:
                return
            self._turn += 1
            try:
                self.store.close()
                self.store.connect()
            except Exception as error:
                # What is tried next tells of it, or it has come back by then.
                if not isinstance(fault := fault_of(error, self.store.shown), LostError):
                    raise fault from error
