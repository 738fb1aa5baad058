"""How far a publishing has come."""

from types import TracebackType
from typing import Self

from poddarkiv.commands._byte_progress import ByteLines, byte_progress
from poddarkiv.publish.plan import Plan, Upload
from poddarkiv.publish.run import PublishWatcher


def make_watcher(*, quiet: bool) -> "ProgressWatcher":
    """Return what suits where the output goes."""
    return ProgressWatcher(byte_progress(quiet=quiet))


class ProgressWatcher(PublishWatcher):
    """Tells a person of the bytes and files that go up."""

    def __init__(self, progress: ByteLines) -> None:
        self._progress = progress

    def __enter__(self) -> Self:
        self._progress.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def notify(self, text: str) -> None:
        """Print a line."""
        self._progress.say(text)

    def planned(self, plan: Plan) -> None:
        """Say what will be sent."""
        self._progress.begin(plan.total, len(plan.uploads))

    def done(self, upload: Upload) -> None:
        """Count a file."""
        self._progress.advance(upload.file.size, 1)
