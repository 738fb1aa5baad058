"""`poddarkiv transcribe --doctor`: examine transcripts that exist, without audio or model."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.asr.doctor import Diagnosis, diagnose
from poddarkiv.commands._shared import choose_episodes
from poddarkiv.errors import UsageError
from poddarkiv.formats import vtt
from poddarkiv.i18n import _, ngettext
from poddarkiv.timecode import format_clock

_KINDS = {".vtt", ".srt"}


def examine(archive: Archive, names: tuple[str, ...]) -> None:
    """Print what is wrong with the transcripts of the episodes or files in `names`; all if none."""
    files = [Path(name) for name in names if Path(name).suffix.lower() in _KINDS]
    chosen = tuple(name for name in names if Path(name).suffix.lower() not in _KINDS)
    paths = [*files, *(_transcripts(archive, chosen) if chosen or not files else ())]
    redo: list[Path] = []
    lost = 0.0
    for path in paths:
        diagnosis = _diagnosis(path)
        shown = _shown(path, archive.root)
        for finding in diagnosis.findings:
            clock = format_clock(finding.start)
            click.echo(f"{shown}:{finding.line}: {clock} {finding.what}")
        lost += diagnosis.lost
        redo += [path] if diagnosis.redo else []
    click.echo(_summary(len(paths), lost, redo), err=True)
    slugs = [path.parent.name for path in redo if path not in files]
    if slugs:
        click.echo(_("Worth hearing anew:"), err=True)
        click.echo(f"poddarkiv transcribe --again {' '.join(slugs)}")


def _transcripts(archive: Archive, names: tuple[str, ...]) -> Iterator[Path]:
    for episode in choose_episodes(archive, names):
        path = archive.root / "episodes" / episode.slug / "transcript.vtt"
        if path.is_file():
            yield path


def _diagnosis(path: Path) -> Diagnosis:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(_("{path}: can't be read ({reason})", path=path, reason=error)) from error
    if path.suffix.lower() == ".srt":
        text = vtt.from_srt(text)
    # Transcripts from elsewhere have faults of form; the doctor looks at what they say.
    transcript, _faults = vtt.parse(text)
    return diagnose(transcript)


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
