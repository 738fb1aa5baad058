"""Make the search index with Pagefind, beside the rendering of pages."""

import atexit
import contextlib
import gc
import logging
import os
import pickle
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from poddarkiv.errors import PoddarkivError
from poddarkiv.i18n import _, quoted
from poddarkiv.output import scratch_folder
from poddarkiv.search import Corpus
from poddarkiv.site.build_observer import BuildObserver
from poddarkiv.site.index_files import Outcome
from poddarkiv.site.pagefind_service import SearchIndexError
from poddarkiv.site.workers import fork_worker, kill_worker, worker_count

if TYPE_CHECKING:
    from poddarkiv.site.index_settings import IndexStore
    from poddarkiv.site.index_writer import IndexWriter

log = logging.getLogger("mkdocs.plugins.poddarkiv")


class Indexer:
    """One search index in the making: grows while pages render, then is put in its place.

    Its process ends with `finish` or `stop`.
    """

    def __init__(
        self,
        corpus: Corpus,
        target: Path,
        *,
        language: str = "sv",
        previous: Path | None = None,
        observer: BuildObserver | None = None,
        store: "IndexStore | None" = None,
    ) -> None:
        """Prepare an index of `corpus`.

        Args:
            corpus: What can be found.
            target: The folder to come, as in `site/pagefind`.
            language: Whose words Pagefind stems.
            previous: An earlier index, copied if it was made of the same text.
            observer: Receives the build's progress.
            store: Keeps what the next index can be made with.
        """
        self._store = store
        self._corpus = corpus
        self._target = target
        self._language = language.partition("-")[0]
        self._previous = previous
        self._observer = observer or BuildObserver()
        self._writer: IndexWriter | None = None
        self._stopped = False
        self._worker = 0
        """The worker that makes it, where this process can be forked."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._scratch = contextlib.ExitStack()
        self._staging = Path()

    def start(self) -> None:
        """Start, in a forked worker or else in a thread."""
        # Beside the site: MkDocs empties the site's own folder when it begins.
        scratch = scratch_folder(self._target.parent, "site")
        self._staging = self._scratch.enter_context(scratch)
        atexit.register(self.stop)
        if worker_count() > 1:
            self._worker = fork_worker(self._run_in_fork)
        else:
            self._thread.start()

    def finish(self) -> bool:
        """Put the index at its target, which holds nothing else afterwards.

        Returns:
            Whether anything had to be indexed.

        Raises:
            PoddarkivError: Pagefind failed.
        """
        if self._worker:
            self._observer.wait(self._worker)
            self._worker = 0
        else:
            self._observer.join(self._thread)
        try:
            outcome = self._outcome()
            shutil.rmtree(self._target, ignore_errors=True)
            self._target.parent.mkdir(parents=True, exist_ok=True)
            (self._staging / "index").rename(self._target)
            if self._store is not None:
                self._store.sweep()
        finally:
            self.stop()
        if outcome.warning:
            log.warning(outcome.warning)
        return outcome.made

    def stop(self) -> None:
        """End Pagefind, whatever it does, and remove what it has made so far."""
        self._stopped = True
        if self._store is not None:
            self._store.close()
        if self._worker:
            kill_worker(self._worker)
            self._worker = 0
        atexit.unregister(self.stop)
        if self._writer is not None:
            self._writer.stop()
        if self._thread.is_alive():
            self._thread.join()
        self._scratch.close()

    def _run_in_fork(self) -> bool:
        # This worker ends soon: garbage collection among millions of words would be dear.
        gc.disable()
        # numpy's threads are for matrices, of which there are none; without, it can be forked too.
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        return self._run()

    def _run(self) -> bool:
        """Make the index, and leave beside it whether it is new, or what went wrong."""
        # Here: numpy brings threads, and a process with threads can't be forked.
        from poddarkiv.site.index_writer import IndexWriter

        self._writer = IndexWriter(
            self._corpus,
            self._staging,
            language=self._language,
            previous=self._previous,
            observer=self._observer,
            store=self._store,
        )
        try:
            outcome: Outcome | PoddarkivError = self._writer.write()
        except PoddarkivError as error:
            # What stood open where it was raised must not stay so.
            outcome = error.with_traceback(None)
        except Exception as error:  # of whatever kind: `finish` raises it in the thread that waits
            words = quoted("Python", f"{type(error).__name__}: {error}")
            message = _("the search index could not be made ({words})", words=words)
            outcome = SearchIndexError(message)
        finally:
            self._writer.end()
        if not self._stopped:
            (self._staging / "outcome").write_bytes(pickle.dumps(outcome))
        return True

    def _outcome(self) -> Outcome:
        try:
            # Our own process wrote it a moment ago.
            content = (self._staging / "outcome").read_bytes()
            outcome: Outcome | PoddarkivError = pickle.loads(content)  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise SearchIndexError(
                _("the search index was not made: was it killed, or is the disk full?")
            ) from error
        if isinstance(outcome, PoddarkivError):
            raise outcome
        return outcome
