"""Let one publish at a time write to a target, whatever machine it runs on.

The lock is a folder at the target, or in S3 an object that is put only where none is: making it is
atomic everywhere. Its holder writes a heartbeat into it; a lock without one for a quarter of an
hour, or whose process on this machine has ended, is stale.
"""

import json
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from poddarkiv.errors import PublishError
from poddarkiv.i18n import _
from poddarkiv.processes import Process, current_process, is_running
from poddarkiv.publish.session import RetryingSession

FOLDER = ".poddarkiv-lock"
HOLDER = f"{FOLDER}/holder.json"
STALE = 15 * 60
"""Seconds without a heartbeat; machines' clocks may differ by some minutes."""
SIGN = 60.0
"""Seconds between heartbeats."""
UNSIGNED = 40.0
"""Seconds that a lock may lack its holder's name: longer than all retries take (`PAUSES`)."""


@dataclass(frozen=True)
class Holder:
    """The run that holds a lock."""

    token: str
    host: str
    process: int
    started: str
    since: str
    """ISO 8601, by the holder's clock, as is `seen`."""
    seen: str
    folders: Sequence[str] = ()
    """Where it may leave partial files, beside the manifest's folders."""

    @property
    def is_dead(self) -> bool:
        """Whether its process has ended, as far as can be told from here."""
        running = is_running(Process(self.host, self.process, self.started))
        if running is not None:
            return not running
        try:
            age = (datetime.now(UTC) - datetime.fromisoformat(self.seen)).total_seconds()
        except ValueError:
            return False
        return age > STALE


class TargetLock:
    """The lock of one target, held by this run."""

    def __init__(self, session: RetryingSession) -> None:
        self._session = session
        me = current_process()
        now = _now()
        # A random token: host and process may be those of a run in another container.
        self._me = Holder(secrets.token_hex(8), me.host, me.number, me.started, now, now)
        self._next = 0.0
        self.was_left = False
        """Whether a killed run left the lock, and so maybe partial files."""
        self.left: Sequence[str] = ()
        """Where such partial files may be, beside the folders that the manifest names."""

    def acquire(self, *, force: bool = False) -> None:
        """Acquire the lock.

        Args:
            force: Whether another run's lock is taken over.

        Raises:
            PublishError: Another run has it; the message says who, and the remedy.
        """
        # A lock may go and come between our steps; three rounds, then the check below decides.
        for _again in range(3):
            if self._session.call(lambda: self._session.store.claim(HOLDER, self._text())):
                break
            holder = self._holder()
            if holder is not None and holder.token == self._me.token:
                break  # it was made, and the answer lost
            if holder is None and not force:
                holder = self._wait_for_holder()
            if holder is not None and not force and not holder.is_dead:
                raise PublishError(self._taken_message(holder))
            self.was_left = True
            self.left = holder.folders if holder is not None else ()
            # Should this run be killed before it has looked there, the next one does.
            self._me = replace(self._me, folders=self.left)
            self._remove()
        self.check()
        self._next = time.monotonic() + SIGN

    def record_folders(self, folders: Iterable[str]) -> None:
        """Record the folders, new to the target, in which files will be uploaded."""
        self._me = replace(self._me, folders=sorted(folders))
        if self._me.folders and not self._session.store.is_atomic:
            self._write_heartbeat()

    def check(self) -> None:
        """Check that the lock is still ours.

        Raises:
            PublishError: Somebody has taken it.
        """
        if self._session.store.is_atomic:
            return
        holder = self._holder()
        if holder is None or holder.token != self._me.token:
            raise PublishError(self._taken_message(holder))

    def heartbeat(self) -> None:
        """Write the time into the lock, at most every `SIGN` seconds."""
        if self._session.store.is_atomic or time.monotonic() < self._next:
            return
        self.check()
        self._write_heartbeat()

    def _write_heartbeat(self) -> None:
        self._session.call(lambda: self._session.store.upload(HOLDER, self._text(), {}))
        self._next = time.monotonic() + SIGN

    def release(self) -> None:
        """Release the lock, if it is ours."""
        holder = self._holder()
        if holder is not None and holder.token == self._me.token:
            self._remove()

    def _remove(self) -> None:
        store = self._session.store
        # A run that was killed may have left a part of its name, too.
        for name in self._session.call(lambda: store.list_folder(FOLDER)):
            self._session.call(lambda name=name: store.remove(f"{FOLDER}/{name}"))  # type: ignore[misc]
        self._session.call(lambda: store.remove_folder(FOLDER))

    def _text(self) -> bytes:
        return json.dumps({**asdict(self._me), "seen": _now()}).encode()

    def _holder(self) -> Holder | None:
        content = self._session.call(lambda: self._session.store.read(HOLDER))
        try:
            return _read_holder(content) if content is not None else None
        except (ValueError, TypeError):
            return None

    def _wait_for_holder(self) -> Holder | None:
        """Return the holder of a lock just made, once named; None when none comes, or it goes."""
        until = time.monotonic() + UNSIGNED
        while (holder := self._holder()) is None and time.monotonic() < until:
            time.sleep(UNSIGNED / 40)
        return holder

    def _taken_message(self, holder: Holder | None) -> str:
        remedy = _("if nothing runs there any more: poddarkiv publish --take-lock")
        if holder is None:
            text = _("{target}: somebody publishes right now", target=self._session.store.shown)
        else:
            text = _(
                "{target}: “poddarkiv publish” is at it on {host}, process {process}, since "
                "{since}",
                target=self._session.store.shown,
                host=holder.host.partition(" ")[0],
                process=holder.process,
                since=holder.since,
            )
        return f"{text} – {remedy}"


def _read_holder(content: bytes) -> Holder:
    holder = Holder(**json.loads(content))
    return replace(holder, folders=[str(folder) for folder in holder.folders])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
