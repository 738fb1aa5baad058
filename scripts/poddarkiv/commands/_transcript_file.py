"""A transcript that people have, in whatever form, as the `transcript.vtt` of an episode."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.errors import PoddarkivError, UsageError, system_reason
from poddarkiv.formats import vtt
from poddarkiv.formats.encoding import Decoded, decode_text
from poddarkiv.formats.foreign import Foreign, Turn, read_foreign
from poddarkiv.formats.foreign.timing import timed_segments
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode
from poddarkiv.output import hold_lock, write_if_changed
from poddarkiv.output.files import has_content
from poddarkiv.reasons import file_reason
from poddarkiv.timecode import format_clock
from poddarkiv.transcript import Segment, Transcript

_SHOWN = 5
"""Cues that are named when they can't be read; the rest is counted."""
_OURS = 0.3
"""Share of its words that the machine transcript must hold, else it is another recording's."""


@dataclass(frozen=True)
class TranscriptDraft:
    """What a file says of an episode, ready to be written."""

    path: Path
    """Of the file."""
    episode: Episode
    target: Path
    """The episode's `transcript.vtt`."""
    foreign: Foreign
    segments: tuple[Segment, ...]
    encoding: str = ""
    """What the file was converted from; empty where it was UTF-8."""

    @property
    def text(self) -> str:
        """What is to stand in `target`."""
        return vtt.render_vtt(Transcript(self.segments))

    @property
    def is_there(self) -> bool:
        """Whether it stands there already."""
        return has_content(self.target, self.text.encode())


def draft_transcript(
    path: Path, archive: Archive, episode: Episode, renamed: Mapping[str, str]
) -> TranscriptDraft:
    """Return the transcript in the file, with times also where the file has none.

    Args:
        path: Of the file.
        archive: Where the episode is.
        episode: Whose transcript it is.
        renamed: New names of speakers, by the file's.

    Raises:
        UsageError: The file can't be opened.
        PoddarkivError: It can't be understood, has no times that can be found, or is another's.
    """
    target = archive.root / "episodes" / episode.slug / "transcript.vtt"
    decoded = read_text(path)
    foreign = _read(path, decoded.text, archive, episode)
    turns = [
        Turn(t.text, renamed.get(t.speaker, t.speaker), t.start, t.end, t.words)
        for t in foreign.turns
    ]
    segments = _segments(turns, archive, episode, target)
    encoding = decoded.encoding if decoded.is_converted else ""
    draft = TranscriptDraft(path, episode, target, foreign, segments, encoding)
    _transcript, faults = vtt.parse_vtt(draft.text)
    if faults:
        raise PoddarkivError(f"{path}: {faults[0][1]}")
    return draft


def write_draft(draft: TranscriptDraft, archive: Archive, *, replace: bool) -> None:
    """Write the transcript, whole or not at all.

    Raises:
        PoddarkivError: People have written another meanwhile, and it may not be replaced.
    """
    with hold_lock(archive.root, draft.episode.slug, "import"):
        if not replace:
            refuse_peoples_transcript(archive, draft.episode)
        write_if_changed(draft.target, draft.text.encode())


def refuse_peoples_transcript(archive: Archive, episode: Episode) -> None:
    """Let an episode pass whose transcript is no work of people.

    Raises:
        PoddarkivError: It is.
    """
    target = archive.root / "episodes" / episode.slug / "transcript.vtt"
    if is_peoples_transcript(target, episode):
        shown = target.relative_to(archive.root).as_posix()
        raise PoddarkivError(
            _("{path} has been written by people: with --replace it is overwritten", path=shown)
        )


def is_peoples_transcript(target: Path, episode: Episode) -> bool:
    """Whether the transcript at `target` is there, and people have written or reviewed it."""
    if not target.is_file():
        return False
    before, faults = vtt.parse_vtt(target.read_text(encoding="utf-8", errors="replace"))
    return bool(faults) or vtt.is_edited(before) or bool(episode.reviewed)


def read_text(path: Path) -> Decoded:
    """Return the file's text, whatever its encoding.

    Raises:
        UsageError: It can't be opened.
    """
    try:
        return decode_text(path.read_bytes())
    except OSError as error:
        reason = system_reason(error)
        raise UsageError(_("{path}: can't be read ({reason})", path=path, reason=reason)) from error


