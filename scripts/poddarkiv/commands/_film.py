"""A video that becomes an episode: its sound is the recording, the video is offered beside it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from poddarkiv.audio.extract import extract_sound
from poddarkiv.audio.measure import read_kind
from poddarkiv.errors import AudioError, UsageError
from poddarkiv.i18n import _


@contextmanager
def extract_recording(
    audio: Path | None, *, wanted: bool
) -> Iterator[tuple[Path | None, Path | None]]:
    """Give the recording, and the video that it was taken from if it was.

    Args:
        audio: What the command was given.
        wanted: Whether its sound is to be taken out.

    Raises:
        UsageError: There is no sound to take out.
    """
    if not wanted:
        yield audio, None
        return
    if audio is None:
        raise UsageError(_("--sound needs a video: poddarkiv new film.mp4 --sound"))
    with tempfile.TemporaryDirectory() as folder:
        try:
            sound, is_same = extract_sound(audio, Path(folder))
        except AudioError as error:
            raise UsageError(str(error)) from error
        film = audio if _is_mp4(audio) else None
        if not is_same:
            click.echo(
                _("No sound file holds the video's sound as it is: it became MP3."), err=True
            )
        if film is None:
            click.echo(_("The video is no MP4, so it is not offered beside the sound."), err=True)
        yield sound, film


def _is_mp4(path: Path) -> bool:
    try:
        return read_kind(path) == "audio/x-m4a"
    except AudioError:
        return False
