"""Carry out a plan: several files at a time, phase by phase, with a journal at the target."""

import contextlib
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import groupby

from poddarkiv.errors import PublishError
from poddarkiv.i18n import _
from poddarkiv.publish.headers import headers_for
from poddarkiv.publish.lock import TargetLock
from poddarkiv.publish.manifest import MANIFEST, Entry, Manifest
from poddarkiv.publish.plan import Listing, Phase, Plan, Upload, folders_of
from poddarkiv.publish.session import Session
from poddarkiv.publish.stores.base import ASIDE, part_of

JOURNAL = 5.0
"""Seconds, at least, between two times that the manifest is written while files go up."""
_SHARE = 20
"""It takes at most this part of the time: on a slow line it is written more seldom."""


def tidy(session: Session, there: Listing, kept: Collection[str] = ()) -> None:
    """Remove what was not sent to its end: nobody else writes while we hold the lock.

    Args:
        session: The target.
        there: What is there.
        kept: Files that are sent now: parts of them stay, to go on from.
    """
    own = {part_of(path) for path in kept}
    left = (path for path in there.files if path.rpartition("/")[2].startswith(ASIDE))
    for path in left:
        if path not in own:
            session.call(lambda path=path: session.store.remove(path))  # type: ignore[misc]


class Transfer:
    """One publishing that goes on. What is up already is in the manifest at the target."""

    def __init__(
        self,
        session: Session,
        lock: TargetLock,
        manifest: Manifest,
        done: Callable[[Upload], None] = lambda _upload: None,
    ) -> None:
        self._session = session
        self._lock = lock
        self._manifest = manifest
        self._done = done
        self._written = time.monotonic()
        self._cost = 0.0
        self._unwritten = False

    def run(self, plan: Plan) -> None:
        """Do what `plan` says.

        Raises:
            PublishError: The target refuses or stays away. The manifest tells of what is up, if it
                could still be written.
        """
        try:
            self._remove(plan.first)
            for phase, uploads in groupby(plan.uploads, key=lambda upload: upload.phase):
                if phase is Phase.FEED:
                    # Nobody is told of anything by a run that has lost its right to.
                    self._lock.check()
                self._send(list(uploads))
                self._keep()
            self._look_again([upload.file.path for upload in plan.uploads])
            self._lock.check()
            self._remove(plan.last)
            self._keep()
        except BaseException:
            self._keep_if_possible()
            raise

    def _send(self, uploads: list[Upload]) -> None:
        waiting = iter(uploads)
        workers = self._session.store.workers
        running: dict[Future[None], Upload] = {}
        with ThreadPoolExecutor(workers) as pool:
            try:
                while True:
                    while len(running) < workers and (upload := next(waiting, None)):
                        running[pool.submit(self._put, upload)] = upload
                    if not running:
                        return
                    finished, _rest = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
                    for future in finished:
                        self._note(running.pop(future), future)
                    self._lock.show_life()
                    self._keep_now_and_then()
            finally:
                # What is on its way is finished, and counts.
                for future in running:
                    future.cancel()
                for future, upload in running.items():
                    if not future.cancelled() and future.exception() is None:
                        self._note(upload, future)

    def _put(self, upload: Upload) -> None:
        file = upload.file
        headers = headers_for(file.path)
        store = self._session.store
        try:
            self._session.call(lambda: store.put(file.path, file.source, headers))
        except PublishError as error:
            if file.source.is_file():
                raise
            raise PublishError(
                _("{file}: went away while it was being sent", file=file.source)
            ) from error

    def _note(self, upload: Upload, future: Future[None]) -> None:
        future.result()
        file = upload.file
        self._manifest.files[file.path] = Entry(file.sha256, file.size)
        self._unwritten = True
        self._done(upload)

    def _look_again(self, paths: list[str]) -> None:
        """Note how the target lists what was put, and look whether all of it arrived.

        Raises:
            PublishError: A file has another size there.
        """
        if not paths:
            return
        store = self._session.store
        there = self._session.call(lambda: store.list_tree(paths, whole=True))
        tidy(self._session, there)
        wrong = []
        for path in paths:
            entry, found = self._manifest.files[path], there.files.get(path)
            if found is None or found.size not in (-1, entry.size):
                wrong.append(path)
                del self._manifest.files[path]
            else:
                self._manifest.files[path] = Entry(entry.sha256, entry.size, found.stamp)
        self._unwritten = True
        if wrong:
            raise PublishError(
                _(
                    "{target}: {file} did not arrive as it was sent; is there space left?",
                    target=store.shown,
                    file=wrong[0],
                )
            )

    def _remove(self, paths: Iterable[str]) -> None:
        store = self._session.store
        gone = []
        for path in paths:
            self._session.call(lambda path=path: store.remove(path))  # type: ignore[misc]
            self._manifest.files.pop(path, None)
            gone.append(path)
            self._unwritten = True
            self._lock.show_life()
        left = folders_of(self._manifest.files)
        for folder in sorted(folders_of(iter(gone)) - left, reverse=True):
            self._session.call(lambda folder=folder: store.remove_folder(folder))  # type: ignore[misc]
        if gone:
            self._keep()

    def _keep_now_and_then(self) -> None:
        if time.monotonic() - self._written >= max(JOURNAL, _SHARE * self._cost):
            self._keep()

    def _keep(self) -> None:
        """Write the manifest; where all appears at once there is nothing to resume from."""
        if not self._unwritten:
            return
        began = time.monotonic()
        content = self._manifest.render()
        self._session.call(lambda: self._session.store.put(MANIFEST, content, {}))
        self._written = time.monotonic()
        self._cost = self._written - began
        self._unwritten = False

    def _keep_if_possible(self) -> None:
        store = self._session.store
        if self._unwritten and not store.is_atomic:
            # Without trying again: what stopped us may be that the target is gone, and is told.
            with contextlib.suppress(Exception):
                store.put(MANIFEST, self._manifest.render(), {})
