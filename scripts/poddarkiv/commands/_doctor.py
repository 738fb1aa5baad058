"""`poddarkiv transcribe --doctor`: examine transcripts that exist, without audio or model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.asr.doctor import Diagnosis, diagnose
from poddarkiv.commands._shared import choose_episodes
from poddarkiv.commands._transcript_advice import transcript_advice
from poddarkiv.errors import PoddarkivError, UsageError, system_reason
from poddarkiv.formats import vtt
from poddarkiv.formats.encoding import decode_text
from poddarkiv.formats.subrip import parse_srt
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode
from poddarkiv.timecode import format_clock

_KINDS = {".vtt", ".srt"}
_SHOWN = 5
"""Cues of a file that are named when they can't be read; the rest is counted."""


@dataclass(frozen=True)
class _Examined:
    """What was found in one file."""

    diagnosis: Diagnosis
    cues: int
    """How many could be read."""
    unread: Sequence[tuple[int, str]]
    """The line of each cue that couldn't, and why."""
    encoding: str
    """Another than UTF-8; empty when it is that."""


def examine_transcripts(archive: Archive, names: tuple[str, ...]) -> None:
    """Print what is wrong with the transcripts of the episodes or files in `names`; all if none.

    Raises:
        PoddarkivError: Of a file no cue could be read, or an episode that was named has none.
    """
    files = [Path(name) for name in names if Path(name).suffix.lower() in _KINDS]
    chosen = tuple(name for name in names if Path(name).suffix.lower() not in _KINDS)
    episodes = choose_episodes(archive, chosen) if chosen or not files else ()
    paths = [*files, *filter(Path.is_file, (_transcript(archive, each) for each in episodes))]
    redo: list[Path] = []
    faults = [
        _("{slug} has no transcript.vtt to examine.", slug=episode.slug)
        + f" {transcript_advice(archive, episode)}"
        for episode in (episodes if chosen else ())
        if not _transcript(archive, episode).is_file()
    ]
    lost = 0.0
    for path in paths:
        examined = _examine(path)
        shown = _shown(path, archive.root)
        _print(examined, shown)
        lost += examined.diagnosis.lost
        redo += [path] if examined.diagnosis.redo else []
        faults += [] if examined.cues else [_("{path}: no cue could be read", path=shown)]
    click.echo(_summary(len(paths), lost, redo), err=True)
    slugs = [path.parent.name for path in redo if path not in files]
    if slugs:
        click.echo(_("Worth hearing anew:"), err=True)
        click.echo(f"poddarkiv transcribe --again {' '.join(slugs)}")
    if faults:
        raise PoddarkivError("\n".join(faults))


def _print(examined: _Examined, shown: str) -> None:
    if examined.encoding:
        text = _("{path}: read as {encoding}, not UTF-8", path=shown, encoding=examined.encoding)
        click.echo(text, err=True)
    for finding in examined.diagnosis.findings:
        clock = format_clock(finding.start)
        click.echo(f"{shown}:{finding.line}: {clock} {finding.what}")
    for line, why in examined.unread[:_SHOWN]:
        click.echo(f"{shown}:{line}: {why}")
    if examined.unread:
        text = ngettext(
            "{n} cue could not be read", "{n} cues could not be read", len(examined.unread)
        )
        click.echo(f"{shown}: {text}", err=True)


def _transcript(archive: Archive, episode: Episode) -> Path:
    return archive.root / "episodes" / episode.slug / "transcript.vtt"


def _examine(path: Path) -> _Examined:
    try:
        decoded = decode_text(path.read_bytes())
    except OSError as error:
        reason = system_reason(error)
        raise UsageError(_("{path}: can't be read ({reason})", path=path, reason=reason)) from error
    read = parse_srt if path.suffix.lower() == ".srt" else vtt.parse_vtt
    # Transcripts from elsewhere have faults of form; the doctor looks at what they say.
    transcript, faults = read(decoded.text)
    known = {segment.line for segment in transcript.segments}
    unread = [
        fault for fault in faults if fault[0] not in known and fault != vtt.unsigned_message()
    ]
    encoding = decoded.encoding if decoded.is_converted else ""
    return _Examined(diagnose(transcript), len(transcript.segments), unread, encoding)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _summary(count: int, lost: float, redo: Iterable[Path]) -> str:
    return (
        ngettext("{n} transcript examined", "{n} transcripts examined", count)
        + ", "
        + _("about {length} of speech lost or invented", length=format_clock(lost))
        + ", "
        + ngettext("{n} worth hearing anew.", "{n} worth hearing anew.", len(list(redo)))
    )
