"""Publish: look at both sides, plan, carry it out, let the lock go."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from poddarkiv.errors import PublishError
from poddarkiv.i18n import _
from poddarkiv.publish.local import LocalFile
from poddarkiv.publish.lock import TargetLock
from poddarkiv.publish.manifest import MANIFEST, Manifest, read_manifest
from poddarkiv.publish.plan import Listing, Plan, Upload, Withdrawn, folders_of, make_plan
from poddarkiv.publish.session import Session
from poddarkiv.publish.stores.base import ASIDE, Store
from poddarkiv.publish.transfer import Transfer, tidy


@dataclass(frozen=True)
class Wishes:
    """What a person asked for."""

    keep: bool = False
    delete_recordings: bool = False
    take_lock: bool = False
    dry_run: bool = False


class Watcher:
    """Is told how it goes; this one tells nobody."""

    def say(self, text: str) -> None:
        """Hear a line for the person."""

    def planned(self, plan: Plan) -> None:
        """Hear what will be done."""

    def done(self, upload: Upload) -> None:
        """Hear that a file is up."""


Planner = Callable[[Session, Manifest, Listing], Plan]
"""Makes the plan of what we have put at a target and what is there."""


def publish(
    store: Store,
    files: Mapping[str, LocalFile],
    withdrawn: Withdrawn,
    wishes: Wishes = Wishes(),
    watcher: Watcher | None = None,
    *,
    show: str = "",
    scope: Callable[[str], bool] = lambda _path: True,
) -> Plan:
    """Make the target hold `files`, and return what was done.

    Args:
        store: The target.
        files: What is to be there, by path.
        withdrawn: Whose pages must go.
        wishes: What a person asked for.
        watcher: Is told how it goes.
        show: The show's `podcast:guid`; where another one is published nothing is done.
        scope: Whether a path is of the kind that `files` are of.

    Raises:
        PublishError: The target refuses, is being published to, or stays away. What is there then
            is whole, and the next run goes on from it.
    """

    def planner(_session: Session, manifest: Manifest, there: Listing) -> Plan:
        return make_plan(
            files,
            manifest,
            there,
            withdrawn,
            keep=wishes.keep,
            delete_recordings=wishes.delete_recordings,
            scope=scope,
        )

    return carry_out(store, planner, files, wishes, watcher or Watcher(), show=show)


def carry_out(
    store: Store,
    planner: Planner,
    paths: Iterable[str],
    wishes: Wishes,
    watcher: Watcher,
    *,
    show: str = "",
) -> Plan:
    """Do, at the target, what `planner` says of it, and return that.

    Args:
        store: The target.
        planner: Says what is to be done.
        paths: What is looked for there beside what we have put there.
        wishes: What a person asked for.
        watcher: Is told how it goes.
        show: The show's `podcast:guid`.

    Raises:
        PublishError: As `publish` does.
    """
    session = Session(store, watcher.say)
    session.connect()
    try:
        if not wishes.dry_run:
            session.call(store.make_root)
        with _locked(session, wishes) as lock:
            return _carry_out(session, lock, planner, paths, watcher, show)
    finally:
        with contextlib.suppress(Exception):
            store.close()


def _carry_out(
    session: Session,
    lock: TargetLock | None,
    planner: Planner,
    paths: Iterable[str],
    watcher: Watcher,
    show: str,
) -> Plan:
    store = session.store
    manifest = _manifest(session, watcher.say)
    _refuse_another(show, manifest, store)
    manifest.show = show or manifest.show
    # Parts of files lie there only where a run has not come to its end.
    whole = lock is not None and lock.was_left
    parts = [f"{folder}/{ASIDE}" for folder in lock.left] if lock is not None else []
    looked_for = {*paths, *manifest.files, *parts}
    there = session.call(lambda: store.list_tree(looked_for, whole=whole))
    plan = planner(session, manifest, there)
    watcher.planned(plan)
    if lock is None:
        return plan
    _tidy(session, lock, plan, there, manifest)
    forgotten = [path for path in manifest.files if path not in there.files]
    for path in forgotten:
        del manifest.files[path]
    for path in plan.foreign:
        # Whoever wrote it since has it now.
        del manifest.files[path]
    if not plan.is_empty():
        Transfer(session, lock, manifest, watcher.done).run(plan)
        session.call(lambda: store.finish(_message(plan)))
    return plan


def _tidy(
    session: Session, lock: TargetLock, plan: Plan, there: Listing, manifest: Manifest
) -> None:
    """Remove what other runs began and nobody goes on with, and note where this one may leave such.

    Nobody else writes while we hold the lock.
    """
    sent = {upload.file.path for upload in plan.uploads}
    tidy(session, there, sent)
    lock.note(folders_of(iter(sent)) - folders_of(manifest.files))
    if sent or lock.was_left:
        known = sent | manifest.files.keys()
        session.call(lambda: session.store.end_parts(known, sent))


@contextlib.contextmanager
def _locked(session: Session, wishes: Wishes) -> Iterator[TargetLock | None]:
    """Hold the target's lock; a dry run writes nothing, so it takes none."""
    if wishes.dry_run:
        yield None
        return
    lock = TargetLock(session)
    lock.take(force=wishes.take_lock)
    try:
        yield lock
    finally:
        # Where the target stays away the lock stays too, and this process' end voids it.
        with contextlib.suppress(PublishError):
            lock.release()


def _refuse_another(show: str, manifest: Manifest, store: Store) -> None:
    """Let it pass when no other show is published here: its pages would be taken for old ones."""
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


def _manifest(session: Session, say: Callable[[str], None]) -> Manifest:
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
