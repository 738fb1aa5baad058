"""Update an episode's transcript files with a new result: write, merge, or leave them."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from poddarkiv.asr.job import Job
from poddarkiv.asr.merge import Conflict, Range, merge_transcripts
from poddarkiv.errors import TranscriptionError
from poddarkiv.formats import machine, vtt
from poddarkiv.formats.machine import MachineTranscript
from poddarkiv.formats.vttedit import replace_all, replace_note
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode
from poddarkiv.output import Move, discard_moves, move_together, write_aside
from poddarkiv.reasons import file_reason
from poddarkiv.timecode import format_clock
from poddarkiv.transcript import Transcript

VTT = "transcript.vtt"
MACHINE = "transcript.machine.json"


@dataclass(frozen=True)
class ExistingTranscript:
    """The transcript files in the episode's folder before the run."""

    text: str = ""
    """Of the VTT; empty when there is none."""
    transcript: Transcript | None = None
    machine: MachineTranscript | None = None

    @classmethod
    def read(cls, folder: Path) -> "ExistingTranscript":
        """Read the transcript files in `folder`.

        Raises:
            TranscriptionError: A file can't be parsed, so that merging could lose people's words.
        """
        try:
            # As bytes: line endings stay as they are.
            text = (folder / VTT).read_bytes().decode() if (folder / VTT).exists() else ""
            made = None
            if (folder / MACHINE).exists():
                made = machine.parse_machine_transcript(
                    (folder / MACHINE).read_text(encoding="utf-8")
                )
        except ValueError as error:
            raise TranscriptionError(
                _("{file} can't be read ({reason})", file=MACHINE, reason=file_reason(error))
            ) from error
        if not text:
            return cls(machine=made)
        transcript, faults = vtt.parse_vtt(text)
        if faults:
            raise TranscriptionError(f"{VTT}:{faults[0][0]}: {faults[0][1]}")
        return cls(text, transcript, made)

    def is_made_by(self, job: Job) -> bool:
        """Whether `job` would write the same machine transcript again."""
        provenance = self.machine.transcript.provenance if self.machine else None
        return (
            self.transcript is not None
            and provenance is not None
            and (provenance.engine, provenance.model, provenance.audio_sha256)
            == (job.engine, job.model, job.audio_sha256)
            and dict(provenance.options) == job.options
            and provenance.vocabulary == job.hotwords
        )

    @property
    def is_human(self) -> bool:
        """Whether people wrote the text and no machine's base is known to merge with."""
        return self.transcript is not None and self.base is None

    @property
    def base(self) -> Transcript | None:
        """The text as the machine wrote it, if that is known."""
        if self.machine is not None:
            return self.machine.transcript
        if self.transcript is not None and not vtt.is_edited(self.transcript):
            return self.transcript
        return None


@dataclass(frozen=True)
class UpdatedTranscript:
    """The transcript files after the run."""

    text: str
    """Of the VTT."""
    machine: str
    """Of the JSON."""
    conflicts: tuple[Conflict, ...] = ()
    kept_words: int = 0
    """Words that people corrected and that stay."""
    renewed_words: int = 0

    def write(self, folder: Path, root: Path) -> bool:
        """Put both files in place together; return whether one changed."""
        moves: list[Move | None] = []
        try:
            moves.append(write_aside(folder / MACHINE, self.machine.encode()))
            # The VTT last: its presence says that all is done.
            moves.append(write_aside(folder / VTT, self.text.encode()))
        except BaseException:
            discard_moves(moves)
            raise
        return move_together(root, moves)

    def diff(self, before: ExistingTranscript) -> str:
        """Return the changes of the VTT as a unified diff."""
        rows = difflib.unified_diff(
            before.text.splitlines(), self.text.splitlines(), VTT, VTT, n=1, lineterm=""
        )
        return "\n".join(rows)

    def notices(self, slug: str) -> Iterator[str]:
        """Yield a line on how many corrected words stay, and one for each conflict."""
        if self.kept_words:
            yield f"{slug}: " + ngettext(
                "{n} corrected word kept", "{n} corrected words kept", self.kept_words
            )
        for conflict in self.conflicts:
            yield _(
                "{slug}: {clock}: yours “{people}” stands; before “{base}”, now heard “{new}”",
                slug=slug,
                clock=format_clock(conflict.start),
                people=conflict.people,
                base=conflict.base,
                new=conflict.new,
            )


def update_transcript(
    before: ExistingTranscript, episode: Episode, result: MachineTranscript, names: tuple[str, ...]
) -> UpdatedTranscript:
    """Return `before` updated with the new machine transcript `result`.

    What people have reviewed or corrected stays: a three-way merge with the former machine
    transcript as the base.
    """
    made = machine.render_machine_transcript(result)
    locked = _locked(episode)
    fresh = UpdatedTranscript(vtt.render_vtt(result.transcript), made)
    if before.transcript is None or before.base is None:
        return fresh
    if not locked and not vtt.is_edited(before.transcript):
        return fresh
    was, now = before.base.provenance, result.transcript.provenance
    merged = merge_transcripts(
        before.base.segments,
        before.transcript.segments,
        result.transcript.segments,
        locked,
        names=names,
        same_sound=was is None or now is None or was.audio_sha256 == now.audio_sha256,
    )
    if merged.segments == before.transcript.segments:
        text = before.text
    elif before.transcript.segments:
        text = replace_all(before.text, before.transcript.segments, merged.segments)
        text = replace_note(text, now) if now is not None else text
    else:
        text = vtt.render_vtt(replace(result.transcript, segments=merged.segments))
    return UpdatedTranscript(text, made, merged.conflicts, merged.kept_words, merged.renewed_words)


def _locked(episode: Episode) -> tuple[Range, ...]:
    status = episode.transcript
    if status is None or status.status != "reviewed":
        return ()
    return status.ranges or ((0.0, float("inf")),)
