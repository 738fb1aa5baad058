"""`poddarkiv review`: listen to the doubtful places of a transcript and correct them."""

import contextlib
import secrets
import socket
import webbrowser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._metavars import WholeNumber
from poddarkiv.commands._shared import choose_one, root_option
from poddarkiv.commands._transcript_advice import transcript_advice
from poddarkiv.errors import PoddarkivError, UsageError, system_reason
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode
from poddarkiv.reasons import file_reason
from poddarkiv.timecode import format_clock
from poddarkiv.transcript import Transcript
from poddarkiv.weblog import show_warnings

if TYPE_CHECKING:
    from poddarkiv.formats.low_confidence import LowConfidence
    from poddarkiv.formats.machine import MachineTranscript
    from poddarkiv.review.session import ReviewSession

_PATIENCE = 5.0
"""Seconds that the page waits for another run that writes the same episode."""


@click.command(help=_("Hear the doubtful places of a transcript and correct them. Ctrl-C ends it."))
@click.argument("episode")
@click.option("--list", "listed", is_flag=True, help=_("Only print the places, worst first."))
@click.option("--no-open", is_flag=True, help=_("Do not open the page in the browser."))
@click.option(
    "--port", type=WholeNumber(0, 65535), default=0, help=_("The port (otherwise a free one).")
)
@root_option
def command(root: Path, episode: str, listed: bool, no_open: bool, port: int) -> None:
    """Print the places, or serve the page to this machine alone until Ctrl-C."""
    archive, chosen = choose_one(root, episode)
    path = root / "episodes" / chosen.slug / "transcript.vtt"
    _refuse_nothing(archive, chosen, path)
    machine = _machine(path.with_name("transcript.machine.json"), root)
    if machine is None and not archive.transcripts[chosen.slug].segments:
        shown = path.relative_to(root).as_posix()
        text = _("{path}: the transcript has no cue with text.", path=shown)
        raise PoddarkivError(f"{text} {transcript_advice(archive, chosen)}")
    if listed:
        _print_places(archive, chosen, path, machine)
    else:
        _serve(_open_review(archive, chosen, path, machine), port, show=not no_open)


def _refuse_nothing(archive: Archive, episode: Episode, path: Path) -> None:
    """Raise UsageError where there is no transcript, or a file with nothing in it."""
    try:
        if path.is_file() and path.read_bytes().strip():
            return
    except OSError:
        return  # told with its reason by who reads it
    text = (
        _("{slug} has an empty transcript.vtt.", slug=episode.slug)
        if path.is_file()
        else _("{slug} has no transcript.vtt to review.", slug=episode.slug)
    )
    raise UsageError(f"{text} {transcript_advice(archive, episode)}")


def _machine(path: Path, root: Path) -> "MachineTranscript | None":
    """Return what the machine wrote; None when people wrote the transcript alone."""
    from poddarkiv.formats import machine

    if not path.is_file():
        return None
    try:
        return machine.parse_machine_transcript(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        shown = path.relative_to(root).as_posix()
        click.echo(
            _("{path} is passed over: {reason}", path=shown, reason=file_reason(error)), err=True
        )
        return None


def _find(
    archive: Archive, episode: Episode, machine: "MachineTranscript | None", transcript: Transcript
) -> "Sequence[LowConfidence]":
    from poddarkiv.asr.vocabulary import collect_hotwords
    from poddarkiv.formats.low_confidence import find_low_confidence

    return find_low_confidence(transcript, machine, collect_hotwords(archive, episode))


def _print_places(
    archive: Archive, episode: Episode, path: Path, machine: "MachineTranscript | None"
) -> None:
    from poddarkiv.formats.vtt import cue_lines

    if episode.reviewed and episode.transcript and not episode.transcript.ranges:
        text = _("{slug} has been reviewed: nothing is doubted any more.", slug=episode.slug)
        click.echo(text, err=True)
        return
    found = _find(archive, episode, machine, archive.transcripts[episode.slug])
    lines = cue_lines(path.read_text(encoding="utf-8-sig"))
    shown = path.relative_to(archive.root).as_posix()
    for doubt in found:
        # Where nothing was written there is no line but the first.
        line = lines[doubt.cue_index] if lines else 1
        place = f"{shown}:{line}: {format_clock(doubt.time)}"
        click.echo(f"{place} {doubt.reason}: {doubt.text}")
    click.echo(f"{shown}: {_verdict(len(found), machine)}", err=True)


def _verdict(count: int, machine: "MachineTranscript | None") -> str:
    places = ngettext("{n} doubtful place", "{n} doubtful places", count)
    if machine is not None:
        return places
    unknown = _(
        "nothing could be judged by sound: there is no transcript.machine.json that tells of what "
        "the machine was unsure"
    )
    return f"{places}; {unknown}" if count else unknown


def _open_review(
    archive: Archive, episode: Episode, path: Path, machine: "MachineTranscript | None"
) -> "ReviewSession":
    from poddarkiv.output import hold_lock, write_if_changed
    from poddarkiv.review.session import ReviewSession

    # A broken file is told with its line before any page is opened.
    archive.transcripts[episode.slug]
    audio, no_waveform = _audio(archive, episode)
    words = [word for each in machine.transcript.segments for word in each.words] if machine else []
    return ReviewSession(
        transcript=path,
        episode=path.with_name("episode.yml"),
        shown=path.relative_to(archive.root).as_posix(),
        write=write_if_changed,
        today=lambda: datetime.now().astimezone().date(),
        find_doubts=lambda transcript: _find(archive, episode, machine, transcript),
        audio=audio,
        no_waveform=no_waveform,
        machine_words=words,
        facts=_facts(archive, episode),
        hold_lock=lambda: hold_lock(archive.root, episode.slug, "review", wait=_PATIENCE),
    )


def _audio(archive: Archive, episode: Episode) -> tuple[Path | str | None, str]:
    """Return the recording, a file or an address, and why there is no file when there is none."""
    name, address = episode.audio, archive.audio_url(episode)
    if name is None:
        return None, _("The episode has no recording.")
    # What was found there, whatever else is wrong: never a file that the name or a link leads to.
    if name in archive.media:
        return archive.root / "media" / name, ""
    if "://" in name:
        return address, _("The recording is elsewhere: it is heard from there, without a waveform.")
    return address, _(
        "media/{name} is not here, so there is no waveform; the published recording is played "
        "instead, if there is one. Put the file in media/ and run poddarkiv review again.",
        name=name,
    )


def _facts(archive: Archive, episode: Episode) -> dict[str, Any]:
    from poddarkiv.asr.vocabulary import collect_hotwords

    guests = [archive.guest_by_slug.get(each.guest) for each in episode.guests]
    names = [guest.name for guest in guests if guest] + [each.name for each in archive.show.persons]
    return {
        "title": episode.title,
        "guests": list(dict.fromkeys(names)),
        "names": list(collect_hotwords(archive, episode)),
    }


def _serve(review: "ReviewSession", port: int, *, show: bool) -> None:
    import uvicorn

    from poddarkiv.review.app import make_application

    try:
        at = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        message = _(
            "port {port} is taken: {error}. Try another.", port=port, error=system_reason(error)
        )
        raise UsageError(message) from error
    token = secrets.token_urlsafe(24)
    address = f"http://127.0.0.1:{at.getsockname()[1]}/{token}/"
    click.echo(_("Review here: {address} — Ctrl-C ends.", address=address))
    if show:
        webbrowser.open(address)
    show_warnings()
    config = uvicorn.Config(
        make_application(review, token),
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[at])
