"""`poddarkiv import`: bring a show's episodes from its feed, or a transcript that people have."""

from collections.abc import Sequence
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._shared import allow_local_option, choose_one, root_option
from poddarkiv.errors import PoddarkivError, UsageError, system_reason
from poddarkiv.formats import vtt
from poddarkiv.formats.encoding import decode
from poddarkiv.formats.foreign import Foreign, Turn, read_foreign
from poddarkiv.formats.foreign.timing import timed_segments
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode
from poddarkiv.reasons import file_reason
from poddarkiv.transcript import Segment, Transcript

_SHOWN = 5
"""Cues that are named when they can't be read; the rest is counted."""
_OURS = 0.3
"""How many of its words must be heard in the recording, else it is another's."""


@click.command(
    "import",
    help=_(
        "Bring the episodes of a show from its feed, a file or an address: guids stay as they are, "
        "and what is here already stays too. With --episode bring a transcript that you have: "
        "WebVTT, SubRip, JSON of Whisper, WhisperX or Podcasting 2.0, text of Otter, Descript, "
        "oTranscribe, noScribe or aTrain. It becomes the episode's transcript.vtt, and people's."
    ),
)
@click.argument("source", metavar="FEED|FILE")
@click.option("--episode", metavar="EPISODE", help=_("Whose transcript it is: number or folder."))
@click.option("--replace", is_flag=True, help=_("Overwrite a transcript that people have written."))
@click.option(
    "--name",
    "names",
    metavar="OLD=NEW",
    multiple=True,
    help=_("Call a speaker by another name, as in “Speaker 1=Ada Berg”. May be given again."),
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be written."))
@allow_local_option
@root_option
def command(
    root: Path,
    source: str,
    episode: str | None,
    replace: bool,
    names: Sequence[str],
    dry_run: bool,
    allow_local: bool,
) -> None:
    """Bring a feed's episodes, or write a transcript of one."""
    if episode is not None:
        _bring_transcript(root, source, episode, replace, names, dry_run)
        return
    if replace or names or _is_transcript(source):
        raise UsageError(_("whose transcript is it? write --episode and its number"))
    from poddarkiv.commands._import_feed import import_feed

    import_feed(root, source, dry_run=dry_run, allow_local=allow_local)


def _is_transcript(source: str) -> bool:
    """Whether a file is there that is no XML."""
    path = Path(source)
    if "://" in source or not path.is_file():
        return False
    with path.open("rb") as file:
        beginning = file.read(1024).replace(b"\0", b"")
    return not beginning.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _bring_transcript(
    root: Path, source: str, episode: str, replace: bool, names: Sequence[str], dry_run: bool
) -> None:
    """Read the file, give it times where it has none, and write the episode's transcript."""
    renamed = _renamed(names)
    path = Path(source)
    archive, chosen = choose_one(root, episode)
    target = root / "episodes" / chosen.slug / "transcript.vtt"
    if not replace:
        _stop_at_peoples(archive, chosen, target)
    foreign = _read(path, archive, chosen)
    turns = [
        Turn(t.text, renamed.get(t.speaker, t.speaker), t.start, t.end, t.words)
        for t in foreign.turns
    ]
    segments = _segments(turns, archive, chosen, target)
    text = vtt.render(Transcript(segments))
    _transcript, faults = vtt.parse(text)
    if faults:
        raise PoddarkivError(f"{path}: {faults[0][1]}")
    _tell(path, foreign, segments, target.relative_to(root).as_posix(), written=not dry_run)
    if not dry_run:
        from poddarkiv.output import held, write_if_changed

        with held(root, chosen.slug, "import"):
            if not replace:
                # Somebody may have written one meanwhile.
                _stop_at_peoples(archive, chosen, target)
            write_if_changed(target, text.encode())


def _renamed(names: Sequence[str]) -> dict[str, str]:
    pairs = [name.partition("=") for name in names]
    if any(not old.strip() or not equals for old, equals, _new in pairs):
        raise UsageError(_("--name wants “OLD=NEW”, as in “Speaker 1=Ada Berg”"))
    return {old.strip(): new.strip() for old, _equals, new in pairs}


def _stop_at_peoples(archive: Archive, episode: Episode, target: Path) -> None:
    if not target.is_file():
        return
    before, faults = vtt.parse(target.read_text(encoding="utf-8", errors="replace"))
    if faults or vtt.edited(before) or episode.reviewed:
        shown = target.relative_to(archive.root).as_posix()
        raise PoddarkivError(
            _("{path} has been written by people: with --replace it is overwritten", path=shown)
        )


def _read(path: Path, archive: Archive, episode: Episode) -> Foreign:
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        reason = system_reason(error)
        raise UsageError(_("{path}: can't be read ({reason})", path=path, reason=reason)) from error
    if decoded.is_converted:
        text = _("{path}: read as {encoding}, not UTF-8", path=path, encoding=decoded.encoding)
        click.echo(text, err=True)
    try:
        foreign = read_foreign(decoded.text, known=_people(archive, episode))
    except ValueError as error:
        raise PoddarkivError(f"{path}: {error}") from error
    for line, why in foreign.faults[:_SHOWN]:
        click.echo(f"{path}:{line}: {why}", err=True)
    if not foreign.turns:
        raise PoddarkivError(_("{path}: no cue could be read", path=path))
    return foreign


def _people(archive: Archive, episode: Episode) -> list[str]:
    guests = [archive.guest_by_slug.get(each.guest) for each in episode.guests]
    return [guest.name for guest in guests if guest] + [each.name for each in archive.show.persons]


def _segments(
    turns: Sequence[Turn], archive: Archive, episode: Episode, target: Path
) -> tuple[Segment, ...]:
    lock = archive.locks.get(episode.slug)
    seconds = lock.audio.duration if lock and lock.audio else None
    names = _people(archive, episode)
    if all(turn.start is not None and turn.end is not None for turn in turns):
        return timed_segments(turns, seconds, names) or ()
    heard = target.with_name("transcript.machine.json")
    if heard.is_file():
        return _aligned(turns, heard, names, episode)
    made = timed_segments(turns, seconds, names)
    if made is None:
        raise _without_times(turns, episode)
    return made


def _aligned(
    turns: Sequence[Turn], path: Path, names: Sequence[str], episode: Episode
) -> tuple[Segment, ...]:
    from poddarkiv.asr.retime import take_times
    from poddarkiv.formats import machine
    from poddarkiv.formats.cues import cues

    try:
        made = machine.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PoddarkivError(
            _("{file} can't be read ({reason})", file=path.name, reason=file_reason(error))
        ) from error
    heard = [word for segment in made.transcript.segments for word in segment.words]
    timed = take_times([(turn.speaker, turn.text) for turn in turns], heard, made.seconds)
    if timed.share < _OURS:
        share = round(100 * timed.share)
        raise PoddarkivError(
            _(
                "only {n} % of its words are heard in the recording of {slug}: is it another's?",
                n=share,
                slug=episode.slug,
            )
        )
    return cues(timed.spoken, names)


def _without_times(turns: Sequence[Turn], episode: Episode) -> PoddarkivError:
    if all(turn.start is not None for turn in turns):
        text = _("nobody knows when the last of it ends")
        remedy = _("run: poddarkiv measure {slug}", slug=episode.slug)
    else:
        text = _("the text has no times, and there is no transcript.machine.json to take them from")
        remedy = _("run transcribe first: poddarkiv transcribe {slug}", slug=episode.slug)
    return PoddarkivError(f"{text} – {remedy}")


def _tell(
    path: Path, foreign: Foreign, segments: Sequence[Segment], shown: str, *, written: bool
) -> None:
    count = ngettext("{n} cue", "{n} cues", len(segments))
    click.echo(_("{path}: {count} from {file}", path=shown, count=count, file=path.name))
    speakers = list(dict.fromkeys(segment.speaker for segment in segments if segment.speaker))
    if speakers:
        click.echo(_("Speakers: {names}", names=", ".join(speakers)), err=True)
    if foreign.rolling:
        click.echo(_("Rows that rolling captions repeat stand once."), err=True)
    if foreign.left_out:
        rows = ngettext("{n} row", "{n} rows", len(foreign.left_out))
        first = foreign.left_out[0][:60]
        text = _("{rows} before the first speaker left out: {first}", rows=rows, first=first)
        click.echo(text, err=True)
    if foreign.faults:
        unread = ngettext(
            "{n} cue could not be read", "{n} cues could not be read", len(foreign.faults)
        )
        click.echo(unread, err=True)
    if not written:
        click.echo(_("Nothing was written."), err=True)
