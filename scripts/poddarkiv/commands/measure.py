"""`poddarkiv measure`: write down each recording's size, length and checksum."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.checks.identity import complete_identity, current_identity
from poddarkiv.checks.replaced import has_times, replaced_message, replaced_remedy
from poddarkiv.commands._change_each import change_each
from poddarkiv.commands._shared import (
    allow_local_option,
    choose_episodes,
    open_archive,
    quiet_option,
    root_option,
)
from poddarkiv.errors import AudioError, PoddarkivError
from poddarkiv.formats import lockfile
from poddarkiv.i18n import _, ngettext
from poddarkiv.load.archive import read_lock
from poddarkiv.model import Audio, Episode, Lock, Status
from poddarkiv.output import write_if_changed

LOCK_FILE = "episode.lock.yml"


@click.command(help=_("Write down each recording's size, length and checksum."))
@click.argument("episodes", nargs=-1, metavar="[EPISODE]…")
@allow_local_option
@root_option
@quiet_option
def command(root: Path, episodes: tuple[str, ...], allow_local: bool, quiet: bool) -> None:
    """Measure one episode after another; a recording that fails does not stop the rest."""
    archive = open_archive(root)

    def measure(episode: Episode) -> bool:
        notify = _teller(episode, quiet)
        lock = measured_lock(archive, episode, notify, allow_local=allow_local)
        if lock is None or not write_lock(archive, episode, lock):
            return False
        notify(_("written to {file}", file=LOCK_FILE))
        if lock.audio is not None and lock.audio.replaced is not None:
            notify(_("warning: ") + f"{replaced_message()} – {replaced_remedy(episode)}")
        return True

    chosen = choose_episodes(archive, episodes)
    changed, faults = change_each(archive, chosen, "measure", measure)
    if not quiet:
        text = ngettext("{n} lock file written.", "{n} lock files written.", changed)
        click.echo(text, err=True)
    if faults:
        raise PoddarkivError("\n".join(faults))


def _teller(episode: Episode, quiet: bool) -> Callable[[str], None]:
    def notify(text: str) -> None:
        if not quiet:
            click.echo(f"{episode.slug}: {text}", err=True)

    return notify


def measured_lock(
    archive: Archive,
    episode: Episode,
    notify: Callable[[str], None] = lambda _text: None,
    *,
    allow_local: bool = False,
    at: Path | None = None,
) -> Lock | None:
    """Return what the lock of `episode` should say, or None when there is nothing to say.

    Args:
        archive: The archive.
        episode: One of its episodes.
        notify: Called with each message for a person.
        allow_local: Whether a recording at an address may lie on this machine.
        at: The recording, where it is about to take the place of the one in `media/`.

    Raises:
        AudioError: The recording here is broken, or it is nowhere.
        RemoteError: The recording is remote and its host doesn't answer.
    """
    if episode.status is Status.WITHDRAWN:
        # Its recording is taken away; the lock stays, so that its guid is never used again.
        return archive.locks.get(episode.slug)
    # As it is now: another run may have written since the archive was read.
    before = read_lock(archive.root, episode.slug) or Lock()
    run = _Measurement(archive, episode, notify, allow_local, at)
    lock = Lock(
        audio=run.recording(before.audio),
        alternates=tuple(run.alternates(before.alternates)),
        identity=complete_identity(before.identity, current_identity(archive, episode)),
    )
    return lock if lock.audio is not None or lock.identity is not None else None


def write_lock(archive: Archive, episode: Episode, lock: Lock) -> bool:
    """Put `lock` beside the episode; return whether the file changed."""
    return write_if_changed(lock_path(archive, episode), lockfile.render_lock(lock).encode())


def lock_path(archive: Archive, episode: Episode) -> Path:
    """Return where the lock of `episode` is."""
    return archive.root / "episodes" / episode.slug / LOCK_FILE


@dataclass(frozen=True)
class _Measurement:
    """What measuring one episode needs to know."""

    archive: Archive
    episode: Episode
    notify: Callable[[str], None]
    allow_local: bool
    at: Path | None

    def recording(self, before: Audio | None) -> Audio | None:
        """Return the recording's figures, and the replaced ones where times may be of those."""
        audio = self._audio(before)
        if audio is None or audio is before or not has_times(self.archive, self.episode, audio):
            return audio
        return audio.replacing(before)

    def alternates(self, before: tuple[Audio, ...]) -> Iterator[Audio]:
        """Yield the figures of the recording's other forms."""
        known = {audio.path: audio for audio in before}
        for alternate in self.episode.alternates:
            shown = f"media/{alternate.file}"
            yield self._in_media(shown, self.archive.root / shown, known.get(shown))

    def _audio(self, before: Audio | None) -> Audio | None:
        audio = self.episode.audio
        if audio is None:
            return None
        if "://" in audio:
            return _remote(audio, before, self.notify, allow_local=self.allow_local)
        shown = f"media/{audio}"
        return self._in_media(shown, self.at or self.archive.root / shown, before)

    def _in_media(self, shown: str, path: Path, before: Audio | None) -> Audio:
        if path.is_file():
            return _local(path, shown, before, self.notify)
        if before is not None and before.path == shown:
            self.notify(_("{name} is not on this machine; what was measured stays", name=shown))
            return before
        raise AudioError(_("{name} is missing", name=shown))


def _local(path: Path, shown: str, before: Audio | None, notify: Callable[[str], None]) -> Audio:
    from poddarkiv.audio.measure import file_sha256, measure_file

    if (
        before is not None
        and before.path == shown
        and before.bytes == path.stat().st_size
        and before.sha256 == file_sha256(path)
    ):
        return before
    measured = measure_file(path, shown, before)
    for advice in measured.advice:
        notify(_("warning: ") + advice)
    return measured.audio


def _remote(
    url: str, before: Audio | None, notify: Callable[[str], None], *, allow_local: bool
) -> Audio:
    from poddarkiv.audio.measure_remote import measure_url

    measured = measure_url(url, before, notify, allow_local=allow_local)
    for advice in measured.advice:
        notify(_("warning: ") + advice)
    return measured.audio
