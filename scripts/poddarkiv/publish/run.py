"""Publish: take the target's lock, list both sides, plan, execute the plan, release the lock."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from poddarkiv.errors import PublishError
from poddarkiv.i18n import _
from poddarkiv.publish.local import LocalFile
from poddarkiv.publish.lock import TargetLock
from poddarkiv.publish.manifest import MANIFEST, Manifest, read_manifest
from poddarkiv.publish.plan import Listing, Plan, Upload, Withdrawn, list_folders, make_plan
from poddarkiv.publish.session import RetryingSession
from poddarkiv.publish.stores.base import ASIDE, Store
from poddarkiv.publish.transfer import Transfer, remove_unfinished


@dataclass(frozen=True)
class PublishOptions:
    """What a person asked for."""

    keep: bool = False
    delete_recordings: bool = False
    take_lock: bool = False
    dry_run: bool = False


class PublishWatcher:
    """Observes a publishing; this one ignores everything."""

    def notify(self, text: str) -> None:
        """Take a message for a person."""

    def planned(self, plan: Plan) -> None:
        """Take the plan, before it is executed."""

    def done(self, upload: Upload) -> None:
        """Take note that a file has been uploaded."""


Planner = Callable[[RetryingSession, Manifest, Listing], Plan]
"""Makes a plan from the manifest and the listing of a target."""


def publish(
    store: Store,
    files: Mapping[str, LocalFile],
    withdrawn: Withdrawn,
    options: PublishOptions = PublishOptions(),
    watcher: PublishWatcher | None = None,
    *,
    show: str = "",
    scope: Callable[[str], bool] = lambda _path: True,
) -> Plan:
    """Make the target hold `files`, and return what was done.

    Args:
        store: The target.
        files: What is to be there, by path.
        withdrawn: Whose pages must go.
        options: What a person asked for.
        watcher: Observes the run.
        show: The show's `podcast:guid`; where another one is published nothing is done.
        scope: Whether a path is of the kind that `files` are of.

    Raises:
        PublishError: The target refuses, is being published to, or stays away. What is there then
            is whole, and the next run goes on from it.
    """

    def planner(_session: RetryingSession, manifest: Manifest, there: Listing) -> Plan:
        return make_plan(
            files,
            manifest,
            there,
            withdrawn,
            keep=options.keep,
            delete_recordings=options.delete_recordings,
            scope=scope,
        )

    return execute_plan(store, planner, files, options, watcher or PublishWatcher(), show=show)


def execute_plan(
    store: Store,
    planner: Planner,
    paths: Iterable[str],
    options: PublishOptions,
    watcher: PublishWatcher,
    *,
    show: str = "",
) -> Plan:
    """Execute the plan that `planner` makes for the target, and return it.

    Args:
        store: The target.
        planner: Makes the plan.
        paths: What is looked for there beside what we have put there.
        options: What a person asked for.
        watcher: Observes the run.
        show: The show's `podcast:guid`.

    Raises:
        PublishError: As `publish` does.
    """
    session = RetryingSession(store, watcher.notify)
    session.connect()
    try:
        if not options.dry_run:
            session.call(store.make_root)
        with _locked(session, options) as lock:
            return _execute_locked(session, lock, planner, paths, watcher, show)
    finally:
        with contextlib.suppress(Exception):
            store.close()


def _execute_locked(
    session: RetryingSession,
    lock: TargetLock | None,
    planner: Planner,
    paths: Iterable[str],
    watcher: PublishWatcher,
    show: str,
) -> Plan:
    store = session.store
    manifest = _manifest(session, watcher.notify)
    _refuse_another(show, manifest, store)
    # An archive without a guid keeps what an earlier run has written.
    manifest.show = show or manifest.show
    # Partial files are there only where a run was killed.
    whole = lock is not None and lock.was_left
    parts = [f"{folder}/{ASIDE}" for folder in lock.left] if lock is not None else []
    # Only folders that can matter are listed: a host may hold much that is not ours.
    looked_for = {*paths, *manifest.files, *parts}
    there = session.call(lambda: store.list_tree(looked_for, whole=whole))
    plan = planner(session, manifest, there)
    watcher.planned(plan)
    if lock is None:
        return plan
    _remove_leftovers(session, lock, plan, there, manifest)
    forgotten = [path for path in manifest.files if path not in there.files]
    for path in forgotten:
        del manifest.files[path]
    for path in plan.foreign:
        # Somebody else wrote it since: it is no longer ours to remove.
        del manifest.files[path]
    if not plan.is_empty():
        Transfer(session, lock, manifest, watcher.done).run(plan)
        session.call(lambda: store.finish(_message(plan)))
    return plan


def _remove_leftovers(
    session: RetryingSession, lock: TargetLock, plan: Plan, there: Listing, manifest: Manifest
) -> None:
    """Remove other runs' partial files, and record where this run may leave some.

    Nobody else writes while we hold the lock.
    """
    sent = {upload.file.path for upload in plan.uploads}
    remove_unfinished(session, there, sent)
    lock.record_folders(list_folders(iter(sent)) - list_folders(manifest.files))
    if sent or lock.was_left:
        known = sent | manifest.files.keys()
        session.call(lambda: session.store.abort_parts(known, sent))


@contextlib.contextmanager
def _locked(session: RetryingSession, options: PublishOptions) -> Iterator[TargetLock | None]:
    """Hold the target's lock; a dry run writes nothing, so it takes none."""
    if options.dry_run:
        yield None
        return
    lock = TargetLock(session)
    lock.acquire(force=options.take_lock)
    try:
        yield lock
    finally:
        # Where the target can't be reached the lock stays, and goes stale with this process.
        with contextlib.suppress(PublishError):
            lock.release()


def _refuse_another(show: str, manifest: Manifest, store: Store) -> None:
    """Raise where another show is published here: its pages would be removed as old ones."""
    if show and manifest.show and show != manifest.show:
        raise PublishError(
            _(
                "{target}: another show is published there (podcast:guid {guid}) – choose another "
                "folder or, if it is to go, remove {file} there",
                target=store.shown,
                guid=manifest.show,
                file=MANIFEST,
            )
        )


def _manifest(session: RetryingSession, say: Callable[[str], None]) -> Manifest:
    content = session.call(lambda: session.store.read(MANIFEST))
    if content is None:
        return Manifest()
    try:
        return read_manifest(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        say(
            _(
                "{target}: {file} can't be read; all is sent again, and nothing is removed",
                target=session.store.shown,
                file=MANIFEST,
            )
        )
        return Manifest()


def _message(plan: Plan) -> str:
    return f"Publish: {len(plan.uploads)} up, {len(plan.first) + len(plan.last)} away"
