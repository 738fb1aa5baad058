"""How far a publishing has come."""

from poddarkiv.commands._byte_progress import ByteLines, byte_progress
from poddarkiv.commands._progress_display import ProgressDisplay
from poddarkiv.publish.plan import Plan, Upload
from poddarkiv.publish.run import PublishWatcher


def make_watcher(*, quiet: bool) -> "ProgressWatcher":
    """Return what suits where the output goes."""
    return ProgressWatcher(byte_progress(quiet=quiet))


class ProgressWatcher(ProgressDisplay, PublishWatcher):
    """Shows the bytes and files that are uploaded."""

    def __init__(self, progress: ByteLines) -> None:
        self._progress = progress

    def start(self) -> None:
        """Start the display."""
        self._progress.start()

    def stop(self) -> None:
        """Stop the display."""
        self._progress.stop()

    def notify(self, text: str) -> None:
        """Print a line."""
        self._progress.say(text)

    def planned(self, plan: Plan) -> None:
        """Say what will be sent."""
        self._progress.begin(plan.total, len(plan.uploads))

    def done(self, upload: Upload) -> None:
        """Count a file."""
        self._progress.advance(upload.file.size, 1)