def _read(path: Path, text: str, archive: Archive, episode: Episode) -> Foreign:
    try:
        foreign = read_foreign(text, known=_people(archive, episode))
    except ValueError as error:
        raise PoddarkivError(f"{path}: {error}") from error
    if not foreign.turns:
        nothing = _("{path}: no cue could be read", path=path)
        raise PoddarkivError("\n".join([*unread_rows(path, foreign), nothing]))
    return foreign


def unread_rows(path: Path, foreign: Foreign) -> list[str]:
    """Return a line for each of the first cues that can't be read."""
    return [f"{path}:{line}: {why}" for line, why in foreign.faults[:_SHOWN]]


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
    by_machine = target.with_name("transcript.machine.json")
    if by_machine.is_file():
        return _aligned(turns, by_machine, names, episode)
    segments = timed_segments(turns, seconds, names)
    if segments is None:
        raise _without_times(turns, episode, seconds)
    return segments


def _aligned(
    turns: Sequence[Turn], path: Path, names: Sequence[str], episode: Episode
) -> tuple[Segment, ...]:
    from poddarkiv.asr.retime import align_times
    from poddarkiv.formats import machine
    from poddarkiv.formats.cues import make_cues

    try:
        made = machine.parse_machine_transcript(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PoddarkivError(
            _("{file} can't be read ({reason})", file=path.name, reason=file_reason(error))
        ) from error
    words = [word for segment in made.transcript.segments for word in segment.words]
    timed = align_times([(turn.speaker, turn.text) for turn in turns], words, made.seconds)
    if timed.share < _OURS:
        share = round(100 * timed.share)
        raise PoddarkivError(
            _(
                "only {n} % of its words are heard in the recording of {slug}: is it another's?",
                n=share,
                slug=episode.slug,
            )
        )
    return make_cues(timed.spoken, names)


def _without_times(
    turns: Sequence[Turn], episode: Episode, seconds: float | None
) -> PoddarkivError:
    starts = [turn.start for turn in turns if turn.start is not None]
    if len(starts) == len(turns) and seconds is not None:
        text = _(
            "the text goes on at {time}, and the recording ends at {end}",
            time=format_clock(max(starts)),
            end=format_clock(seconds),
        )
        remedy = _("is it another's? see that its times are those of {slug}", slug=episode.slug)
    elif len(starts) == len(turns):
        text = _("nobody knows when the last of it ends")
        remedy = _("run: poddarkiv measure {slug}", slug=episode.slug)
    else:
        text = _("the text has no times, and there is no transcript.machine.json to take them from")
        remedy = _("run transcribe first: poddarkiv transcribe {slug}", slug=episode.slug)
    return PoddarkivError(f"{text} – {remedy}")


def summarize_draft(draft: TranscriptDraft, root: Path) -> str:
    """Return one line on what came from which file."""
    count = ngettext("{n} cue", "{n} cues", len(draft.segments))
    shown = draft.target.relative_to(root).as_posix()
    return _("{path}: {count} from {file}", path=shown, count=count, file=draft.path.name)


def list_notes(draft: TranscriptDraft) -> list[str]:
    """Return what a person may want to know of it, a sentence each."""
    foreign, found = draft.foreign, list[str]()
    if draft.encoding:
        text = _("{path}: read as {encoding}, not UTF-8", path=draft.path, encoding=draft.encoding)
        found.append(text)
    speakers = dict.fromkeys(segment.speaker for segment in draft.segments if segment.speaker)
    if speakers:
        found.append(_("Speakers: {names}", names=", ".join(speakers)))
    if foreign.rolling:
        found.append(_("Rows that rolling captions repeat stand once."))
    if foreign.left_out:
        rows = ngettext("{n} row", "{n} rows", len(foreign.left_out))
        first = foreign.left_out[0][:60]
        found.append(_("{rows} before the first speaker left out: {first}", rows=rows, first=first))
    if foreign.faults:
        unread = ngettext(
            "{n} cue could not be read", "{n} cues could not be read", len(foreign.faults)
        )
        found.append(unread)
    return found
