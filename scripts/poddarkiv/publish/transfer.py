"""Execute a plan: several uploads in parallel, phase by phase, with a journal at the target."""

import contextlib
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import groupby

from poddarkiv.errors import PublishError
from poddarkiv.i18n import _
from poddarkiv.publish.headers import headers_for
from poddarkiv.publish.lock import TargetLock
from poddarkiv.publish.manifest import MANIFEST, Manifest, ManifestEntry
from poddarkiv.publish.plan import Listing, Phase, Plan, Upload, list_folders
from poddarkiv.publish.session import RetryingSession
from poddarkiv.publish.stores.base import ASIDE, partial_path

JOURNAL = 5.0
"""Seconds between writes of the manifest while files are uploaded, at least."""
_SHARE = 20
"""At most one part in so many of the time goes into it: a slow line gets fewer writes."""


def remove_unfinished(session: RetryingSession, there: Listing, kept: Collection[str] = ()) -> None:
    """Remove partial files: nobody else writes while we hold the lock.

    Args:
        session: The target.
        there: The target's files.
        kept: Files that are uploaded now: their partial files stay, to resume from.
    """
    own = {partial_path(path) for path in kept}
    left = (path for path in there.files if path.rpartition("/")[2].startswith(ASIDE))
    for path in left:
        if path not in own:
            session.call(lambda path=path: session.store.remove(path))  # type: ignore[misc]


class Transfer:
    """A running publishing. The manifest at the target lists what has been uploaded."""

    def __init__(
        self,
        session: RetryingSession,
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
        """Execute `plan`.

        Raises:
            PublishError: The target refuses or can't be reached. The manifest lists what has been
                uploaded, if it could still be written.
        """
        try:
            self._remove(plan.first)
            for phase, uploads in groupby(plan.uploads, key=lambda upload: upload.phase):
                if phase is Phase.FEED:
                    # A run that has lost the lock must not announce anything in the feed.
                    self._lock.check()
                self._send(list(uploads))
                self._save_manifest()
            self._verify_uploads([upload.file.path for upload in plan.uploads])
            self._lock.check()
            self._remove(plan.last)
            self._save_manifest()
        except BaseException:
            self._try_save_manifest()
            raise

    def _send(self, uploads: list[Upload]) -> None:
        waiting = iter(uploads)
        workers = self._session.store.workers
        running: dict[Future[None], Upload] = {}
        with ThreadPoolExecutor(workers) as pool:
            try:
                while True:
                    while len(running) < workers and (upload := next(waiting, None)):
                        running[pool.submit(self._upload, upload)] = upload
                    if not running:
                        return
                    # A second at most: the heartbeat must go on during a long upload.
                    finished, _rest = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
                    for future in finished:
                        self._record_upload(running.pop(future), future)
                    self._lock.heartbeat()
                    self._save_manifest_sometimes()
            finally:
                # Uploads under way are finished, and recorded.
                for future in running:
                    future.cancel()
                for future, upload in running.items():
                    if not future.cancelled() and future.exception() is None:
                        self._record_upload(upload, future)

    def _upload(self, upload: Upload) -> None:
        file = upload.file
        headers = headers_for(file.path)
        store = self._session.store
        try:
            self._session.call(lambda: store.upload(file.path, file.source, headers))
        except PublishError as error:
            if file.source.is_file():
                raise
            raise PublishError(
                _("{file}: went away while it was being sent", file=file.source)
            ) from error

    def _record_upload(self, upload: Upload, future: Future[None]) -> None:
        future.result()
        file = upload.file
        self._manifest.files[file.path] = ManifestEntry(file.sha256, file.size)
        self._unwritten = True
        self._done(upload)

    def _verify_uploads(self, paths: list[str]) -> None:
        """Record the target's stamps of what was uploaded, and check that all of it arrived.

        Raises:
            PublishError: A file has another size there.
        """
        if not paths:
            return
        store = self._session.store
        # The listing gives the stamps by which the next run sees changes by others.
        there = self._session.call(lambda: store.list_tree(paths, whole=True))
        remove_unfinished(self._session, there)
        wrong = []
        for path in paths:
            entry, found = self._manifest.files[path], there.files.get(path)
            if found is None or found.size not in (-1, entry.size):
                wrong.append(path)
                del self._manifest.files[path]
            else:
                self._manifest.files[path] = ManifestEntry(entry.sha256, entry.size, found.stamp)
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
            self._lock.heartbeat()
        left = list_folders(self._manifest.files)
        # The deepest first: a folder goes only when it is empty.
        for folder in sorted(list_folders(iter(gone)) - left, reverse=True):
            self._session.call(lambda folder=folder: store.remove_folder(folder))  # type: ignore[misc]
        if gone:
            self._save_manifest()

    def _save_manifest_sometimes(self) -> None:
        if time.monotonic() - self._written >= max(JOURNAL, _SHARE * self._cost):
            self._save_manifest()

    def _save_manifest(self) -> None:
        """Write the manifest; an atomic target has nothing to resume from."""
        if not self._unwritten:
            return
        began = time.monotonic()
        content = self._manifest.render()
        self._session.call(lambda: self._session.store.upload(MANIFEST, content, {}))
        self._written = time.monotonic()
        self._cost = self._written - began
        self._unwritten = False

    def _try_save_manifest(self) -> None:
        store = self._session.store
        if self._unwritten and not store.is_atomic:
            # Without retries: the error under way may be that the target is gone, and is reported.
            with contextlib.suppress(Exception):
                store.upload(MANIFEST, self._manifest.render(), {})
